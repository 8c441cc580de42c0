import { stringify } from 'lossless-json';
import type { DiscountRecord } from '../state/discount-records.ts';
import { discountStatus } from '../state/discounts.ts';
import type { OrderEditSummary, StateEvent } from '../state/events.ts';
import { formatRestMoney } from '../state/money.ts';
import type { OrderRecord, ProductRecord } from '../state/records.ts';
import type { ShopState } from '../state/shop-state.ts';
import { customerPayload, type PayloadShop } from './payload-customer.ts';
import { fulfillmentPayload, orderPayload } from './payload-order.ts';
import { refundPayload } from './payload-refund.ts';
import { gid, type RestObject, restId, restTime } from './rest-forms.ts';

/** The body of an event of the store, built now from the records as they stand. */
export function eventPayload(event: StateEvent): RestObject {
  const { shop, resource } = event;
  const view: PayloadShop = { timeZone: shop.ianaTimezone, currency: shop.currency };
  switch (resource.kind) {
    case 'order':
      return orderPayload(resource.order, customerOf(shop, resource.order), view);
    case 'order-edit':
      return editPayload(resource.order, resource.edit, restTime(event.triggeredAt, shop.ianaTimezone));
    case 'order-deleted':
      return { id: restId(resource.id) };
    case 'refund':
      return refundPayload(resource.order, resource.refund, shop.ianaTimezone);
    case 'fulfillment':
      return fulfillmentPayload(resource.order, resource.fulfillment, shop.ianaTimezone);
    case 'customer':
      return customerPayload(resource.customer, view);
    case 'customer-deleted':
      return {
        id: restId(resource.id),
        tax_exemptions: [],
        admin_graphql_api_id: gid('Customer', resource.id),
      };
    case 'customer-merge':
      return mergePayload(resource.keptId, resource.deletedId);
    case 'customer-redact':
      return { ...aboutPerson(shop, resource.customer), orders_to_redact: resource.orderIds.map(restId) };
    case 'customer-tags':
      return {
        customerId: gid('Customer', resource.customer.id),
        tags: [...resource.tags],
        occurredAt: new Date(event.triggeredAt).toISOString(),
      };
    case 'product':
      return productPayload(resource.product, shop);
    case 'discount':
      return discountPayload(resource.discount, event.triggeredAt, shop.ianaTimezone);
    case 'discount-deleted':
      return {
        admin_graphql_api_id: gid('DiscountCodeNode', resource.id),
        deleted_at: restTime(event.triggeredAt, shop.ianaTimezone),
      };
    case 'segment':
      return { admin_graphql_api_id: gid('Segment', resource.id) };
    case 'shop':
      return shopPayload(shop);
  }
}

/** A body as it goes on the wire: compact JSON, ids as whole numbers however long. */
export function writePayload(payload: RestObject): string {
  return stringify(payload) ?? '{}';
}

/** What `customers/redact` and `customers/data_request` say about whom. */
export function aboutPerson(
  shop: ShopState,
  person: { id: string; email: string | null; phone: string | null },
): RestObject {
  return {
    shop_id: restId(shop.id),
    shop_domain: shop.domain,
    customer: { id: restId(person.id), email: person.email, phone: person.phone },
  };
}

/** The shop as `app/uninstalled` and `shop/update` carry it. */
export function shopPayload(shop: ShopState): RestObject {
  return {
    id: restId(shop.id),
    name: shop.name,
    email: shop.email,
    domain: shop.domain,
    myshopify_domain: shop.domain,
    created_at: restTime(shop.createdAt, shop.ianaTimezone),
    country: shop.countryCode,
    country_code: shop.countryCode,
    currency: shop.currency,
    iana_timezone: shop.ianaTimezone,
    plan_name: shop.plan,
    primary_locale: 'en',
    taxes_included: shop.taxesIncluded,
    enabled_presentment_currencies: [...shop.presentmentCurrencies],
  };
}

function customerOf(shop: ShopState, order: OrderRecord) {
  return order.customerId === null ? null : (shop.customers.get(order.customerId) ?? null);
}

/** An edit is a difference, not an order: the app has to fetch the order. */
function editPayload(order: OrderRecord, edit: OrderEditSummary, committedAt: string): RestObject {
  const entries = (list: OrderEditSummary['additions']): RestObject[] =>
    list.map((entry) => ({ id: restId(entry.lineId), delta: entry.delta }));
  return {
    order_edit: {
      id: restId(edit.id),
      app_id: null,
      created_at: committedAt,
      committed_at: committedAt,
      notify_customer: false,
      order_id: restId(order.id),
      staff_note: '',
      user_id: null,
      line_items: { additions: entries(edit.additions), removals: entries(edit.removals) },
      discounts: { line_item: { additions: [], removals: [] } },
      shipping_lines: { additions: [], removals: [] },
    },
  };
}

function discountPayload(discount: DiscountRecord, now: number, timeZone: string): RestObject {
  return {
    admin_graphql_api_id: gid('DiscountCodeNode', discount.id),
    title: discount.settings.title,
    status: discountStatus(discount.settings, now),
    created_at: restTime(discount.createdAt, timeZone),
    updated_at: restTime(discount.updatedAt, timeZone),
  };
}

function mergePayload(keptId: string, deletedId: string): RestObject {
  return {
    admin_graphql_api_customer_kept_id: gid('Customer', keptId),
    admin_graphql_api_customer_deleted_id: gid('Customer', deletedId),
    admin_graphql_api_job_id: null,
    status: 'completed',
    errors: [],
  };
}

function productPayload(product: ProductRecord, shop: ShopState): RestObject {
  return {
    id: restId(product.id),
    admin_graphql_api_id: gid('Product', product.id),
    title: product.title,
    handle: product.handle,
    product_type: product.productType,
    vendor: product.vendor,
    tags: product.tags.join(', '),
    created_at: restTime(product.createdAt, shop.ianaTimezone),
    updated_at: restTime(product.updatedAt, shop.ianaTimezone),
    variants: product.variants.map((variant) => ({
      id: restId(variant.id),
      product_id: restId(product.id),
      title: variant.title,
      sku: variant.sku,
      price: formatRestMoney(variant.priceMinor, shop.currency),
      inventory_item_id: restId(variant.inventoryItemId),
    })),
  };
}
