import { Text } from '@shopify/polaris';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../shared/format.ts';
import { drawLift, LIFT_HEIGHT, LIFT_WIDTH, type LiftSeries } from './lift-drawing.ts';

/** Extra orders since the launch with their range, and the line at 0. Null where no day has a range yet. */
export function LiftChart({ series, label }: { series: LiftSeries; label: string }) {
  const { t } = useTranslation();
  const format = useFormat();
  const drawing = drawLift(series);
  const [first, last] = [series[0], series.at(-1)];
  if (drawing === null || !first || !last) return null;
  const { runs, top, bottom, zeroY, end } = drawing;
  const zeroPercent = (zeroY / LIFT_HEIGHT) * 100;
  // 0 is always named; an end of the axis that stands too near gives way.
  const [topApart, bottomApart] = [zeroPercent > 12, zeroPercent < 88];
  return (
    <figure className="lift">
      <div className="lift-frame">
        <div className="lift-axis" aria-hidden="true">
          <span>{topApart ? format.change(Math.round(top)) : ''}</span>
          <span style={{ insetBlockStart: `${zeroPercent}%` }}>{format.number(0)}</span>
          <span>{bottomApart ? format.change(Math.round(bottom)) : ''}</span>
        </div>
        <svg
          viewBox={`0 0 ${LIFT_WIDTH} ${LIFT_HEIGHT}`}
          preserveAspectRatio="none"
          role="img"
          aria-label={label}
        >
          {runs.map(({ band }) => (
            <polygon key={band} className="lift-band" points={band} />
          ))}
          <line className="lift-zero" x1={0} x2={LIFT_WIDTH} y1={zeroY} y2={zeroY} />
          {runs.map(({ line }) => (
            <polyline key={line} className="lift-line" points={line} />
          ))}
          <line className="lift-end" x1={end.x} x2={end.x} y1={end.y} y2={end.y} />
        </svg>
      </div>
      <figcaption>
        <Text as="span" variant="bodySm" tone="subdued">
          {format.day(first.day)}
        </Text>
        <Text as="span" variant="bodySm" tone="subdued">
          {t('results.chart.legend')}
        </Text>
        <Text as="span" variant="bodySm" tone="subdued">
          {format.day(last.day)}
        </Text>
      </figcaption>
    </figure>
  );
}
