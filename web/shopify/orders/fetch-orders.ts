import type { Order } from '../../domain/orders/order.ts';
import { type OrderId, parseId, toGid } from '../../domain/shared/ids.ts';
import type { AdminClient, CallOptions } from '../admin-client.ts';
import { inBatches } from '../batches.ts';
import { ORDERS_LIGHT } from '../operations/order-operations.ts';
import { fetchWholeOrders } from './fetch-whole-orders.ts';
import { toOrder } from './order-mapping.ts';
import { type PayloadOrder, readPayloadOrder } from './payload-order.ts';

/** Longer orders are fetched whole: their check would cost as much as their lines. */
const MOST_PAYLOAD_LINES = 50;

/**
 * Orders as they stand now. Where a webhook body carries the lines, only money, selling plans and quantities are asked for, and
 * the body's lines are used if it tells the same moment, quantities and refunds; otherwise the order is fetched whole.
 */
export async function fetchOrders(
  client: AdminClient,
  ids: readonly OrderId[],
  payloads: ReadonlyMap<OrderId, string> = new Map(),
  options: CallOptions = {},
): Promise<Map<OrderId, Order | null>> {
  const wanted = [...new Set(ids)];
  const result = new Map<OrderId, Order | null>();
  const carried = readPayloads(wanted, payloads);
  await addFromPayloads(client, carried, result, options);
  const rest = wanted.filter((id) => !result.has(id));
  for (const [id, order] of await fetchWholeOrders(client, rest, options)) result.set(id, order);
  return result;
}

/** Bodies that carry a usable order, shortest first, so that a batch asks for no more lines than it must. */
function readPayloads(ids: readonly OrderId[], payloads: ReadonlyMap<OrderId, string>): PayloadOrder[] {
  return ids
    .flatMap((id) => {
      const body = payloads.get(id);
      const read = body === undefined ? null : readPayloadOrder(body);
      return read && read.orderId === id && read.lines.length <= MOST_PAYLOAD_LINES ? [read] : [];
    })
    .sort((a, b) => a.lines.length - b.lines.length);
}

async function addFromPayloads(
  client: AdminClient,
  carried: readonly PayloadOrder[],
  result: Map<OrderId, Order | null>,
  options: CallOptions,
): Promise<void> {
  const batches = inBatches(client, {
    operation: ORDERS_LIGHT,
    items: carried,
    variablesOf: (batch) => ({
      ids: batch.map((payload) => toGid('Order', payload.orderId)),
      lines: Math.max(1, ...batch.map((payload) => payload.lines.length)),
    }),
    options,
  });
  for await (const { batch, data } of batches) {
    batch.forEach((payload, index) => {
      const node = data.nodes[index] ?? null;
      if (node === null) result.set(payload.orderId, null);
      else if (tellsTheSame(payload, node)) result.set(payload.orderId, combine(payload, node));
    });
  }
}

type LightOrder = NonNullable<(typeof ORDERS_LIGHT.data)['_output']['nodes'][number]>;

/**
 * `updatedAt` has whole seconds, so two changes within one second look alike: quantities and refunds are compared too.
 */
function tellsTheSame(payload: PayloadOrder, node: LightOrder): boolean {
  if (payload.updatedAt.getTime() !== Date.parse(node.updatedAt)) return false;
  if (node.lineItems.pageInfo.hasNextPage || node.lineItems.nodes.length !== payload.lines.length)
    return false;
  const lines = new Map(node.lineItems.nodes.map((line) => [parseId<string>(line.id), line]));
  const sameLines = payload.lines.every((line) => {
    const live = lines.get(line.lineId);
    return live?.quantity === line.quantity && live.currentQuantity === line.currentQuantity;
  });
  const refunds = new Set(node.refunds.map((refund) => parseId<string>(refund.id)));
  return (
    sameLines && refunds.size === payload.refundIds.length && payload.refundIds.every((id) => refunds.has(id))
  );
}

function combine(payload: PayloadOrder, node: LightOrder): Order {
  const onPlan = new Set(
    node.lineItems.nodes.filter((line) => line.sellingPlan !== null).map((line) => parseId<string>(line.id)),
  );
  const lines = payload.lines.map((line) => ({ ...line, sellingPlan: onPlan.has(line.lineId) }));
  return toOrder(node, { lines, refunds: payload.refunds, discounts: payload.discounts });
}
