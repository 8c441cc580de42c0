import { BlockStack, Button, Card, InlineStack, Page, SkeletonBodyText, Text } from '@shopify/polaris';
import { ExportIcon } from '@shopify/polaris-icons';
import { useTranslation } from 'react-i18next';
import type { SegmentsResponse } from '../../contract/segments.ts';
import { CountedSegments } from '../features/segments/counted-segments.tsx';
import { useSegments } from '../features/segments/get-segments.ts';
import { toSegmentsCsv } from '../features/segments/segments-csv.ts';
import { Problem } from '../shared/problem.tsx';
import { saveCsv } from '../shared/save-as-file.ts';

/** "Where is your money?" by when customers last bought and how often or for how much. */
export function SegmentsPage() {
  const { t } = useTranslation();
  const segments = useSegments();
  const counted = segments.data?.state === 'counted' && segments.data.customers > 0 ? segments.data : null;
  return (
    <>
      <ui-title-bar title={t('segments.title.page')} />
      <Page
        title={t('segments.title.page')}
        backAction={{ content: t('nav.customers'), url: '/customers' }}
        secondaryActions={
          counted
            ? [
                {
                  content: t('customers.export'),
                  icon: ExportIcon,
                  onAction: () => void saveCsv(toSegmentsCsv(counted), 'segments.csv'),
                },
              ]
            : []
        }
      >
        <BlockStack gap="400">
          {segments.error ? <Problem error={segments.error} onRetry={() => segments.refetch()} /> : null}
          {segments.isPending ? (
            <Card>
              <SkeletonBodyText lines={10} />
            </Card>
          ) : null}
          {counted ? (
            <CountedSegments segments={counted} />
          ) : segments.data ? (
            <NothingYet data={segments.data} />
          ) : null}
        </BlockStack>
      </Page>
    </>
  );
}

/** Nobody to show: why, and what brings them. */
function NothingYet({ data }: { data: SegmentsResponse }) {
  const { t } = useTranslation();
  const why = data.state === 'counted' ? 'no_customers' : data.until;
  return (
    <Card>
      <BlockStack gap="300">
        <BlockStack gap="100">
          <Text as="h2" variant="headingMd">
            {t(`segments.none.${why}.title`)}
          </Text>
          <Text as="p">{t(`segments.none.${why}.body`)}</Text>
        </BlockStack>
        <InlineStack>
          {why === 'first_scoring' ? (
            <Button url="/">{t('nav.home')}</Button>
          ) : (
            <Button url="/customers">{t('nav.customers')}</Button>
          )}
        </InlineStack>
      </BlockStack>
    </Card>
  );
}
