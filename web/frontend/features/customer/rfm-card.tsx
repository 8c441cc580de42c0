import { Badge, BlockStack, Card, InlineStack, Text } from '@shopify/polaris';
import { useTranslation } from 'react-i18next';
import type { CustomerResponse } from '../../../contract/customer.ts';
import { Explain } from '../../shared/explain.tsx';
import { useFormat } from '../../shared/format.ts';
import { asScore } from '../../shared/scores.tsx';

type Cuts = NonNullable<CustomerResponse['cuts']>;

/** Recency, frequency and money in words, each with its score and where the scores begin. */
export function RfmCard({ customer }: { customer: CustomerResponse }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { facts, scores, cuts } = customer;
  if (!facts || !scores) return null;
  const values = {
    r: t('customer.rfm.r', { count: facts.recencyDays, days: format.number(facts.recencyDays) }),
    f: t('customer.rfm.f', { count: facts.occasions, number: format.number(facts.occasions) }),
    m: t('customer.rfm.m', { spent: format.money(facts.spent) }),
  };
  return (
    <Card>
      <BlockStack gap="300">
        <Text as="h2" variant="headingMd">
          {t('customer.rfm.title')}
        </Text>
        {(['r', 'f', 'm'] as const).map((score) => (
          <div key={score} className="rfm-row">
            <BlockStack gap="050">
              <Text as="h3" variant="headingSm">
                {t(`score.${score}.name`)}
              </Text>
              <Text as="p">{values[score]}</Text>
              <Text as="p" tone="subdued">
                {t(`score.${score}.${asScore(scores[score])}`)}
              </Text>
            </BlockStack>
            <InlineStack gap="100" blockAlign="center" wrap={false}>
              <Text as="span" variant="headingLg">
                {t('customer.rfm.outOfFive', { score: format.number(scores[score]) })}
              </Text>
              {cuts ? (
                <Explain label={t('customer.rfm.explain', { name: t(`score.${score}.name`) })}>
                  <CutTable score={score} cuts={cuts} currency={facts.spent.currency} mine={scores[score]} />
                </Explain>
              ) : null}
            </InlineStack>
          </div>
        ))}
        {customer.expectedOrder === null ? null : <ExpectedOrder expected={customer.expectedOrder} />}
        <ShopifyGroup customer={customer} />
      </BlockStack>
    </Card>
  );
}

function ExpectedOrder({ expected }: { expected: NonNullable<CustomerResponse['expectedOrder']> }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { on, past } = expected;
  return (
    <BlockStack gap="050">
      <Text as="h3" variant="headingSm">
        {t('customer.rfm.expected.title')}
      </Text>
      <Text as="p">{t(`customer.rfm.expected.${past ? 'past' : 'ahead'}`, { day: format.day(on) })}</Text>
      <Text as="p" tone="subdued">
        {t('customer.rfm.expected.note')}
      </Text>
    </BlockStack>
  );
}

type CutProps = { score: 'r' | 'f' | 'm'; cuts: Cuts; currency: string; mine: number };

/** Which values give which score; a score that no value can reach (equal cut points) is said to be unused. */
function CutTable({ score, cuts, currency, mine }: CutProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const points = score === 'r' ? cuts.recencyDays : score === 'f' ? cuts.occasions : cuts.spentMinor;
  const word = (value: number) =>
    score === 'm' ? format.money({ amountMinor: Math.round(value), currency }) : format.number(value);
  const rows = [5, 4, 3, 2, 1].map((value) => ({ value, range: cutRange(points, value, score === 'r') }));
  return (
    <BlockStack gap="200">
      <Text as="p">{t(cuts.fixed ? 'customer.rfm.cutsFixed' : 'customer.rfm.cutsQuintiles')}</Text>
      <table className="month-table">
        <caption className="visually-hidden">{t(`score.${score}.name`)}</caption>
        <thead>
          <tr>
            <th scope="col">{t('customer.rfm.score')}</th>
            <th scope="col">{t(`customer.rfm.unit.${score}`)}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ value, range }) => (
            <tr key={value} {...(value === mine ? { className: 'mine' } : {})}>
              <th scope="row">{format.number(value)}</th>
              <td>
                {range === 'unused'
                  ? t('customer.rfm.unused')
                  : range.over === null
                    ? t('customer.rfm.upTo', { value: word(range.upTo ?? 0) })
                    : range.upTo === null
                      ? t('customer.rfm.over', { value: word(range.over) })
                      : t('customer.rfm.between', { over: word(range.over), upTo: word(range.upTo) })}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </BlockStack>
  );
}

type Range = { over: number | null; upTo: number | null } | 'unused';

/**
 * The values that give a score (product.md section 2): F and M score 1 + cut points strictly below; R is 5 minus them.
 * `over` is exclusive, `upTo` inclusive.
 */
export function cutRange(points: readonly number[], score: number, reversed: boolean): Range {
  const below = reversed ? 5 - score : score - 1;
  const over = below === 0 ? null : (points[below - 1] ?? null);
  const upTo = below === 4 ? null : (points[below] ?? null);
  return over !== null && upTo !== null && over >= upTo ? 'unused' : { over, upTo };
}

function ShopifyGroup({ customer }: { customer: CustomerResponse }) {
  const { t } = useTranslation();
  const group = customer.live?.rfmGroup ?? null;
  const text =
    customer.live === null
      ? t('customer.shopifyGroup.silent')
      : group === null
        ? t('customer.shopifyGroup.none')
        : null;
  return (
    <BlockStack gap="100">
      <Text as="h3" variant="headingSm">
        {t('customer.shopifyGroup.title')}
      </Text>
      {group === null ? (
        <Text as="p" tone="subdued">
          {text}
        </Text>
      ) : (
        <InlineStack>
          <Badge>{t(`shopifyGroup.${group}`)}</Badge>
        </InlineStack>
      )}
      <Text as="p" variant="bodySm" tone="subdued">
        {t('customer.shopifyGroup.note')}
      </Text>
    </BlockStack>
  );
}
