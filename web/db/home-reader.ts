import type pg from 'pg';
import type { Stage } from '../domain/lifecycle/stage.ts';
import type { ShopModel } from '../domain/rfm/model.ts';
import type { HomeReader, ShopMetrics } from '../use-cases/read-port.ts';
import { toStageCounts } from './customer-reader.ts';

/** What Home shows: last night's numbers, today's counts, the state of the sync. */
export function createHomeReader(pool: pg.Pool): HomeReader {
  async function one<Row extends object>(text: string, values: unknown[]): Promise<Row | null> {
    return (await pool.query<Row>(text, values)).rows[0] ?? null;
  }
  return {
    async stageCounts(shop) {
      const { rows } = await pool.query<{ stage: Stage; n: string }>(
        'SELECT stage, count(*) AS n FROM customer_fact WHERE shop_id = $1 AND stage IS NOT NULL GROUP BY stage',
        [shop],
      );
      return toStageCounts(rows);
    },
    async stageCountsOn(shop, onOrBefore) {
      const row = await one<{ stage_counts: Record<Stage, number> }>(
        `SELECT stage_counts FROM shop_model_day WHERE shop_id = $1 AND as_of_on <= $2 ORDER BY as_of_on DESC LIMIT 1`,
        [shop, onOrBefore],
      );
      return row?.stage_counts ?? null;
    },
    async metrics(shop) {
      const row = await one<{ as_of_on: number; model: ShopModel; metrics: Partial<ShopMetrics> | null }>(
        'SELECT as_of_on, model, metrics FROM shop_model_day WHERE shop_id = $1 ORDER BY as_of_on DESC LIMIT 1',
        [shop],
      );
      if (!row) return null;
      const complete = row.metrics && 'secondPurchase' in row.metrics ? (row.metrics as ShopMetrics) : null;
      return { asOfOn: row.as_of_on, model: row.model, metrics: complete };
    },
    async moves(shop, since) {
      const { rows } = await pool.query<{ from_stage: Stage | null; to_stage: Stage; n: string }>(
        `SELECT from_stage, to_stage, count(*) AS n FROM stage_change
         WHERE shop_id = $1 AND changed_at >= $2 AND cause <> 'first' AND to_stage IS NOT NULL
           AND from_stage IS DISTINCT FROM to_stage
         GROUP BY from_stage, to_stage ORDER BY n DESC`,
        [shop, since],
      );
      return rows.map((row) => ({ from: row.from_stage, to: row.to_stage, count: Number(row.n) }));
    },
    async cameBackSince(shop, on) {
      const row = await one<{ n: string }>(
        `SELECT count(*) AS n FROM customer_fact WHERE shop_id = $1 AND marks @> '{back_again}' AND last_occasion_on >= $2`,
        [shop, on],
      );
      return Number(row?.n ?? 0);
    },
    async inboxWaiting(shop) {
      const row = await one<{ n: string }>(
        `SELECT count(*) AS n FROM webhook_inbox WHERE state = 'pending' AND shop_id = $1`,
        [shop],
      );
      return Number(row?.n ?? 0);
    },
    async lastOrderAt(shop) {
      const row = await one<{ updated_at: Date }>(
        'SELECT updated_at FROM order_fact WHERE shop_id = $1 ORDER BY updated_at DESC LIMIT 1',
        [shop],
      );
      return row?.updated_at ?? null;
    },
    async historySinceOn(shop) {
      const row = await one<{ first_on: number | null }>(
        'SELECT local_on AS first_on FROM order_fact WHERE shop_id = $1 ORDER BY processed_at LIMIT 1',
        [shop],
      );
      return row?.first_on ?? null;
    },
    async tagCounts(shop) {
      const row = await one<{ standing: string; waiting: string; refused: string }>(
        `SELECT count(*) FILTER (WHERE state = 'clean' AND cardinality(standing) > 0) AS standing,
           count(*) FILTER (WHERE state = 'dirty') AS waiting, count(*) FILTER (WHERE state = 'failed') AS refused
         FROM tag_sync WHERE shop_id = $1`,
        [shop],
      );
      return {
        standing: Number(row?.standing ?? 0),
        waiting: Number(row?.waiting ?? 0),
        refused: Number(row?.refused ?? 0),
      };
    },
  };
}
