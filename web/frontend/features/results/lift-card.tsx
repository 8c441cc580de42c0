import { BlockStack, Card, Scrollable, Text } from '@shopify/polaris';
import { useTranslation } from 'react-i18next';
import type { ResultResponse } from '../../../contract/results.ts';
import { Disclosure } from '../../shared/disclosure.tsx';
import { useFormat } from '../../shared/format.ts';
import { LiftChart } from './lift-chart.tsx';
import { changesOf, type LiftSeries } from './lift-drawing.ts';
import { useResultWords } from './result-words.ts';

/** Extra orders over time as a picture and, behind a button, as a table. */
export function LiftCard({ result }: { result: ResultResponse }) {
  const { t } = useTranslation();
  const format = useFormat();
  const words = useResultWords();
  const known = result.series.filter(({ extraOrders }) => extraOrders !== null);
  const [first, last] = [known[0], known.at(-1)];
  return (
    <Card>
      <BlockStack gap="300">
        <Text as="h2" variant="headingMd">
          {t('results.chart.title')}
        </Text>
        {!first || !last?.extraOrders ? (
          <Text as="p" tone="subdued">
            {t(
              result.summary.verdict === 'not_measured'
                ? 'results.chart.notMeasured'
                : 'results.chart.tooEarly',
            )}
          </Text>
        ) : (
          <>
            <LiftChart
              series={result.series}
              label={t('results.chart.label', {
                from: format.day(first.day),
                to: format.day(last.day),
                now: words.estimate(last.extraOrders),
              })}
            />
            <Disclosure show={t('results.chart.showTable')} hide={t('results.chart.hideTable')}>
              <LiftTable series={result.series} />
            </Disclosure>
          </>
        )}
      </BlockStack>
    </Card>
  );
}

function LiftTable({ series }: { series: LiftSeries }) {
  const { t } = useTranslation();
  const format = useFormat();
  const whole = (orders: number) => format.change(Math.round(orders) + 0);
  return (
    <Scrollable focusable role="region" aria-label={t('results.chart.table')} className="table-scroll">
      <table className="numbers-table">
        <caption className="visually-hidden">{t('results.chart.table')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('results.chart.day')}</th>
            <th scope="col">{t('results.chart.low')}</th>
            <th scope="col">{t('results.chart.likely')}</th>
            <th scope="col">{t('results.chart.high')}</th>
          </tr>
        </thead>
        <tbody>
          {changesOf(series).map(({ day, extraOrders }) => (
            <tr key={day}>
              <th scope="row">{format.day(day)}</th>
              {extraOrders === null ? (
                <td colSpan={3}>{t('results.chart.early')}</td>
              ) : (
                <>
                  <td>{whole(extraOrders.low)}</td>
                  <td>{whole(extraOrders.estimate)}</td>
                  <td>{whole(extraOrders.high)}</td>
                </>
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </Scrollable>
  );
}
