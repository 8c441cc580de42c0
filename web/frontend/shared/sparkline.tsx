import type { MonthPoint } from '../../contract/home.ts';

const WIDTH = 120;
const HEIGHT = 36;
const PAD = 3;

type Dot = { x: number; y: number };

/** The known points of a series in the drawing's coordinates; months without a value leave a gap in time, not a zero. */
export function sparklineDots(series: readonly MonthPoint[]): Dot[] {
  const known = series.flatMap((point, at) => (point.value === null ? [] : [{ at, value: point.value }]));
  const values = known.map((point) => point.value);
  const low = Math.min(...values);
  const span = Math.max(...values) - low;
  const stepX = (WIDTH - 2 * PAD) / Math.max(1, series.length - 1);
  return known.map(({ at, value }) => ({
    x: PAD + at * stepX,
    y: span === 0 ? HEIGHT / 2 : HEIGHT - PAD - ((value - low) / span) * (HEIGHT - 2 * PAD),
  }));
}

/** Twelve months in one line. `label` says in words what it shows; fewer than two known months draw nothing. */
export function Sparkline({ series, label }: { series: readonly MonthPoint[]; label: string }) {
  const dots = sparklineDots(series);
  const last = dots.at(-1);
  if (dots.length < 2 || !last) return null;
  const line = dots.map((dot) => `${dot.x.toFixed(1)},${dot.y.toFixed(1)}`).join(' ');
  const area = `${PAD},${HEIGHT} ${line} ${last.x.toFixed(1)},${HEIGHT}`;
  return (
    <svg className="sparkline" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={label}>
      <polygon className="sparkline-area" points={area} />
      <polyline className="sparkline-line" points={line} />
      <circle className="sparkline-end" cx={last.x} cy={last.y} r={1.8} />
    </svg>
  );
}
