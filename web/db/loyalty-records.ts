import type { Book, PostedPosition } from '../domain/loyalty/ledger.ts';
import type { OrderVerdict } from '../domain/orders/order.ts';
import type { CustomerId, ShopId } from '../domain/shared/ids.ts';
import type { MemberRecord } from '../use-cases/loyalty-port.ts';
import { type AccountRow, toAccount } from './loyalty-account-row.ts';
import { GRANTS_OF, type GrantRow, toGrant } from './loyalty-grant-store.ts';
import { OF_ACCOUNTS } from './loyalty-redemption-statements.ts';
import { type RedemptionRow, toRedemption } from './loyalty-redemption-store.ts';
import { type OrderRow, toMilestones, toOrder } from './order-row.ts';
import type { Sql, Statement } from './sql.ts';

/** The accounts asked for and those merged into them, which is one step (web/db/loyalty-account-statements.ts, MERGE). */
const GROUPS: Statement = {
  name: 'loyalty_records_groups',
  text: `SELECT * FROM loyalty_account WHERE shop_id = $1
      AND (account_id = ANY ($2::bigint[]) OR merged_into = ANY ($2::bigint[]))
    ORDER BY account_id`,
};

const ORDERS: Statement = {
  name: 'loyalty_records_orders',
  text: `SELECT o.*, d.lines, d.refunds, d.discounts FROM order_fact o LEFT JOIN order_detail d USING (shop_id, order_id)
    WHERE o.shop_id = $1 AND o.customer_id = ANY ($2::bigint[]) ORDER BY o.processed_at, o.order_id`,
};

const POSTED: Statement = {
  name: 'loyalty_records_posted',
  text: `SELECT account_id, position, from_book, to_book, sum(points) AS points, max(seq) AS last_seq FROM ledger_entry
    WHERE shop_id = $1 AND account_id = ANY ($2::bigint[]) GROUP BY account_id, position, from_book, to_book ORDER BY min(entry_id)`,
};

type VerdictRow = OrderRow & {
  customer_id: CustomerId;
  qualifies: boolean;
  not_qualifying: OrderVerdict['notQualifying'];
  counts_as_occasion: boolean;
  net_revenue_minor: string;
  local_on: number;
  revisit_on: number | null;
};
type PostedRow = {
  account_id: string;
  position: string;
  from_book: Book;
  to_book: Book;
  points: string;
  last_seq: number;
};
type Group = { root: AccountRow; accountIds: string[]; customerIds: CustomerId[] };

/** What many members' points follow from, in five statements however many they are. An account that is not the shop's is left out. */
export async function memberRecords(
  sql: Sql,
  shop: ShopId,
  accountIds: readonly string[],
): Promise<MemberRecord[]> {
  const groups = groupsOf(await sql.rows<AccountRow>(GROUPS, [shop, accountIds]), accountIds);
  const accounts = groups.flatMap((group) => group.accountIds);
  const customers = groups.flatMap((group) => group.customerIds);
  const orders = await sql.rows<VerdictRow>(ORDERS, [shop, customers]);
  const grants = await sql.rows<GrantRow>(GRANTS_OF, [shop, accounts]);
  const redemptions = await sql.rows<RedemptionRow>(OF_ACCOUNTS, [shop, accounts]);
  const posted = await sql.rows<PostedRow>(POSTED, [shop, accounts]);
  const by = {
    orders: Map.groupBy(orders, (row) => row.customer_id),
    grants: Map.groupBy(grants, (row) => row.account_id),
    redemptions: Map.groupBy(redemptions, (row) => row.account_id),
    posted: Map.groupBy(posted, (row) => row.account_id),
  };
  return groups.map(({ root, accountIds: ids, customerIds }) => ({
    account: toAccount(root),
    orders: gather(by.orders, customerIds).map((row) => ({
      order: toOrder(row),
      verdict: toVerdict(row),
      milestones: toMilestones(row),
    })),
    grants: gather(by.grants, ids).map(toGrant),
    redemptions: gather(by.redemptions, ids).map(toRedemption),
    posted: toPositions(root.account_id, gather(by.posted, ids)),
  }));
}

/** One group for each account asked for, in the order of the ids. */
function groupsOf(rows: readonly AccountRow[], accountIds: readonly string[]): Group[] {
  const merged = Map.groupBy(rows, (row) => row.merged_into);
  const wanted = new Set(accountIds);
  return rows
    .filter((row) => wanted.has(row.account_id))
    .map((root) => {
      const members = [root, ...(merged.get(root.account_id) ?? [])];
      return {
        root,
        accountIds: members.map((row) => row.account_id),
        customerIds: members.flatMap((row) => row.customer_id ?? []),
      };
    });
}

function gather<Key, Row>(rows: ReadonlyMap<Key, Row[]>, keys: readonly Key[]): Row[] {
  return keys.flatMap((key) => rows.get(key) ?? []);
}

/** Entries of a group add up by position; the number of the next one is the account's own. */
function toPositions(accountId: string, rows: readonly PostedRow[]): PostedPosition[] {
  const positions = new Map<string, { standing: Partial<Record<Book, number>>; nextSeq: number }>();
  for (const row of rows) {
    const place = positions.get(row.position) ?? { standing: {}, nextSeq: 1 };
    const points = Number(row.points);
    place.standing[row.from_book] = (place.standing[row.from_book] ?? 0) - points;
    place.standing[row.to_book] = (place.standing[row.to_book] ?? 0) + points;
    if (row.account_id === accountId) place.nextSeq = Math.max(place.nextSeq, row.last_seq + 1);
    positions.set(row.position, place);
  }
  return [...positions].map(([position, place]) => ({ position, ...place }));
}

function toVerdict(row: VerdictRow): OrderVerdict {
  return {
    qualifies: row.qualifies,
    notQualifying: row.not_qualifying,
    countsAsOccasion: row.counts_as_occasion,
    netRevenueMinor: Number(row.net_revenue_minor),
    localOn: row.local_on,
    revisitOn: row.revisit_on,
  };
}
