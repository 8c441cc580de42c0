import { BlockStack, Box, Card, Text } from '@shopify/polaris';
import { useTranslation } from 'react-i18next';
import type { ResultResponse } from '../../../contract/results.ts';
import { useCampaignReason } from '../../shared/campaign-reason.ts';
import { useFormat } from '../../shared/format.ts';

type Props = { result: ResultResponse };

/** Orders that used the offer: apart and greyed, never called extra. */
export function UsedOfferCard({ result: { touched } }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <Card background="bg-surface-secondary">
      <BlockStack gap="200">
        <Text as="h2" variant="headingMd" tone="subdued">
          {t('results.used.title')}
        </Text>
        <Text as="p" tone="subdued">
          {t('results.used.anyway')}
        </Text>
        {touched.orders === 0 ? (
          <Text as="p" tone="subdued">
            {t('results.used.none')}
          </Text>
        ) : (
          <>
            <Text as="p" tone="subdued">
              {t('results.used.orders', {
                count: touched.orders,
                number: format.number(touched.orders),
                revenue: format.money(touched.revenue),
                discount: format.money(touched.discount),
              })}
            </Text>
            <Text as="p" variant="bodySm" tone="subdued">
              {format.list(
                touched.byBasis.map(({ basis, orders }) =>
                  t(`results.basis.${basis}`, { count: orders, number: format.number(orders) }),
                ),
              )}
            </Text>
          </>
        )}
      </BlockStack>
    </Card>
  );
}

/** What it gave away and sent, and a word on how many orders use codes at all. */
export function CostCard({ result: { cost, checks } }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const withCode = checks.ordersWithCodeShare;
  return (
    <Card>
      <BlockStack gap="200">
        <Text as="h2" variant="headingMd">
          {t('results.cost.title')}
        </Text>
        <dl className="result-lines">
          <div>
            <dt>{t('results.cost.discounts')}</dt>
            <dd>{format.money(cost.discounts)}</dd>
          </div>
          <div>
            <dt>{t('results.cost.messages')}</dt>
            <dd>{format.number(cost.messages)}</dd>
          </div>
        </dl>
        {withCode === null ? null : (
          <Text as="p" variant="bodySm" tone="subdued">
            {t('results.cost.withCode', { number: format.number(Math.round(withCode * 100)) })}
          </Text>
        )}
      </BlockStack>
    </Card>
  );
}

/** Why messages did not go out, most first. */
export function SkippedCard({ result: { skipped } }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const reasonOf = useCampaignReason();
  return (
    <Card>
      <BlockStack gap="200">
        <Text as="h2" variant="headingMd">
          {t('results.skipped.title')}
        </Text>
        {skipped.length === 0 ? (
          <Text as="p" tone="subdued">
            {t('results.skipped.none')}
          </Text>
        ) : (
          <table className="numbers-table numbers-first">
            <caption className="visually-hidden">{t('results.skipped.title')}</caption>
            <thead className="visually-hidden">
              <tr>
                <th scope="col">{t('results.skipped.count')}</th>
                <th scope="col">{t('results.skipped.reason')}</th>
              </tr>
            </thead>
            <tbody>
              {skipped.map(({ reason, count }) => (
                <tr key={reason}>
                  <td>{format.number(count)}</td>
                  <td>{reasonOf(reason)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
        <Box>
          <Text as="p" variant="bodySm" tone="subdued">
            {t('results.skipped.note')}
          </Text>
        </Box>
      </BlockStack>
    </Card>
  );
}
