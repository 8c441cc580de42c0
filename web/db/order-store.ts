import type { Order } from '../domain/orders/order.ts';
import type { CustomerId, OrderId, ShopId } from '../domain/shared/ids.ts';
import type { OrderStore, PlacedRange, StoredOrder } from '../use-cases/store-port.ts';
import { inParts, toJson } from './json-rows.ts';
import { historiesOf, streamHistories } from './order-histories.ts';
import { type OrderRow, toGivenOrder, toGivenVerdict, toOrder } from './order-row.ts';
import * as statement from './order-statements.ts';
import { pages } from './paging.ts';
import type { Sql, Statement } from './sql.ts';

const ROWS_PER_WRITE = 1_000;
const IDS_PER_PAGE = 10_000;
const TABLES = ['order_fact', 'order_detail'] as const;
const BEFORE_ALL = '-1' as OrderId;

/** Orders of a shop with their verdicts. */
export function createOrderStore(sql: Sql): OrderStore {
  return {
    put: (shop, stored) => put(sql, shop, stored),
    putMany: (shop, stored) => putMany(sql, shop, stored),
    remove: async (shop, orderId) => {
      const [row] = await sql.rows<{ customer_id: CustomerId | null }>(statement.REMOVE, [shop, orderId]);
      return row?.customer_id ?? null;
    },
    historiesOf: (shop, customerIds) => historiesOf(sql, shop, customerIds),
    updatedAt: async (shop, ids) => {
      const rows = await sql.rows<{ order_id: OrderId; updated_at: Date }>(statement.UPDATED_AT, [shop, ids]);
      return new Map(rows.map((row) => [row.order_id, row.updated_at]));
    },
    count: async (shop) => (await sql.rows<{ count: number }>(statement.COUNT, [shop]))[0]?.count ?? 0,
    streamPlaced: (shop, placed, batch) => streamPlaced(sql, shop, placed, batch),
    countPlaced: async (shop, { fromAt, beforeAt }) =>
      (await sql.rows<{ count: number }>(statement.COUNT_PLACED, [shop, fromAt, beforeAt]))[0]?.count ?? 0,
    samplePlaced: async (shop, { fromAt, beforeAt }, oneIn, limit) => {
      const values = [shop, fromAt, beforeAt, oneIn, limit];
      return (await sql.rows<OrderRow>(statement.SAMPLE_PLACED, values)).map(toOrder);
    },
    due: async (shop, todayOn, limit) =>
      (await sql.rows<OrderRow>(statement.DUE, [shop, todayOn, limit])).map(toOrder),
    stream: (shop, afterOrderId, batch) =>
      streamOrders(sql, statement.ORDERS_AFTER, shop, { after: afterOrderId ?? BEFORE_ALL, batch }),
    streamRuleDependent: (shop, batch) =>
      streamOrders(sql, statement.RULE_DEPENDENT_AFTER, shop, { after: BEFORE_ALL, batch }),
    saveVerdicts: async (shop, verdicts) => {
      for (const part of inParts(verdicts, ROWS_PER_WRITE))
        await sql.run(statement.SAVE_VERDICTS, [shop, toJson(part.map(toGivenVerdict))]);
    },
    streamHistories: (shop) => streamHistories(sql, shop),
    passOver: (shop, orderIds, to) => sql.run(statement.PASS_OVER, [shop, orderIds, to]),
    anonymise: (shop, customerId) => sql.run(statement.ANONYMISE, [shop, customerId]),
    ids: async function* (shop) {
      const page = (after: OrderId, size: number) =>
        sql.rows<{ order_id: OrderId }>(statement.IDS_AFTER, [shop, after, size]);
      for await (const rows of pages(IDS_PER_PAGE, BEFORE_ALL, page, (row) => row.order_id))
        yield rows.map((row) => row.order_id);
    },
  };
}

async function* streamOrders(
  sql: Sql,
  reading: Statement,
  shop: ShopId,
  { after, batch }: { after: OrderId; batch: number },
): AsyncGenerator<readonly Order[]> {
  const page = (place: string, size: number) => sql.rows<OrderRow>(reading, [shop, place, size]);
  for await (const rows of pages<OrderRow, string>(batch, after, page, (row) => row.order_id))
    yield rows.map(toOrder);
}

async function* streamPlaced(
  sql: Sql,
  shop: ShopId,
  { fromAt, beforeAt }: PlacedRange,
  batch: number,
): AsyncGenerator<readonly Order[]> {
  type Place = readonly [Date, string];
  const page = (place: Place, size: number) =>
    sql.rows<OrderRow>(statement.PLACED_AFTER, [shop, fromAt, beforeAt, ...place, size]);
  const placeOf = (row: OrderRow): Place => [row.processed_at, row.order_id];
  for await (const rows of pages<OrderRow, Place>(batch, [fromAt, BEFORE_ALL], page, placeOf))
    yield rows.map(toOrder);
}

async function put(sql: Sql, shop: ShopId, stored: StoredOrder): ReturnType<OrderStore['put']> {
  type Answer = { existed: boolean; before: CustomerId | null; written: boolean };
  for (;;) {
    const [answer] = await sql.rows<Answer>(statement.PUT_ORDER, [shop, toJson([toGivenOrder(stored)])]);
    if (answer?.written) await sql.wrote(TABLES, 1);
    if (answer?.written) return { before: answer.before, after: stored.order.customerId };
    if (answer?.existed) return null;
  }
}

async function putMany(sql: Sql, shop: ShopId, stored: readonly StoredOrder[]): Promise<number> {
  let written = 0;
  for (const part of inParts(newestOfEach(stored), ROWS_PER_WRITE)) {
    const values = [shop, toJson(part.map(toGivenOrder))];
    const [answer] = await sql.rows<{ written: number }>(statement.PUT_ORDERS, values);
    written += answer?.written ?? 0;
    await sql.wrote(TABLES, part.length);
  }
  return written;
}

/** One statement may write a row only once; of equally new ones the later in the list stands, as if put one by one. */
function newestOfEach(stored: readonly StoredOrder[]): StoredOrder[] {
  const newest = new Map<OrderId, StoredOrder>();
  for (const item of stored) {
    const standing = newest.get(item.order.orderId);
    if (!standing || standing.order.updatedAt <= item.order.updatedAt) newest.set(item.order.orderId, item);
  }
  return [...newest.values()];
}
