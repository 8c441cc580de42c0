import { normalizeTags } from '../../state/customers.ts';
import { cancelOrder } from '../../state/order-changes.ts';
import { fulfillmentStatus, orderFigures } from '../../state/order-figures.ts';
import { deleteOrder, emitOrder } from '../../state/orders.ts';
import { payOrder } from '../../state/payments.ts';
import type { CancelReason, OrderRecord } from '../../state/records.ts';
import type { AdminContext, ResolverMap } from '../context.ts';
import { gid, idOfType } from '../gid.ts';
import { badRequest } from '../refusal.ts';
import { visibleOrder } from './order.ts';

interface CancelArgs {
  readonly orderId: string;
  readonly reason: CancelReason;
  readonly refund?: boolean | null;
  readonly staffNote?: string | null;
}

function cancel(context: AdminContext, args: CancelArgs) {
  const refuse = (field: string, message: string, code: string) => ({
    job: null,
    orderCancelUserErrors: [{ field: [field], message, code }],
    userErrors: [{ field: [field], message }],
  });
  const order = visibleOrder(context, idOfType(args.orderId, 'Order'));
  if (args.staffNote != null && args.staffNote.length > 255) {
    return refuse('staffNote', 'Staff note is too long. Maximum length is 255 characters.', 'INVALID');
  }
  if (order === null) return refuse('orderId', 'Order does not exist', 'NOT_FOUND');
  if (order.cancelledAt !== null) return refuse('orderId', 'Order has already been cancelled', 'INVALID');
  if (fulfillmentStatus(order) !== 'UNFULFILLED') {
    return refuse('orderId', 'Cannot cancel an order that has outstanding fulfillments', 'INVALID');
  }
  cancelOrder(context.state, context.shop, order, { reason: args.reason, refund: args.refund === true });
  const job = { id: gid('Job', context.shop.newId()), done: true };
  return { job, orderCancelUserErrors: [], userErrors: [] };
}

/** Only cancelled, test or unpaid orders may vanish; the rule for others is unrecorded, so they are refused. */
function remove(context: AdminContext, orderId: string) {
  const refuse = (message: string, code: string) => ({
    deletedId: null,
    userErrors: [{ field: ['orderId'], message, code }],
  });
  const order = visibleOrder(context, idOfType(orderId, 'Order'));
  if (order === null) return refuse('Order does not exist', 'NOT_FOUND');
  if (order.cancelledAt === null && !order.test && orderFigures(order).receivedMinor > 0) {
    return refuse('Order cannot be deleted', 'INVALID');
  }
  deleteOrder(context.state, context.shop, order);
  return { deletedId: gid('Order', order.id), userErrors: [] };
}

interface OrderPayload {
  readonly order: OrderRecord | null;
  readonly userErrors: readonly { readonly field: readonly string[]; readonly message: string }[];
}

function markAsPaid(context: AdminContext, id: string): OrderPayload {
  const refuse = (message: string): OrderPayload => ({
    order: null,
    userErrors: [{ field: ['id'], message }],
  });
  const order = visibleOrder(context, idOfType(id, 'Order'));
  if (order === null) return refuse('Order does not exist');
  if (order.cancelledAt !== null || orderFigures(order).outstandingMinor <= 0) {
    return refuse('Order cannot be marked as paid.');
  }
  payOrder(context.state, context.shop, order);
  return { order, userErrors: [] };
}

interface OrderInput {
  readonly id: string;
  readonly email?: string | null;
  readonly note?: string | null;
  readonly tags?: readonly string[] | null;
}

function update(context: AdminContext, input: OrderInput): OrderPayload {
  const order = visibleOrder(context, idOfType(input.id, 'Order'));
  if (order === null)
    return { order: null, userErrors: [{ field: ['id'], message: 'Order does not exist' }] };
  const other = Object.keys(input).find((key) => !['id', 'email', 'note', 'tags'].includes(key));
  if (other !== undefined) throw badRequest(`The local Shopify does not store OrderInput.${other}`);
  if (input.email !== undefined) order.email = input.email;
  if (input.note !== undefined) order.note = input.note;
  if (input.tags != null) order.tags = normalizeTags(input.tags);
  emitOrder(context.state, context.shop, order);
  return { order, userErrors: [] };
}

export const orderChangeResolvers: ResolverMap = {
  Mutation: {
    orderCancel: (_root: unknown, args: CancelArgs, context) => cancel(context, args),
    orderDelete: (_root: unknown, args: { readonly orderId: string }, context) =>
      remove(context, args.orderId),
    orderMarkAsPaid: (_root: unknown, args: { readonly input: { readonly id: string } }, context) =>
      markAsPaid(context, args.input.id),
    orderUpdate: (_root: unknown, args: { readonly input: OrderInput }, context) =>
      update(context, args.input),
  },
};
