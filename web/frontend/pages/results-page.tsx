import {
  Banner,
  BlockStack,
  Button,
  Card,
  Page,
  SkeletonBodyText,
  SkeletonPage,
  Text,
} from '@shopify/polaris';
import { useTranslation } from 'react-i18next';
import { useResults } from '../features/results/result-requests.ts';
import { ResultsList } from '../features/results/results-list.tsx';
import '../features/results/results.css';
import { Problem } from '../shared/problem.tsx';

/** "What did my campaigns bring?" One sentence, one range and one action for each. */
export function ResultsPage() {
  const { t } = useTranslation();
  const results = useResults();
  if (results.isPending) return <SkeletonPage>{<SkeletonBodyText lines={8} />}</SkeletonPage>;
  const list = results.data;
  return (
    <>
      <ui-title-bar title={t('nav.results')} />
      <Page title={t('nav.results')} subtitle={t('results.intro')}>
        <BlockStack gap="400">
          {results.error ? <Problem error={results.error} onRetry={() => results.refetch()} /> : null}
          {list && !list.measured ? (
            <Banner
              tone="info"
              title={t('results.off.title')}
              action={{ content: t('results.off.action'), url: '/settings#comparison' }}
            >
              <p>{t('results.off.body')}</p>
            </Banner>
          ) : null}
          {list?.campaigns.length === 0 ? (
            <Card>
              <BlockStack gap="300" inlineAlign="start">
                <BlockStack gap="100">
                  <Text as="h2" variant="headingMd">
                    {t('results.none.title')}
                  </Text>
                  <Text as="p">{t('results.none.body')}</Text>
                </BlockStack>
                <Button variant="primary" url="/campaigns">
                  {t('results.none.action')}
                </Button>
              </BlockStack>
            </Card>
          ) : null}
          {list && list.campaigns.length > 0 ? <ResultsList results={list} /> : null}
        </BlockStack>
      </Page>
    </>
  );
}
