import { createHmac } from 'node:crypto';
import { API_SECRET, DOMAIN } from './bench-shop.ts';

/** One order of two lines as a webhook states it. */
export type SentOrder = { orderId: string; customerId: string; at: Date };

const LINES = 2;
const FIRST_LINE = 7_000_000_001;

/** A body of `orders/create` in the REST shape, 13 kB: what Encore reads, and as much of what it does not as Shopify sends. */
export function orderBody({ orderId, customerId, at }: SentOrder): string {
  const moment = at.toISOString().replace(/\.\d+Z$/, 'Z');
  const order = {
    id: '@order',
    admin_graphql_api_id: `gid://shopify/Order/${orderId}`,
    created_at: moment,
    updated_at: moment,
    processed_at: moment,
    currency: 'USD',
    presentment_currency: 'USD',
    financial_status: 'paid',
    total_price: '49.90',
    total_price_set: money('49.90'),
    customer: { id: '@customer', ...address(), default_address: address() },
    billing_address: address(),
    shipping_address: address(),
    client_details: { browser_ip: '203.0.113.7', user_agent: 'Mozilla/5.0 (Macintosh; Intel Mac OS X)' },
    line_items: Array.from({ length: LINES }, (_, index) => line(index)),
    shipping_lines: [{ title: 'Standard', price_set: money('0.00'), discount_allocations: [] }],
    discount_applications: [],
    refunds: [],
    tax_lines: [],
    note_attributes: [] as object[],
  };
  const short = 13_000 - JSON.stringify(order).length;
  const attributes = Math.max(0, Math.floor(short / 100));
  order.note_attributes = Array.from({ length: attributes }, (_, index) => ({
    name: `attribute ${String(index).padStart(3, '0')}`,
    value: 'a value that some app of the shop has put here for its own use and yours',
  }));
  // Ids are JSON numbers in the REST shape and may lie above 2^53.
  return JSON.stringify(order).replace('"@order"', orderId).replace('"@customer"', customerId);
}

function line(index: number): object {
  return {
    id: FIRST_LINE + index,
    product_id: 8_000_000_001 + index,
    variant_id: 9_000_000_001 + index,
    title: 'Ground coffee, medium roast, 500 g',
    quantity: 1,
    current_quantity: 1,
    gift_card: false,
    price: '24.95',
    price_set: money('24.95'),
    properties: [{ name: 'Grind', value: 'Espresso' }],
    discount_allocations: [],
    tax_lines: [{ title: 'VAT', rate: 0.08, price_set: money('1.85') }],
  };
}

function money(amount: string): object {
  const one = { amount, currency_code: 'USD' };
  return { shop_money: one, presentment_money: one };
}

function address(): object {
  return {
    first_name: 'Ada',
    last_name: 'Bench',
    address1: '1 Long Street',
    city: 'Springfield',
    zip: '12345',
    country_code: 'US',
  };
}

/** Headers of a delivery as Shopify signs it. */
export function signedHeaders(body: string, webhookId: string): Record<string, string> {
  return {
    'content-type': 'application/json',
    'x-shopify-topic': 'orders/create',
    'x-shopify-shop-domain': DOMAIN,
    'x-shopify-hmac-sha256': createHmac('sha256', API_SECRET).update(body).digest('base64'),
    'x-shopify-webhook-id': webhookId,
    'x-shopify-event-id': webhookId,
    'x-shopify-triggered-at': new Date().toISOString(),
    'x-shopify-api-version': '2026-10',
  };
}

/** The same order as the Admin API answers `OrdersLight`. */
export function liveOrder({ orderId, customerId, at }: SentOrder): object {
  const moment = at.toISOString().replace(/\.\d+Z$/, 'Z');
  const amount = (value: string) => ({ shopMoney: { amount: value } });
  return {
    __typename: 'Order',
    id: `gid://shopify/Order/${orderId}`,
    createdAt: moment,
    processedAt: moment,
    updatedAt: moment,
    cancelledAt: null,
    test: false,
    sourceName: 'web',
    tags: [],
    currencyCode: 'USD',
    taxesIncluded: false,
    displayFinancialStatus: 'PAID',
    displayFulfillmentStatus: 'UNFULFILLED',
    returnStatus: 'NO_RETURN',
    fulfillments: [],
    customer: { id: `gid://shopify/Customer/${customerId}` },
    purchasingEntity: { __typename: 'Customer' },
    currentTotalPriceSet: amount('49.90'),
    netPaymentSet: amount('49.90'),
    currentTotalTaxSet: amount('0.00'),
    currentShippingPriceSet: amount('0.00'),
    totalTipReceivedSet: amount('0.00'),
    totalRefundedSet: amount('0.00'),
    refunds: [],
    lineItems: {
      nodes: Array.from({ length: LINES }, (_, index) => ({
        id: `gid://shopify/LineItem/${FIRST_LINE + index}`,
        quantity: 1,
        currentQuantity: 1,
        sellingPlan: null,
      })),
      pageInfo: { hasNextPage: false },
    },
  };
}
