import type { Estimate, ResultResponse } from '../../../contract/results.ts';

export type LiftSeries = ResultResponse['series'];

/** Width and height of the drawing, in its own units. */
export const LIFT_WIDTH = 640;
export const LIFT_HEIGHT = 200;

/** A stretch of days on which the range was known: its middle line and its band, as SVG point lists. */
export type LiftRun = { line: string; band: string };
export type LiftDrawing = {
  runs: readonly LiftRun[];
  /** Orders at the top and at the bottom; 0 lies between them or on one of them. */
  top: number;
  bottom: number;
  zeroY: number;
  /** The newest known estimate. */
  end: { x: number; y: number };
};

/** The series in drawing coordinates; days without a range leave a gap. Null = no day has one. */
export function drawLift(series: LiftSeries): LiftDrawing | null {
  const known = series.flatMap(({ extraOrders }) => (extraOrders === null ? [] : [extraOrders]));
  if (known.length === 0) return null;
  const top = Math.max(1, ...known.map(({ high }) => high));
  const bottom = Math.min(0, ...known.map(({ low }) => low));
  const x = (at: number) => (at / Math.max(1, series.length - 1)) * LIFT_WIDTH;
  const y = (orders: number) => ((top - orders) / (top - bottom)) * LIFT_HEIGHT;
  const point = (at: number, orders: number) => `${x(at).toFixed(1)},${y(orders).toFixed(1)}`;
  const lastAt = series.findLastIndex(({ extraOrders }) => extraOrders !== null);
  const runs = stretches(series).map((stretch) => ({
    line: stretch.map(({ at, range }) => point(at, range.estimate)).join(' '),
    band: [
      ...stretch.map(({ at, range }) => point(at, range.high)),
      ...stretch.toReversed().map(({ at, range }) => point(at, range.low)),
    ].join(' '),
  }));
  const end = { x: x(lastAt), y: y(series[lastAt]?.extraOrders?.estimate ?? 0) };
  return { runs, top, bottom, zeroY: y(0), end };
}

function stretches(series: LiftSeries): { at: number; range: Estimate }[][] {
  const found: { at: number; range: Estimate }[][] = [];
  let open = false;
  for (const [at, { extraOrders }] of series.entries()) {
    if (extraOrders !== null) {
      if (!open) found.push([]);
      found.at(-1)?.push({ at, range: extraOrders });
    }
    open = extraOrders !== null;
  }
  return found;
}

/** The days on which what is known changed, newest first: between two of them nothing moved. */
export function changesOf(series: LiftSeries): LiftSeries {
  const text = (at: number) => JSON.stringify(series[at]?.extraOrders ?? null);
  return series.filter((_, at) => text(at) !== text(at - 1)).toReversed();
}
