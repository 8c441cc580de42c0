import type pg from 'pg';
import type { Bin, SettingsReader } from '../use-cases/read-port.ts';

/** Gaps longer than this share one bar: the longest lapse limit a merchant may set. */
const LONGEST_GAP_DAYS = 730;
const MANY_OCCASIONS = 20;

/** The shop's own distributions, drawn beside the rules that cut them. */
export function createSettingsReader(pool: pg.Pool): SettingsReader {
  return {
    async gapCounts(shop) {
      const { rows } = await pool.query<{ later: boolean; day: number; count: number }>(
        `SELECT g.nth > 1 AS later, least(g.gap, $2) AS day, count(*)::int AS count
         FROM customer_fact c CROSS JOIN LATERAL unnest(c.gaps_days) WITH ORDINALITY AS g(gap, nth)
         WHERE c.shop_id = $1 AND NOT c.excluded GROUP BY 1, 2 ORDER BY 2`,
        [shop, LONGEST_GAP_DAYS],
      );
      const pick = (later: boolean) =>
        rows.filter((row) => row.later === later).map(({ day, count }) => ({ day, count }));
      return { first: pick(false), later: pick(true) };
    },
    async occasionCounts(shop) {
      const { rows } = await pool.query<{ occasions: number; count: number }>(
        `SELECT least(frequency, $2) AS occasions, count(*)::int AS count FROM customer_fact
         WHERE shop_id = $1 AND stage IN ('first_time', 'repeat', 'vip') GROUP BY 1 ORDER BY 1`,
        [shop, MANY_OCCASIONS],
      );
      return rows;
    },
    async spentBins(shop, bins) {
      const { rows } = await pool.query<{ step: string; bin: number; count: number }>(
        `WITH live AS (SELECT monetary_minor FROM customer_fact WHERE shop_id = $1 AND stage IN ('first_time', 'repeat', 'vip')),
           steps AS (SELECT greatest(1, ceil(percentile_cont(0.99) WITHIN GROUP (ORDER BY monetary_minor) / $2)::bigint) AS step FROM live)
         SELECT step, least(monetary_minor / step, $2)::int AS bin, count(*)::int AS count FROM live CROSS JOIN steps GROUP BY 1, 2 ORDER BY 2`,
        [shop, bins],
      );
      return toBins(rows, bins);
    },
  };
}

/** Steps of equal width with their zeros filled in, the last one open. */
function toBins(rows: readonly { step: string; bin: number; count: number }[], bins: number): Bin[] {
  const step = Number(rows[0]?.step ?? 0);
  if (step === 0) return [];
  const counts = new Map(rows.map((row) => [row.bin, row.count]));
  return Array.from({ length: bins + 1 }, (_, bin) => ({
    from: bin * step,
    to: bin === bins ? null : (bin + 1) * step,
    count: counts.get(bin) ?? 0,
  }));
}
