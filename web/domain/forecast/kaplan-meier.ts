/** How long it took until something happened (`events`) or how long it has not happened yet (`censored`), people per whole day. */
export type Histogram = ReadonlyArray<{ day: number; events: number; censored: number }>;

/** The curve just after `day`: share still without the event, Greenwood's standard error, 95 % limits on the log-log scale. */
export type SurvivalPoint = {
  day: number;
  atRisk: number;
  events: number;
  survival: number;
  standardError: number;
  lower: number;
  upper: number;
};

export type SurvivalCurve = {
  /** One point for each day with an event, ascending. */
  points: readonly SurvivalPoint[];
  /** The curve's value on a day; before the first event 1, after the last the last. */
  at: (day: number) => Omit<SurvivalPoint, 'day' | 'atRisk' | 'events'>;
  /**
   * First day by which a share `p` had the event; null where the curve does not reach it. Its 95 % limits are Brookmeyer
   * and Crowley's (1982): where S ± z·se reaches 1 − p.
   */
  quantile: (p: number) => { day: number | null; lower: number | null; upper: number | null };
};

const Z_95 = 1.959963984540054;
const EVERYONE = { survival: 1, standardError: 0, lower: 1, upper: 1 };

/**
 * Kaplan and Meier's estimate S(t) = Π(1 − d/n), with events before censorings on the same day. Greenwood's variance;
 * limits S^exp(±z·se(log(−log S))). Days may come in any order and more than once.
 */
export function survivalCurve(histogram: Histogram): SurvivalCurve {
  const points = productLimit(histogram);
  const firstWhere = (holds: (point: SurvivalPoint) => boolean) => points.find(holds)?.day ?? null;
  return {
    points,
    at: (day) => lastUpTo(points, day) ?? EVERYONE,
    quantile: (p) => {
      const target = 1 - p + 1e-12;
      return {
        day: firstWhere((point) => point.survival <= target),
        lower: firstWhere((point) => point.survival - Z_95 * point.standardError <= target),
        upper: firstWhere((point) => point.survival + Z_95 * point.standardError <= target),
      };
    },
  };
}

function productLimit(histogram: Histogram): SurvivalPoint[] {
  const days = mergeDays(histogram);
  let atRisk = days.reduce((sum, entry) => sum + entry.events + entry.censored, 0);
  let survival = 1;
  let greenwood = 0;
  const points: SurvivalPoint[] = [];
  for (const { day, events, censored } of days) {
    if (events > 0) {
      survival *= 1 - events / atRisk;
      greenwood += events / (atRisk * (atRisk - events));
      points.push({ day, atRisk, events, survival, ...spread(survival, greenwood) });
    }
    atRisk -= events + censored;
  }
  return points;
}

function spread(survival: number, greenwood: number) {
  if (survival <= 0) return { standardError: 0, lower: 0, upper: 0 };
  const factor = Math.exp((Z_95 * Math.sqrt(greenwood)) / -Math.log(survival));
  return {
    standardError: survival * Math.sqrt(greenwood),
    lower: survival ** factor,
    upper: survival ** (1 / factor),
  };
}

function mergeDays(histogram: Histogram) {
  const byDay = new Map<number, { day: number; events: number; censored: number }>();
  for (const { day, events, censored } of histogram) {
    const entry = byDay.get(day) ?? { day, events: 0, censored: 0 };
    entry.events += events;
    entry.censored += censored;
    byDay.set(day, entry);
  }
  return [...byDay.values()].sort((a, b) => a.day - b.day);
}

function lastUpTo(points: readonly SurvivalPoint[], day: number): SurvivalPoint | undefined {
  return points.findLast((point) => point.day <= day);
}
