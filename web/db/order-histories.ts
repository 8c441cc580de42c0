import type { HistoryOrder } from '../domain/orders/order.ts';
import type { CustomerId, OrderId, ShopId } from '../domain/shared/ids.ts';
import { HISTORIES_AFTER, HISTORIES_OF } from './order-statements.ts';
import { pages } from './paging.ts';
import type { Sql } from './sql.ts';

const PAGE = 10_000;

type HistoryRow = {
  order_id: string;
  processed_at: Date;
  local_on: number;
  qualifies: boolean;
  counts_as_occasion: boolean;
  net_revenue_minor: string;
  subscription: boolean;
};
type OwnedRow = HistoryRow & { customer_id: string };
type History = { customerId: CustomerId; orders: HistoryOrder[] };

/** The orders of these customers, each by time; a customer without orders is absent. */
export async function historiesOf(
  sql: Sql,
  shop: ShopId,
  customerIds: readonly CustomerId[],
): Promise<Map<CustomerId, HistoryOrder[]>> {
  const histories = new Map<CustomerId, HistoryOrder[]>();
  for (const row of await sql.rows<OwnedRow>(HISTORIES_OF, [shop, customerIds])) {
    const customerId = row.customer_id as CustomerId;
    const orders = histories.get(customerId);
    if (orders) orders.push(toHistoryOrder(row));
    else histories.set(customerId, [toHistoryOrder(row)]);
  }
  return histories;
}

/** Every customer's orders, customers whole and by ascending id; a page of orders at a time is in memory. */
export async function* streamHistories(sql: Sql, shop: ShopId): AsyncGenerator<readonly History[]> {
  const page = ([customer, at, order]: readonly unknown[], size: number) =>
    sql.rows<OwnedRow>(HISTORIES_AFTER, [shop, customer, at, order, size]);
  const placeOf = (row: OwnedRow): readonly unknown[] => [row.customer_id, row.processed_at, row.order_id];
  let open = null as History | null;
  for await (const rows of pages<OwnedRow, readonly unknown[]>(
    PAGE,
    ['-1', new Date(0), '-1'],
    page,
    placeOf,
  )) {
    const complete: History[] = [];
    for (const row of rows) {
      if (open?.customerId !== row.customer_id) {
        if (open) complete.push(open);
        open = { customerId: row.customer_id as CustomerId, orders: [] };
      }
      open.orders.push(toHistoryOrder(row));
    }
    if (complete.length > 0) yield complete;
  }
  if (open) yield [open];
}

function toHistoryOrder(row: HistoryRow): HistoryOrder {
  return {
    orderId: row.order_id as OrderId,
    processedAt: row.processed_at,
    localOn: row.local_on,
    qualifies: row.qualifies,
    countsAsOccasion: row.counts_as_occasion,
    netRevenueMinor: Number(row.net_revenue_minor),
    subscription: row.subscription,
  };
}
