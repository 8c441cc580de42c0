import { Link, Scrollable } from '@shopify/polaris';
import { useTranslation } from 'react-i18next';
import type { Segments } from '../../../contract/segments.ts';
import { Disclosure } from '../../shared/disclosure.tsx';
import { useFormat } from '../../shared/format.ts';
import { type Axis, type GridCell, listUrl } from './fold-grid.ts';
import { useRangeWords } from './range-words.ts';

type Props = { segments: Segments; grid: readonly GridCell[]; axis: Axis };

/** The fields of the grid with somebody in them, one a line, most money first; behind a button. */
export function SegmentTable(props: Props) {
  const { t } = useTranslation();
  return (
    <Disclosure show={t('segments.showTable')} hide={t('segments.hideTable')}>
      <Lines {...props} />
    </Disclosure>
  );
}

function Lines({ segments, grid, axis }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const words = useRangeWords(segments);
  const { currency } = segments.spent;
  const lines = grid.filter(({ customers }) => customers > 0).toSorted((a, b) => b.spentMinor - a.spentMinor);
  return (
    <Scrollable focusable horizontal vertical={false} role="region" aria-label={t(`segments.title.${axis}`)}>
      <table className="segment-lines">
        <caption className="visually-hidden">{t(`segments.title.${axis}`)}</caption>
        <thead>
          <tr>
            <th scope="col">{t('segments.lastPurchase')}</th>
            <th scope="col">{t(`customers.column.${axis === 'f' ? 'occasions' : 'spent'}`)}</th>
            <th scope="col">{t('nav.customers')}</th>
            <th scope="col">{t('segments.ofCustomers')}</th>
            <th scope="col">{t('segments.spentInAll')}</th>
            <th scope="col">{t('segments.ofMoney')}</th>
          </tr>
        </thead>
        <tbody>
          {lines.map((cell) => (
            <tr key={`${cell.r} ${cell.score}`}>
              <th scope="row">{words.recency(cell.r)}</th>
              <td>{words.row(axis, cell.score)}</td>
              <td>
                <Link url={listUrl(axis, cell)}>{format.number(cell.customers)}</Link>
              </td>
              <td>{format.share(cell.customers / segments.customers)}</td>
              <td>{format.money({ amountMinor: cell.spentMinor, currency })}</td>
              <td>{cell.share === null ? '–' : format.share(cell.share)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scrollable>
  );
}
