import { MIN_OWN_GAPS, OWN_GAP_PRIOR } from '../domain/forecast/rule.ts';

/** A customer as SQL expressions: occasions, own finished gaps and their sum in days. */
type Own = { frequency: string; gaps: string; gapsSum: string };
/** The shop's numbers as SQL expressions of type float8: both limits and the mean gap, days. */
type Limits = { one: string; later: string; meanGap: string };

/** `ownLapseLimitDays` (domain/forecast/lapse-limit.ts) as a SQL expression, its arithmetic in the same order. */
export function ownLapseLimit(own: Own, shop: Limits): string {
  const rhythm = `(2 * (${OWN_GAP_PRIOR} * ${shop.meanGap} + ${own.gapsSum})) / (${OWN_GAP_PRIOR} + ${own.gaps})`;
  return `(CASE WHEN ${own.frequency} <= 1 THEN ${shop.one} WHEN ${own.gaps} < ${MIN_OWN_GAPS} THEN ${shop.later}
    ELSE floor(least(3 * ${shop.later}, greatest(${shop.later}, ${rhythm}))) END)`;
}
