import { BlockStack, Card, Scrollable, Text } from '@shopify/polaris';
import { useTranslation } from 'react-i18next';
import type { Cohort } from '../../../contract/home.ts';
import { useFormat } from '../../shared/format.ts';
import './home.css';

type Cohorts = readonly Cohort[];

/** Sum over the cohorts whose first month after is over: how many there were and how many of them bought in it. */
export function firstMonthAfter(cohorts: Cohorts): { size: number; bought: number } {
  const over = cohorts.filter(({ bought }) => typeof bought[1] === 'number');
  return {
    size: over.reduce((sum, { size }) => sum + size, 0),
    bought: over.reduce((sum, { bought }) => sum + (bought[1] ?? 0), 0),
  };
}

/** Customers by the month of their first purchase and how many of them bought in each month after; the sentence says it in words. */
export function CohortTable({ cohorts }: { cohorts: Cohorts }) {
  const { t } = useTranslation();
  const format = useFormat();
  const months = Math.max(0, ...cohorts.map(({ bought }) => bought.length - 1));
  const { size, bought } = firstMonthAfter(cohorts);
  if (months === 0) return null;
  const after = Array.from({ length: months }, (_, at) => at + 1);
  return (
    <Card>
      <BlockStack gap="300">
        <Text as="h2" variant="headingMd">
          {t('home.cohorts.title')}
        </Text>
        <Text as="p">
          {t('home.cohorts.sentence', {
            count: size,
            size: format.number(size),
            bought: format.number(bought),
          })}
        </Text>
        <Scrollable focusable horizontal vertical={false} role="region" aria-label={t('home.cohorts.title')}>
          <table className="cohorts">
            <caption className="visually-hidden">{t('home.cohorts.title')}</caption>
            <thead>
              <tr>
                <th scope="col" rowSpan={2}>
                  {t('home.cohorts.first')}
                </th>
                <th scope="col" rowSpan={2}>
                  {t('home.cohorts.size')}
                </th>
                <th scope="colgroup" colSpan={months} className="cohort-group">
                  {t('home.cohorts.after')}
                </th>
              </tr>
              <tr>
                {after.map((month) => (
                  <th scope="col" key={month}>
                    {format.change(month)}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {cohorts.map((cohort) => (
                <tr key={cohort.month}>
                  <th scope="row">{format.month(cohort.month)}</th>
                  <td>{format.number(cohort.size)}</td>
                  {after.map((month) => (
                    <Cell key={month} bought={cohort.bought[month]} size={cohort.size} />
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </Scrollable>
        <Text as="p" variant="bodySm" tone="subdued">
          {t('home.cohorts.note')}
        </Text>
      </BlockStack>
    </Card>
  );
}

/** A month that is not over stays blank: it is not a zero. */
function Cell({ bought, size }: { bought: number | null | undefined; size: number }) {
  const format = useFormat();
  if (bought === null || bought === undefined) return <td />;
  const share = size > 0 ? bought / size : 0;
  return (
    <td style={{ backgroundColor: `rgb(36 99 188 / ${Math.min(0.4, share * 1.4).toFixed(3)})` }}>
      {format.number(bought)}
      <span className="cohort-share">{format.share(share)}</span>
    </td>
  );
}
