import { formatRestMoney } from '../state/money.ts';
import { financialStatus, fulfillmentStatus, orderFigures } from '../state/order-figures.ts';
import type { CustomerRecord, FulfillmentRecord, OrderRecord } from '../state/records.ts';
import { orderCustomerPayload, type PayloadShop } from './payload-customer.ts';
import {
  allocationPayload,
  applicationPayload,
  currenciesOf,
  discountCodes,
  linePayload,
  taxLines,
} from './payload-lines.ts';
import { refundPayload } from './payload-refund.ts';
import { gid, moneySet, type RestObject, type RestValue, restId, restTime } from './rest-forms.ts';

/** The body of `orders/create`, `updated`, `paid`, `cancelled` and `fulfilled`: the whole order as it stands. */
export function orderPayload(
  order: OrderRecord,
  customer: CustomerRecord | null,
  shop: PayloadShop,
): RestObject {
  const time = (at: number | null): RestValue => (at === null ? null : restTime(at, shop.timeZone));
  return {
    id: restId(order.id),
    admin_graphql_api_id: gid('Order', order.id),
    app_id: order.app === null ? null : restId(order.app.id),
    browser_ip: null,
    buyer_accepts_marketing: customer?.emailConsent.state === 'SUBSCRIBED',
    cancel_reason: order.cancelReason?.toLowerCase() ?? null,
    cancelled_at: time(order.cancelledAt),
    cart_token: null,
    checkout_token: null,
    client_details: null,
    closed_at: time(order.closedAt),
    confirmation_number: null,
    confirmed: order.confirmed,
    contact_email: order.email,
    created_at: time(order.createdAt),
    currency: order.currency,
    customer_locale: order.locale,
    discount_codes: discountCodes(order),
    email: order.email,
    estimated_taxes: false,
    financial_status: financialStatus(order).toLowerCase(),
    fulfillment_status: fulfillmentWord(order),
    landing_site: order.landingSite,
    location_id: null,
    name: `#${order.number}`,
    note: order.note,
    note_attributes: [],
    number: order.number - 1000,
    order_number: order.number,
    payment_gateway_names: [...new Set(order.transactions.map((entry) => entry.gateway))],
    phone: order.phone,
    po_number: null,
    presentment_currency: order.presentmentCurrency,
    processed_at: time(order.processedAt),
    referring_site: null,
    source_identifier: null,
    source_name: order.sourceName,
    source_url: null,
    tags: order.tags.join(', '),
    tax_exempt: false,
    taxes_included: order.taxesIncluded,
    test: order.test,
    updated_at: time(order.updatedAt),
    user_id: null,
    ...moneyFields(order),
    customer: customer === null ? null : orderCustomerPayload(customer, shop),
    billing_address: null,
    shipping_address: addressOf(order),
    discount_applications: order.discounts.map((application) => applicationPayload(application, order)),
    fulfillments: order.fulfillments.map((fulfillment) =>
      fulfillmentPayload(order, fulfillment, shop.timeZone),
    ),
    line_items: order.lines.map((line) => linePayload(order, line)),
    payment_terms: null,
    refunds: order.refunds.map((refund) => refundPayload(order, refund, shop.timeZone)),
    shipping_lines: shippingLines(order),
    returns: [],
    line_item_groups: [],
    ...(order.company === null ? {} : { company: companyOf(order.company) }),
  };
}

function companyOf(company: NonNullable<OrderRecord['company']>): RestObject {
  return { id: restId(company.companyId), location_id: restId(company.locationId) };
}

function fulfillmentWord(order: OrderRecord): string | null {
  const status = fulfillmentStatus(order);
  return status === 'UNFULFILLED' ? null : status === 'FULFILLED' ? 'fulfilled' : 'partial';
}

/** Every total, as a string and as a set. There is no net payment in a payload: the app has to ask for it. */
function moneyFields(order: OrderRecord): RestObject {
  const figures = orderFigures(order);
  const currencies = currenciesOf(order);
  const both = (name: string, minor: number): RestObject => ({
    [name]: formatRestMoney(minor, order.currency),
    [`${name}_set`]: moneySet(minor, currencies),
  });
  return {
    ...both('current_subtotal_price', figures.currentSubtotalMinor),
    ...both('current_total_discounts', figures.currentDiscountsMinor),
    ...both('current_total_price', figures.currentTotalMinor),
    ...both('current_total_tax', figures.currentTaxMinor),
    ...both('subtotal_price', figures.subtotalMinor),
    ...both('total_discounts', figures.discountsMinor),
    ...both('total_line_items_price', figures.subtotalMinor + lineDiscounts(order)),
    ...both('total_price', figures.totalMinor),
    ...both('total_tax', figures.taxMinor),
    current_shipping_price_set: moneySet(figures.currentShippingMinor, currencies),
    total_shipping_price_set: moneySet(figures.shippingMinor, currencies),
    total_outstanding: formatRestMoney(figures.outstandingMinor, order.currency),
    total_tip_received: formatRestMoney(figures.tipMinor, order.currency),
    total_weight: 0,
    tax_lines: taxLines(order, figures.taxMinor),
  };
}

function lineDiscounts(order: OrderRecord): number {
  const allocations = order.lines.flatMap((line) => line.allocations);
  return allocations.reduce((total, allocation) => total + allocation.amountMinor, 0);
}

function addressOf(order: OrderRecord): RestValue {
  return order.countryCode === null ? null : { country_code: order.countryCode, country: order.countryCode };
}

function shippingLines(order: OrderRecord): RestObject[] {
  if (order.shippingTitle === null && order.shippingMinor === 0) return [];
  const currencies = currenciesOf(order);
  const off = order.shippingAllocations.reduce((total, allocation) => total + allocation.amountMinor, 0);
  return [
    {
      id: restId(order.id),
      code: order.shippingTitle,
      title: order.shippingTitle ?? 'Shipping',
      source: 'shopify',
      price: formatRestMoney(order.shippingMinor, order.currency),
      price_set: moneySet(order.shippingMinor, currencies),
      discounted_price: formatRestMoney(order.shippingMinor - off, order.currency),
      discounted_price_set: moneySet(order.shippingMinor - off, currencies),
      is_removed: false,
      tax_lines: taxLines(order, order.shippingTaxMinor),
      discount_allocations: order.shippingAllocations.map((allocation) =>
        allocationPayload(allocation, order),
      ),
    },
  ];
}

/** A parcel, alone (`fulfillments/update`) or inside its order. */
export function fulfillmentPayload(
  order: OrderRecord,
  fulfillment: FulfillmentRecord,
  timeZone: string,
): RestObject {
  const shipped = order.lines.filter((line) => fulfillment.lines.some((entry) => entry.lineId === line.id));
  return {
    id: restId(fulfillment.id),
    admin_graphql_api_id: gid('Fulfillment', fulfillment.id),
    order_id: restId(order.id),
    created_at: restTime(fulfillment.createdAt, timeZone),
    updated_at: restTime(fulfillment.deliveredAt ?? fulfillment.createdAt, timeZone),
    status: fulfillment.status.toLowerCase(),
    shipment_status: fulfillment.deliveredAt === null ? null : 'delivered',
    tracking_number: fulfillment.trackingNumber,
    line_items: shipped.map((line) => linePayload(order, line)),
  };
}
