import type pg from 'pg';
import type { Stage } from '../domain/lifecycle/stage.ts';
import { readStoredModel, type StoredModel } from '../domain/rfm/model.ts';
import type { HomeReader, ShopMetrics, TagCounts } from '../use-cases/read-port.ts';
import { toStageCounts } from './customer-reader.ts';
import { ownLapseLimit } from './lapse-limit-sql.ts';

/** A night is finished once its stage counts stand (`SAVE` in model-statements.ts). */
const FINISHED = `shop_id = $1 AND stage_counts <> 'null'`;

/** The night computed last, whose day need not be the highest (`CURRENT` in model-statements.ts). */
const NIGHT = `SELECT as_of_on, model, metrics, rules_version FROM (
    SELECT * FROM shop_model_day WHERE ${FINISHED} ORDER BY as_of_on DESC LIMIT 3
  ) AS newest ORDER BY computed_at DESC, as_of_on DESC LIMIT 1`;

const LIMIT_THEN = ownLapseLimit(
  { frequency: 'gaps.nth', gaps: '(gaps.nth - 1)', gapsSum: 'gaps.before' },
  { one: '$3::float8', later: '$4::float8', meanGap: '$5::float8' },
);

/**
 * The mark tells of the last occasion, against the limit of its day; an earlier occasion of these days is measured against
 * the limits in force, since the next one took its mark. Gap n leads to occasion n + 1.
 */
const CAME_BACK = `SELECT count(*)::int AS n FROM customer_fact c
  WHERE shop_id = $1 AND last_on >= $2 AND last_occasion_on >= $2 AND stage IS NOT NULL AND (marks @> '{back_again}' OR EXISTS (
    SELECT FROM (
      SELECT gap, nth, coalesce(sum(gap) OVER (ORDER BY nth ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0)::int AS before
      FROM unnest(c.gaps_days) WITH ORDINALITY AS gap(gap, nth)) AS gaps
    WHERE gaps.nth < cardinality(c.gaps_days) AND c.first_on + gaps.before + gaps.gap >= $2 AND gaps.gap > ${LIMIT_THEN}))`;

/** What Home shows: last night's numbers, today's counts, the state of the sync. */
export function createHomeReader(pool: pg.Pool): HomeReader {
  async function one<Row extends object>(text: string, values: unknown[]): Promise<Row | null> {
    return (await pool.query<Row>(text, values)).rows[0] ?? null;
  }
  const count = async (text: string, values: unknown[]) => (await one<{ n: number }>(text, values))?.n ?? 0;
  return {
    async stageCounts(shop) {
      const { rows } = await pool.query<{ stage: Stage; n: number }>(
        'SELECT stage, count(*)::int AS n FROM customer_fact WHERE shop_id = $1 AND stage IS NOT NULL GROUP BY stage',
        [shop],
      );
      return toStageCounts(rows);
    },
    async stageCountsOf(shop, { fromOn, toOn }) {
      const row = await one<{ stage_counts: Record<Stage, number> }>(
        `SELECT stage_counts FROM shop_model_day WHERE ${FINISHED} AND as_of_on BETWEEN $2 AND $3 ORDER BY as_of_on DESC LIMIT 1`,
        [shop, fromOn, toOn],
      );
      return row?.stage_counts ?? null;
    },
    async night(shop) {
      type Row = { as_of_on: number; model: StoredModel; metrics: ShopMetrics; rules_version: number };
      const row = await one<Row>(NIGHT, [shop]);
      return (
        row && {
          asOfOn: row.as_of_on,
          model: readStoredModel(row.model),
          // A night from before they were counted has none.
          metrics: { ...row.metrics, ordersInOtherCurrency: row.metrics.ordersInOtherCurrency ?? 0 },
          rulesVersion: row.rules_version,
        }
      );
    },
    async moves(shop, since) {
      const { rows } = await pool.query<{ from: Stage | null; to: Stage; count: number }>(
        `SELECT from_stage AS "from", to_stage AS "to", count(*)::int AS count FROM stage_change
         WHERE shop_id = $1 AND changed_at >= $2 AND cause <> 'first' AND to_stage IS NOT NULL
           AND from_stage IS DISTINCT FROM to_stage
         GROUP BY 1, 2 ORDER BY 3 DESC, 1, 2`,
        [shop, since],
      );
      return rows;
    },
    cameBackSince: (shop, on, { lapse, meanGapDays }) =>
      count(CAME_BACK, [shop, on, lapse.oneOccasionDays, lapse.laterDays, meanGapDays]),
    inboxWaiting: (shop) =>
      count(`SELECT count(*)::int AS n FROM webhook_inbox WHERE state = 'pending' AND shop_id = $1`, [shop]),
    async lastOrderAt(shop) {
      const row = await one<{ updated_at: Date }>(
        'SELECT updated_at FROM order_fact WHERE shop_id = $1 ORDER BY updated_at DESC LIMIT 1',
        [shop],
      );
      return row?.updated_at ?? null;
    },
    async historySinceOn(shop) {
      const row = await one<{ first_on: number }>(
        'SELECT local_on AS first_on FROM order_fact WHERE shop_id = $1 ORDER BY processed_at LIMIT 1',
        [shop],
      );
      return row?.first_on ?? null;
    },
    async tagCounts(shop) {
      const counts = await one<TagCounts>(
        `SELECT count(*) FILTER (WHERE state = 'clean' AND cardinality(standing) > 0)::int AS standing,
           count(*) FILTER (WHERE state = 'dirty')::int AS waiting, count(*) FILTER (WHERE state = 'failed')::int AS refused,
           count(*) FILTER (WHERE cardinality(standing) > 0)::int AS carrying
         FROM tag_sync WHERE shop_id = $1`,
        [shop],
      );
      return counts ?? { standing: 0, waiting: 0, refused: 0, carrying: 0 };
    },
  };
}
