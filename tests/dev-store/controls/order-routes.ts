import { cancelOrder, editOrder, exchangeOrder, fulfillOrder, refundOrder } from '../state/order-changes.ts';
import { financialStatus, fulfillmentStatus, orderFigures } from '../state/order-figures.ts';
import { deliverOrder, returnOrder } from '../state/order-parcels.ts';
import { deleteOrder, placeOrder } from '../state/orders.ts';
import { expireOrder, payOrder, voidOrder } from '../state/payments.ts';
import type { OrderRecord } from '../state/records.ts';
import type { ShopState } from '../state/shop-state.ts';
import { definedOnly } from './defined-only.ts';
import { HttpError, type HttpRequest, json, type Reply, type Route, readJson, route } from './http.ts';
import {
  cancelShape,
  deliverShape,
  exchangeShape,
  fulfilShape,
  payShape,
  readEditInput,
  readOrderInput,
  readRefundInput,
  returnShape,
} from './inputs.ts';
import type { LocalShopify } from './local-shopify.ts';

/** What a merchant and their buyers do to orders, each raising its webhooks. */
export function orderRoutes(local: LocalShopify): Route[] {
  const { state } = local;
  const base = '/__dev/shops/:shop/orders';
  const on = (verb: string, act: (shop: ShopState, order: OrderRecord, body: unknown) => void): Route =>
    route('POST', `${base}/:order/${verb}`, async (request) => {
      const { shop, order } = find(local, request);
      const body = await readJson(request);
      refusing(() => act(shop, order, body));
      return json(orderView(order));
    });
  return [
    route('POST', base, async (request) => {
      const { shop } = local.shop(request.params.shop ?? '');
      const input = readOrderInput(await readJson(request));
      return json(orderView(refusing(() => placeOrder(state, shop, input))), 201);
    }),
    route('GET', `${base}/:order`, (request) => json(orderView(find(local, request).order))),
    on('pay', (shop, order, body) => payOrder(state, shop, order, payShape.parse(body).amountMinor)),
    on('refund', (shop, order, body) => refundOrder(state, shop, order, readRefundInput(body))),
    on('edit', (shop, order, body) => editOrder(state, shop, order, readEditInput(body))),
    on('cancel', (shop, order, body) => cancelOrder(state, shop, order, cancelShape.parse(body))),
    on('fulfil', (shop, order, body) =>
      fulfillOrder(state, shop, order, definedOnly(fulfilShape.parse(body))),
    ),
    on('deliver', (shop, order, body) =>
      deliverOrder(state, shop, order, deliverShape.parse(body).deliveredAt),
    ),
    on('return', (shop, order, body) => returnOrder(state, shop, order, returnShape.parse(body).status)),
    on('exchange', (shop, order, body) => {
      const { returned, sent } = exchangeShape.parse(body);
      exchangeOrder(state, shop, order, { returned, sent: sent.map(definedOnly) });
    }),
    on('void', (shop, order) => voidOrder(state, shop, order)),
    on('expire', (shop, order) => expireOrder(state, shop, order)),
    route('DELETE', `${base}/:order`, (request) => remove(local, request)),
  ];
}

function remove(local: LocalShopify, request: HttpRequest): Reply {
  const { shop, order } = find(local, request);
  deleteOrder(local.state, shop, order);
  return json({ deleted: order.id });
}

function find(local: LocalShopify, request: HttpRequest): { shop: ShopState; order: OrderRecord } {
  const { shop } = local.shop(request.params.shop ?? '');
  const order = shop.orders.get(request.params.order ?? '');
  if (order === undefined) throw new HttpError(404, `no order ${request.params.order} on ${shop.domain}`);
  return { shop, order };
}

/** What the store refuses is the caller's mistake, not the server's. */
export function refusing<T>(act: () => T): T {
  try {
    return act();
  } catch (error) {
    if (error instanceof Error && error.name === 'Error') throw new HttpError(422, error.message);
    throw error;
  }
}

/** An order as the controls show it: who, when, which state, which money. */
export function orderView(order: OrderRecord) {
  const figures = orderFigures(order);
  return {
    id: order.id,
    name: `#${order.number}`,
    customerId: order.customerId,
    createdAt: new Date(order.createdAt).toISOString(),
    processedAt: new Date(order.processedAt).toISOString(),
    updatedAt: new Date(order.updatedAt).toISOString(),
    cancelledAt: order.cancelledAt === null ? null : new Date(order.cancelledAt).toISOString(),
    test: order.test,
    currency: order.currency,
    financialStatus: financialStatus(order),
    fulfillmentStatus: fulfillmentStatus(order),
    totalMinor: figures.totalMinor,
    currentTotalMinor: figures.currentTotalMinor,
    netPaymentMinor: figures.netPaymentMinor,
    refundedMinor: figures.refundedMinor,
    lines: order.lines.map(({ id, title, quantity, unitPriceMinor }) => ({
      id,
      title,
      quantity,
      unitPriceMinor,
    })),
    refunds: order.refunds.map(({ id }) => id),
  };
}
