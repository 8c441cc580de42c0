import type { ShopId } from '../domain/shared/ids.ts';
import type { LoyaltyTotals } from '../use-cases/loyalty-port.ts';
import { IS_MEMBER } from './loyalty-account-statements.ts';
import type { Sql, Statement } from './sql.ts';

/** Shops with fewer accounts are summed while somebody waits (some 50 ms); larger ones show the last night's sums. */
const SUMMED_AT_ONCE = 20_000;

/** Accounts and ledger in one statement, so that both are of one moment and their difference would be an error of ours. */
const COMPUTE = `WITH moved AS (
    SELECT from_book, to_book, sum(points) AS points FROM ledger_entry WHERE shop_id = $1 GROUP BY from_book, to_book
  ), book AS (
    SELECT name, sum(points) AS points FROM (
      SELECT to_book AS name, points FROM moved UNION ALL SELECT from_book, -points FROM moved
    ) AS sides GROUP BY name
  ), account AS (
    SELECT count(*) FILTER (WHERE ${IS_MEMBER}) AS members,
      count(*) FILTER (WHERE available > 0) AS with_points, coalesce(sum(available), 0) AS available,
      coalesce(sum(pending), 0) AS pending, coalesce(sum(reserved), 0) AS reserved, coalesce(sum(debt), 0) AS debt
    FROM loyalty_account WHERE shop_id = $1
  ), tier AS (
    SELECT tier_key, count(*) AS members FROM loyalty_account
    WHERE shop_id = $1 AND tier_key IS NOT NULL AND ${IS_MEMBER} GROUP BY tier_key
  )
  SELECT jsonb_build_object('members', members, 'withPoints', with_points, 'available', available, 'pending', pending,
    'reserved', reserved, 'debt', debt,
    'issued', coalesce((SELECT -points FROM book WHERE name = 'issued'), 0),
    'spent', coalesce((SELECT points FROM book WHERE name = 'spent'), 0),
    'expired', coalesce((SELECT points FROM book WHERE name = 'expired'), 0),
    'forgotten', coalesce((SELECT points FROM book WHERE name = 'forgotten'), 0),
    'tiers', coalesce((SELECT jsonb_agg(jsonb_build_object('key', tier_key, 'members', members) ORDER BY tier_key) FROM tier), '[]')
  ) AS totals FROM account`;

const NOW: Statement = { name: 'loyalty_totals_now', text: COMPUTE };

const REFRESH: Statement = {
  name: 'loyalty_totals_refresh',
  text: `INSERT INTO loyalty_totals (shop_id, totals, computed_at) SELECT $1, totals, $2 FROM (${COMPUTE}) AS computed
    ON CONFLICT (shop_id) DO UPDATE SET totals = excluded.totals, computed_at = excluded.computed_at`,
};

const KEPT: Statement = {
  name: 'loyalty_totals_kept',
  text: `SELECT totals, computed_at FROM loyalty_totals WHERE shop_id = $1
    AND (SELECT count(*) FROM (SELECT FROM loyalty_account WHERE shop_id = $1 LIMIT $2) AS counted) = $2::int`,
};

type Totals = Omit<LoyaltyTotals, 'asOf'>;

/** Sums a shop's members and ledger and keeps the result; some seconds at a million members, so once a night. */
export async function refreshTotals(sql: Sql, shop: ShopId, at: Date): Promise<void> {
  await sql.run(REFRESH, [shop, at]);
}

/** The sums of now, or those kept where the shop is large and they stand. */
export async function readTotals(sql: Pick<Sql, 'rows'>, shop: ShopId): Promise<LoyaltyTotals> {
  type Kept = { totals: Totals; computed_at: Date };
  const [kept] = await sql.rows<Kept>(KEPT, [shop, SUMMED_AT_ONCE]);
  if (kept) return { ...kept.totals, asOf: kept.computed_at };
  const [now] = await sql.rows<{ totals: Totals }>(NOW, [shop]);
  if (!now) throw new Error('a sum over no rows is a row as well');
  return { ...now.totals, asOf: null };
}
