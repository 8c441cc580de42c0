import type pg from 'pg';
import type { ToldCause } from '../domain/loyalty/ledger.ts';
import type { GrantReason } from '../domain/loyalty/member.ts';
import type { Reward } from '../domain/loyalty/program.ts';
import type { OrderId } from '../domain/shared/ids.ts';
import type { LedgerRow, LoyaltyBatch, LoyaltyReader } from '../use-cases/loyalty-port.ts';
import { type AccountRow, toAccount } from './loyalty-account-row.ts';
import { memberPage } from './loyalty-member-page.ts';
import { readTotals } from './loyalty-totals.ts';
import { poolSql, type Statement } from './sql.ts';
import { TableGrowth } from './table-growth.ts';

/**
 * $2 account · $3, $4 the place of the last row or null. The balance runs over everything the account and those merged into it have.
 * What changes neither what can be spent nor what is to come (points set aside become spent) is no line: a redemption is one.
 */
const LEDGER: Statement = {
  name: 'loyalty_read_ledger',
  text: `WITH line AS (
      SELECT e.*, CASE 'available' WHEN e.to_book THEN e.points WHEN e.from_book THEN -e.points ELSE 0 END AS change,
        CASE 'pending' WHEN e.to_book THEN e.points WHEN e.from_book THEN -e.points ELSE 0 END AS pending_change
      FROM ledger_entry e WHERE e.shop_id = $1 AND e.account_id IN (
        SELECT account_id FROM loyalty_account WHERE shop_id = $1 AND (account_id = $2 OR merged_into = $2))
    ), running AS (
      SELECT line.*, sum(change) OVER (ORDER BY posted_at, entry_id) AS balance_after FROM line
    )
    SELECT r.*, g.reason AS grant_reason, g.batch_id, b.file_name, sign(g.points) <> sign(r.change) AS taken_back, d.reward, d.code,
      o.processed_at AS ordered_at
    FROM running r LEFT JOIN loyalty_grant g
      ON g.shop_id = $1 AND g.grant_id = CASE WHEN r.position ~ '^grant:\\d+$' THEN substr(r.position, 7)::bigint END
    LEFT JOIN loyalty_batch b ON b.shop_id = $1 AND b.batch_id = g.batch_id
    LEFT JOIN loyalty_redemption d
      ON d.shop_id = $1 AND d.redemption_id = CASE WHEN r.position ~ '^spend:\\d+$' THEN substr(r.position, 7)::bigint END
    LEFT JOIN order_fact o ON o.shop_id = $1 AND o.order_id = r.order_id
    WHERE (r.change <> 0 OR r.pending_change <> 0)
      AND ($3::timestamptz IS NULL OR (r.posted_at, r.entry_id) < ($3, $4::bigint))
    ORDER BY r.posted_at DESC, r.entry_id DESC LIMIT $5`,
};

/** $2 order · $3 whose it must be. A merge hands orders on, and their entries may stand on the account of either. */
const ORDER_POINTS: Statement = {
  name: 'loyalty_read_order_points',
  text: `SELECT coalesce(sum(CASE 'available' WHEN to_book THEN points WHEN from_book THEN -points END), 0) AS points,
      coalesce(sum(CASE 'pending' WHEN to_book THEN points WHEN from_book THEN -points END), 0) AS pending,
      coalesce(sum(points) FILTER (WHERE to_book = 'available'), 0) AS brought
    FROM order_fact o LEFT JOIN ledger_entry e
      ON e.shop_id = $1 AND e.order_id = o.order_id AND e.position = 'order:' || o.order_id
    WHERE o.shop_id = $1 AND o.order_id = $2 AND o.customer_id = $3
    GROUP BY o.order_id`,
};

const BATCHES: Statement = {
  name: 'loyalty_read_batches',
  text: 'SELECT * FROM loyalty_batch WHERE shop_id = $1 ORDER BY batch_id DESC LIMIT $2',
};

const REFERRALS: Statement = {
  name: 'loyalty_read_referrals',
  text: `SELECT count(*) FILTER (WHERE state = 'held')::int AS held, count(*) FILTER (WHERE state = 'paid')::int AS paid,
      count(*) FILTER (WHERE state = 'refused')::int AS refused
    FROM loyalty_referral WHERE shop_id = $1 AND account_id IN (
      SELECT account_id FROM loyalty_account WHERE shop_id = $1 AND (account_id = $2 OR merged_into = $2))`,
};

