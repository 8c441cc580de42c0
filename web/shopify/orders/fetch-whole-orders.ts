import type { Order, OrderDiscount, OrderLine } from '../../domain/orders/order.ts';
import { AppError } from '../../domain/shared/errors.ts';
import { type OrderId, toGid } from '../../domain/shared/ids.ts';
import type { AdminClient, CallOptions } from '../admin-client.ts';
import { inBatches } from '../batches.ts';
import { ORDER_DISCOUNTS_PAGE, ORDER_LINES_PAGE, ORDERS_WHOLE } from '../operations/order-operations.ts';
import { toDiscount, toLine, toOrder } from './order-mapping.ts';
import { fetchRefundLines } from './refund-lines.ts';

/** Most orders have fewer lines; the rest are paged. */
const FIRST_LINES = 10;
const MOST_RESTARTS = 3;

type WholeOrder = NonNullable<(typeof ORDERS_WHOLE.data)['_output']['nodes'][number]>;
type OpenOrder = { node: WholeOrder; lines: OrderLine[]; discounts: OrderDiscount[] };

/** Orders with all their lines, discounts and refunds by line; null where the shop has no such order. */
export async function fetchWholeOrders(
  client: AdminClient,
  ids: readonly OrderId[],
  options: CallOptions = {},
): Promise<Map<OrderId, Order | null>> {
  const result = new Map<OrderId, Order | null>();
  let waiting = ids;
  for (let round = 0; waiting.length > 0; round++) {
    if (round > MOST_RESTARTS)
      throw new AppError('SHOPIFY_UNAVAILABLE', 'an order kept changing while its lines were read');
    waiting = await fetchRound(client, waiting, result, options);
  }
  return result;
}

/** One pass over the ids; returns those that changed between their pages and must be read again. */
async function fetchRound(
  client: AdminClient,
  ids: readonly OrderId[],
  result: Map<OrderId, Order | null>,
  options: CallOptions,
): Promise<OrderId[]> {
  const changed: OrderId[] = [];
  const batches = inBatches(client, {
    operation: ORDERS_WHOLE,
    items: ids,
    variablesOf: (batch) => ({ ids: batch.map((id) => toGid('Order', id)), lines: FIRST_LINES }),
    options,
  });
  for await (const { batch, data } of batches) {
    const open: OpenOrder[] = [];
    for (const [index, id] of batch.entries()) {
      const node = data.nodes[index] ?? null;
      if (node === null) result.set(id, null);
      else {
        const order = await readParts(client, node, options);
        if (order) open.push(order);
        else changed.push(id);
      }
    }
    for (const order of await close(client, open, options)) result.set(order.orderId, order);
  }
  return changed;
}

async function readParts(
  client: AdminClient,
  node: WholeOrder,
  options: CallOptions,
): Promise<OpenOrder | null> {
  const currency = node.currencyCode;
  const lines = node.lineItems.nodes.map((line) => toLine(line, currency));
  const discounts = node.discountApplications.nodes.map(toDiscount);
  for (let page = node.lineItems.pageInfo; page.hasNextPage; ) {
    const variables = { id: node.id, after: page.endCursor ?? '' };
    const { order } = await client.run(ORDER_LINES_PAGE, variables, options);
    if (order?.updatedAt !== node.updatedAt) return null;
    lines.push(...order.lineItems.nodes.map((line) => toLine(line, currency)));
    page = order.lineItems.pageInfo;
  }
  for (let page = node.discountApplications.pageInfo; page.hasNextPage; ) {
    const variables = { id: node.id, after: page.endCursor ?? '' };
    const { order } = await client.run(ORDER_DISCOUNTS_PAGE, variables, options);
    if (order?.updatedAt !== node.updatedAt) return null;
    discounts.push(...order.discountApplications.nodes.map(toDiscount));
    page = order.discountApplications.pageInfo;
  }
  return { node, lines, discounts };
}

/** Adds the refunds by line of many orders at once. */
async function close(
  client: AdminClient,
  open: readonly OpenOrder[],
  options: CallOptions,
): Promise<Order[]> {
  const refunds = await fetchRefundLines(
    client,
    open.map(({ node }) => node),
    options,
  );
  return open.map(({ node, lines, discounts }) =>
    toOrder(node, { lines, discounts, refunds: refunds.get(node.id) ?? [] }),
  );
}
