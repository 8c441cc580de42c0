import { formatRestMoney } from '../state/money.ts';
import { orderFigures } from '../state/order-figures.ts';
import type { OrderRecord } from '../state/records.ts';
import type { ShopState } from '../state/shop-state.ts';
import { ndjson, type Route, route } from './http.ts';
import type { LocalShopify } from './local-shopify.ts';
import { orderFacts } from './order-facts.ts';

/** Everything of a shop at once, streamed: customers with the tags on them, orders, and a CSV that `npm run analyze` reads. */
export function exportRoutes(local: LocalShopify): Route[] {
  const shopOf = (name: string | undefined): ShopState => local.shop(name ?? '').shop;
  return [
    route('GET', '/__dev/shops/:shop/customers.ndjson', (request) =>
      ndjson(customerLines(shopOf(request.params.shop))),
    ),
    route('GET', '/__dev/shops/:shop/orders.ndjson', (request) =>
      ndjson(orderLines(shopOf(request.params.shop))),
    ),
    route('GET', '/__dev/shops/:shop/orders.csv', (request) => ({
      status: 200,
      headers: { 'content-type': 'text/csv; charset=utf-8' },
      body: csvLines(shopOf(request.params.shop)),
    })),
  ];
}

function* customerLines(shop: ShopState): Generator<string> {
  for (const { id, email, tags } of shop.customers.values()) yield `${JSON.stringify({ id, email, tags })}\n`;
}

function* orderLines(shop: ShopState): Generator<string> {
  for (const order of shop.ordersByProcessedAt.all()) yield `${JSON.stringify(orderFacts(order))}\n`;
}

function* csvLines(shop: ShopState): Generator<string> {
  yield 'customer_id,created_at,total,order_id,refunded,cancelled_at,test,currency\n';
  for (const order of shop.ordersByProcessedAt.all()) if (order.customerId !== null) yield csvLine(order);
}

function csvLine(order: OrderRecord): string {
  const { totalMinor, refundedMinor } = orderFigures(order);
  const money = (minor: number): string => formatRestMoney(minor, order.currency);
  const time = (at: number | null): string => (at === null ? '' : new Date(at).toISOString());
  return `${[
    order.customerId,
    time(order.processedAt),
    money(totalMinor),
    order.id,
    money(refundedMinor),
    time(order.cancelledAt),
    order.test,
    order.currency,
  ].join(',')}\n`;
}
