import { BlockStack, Card, InlineGrid, InlineStack, Text } from '@shopify/polaris';
import { useTranslation } from 'react-i18next';
import type { Retention } from '../../../contract/home.ts';
import type { Money } from '../../../contract/values.ts';
import { Explain } from '../../shared/explain.tsx';
import { type Format, useFormat } from '../../shared/format.ts';

type Metric = 'repeat' | 'kept' | 'churn' | 'order' | 'value';

/** How customers stay and what they have been worth, each number with its counts and its formula in plain words. */
export function RetentionCard({ retention }: { retention: Retention }) {
  const { t } = useTranslation();
  const format = useFormat();
  const numbers = textsOf(retention, format);
  const values: Record<Metric, string> = {
    repeat: numbers.repeatRate,
    kept: numbers.retention,
    churn: numbers.churn,
    order: numbers.averageOrder,
    value: numbers.lifetimeValue,
  };
  const shown: readonly Metric[] = ['repeat', 'kept', 'churn', 'order', 'value'];
  return (
    <Card>
      <BlockStack gap="400">
        <Text as="h2" variant="headingMd">
          {t('home.retention.title')}
        </Text>
        <InlineGrid columns={{ xs: 1, sm: 2, lg: 5 }} gap="400">
          {shown.map((metric) => (
            <BlockStack gap="100" key={metric}>
              <InlineStack align="space-between" blockAlign="start" wrap={false} gap="100">
                <Text as="h3" variant="bodyMd">
                  {t(`home.retention.${metric}.title`)}
                </Text>
                <Explain label={t('home.metric.explain', { title: t(`home.retention.${metric}.title`) })}>
                  <Text as="p">{t(`home.retention.${metric}.formula`, numbers)}</Text>
                </Explain>
              </InlineStack>
              <Text as="p" variant="headingLg" numeric>
                {values[metric]}
              </Text>
              <Text as="p" variant="bodySm" tone="subdued">
                {t(`home.retention.${metric}.detail`, numbers)}
              </Text>
            </BlockStack>
          ))}
        </InlineGrid>
      </BlockStack>
    </Card>
  );
}

/** Every number as text; where there is nothing to divide by, a dash. */
function textsOf({ repeatRate, retention, averageOrder, historicClv }: Retention, format: Format) {
  const { number } = format;
  const share = (value: number | null) => (value === null ? '–' : format.share(value));
  const money = (value: Money | null) => (value === null ? '–' : format.money(value));
  const period = ({ fromOn, throughOn }: { fromOn: string; throughOn: string }) =>
    `${format.day(fromOn)} – ${format.day(throughOn)}`;
  return {
    repeatRate: share(repeatRate.share),
    repeatBuyers: number(repeatRate.count),
    buyers: number(repeatRate.outOf),
    retention: share(retention.share),
    churn: share(retention.share === null ? null : 1 - retention.share),
    kept: number(retention.count),
    before: number(retention.outOf),
    lost: number(retention.outOf - retention.count),
    first: period(retention.first),
    later: period(retention.later),
    averageOrder: money(averageOrder.value),
    revenue: format.money(averageOrder.revenue),
    occasions: number(averageOrder.occasions),
    lifetimeValue: money(historicClv.value),
    customers: number(historicClv.customers),
    allRevenue: format.money(historicClv.revenue),
  };
}
