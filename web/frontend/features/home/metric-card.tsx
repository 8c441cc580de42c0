import { BlockStack, Card, InlineStack, Text } from '@shopify/polaris';
import { useTranslation } from 'react-i18next';
import type { MonthPoint } from '../../../contract/home.ts';
import { Explain } from '../../shared/explain.tsx';
import { useFormat } from '../../shared/format.ts';
import { Sparkline } from '../../shared/sparkline.tsx';

type Props = {
  title: string;
  value: string;
  detail: string;
  formula: string;
  series: readonly MonthPoint[];
  formatValue: (value: number) => string;
};

/** One number with what it is made of, its last 12 months and, on request, its formula in plain words. */
export function MetricCard({ title, value, detail, formula, series, formatValue }: Props) {
  const { t } = useTranslation();
  return (
    <Card>
      <BlockStack gap="200">
        <InlineStack align="space-between" blockAlign="center" wrap={false} gap="200">
          <Text as="h2" variant="headingSm">
            {title}
          </Text>
          <Explain label={t('home.metric.explain', { title })}>
            <BlockStack gap="300">
              <Text as="p">{formula}</Text>
              <MonthTable series={series} formatValue={formatValue} caption={title} />
            </BlockStack>
          </Explain>
        </InlineStack>
        <Text as="p" variant="heading2xl">
          {value}
        </Text>
        <SeriesLine title={title} series={series} formatValue={formatValue} />
        <Text as="p" tone="subdued">
          {detail}
        </Text>
      </BlockStack>
    </Card>
  );
}

type SeriesProps = Pick<Props, 'title' | 'series' | 'formatValue'>;

function SeriesLine({ title, series, formatValue }: SeriesProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const known = series.flatMap(({ month, value }) => (value === null ? [] : [{ month, value }]));
  const [first, last] = [known[0], known.at(-1)];
  if (!first || !last || known.length < 2) {
    return (
      <Text as="p" variant="bodySm" tone="subdued">
        {t('home.metric.tooShort')}
      </Text>
    );
  }
  const label = t('home.metric.series', {
    title,
    from: format.month(first.month),
    fromValue: formatValue(first.value),
    to: format.month(last.month),
    toValue: formatValue(last.value),
  });
  return (
    <BlockStack gap="100">
      <Sparkline series={series} label={label} />
      <InlineStack align="space-between">
        <Text as="span" variant="bodySm" tone="subdued">
          {format.month(first.month)}
        </Text>
        <Text as="span" variant="bodySm" tone="subdued">
          {format.month(last.month)}
        </Text>
      </InlineStack>
    </BlockStack>
  );
}

function MonthTable({
  series,
  formatValue,
  caption,
}: Pick<Props, 'series' | 'formatValue'> & { caption: string }) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <table className="month-table">
      <caption className="visually-hidden">{caption}</caption>
      <thead>
        <tr>
          <th scope="col">{t('home.metric.month')}</th>
          <th scope="col">{t('home.metric.value')}</th>
        </tr>
      </thead>
      <tbody>
        {series.map(({ month, value }) => (
          <tr key={month}>
            <th scope="row">{format.month(month)}</th>
            <td>{value === null ? '–' : formatValue(value)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
