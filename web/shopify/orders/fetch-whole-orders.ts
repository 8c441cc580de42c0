import type { Order } from '../../domain/orders/order.ts';
import { AppError } from '../../domain/shared/errors.ts';
import { type OrderId, toGid } from '../../domain/shared/ids.ts';
import type { AdminClient, CallOptions } from '../admin-client.ts';
import { inBatches } from '../batches.ts';
import {
  ORDER_DISCOUNTS_PAGE,
  ORDER_LINES_PAGE,
  ORDER_SHIPPING_PAGE,
  ORDERS_WHOLE,
} from '../operations/order-operations.ts';
import type { DiscountFields } from './order-discounts.ts';
import { toLinesAndDiscounts, toOrder } from './order-mapping.ts';
import { fetchRefundLines } from './refund-lines.ts';

/** Most orders have fewer lines; the rest are paged. */
const FIRST_LINES = 10;
const MOST_RESTARTS = 3;

type WholeOrder = NonNullable<(typeof ORDERS_WHOLE.data)['_output']['nodes'][number]>;
type OpenOrder = { node: WholeOrder; fields: DiscountFields };
type Page<Node> = { nodes: Node[]; pageInfo: { hasNextPage: boolean; endCursor: string | null } };

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

/** Null = the order changed between its pages. */
async function readParts(
  client: AdminClient,
  node: WholeOrder,
  options: CallOptions,
): Promise<OpenOrder | null> {
  const at = (after: string) => ({ id: node.id, after });
  const asItWas = <Answer extends { updatedAt: string }>(order: Answer | null): Answer | null =>
    order?.updatedAt === node.updatedAt ? order : null;
  const lines = await allPages(node.lineItems, async (after) => {
    const { order } = await client.run(ORDER_LINES_PAGE, at(after), options);
    return asItWas(order)?.lineItems ?? null;
  });
  const discounts = await allPages(node.discountApplications, async (after) => {
    const { order } = await client.run(ORDER_DISCOUNTS_PAGE, at(after), options);
    return asItWas(order)?.discountApplications ?? null;
  });
  const shipping = await allPages(node.shippingLines, async (after) => {
    const { order } = await client.run(ORDER_SHIPPING_PAGE, at(after), options);
    return asItWas(order)?.shippingLines ?? null;
  });
  return lines && discounts && shipping && { node, fields: { lines, discounts, shipping } };
}

/** The nodes of a page and of those after it; null where `next` gives up. */
async function allPages<Node>(
  first: Page<Node>,
  next: (after: string) => Promise<Page<Node> | null>,
): Promise<Node[] | null> {
  const nodes = [...first.nodes];
  for (let at = first.pageInfo; at.hasNextPage; ) {
    const page = await next(at.endCursor ?? '');
    if (page === null) return null;
    nodes.push(...page.nodes);
    at = page.pageInfo;
  }
  return nodes;
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
  return open.map(({ node, fields }) =>
    toOrder(node, {
      ...toLinesAndDiscounts(fields, node.currencyCode),
      refunds: refunds.get(node.id) ?? [],
    }),
  );
}