/** $2 since */
const PAYMENT: Statement = {
  name: 'loyalty_read_payment',
  text: `SELECT count(*)::int AS orders,
      (count(*) FILTER (WHERE fulfillment = 'full' AND financial_status IN ('PENDING', 'AUTHORIZED', 'PARTIALLY_PAID')))::int
        AS unpaid_and_fulfilled
    FROM order_fact WHERE shop_id = $1 AND processed_at >= $2 AND cancelled_at IS NULL`,
};

type LedgerSql = {
  entry_id: string;
  at: Date;
  posted_at: Date;
  cause: ToldCause;
  position: string;
  change: string;
  pending_change: string;
  balance_after: string;
  grant_reason: GrantReason | null;
  order_id: OrderId | null;
  ordered_at: Date | null;
  reward: Reward | null;
  code: string | null;
  batch_id: string | null;
  file_name: string | null;
  taken_back: boolean | null;
  program_version: number | null;
};
type BatchRow = {
  batch_id: string;
  kind: LoyaltyBatch['kind'];
  state: LoyaltyBatch['state'];
  rows: number;
  points: string;
  created_at: Date;
  undone_at: Date | null;
  file_name: string | null;
};

/** Members, their ledger and the shop's sums, for screens and widgets. */
export function createLoyaltyReader(pool: pg.Pool): LoyaltyReader {
  const sql = poolSql(pool, new TableGrowth());
  return {
    members: async (shop, filter, order, page) => {
      const { text, values } = memberPage(shop, filter, order, page);
      const { rows } = await pool.query<AccountRow & { position: string | null }>(text, values);
      return rows.map((row) => ({ ...toAccount(row), position: row.position ?? '' }));
    },
    ledger: async (shop, accountId, { after, limit }) => {
      const values = [shop, accountId, after?.at ?? null, after?.id ?? null, limit];
      return (await sql.rows<LedgerSql>(LEDGER, values)).map(toLedgerRow);
    },
    orderPoints: async (shop, { customerId, orderId }) => {
      type Row = { points: string; pending: string; brought: string };
      const [row] = await sql.rows<Row>(ORDER_POINTS, [shop, orderId, customerId]);
      if (!row) return null;
      const { points, pending, brought } = row;
      return { points: Number(points), pending: Number(pending), brought: Number(brought) };
    },
    batches: async (shop, limit) => (await sql.rows<BatchRow>(BATCHES, [shop, limit])).map(toBatch),
    referralCounts: async (shop, accountId) => {
      type Row = { held: number; paid: number; refused: number };
      const [row] = await sql.rows<Row>(REFERRALS, [shop, accountId]);
      return row ?? { held: 0, paid: 0, refused: 0 };
    },
    totals: (shop) => readTotals(sql, shop),
    payment: async (shop, since) => {
      type Row = { orders: number; unpaid_and_fulfilled: number };
      const [row] = await sql.rows<Row>(PAYMENT, [shop, since]);
      return { orders: row?.orders ?? 0, unpaidAndFulfilled: row?.unpaid_and_fulfilled ?? 0 };
    },
  };
}

function toLedgerRow(row: LedgerSql): LedgerRow {
  return {
    entryId: row.entry_id,
    at: row.at,
    postedAt: row.posted_at,
    cause: row.cause,
    position: row.position,
    points: Number(row.change),
    pendingPoints: Number(row.pending_change),
    balanceAfter: Number(row.balance_after),
    grantReason: row.grant_reason,
    orderId: row.order_id,
    orderedAt: row.ordered_at,
    reward: row.reward,
    code: row.code,
    file:
      row.batch_id === null
        ? null
        : { batchId: row.batch_id, name: row.file_name, undone: row.taken_back === true },
    programVersion: row.program_version,
  };
}

function toBatch(row: BatchRow): LoyaltyBatch {
  return {
    batchId: row.batch_id,
    kind: row.kind,
    state: row.state,
    rows: row.rows,
    points: Number(row.points),
    createdAt: row.created_at,
    undoneAt: row.undone_at,
    fileName: row.file_name,
  };
}
