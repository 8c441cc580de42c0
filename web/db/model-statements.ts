import { ownLapseLimit } from './lapse-limit-sql.ts';
import type { Statement } from './sql.ts';

/** Who is scored. `$1` is the shop. */
const SCORED = 'shop_id = $1 AND frequency > 0 AND NOT excluded';

/** `effectiveTotals` (domain/lifecycle/standing.ts); `provisional` is a parameter. */
const totals = (provisional: string) => ({
  frequency: `(CASE WHEN ${provisional} THEN greatest(frequency, shopify_orders) ELSE frequency END)`,
  monetary: `(CASE WHEN ${provisional} THEN greatest(monetary_minor, shopify_spent_minor) ELSE monetary_minor END)`,
});

/** `scoreRecencyDays` (domain/rfm/score.ts); `asOfOn` is a parameter. */
const recency = (asOfOn: string) => `greatest(0, ${asOfOn}::int - last_on)`;

/** Type 7, the arithmetic of `quantileType7` (domain/shared/stats) in the same order, hence equal to the last bit. */
const quantiles = (shares: string, of: string) =>
  `percentile_cont(${shares}::float8[]) WITHIN GROUP (ORDER BY ${of}::float8)`;

const ofCuts = totals('$5::boolean');

/** $2 asOfOn · $3 shares of recency · $4 shares of frequency and money · $5 provisional */
export const CUT_POINTS: Statement = {
  name: 'model_cut_points',
  text: `SELECT count(*)::int AS buyers, coalesce(sum(monetary), 0)::text AS revenue, coalesce(sum(frequency), 0)::text AS occasions,
      ${quantiles('$3', 'recency')} AS recency, ${quantiles('$4', 'frequency')} AS frequency, ${quantiles('$4', 'monetary')} AS monetary
    FROM (
      SELECT ${recency('$2')} AS recency, ${ofCuts.frequency} AS frequency, ${ofCuts.monetary} AS monetary
      FROM customer_fact WHERE ${SCORED}
    ) AS scored`,
};

/** $2 asOfOn. As `collectGaps` (domain/forecast/gaps.ts). */
export const GAP_HISTOGRAMS: Statement = {
  name: 'model_gap_histograms',
  text: `SELECT is_first, day, sum(events)::int AS events, sum(censored)::int AS censored FROM (
      SELECT place = 1 AS is_first, gap AS day, count(*) AS events, 0 AS censored
      FROM customer_fact, unnest(gaps_days) WITH ORDINALITY AS gaps(gap, place) WHERE ${SCORED} GROUP BY 1, 2
      UNION ALL
      SELECT cardinality(gaps_days) = 0, greatest(0, $2::int - last_occasion_on), 0, count(*)
      FROM customer_fact WHERE ${SCORED} GROUP BY 1, 2
    ) AS parts GROUP BY is_first, day ORDER BY is_first, day`,
};

/** $2 asOfOn. Excluded customers' orders are history as well. */
export const HISTORY_DAYS: Statement = {
  name: 'model_history_days',
  text: 'SELECT greatest(0, $2::int - min(first_on)) AS days FROM customer_fact WHERE shop_id = $1',
};

const ofVip = totals('$4::boolean');
const ownLimit = ownLapseLimit(
  { frequency: ofVip.frequency, gaps: 'cardinality(gaps_days)', gapsSum: 'gaps_sum_days' },
  { one: '$5::float8', later: '$6::float8', meanGap: '$7::float8' },
);

/**
 * $2 asOfOn · $3 shares · $4 provisional · $5 one-occasion limit · $6 L · $7 g. Lapsed is `silenceOn` (domain/lifecycle/standing.ts).
 */
