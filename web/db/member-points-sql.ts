/** The program that is on, in its newest version and in the shop's currency (`termsIn`), with what its cheapest active reward costs (null = none); no row = none is on. */
export const PROGRAM = `program AS MATERIALIZED (
      SELECT (SELECT min((reward ->> 'costPoints')::bigint) FROM jsonb_array_elements(p.terms -> 'rewards') AS reward
        WHERE (reward ->> 'active')::boolean) AS cost
      FROM loyalty_program p WHERE p.shop_id = $1 AND p.revision = 0 AND (p.terms ->> 'on')::boolean
        AND p.currency = (SELECT currency FROM shop WHERE shop_id = $1)
        AND p.version = (SELECT max(version) FROM loyalty_program WHERE shop_id = $1)
    )`;

/** Accounts that stand for themselves. */
export const STANDS = 'a.closed_at IS NULL AND a.merged_into IS NULL';

/**
 * When the balance of account `a` last came to reach a cost, from the ledger backwards; no row = it does not. What one settling
 * posted counts as one.
 */
export const reached = (cost: string) => `LATERAL (
      SELECT posted_at AS at FROM (
        SELECT posted_at, sum(points) AS points,
          a.available - coalesce(sum(sum(points)) OVER (ORDER BY posted_at DESC ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0) AS after
        FROM (
          SELECT posted_at, CASE WHEN to_book = 'available' THEN points ELSE -points END AS points FROM ledger_entry e
          WHERE e.shop_id = $1 AND e.account_id = a.account_id AND 'available' IN (e.from_book, e.to_book)
        ) AS moved GROUP BY posted_at
      ) AS balance WHERE a.available >= ${cost} AND after >= ${cost} AND after - points < ${cost} ORDER BY posted_at DESC LIMIT 1
    )`;

/** The points of customer `c`, by the program of `PROGRAM`; no row = no member, or no program is on. */
export const MEMBER = `LATERAL (
      SELECT a.available, a.next_expiry_at, a.next_expiry_points, since.at AS reward_since
      FROM program p JOIN loyalty_account a ON a.shop_id = $1 AND a.customer_id = c.customer_id AND ${STANDS}
        LEFT JOIN ${reached('p.cost')} AS since ON true
    )`;

/** The day of an instant in Greenwich, at most one beside the shop's. */
export const utcDay = (instant: string) => `floor(extract(epoch FROM ${instant}) / 86400)::int`;
