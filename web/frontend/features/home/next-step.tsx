import { BlockStack, Button, Card, InlineStack, Text } from '@shopify/polaris';
import { useTranslation } from 'react-i18next';
import type { HomeReady, NextStep } from '../../../contract/home.ts';
import { useFormat } from '../../shared/format.ts';
import { reloadPage } from '../../shared/reload-page.ts';

const WHERE: Record<NextStep, string | null> = {
  reauthorise: null,
  ask_full_history: 'https://shopify.dev/docs/api/usage/access-scopes#orders-permissions',
  turn_on_tags: '/settings#tags',
  fix_refused_tags: '/settings#tags',
  review_rules: '/settings',
  look_at_customers: '/customers?stage=lapsed',
};

/** The one thing worth doing now, with one button. */
export function NextStepCard({ home }: { home: HomeReady }) {
  const { t } = useTranslation();
  const format = useFormat();
  const step = home.nextStep;
  const url = WHERE[step];
  const lapsed = home.stages.find((column) => column.stage === 'lapsed')?.count ?? 0;
  return (
    <Card>
      <BlockStack gap="300">
        <Text as="p" variant="bodySm" tone="subdued">
          {t('home.next.title')}
        </Text>
        <Text as="h2" variant="headingMd">
          {t(`home.next.${step}.title`)}
        </Text>
        <Text as="p">
          {t(`home.next.${step}.body`, {
            lapsed: format.number(lapsed),
            refused: format.number(home.sync.tags.refused),
            customers: format.number(home.customers),
          })}
        </Text>
        <InlineStack>
          {url === null ? (
            <Button variant="primary" onClick={() => reloadPage()}>
              {t(`home.next.${step}.action`)}
            </Button>
          ) : (
            <Button variant="primary" url={url} external={!url.startsWith('/')}>
              {t(`home.next.${step}.action`)}
            </Button>
          )}
        </InlineStack>
      </BlockStack>
    </Card>
  );
}