export const VIP_QUANTILES: Statement = {
  name: 'model_vip_quantiles',
  text: `SELECT ${quantiles('$3', 'frequency')} AS frequency, ${quantiles('$3', 'monetary')} AS monetary FROM (
      SELECT ${ofVip.frequency} AS frequency, ${ofVip.monetary} AS monetary, ${recency('$2')} AS silent_days,
        coalesce($2::int <= subscribed_until_on, false) AS subscribed, ${ownLimit} AS own_limit
      FROM customer_fact WHERE ${SCORED}
    ) AS scored
    WHERE subscribed OR silent_days <= own_limit`,
};

const ofScores = totals('$3::boolean');
/** Counts cut points at or above the value: width_bucket counts those at or below, so all signs are turned. */
const cutsFrom = (negatedCuts: string, value: string) =>
  `width_bucket(-${value}::float8, ${negatedCuts}::float8[])`;
const scored = (expression: string) => `CASE WHEN frequency > 0 AND NOT excluded THEN ${expression} END`;
const R = scored(`1 + ${cutsFrom('$4', recency('$2'))}`);
const F = scored(`5 - ${cutsFrom('$5', ofScores.frequency)}`);
const M = scored(`5 - ${cutsFrom('$6', ofScores.monetary)}`);

/**
 * $2 asOfOn · $3 provisional · cut points of $4 recency, $5 frequency and $6 money, negated and so ascending again. As
 * `scoreCustomer` (domain/rfm/score.ts).
 */
export const RESCORE_ALL: Statement = {
  name: 'model_rescore_all',
  text: `UPDATE customer_fact SET r_score = ${R}, f_score = ${F}, m_score = ${M}
    WHERE shop_id = $1 AND (r_score, f_score, m_score) IS DISTINCT FROM (${R}, ${F}, ${M})`,
};

/**
 * The model made last. Its day need not be the highest: where the shop's time zone moves west, today is numbered as yesterday
 * was. Zones are 26 hours apart at most, so that it is among the three highest days.
 */
export const CURRENT: Statement = {
  name: 'model_current',
  text: `SELECT model, rules_version FROM (
      SELECT model, rules_version, computed_at, as_of_on FROM shop_model_day WHERE shop_id = $1 ORDER BY as_of_on DESC LIMIT 3
    ) AS newest ORDER BY computed_at DESC, as_of_on DESC LIMIT 1`,
};

/** $2 the day */
export const BEFORE: Statement = {
  name: 'model_before',
  text: 'SELECT model FROM shop_model_day WHERE shop_id = $1 AND as_of_on < $2 ORDER BY as_of_on DESC LIMIT 1',
};

/** Keeps these locks apart from any other of the application; their second key is the shop. */
const MODEL_LOCK = 1_297_040_460;

/** Readers of the model share it until their transaction ends; $1 the shop. */
export const LOCK_SHARED: Statement = {
  name: 'model_lock_shared',
  text: `SELECT pg_advisory_xact_lock_shared(${MODEL_LOCK}, $1::int)`,
};
/** The writer of a new model waits for them. */
export const LOCK: Statement = {
  name: 'model_lock',
  text: `SELECT pg_advisory_xact_lock(${MODEL_LOCK}, $1::int)`,
};

/** $4 stage counts and $5 metrics are JSON `null` while a scoring is at work. */
export const SAVE: Statement = {
  name: 'model_save',
  text: `INSERT INTO shop_model_day (shop_id, as_of_on, model, stage_counts, metrics, rules_version, computed_at)
    VALUES ($1, $2, $3, $4, $5, $6, $7)
    ON CONFLICT (shop_id, as_of_on) DO UPDATE SET model = excluded.model,
      stage_counts = coalesce(nullif(excluded.stage_counts, 'null'), shop_model_day.stage_counts),
      metrics = coalesce(nullif(excluded.metrics, 'null'), shop_model_day.metrics), rules_version = excluded.rules_version, computed_at = excluded.computed_at`,
};

/** Room for the sorts of a million customers in memory; ends with the transaction. */
export const SORT_IN_MEMORY: Statement = {
  name: 'model_sort_in_memory',
  text: `SELECT set_config('work_mem', '64MB', true)`,
};
