import { Link, useBreakpoints } from '@shopify/polaris';
import { useTranslation } from 'react-i18next';
import type { Segments } from '../../../contract/segments.ts';
import { useFormat } from '../../shared/format.ts';
import { type Axis, type GridCell, listUrl, shadeOf, usedScores } from './fold-grid.ts';
import { type RangeWords, useRangeWords } from './range-words.ts';

type Props = { segments: Segments; grid: readonly GridCell[]; axis: Axis };

/** The fields, most recent on the left, best on top. On a phone each row's name stands above it, so that they fit side by side. */
export function SegmentGrid({ segments, grid, axis }: Props) {
  const { t } = useTranslation();
  const { smDown } = useBreakpoints();
  const words = useRangeWords(segments);
  const recencies = usedScores(segments.ranges.r);
  const most = Math.max(0, ...grid.map(({ customers }) => customers));
  return (
    <table className="segment-grid">
      <caption className="visually-hidden">{t(`segments.title.${axis}`)}</caption>
      <thead>
        <tr>
          {smDown ? null : (
            <th scope="col" rowSpan={2} className="segment-axis">
              {t(`customers.column.${axis === 'f' ? 'occasions' : 'spent'}`)}
            </th>
          )}
          <th scope="colgroup" colSpan={recencies.length} className="segment-axis">
            {t('segments.lastPurchase')}
          </th>
        </tr>
        <tr>
          {recencies.map((r) => (
            <th key={r} scope="col">
              {words.recency(r)}
            </th>
          ))}
        </tr>
      </thead>
      {usedScores(segments.ranges[axis]).map((score) => {
        const cells = grid
          .filter((cell) => cell.score === score)
          .map((cell) => (
            <Cell key={cell.r} cell={cell} axis={axis} shade={shadeOf(cell.customers, most)} words={words} />
          ));
        return (
          <tbody key={score}>
            {smDown ? (
              <>
                <tr>
                  <th scope="rowgroup" colSpan={recencies.length}>
                    {words.row(axis, score)}
                  </th>
                </tr>
                <tr>{cells}</tr>
              </>
            ) : (
              <tr>
                <th scope="row">{words.row(axis, score)}</th>
                {cells}
              </tr>
            )}
          </tbody>
        );
      })}
    </table>
  );
}

type CellProps = { cell: GridCell; axis: Axis; shade: number; words: RangeWords };

/** How many and their share of the money, leading to the list of them. */
function Cell({ cell, axis, shade, words }: CellProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const { customers, share } = cell;
  if (customers === 0) return <td className="segment-none">{format.number(0)}</td>;
  return (
    <td className={`segment-${shade}`}>
      <Link url={listUrl(axis, cell)} monochrome removeUnderline>
        <span className="segment-count">{format.number(customers)}</span>{' '}
        <span className="segment-share">{share === null ? '–' : format.share(share)}</span>{' '}
        <span className="visually-hidden">{t('segments.cell', { who: words.both(axis, cell) })}</span>
      </Link>
    </td>
  );
}
