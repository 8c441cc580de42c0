import { BlockStack, Card, Text } from '@shopify/polaris';
import { useTranslation } from 'react-i18next';
import type { ResultResponse } from '../../../contract/results.ts';
import { useFormat } from '../../shared/format.ts';
import { roughly } from './roughly.ts';

/** What the extra orders came to in revenue and profit, as ranges, or why that cannot be said. */
export function MoneyCard({ result }: { result: ResultResponse }) {
  const { t, i18n } = useTranslation();
  const { revenue, profit, moneyReason } = result;
  const reason = moneyReason !== null && i18n.exists(`result.money.${moneyReason}`) ? moneyReason : null;
  return (
    <Card>
      <BlockStack gap="200">
        <Text as="h2" variant="headingMd">
          {t('results.money.title')}
        </Text>
        {revenue === null && profit === null ? null : (
          <dl className="result-lines">
            {revenue === null ? null : <MoneyLine label={t('results.money.revenue')} range={revenue} />}
            {profit === null ? null : <MoneyLine label={t('results.money.profit')} range={profit} />}
          </dl>
        )}
        {revenue === null && profit === null && reason === null ? (
          <Text as="p" tone="subdued">
            {t('results.money.early')}
          </Text>
        ) : null}
        {reason === null ? null : (
          <Text as="p" tone="subdued">
            {t(`result.money.${reason}`)}
          </Text>
        )}
      </BlockStack>
    </Card>
  );
}

function MoneyLine({ label, range }: { label: string; range: NonNullable<ResultResponse['revenue']> }) {
  const { t } = useTranslation();
  const format = useFormat();
  const money = (amount: number) => format.money({ amountMinor: roughly(amount), currency: range.currency });
  return (
    <div>
      <dt>{label}</dt>
      <dd>
        {t('results.money.range', {
          low: money(range.low),
          high: money(range.high),
          estimate: money(range.estimate),
        })}
      </dd>
    </div>
  );
}
