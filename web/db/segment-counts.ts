import type { ShopId } from '../domain/shared/ids.ts';
import type { Segments } from '../use-cases/read-port.ts';
import type { Sql, Statement } from './sql.ts';

/** Those the list finds by score. Money as `effectiveTotals` (domain/lifecycle/standing.ts) has it, which the score was given for; $2 provisional */
const SEGMENTS: Statement = {
  name: 'metrics_segments',
  text: `SELECT r_score AS r, f_score AS f, m_score AS m, count(*)::int AS customers,
      sum(CASE WHEN $2::boolean THEN greatest(monetary_minor, shopify_spent_minor) ELSE monetary_minor END)::text AS minor
    FROM customer_fact WHERE shop_id = $1 AND stage IS NOT NULL AND r_score IS NOT NULL AND f_score IS NOT NULL AND m_score IS NOT NULL
    GROUP BY r_score, f_score, m_score ORDER BY r_score, f_score, m_score`,
};

/**
 * Customers and their spending per combination of scores, at most 125; one pass over the shop, once a night. The cut points stay
 * beside them: a day's model may be replaced before the day is counted again.
 */
export async function segmentCounts(
  sql: Sql,
  shop: ShopId,
  { cuts, buyers, provisional }: Segments['by'],
): Promise<Segments> {
  type Row = { r: number; f: number; m: number; customers: number; minor: string };
  const rows = await sql.rows<Row>(SEGMENTS, [shop, provisional]);
  const cells = rows.map(({ minor, ...counted }) => ({ ...counted, spentMinor: Number(minor) }));
  return { by: { cuts, buyers, provisional }, cells };
}
