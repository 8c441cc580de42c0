import { z } from 'zod';
import { type CustomerId, type OrderId, parseId } from '../../domain/shared/ids.ts';
import type { CustomerNews, DeliveryHint } from '../../use-cases/ports.ts';
import { parseLossless } from './lossless.ts';

/** A number or gid as the parser gives it. */
const id = z.string().transform((text, context) => {
  const found = parseId<string>(text);
  if (found !== null) return found;
  context.addIssue({ code: 'custom', message: 'is no id' });
  return z.NEVER;
});
const gid = z.string().startsWith('gid://shopify/');

const withId = z.object({ id });
const withOrderId = z.object({ order_id: id });
const withCustomerId = z.object({ customer_id: id });
const edit = z.object({ order_edit: withOrderId });
const tagged = z.object({ customerId: id });
const tagNames = z.object({ tags: z.array(z.string()) });
const country = z.object({ default_address: z.object({ country_code: z.string().nullish() }).nullish() });
const merge = z.object({
  admin_graphql_api_customer_kept_id: id,
  admin_graphql_api_customer_deleted_id: id,
  status: z.string().optional(),
});
const customerOf = { customer: z.object({ id: id.nullish() }).nullish() };
// The signature covers the body, not the topic: an order names its customer too, so the list that only a redaction carries
// must be there.
const redaction = z.object({ ...customerOf, orders_to_redact: z.array(id) });
const dataRequest = z.object({
  ...customerOf,
  orders_requested: z.array(id),
  data_request: z.object({ id: id.nullish() }).nullish(),
  shop_domain: z.string().nullish(),
});

type Reader = (body: unknown) => DeliveryHint;

const UNKNOWN: CustomerNews = { kind: 'unknown' };

const order: Reader = (body) => ({
  kind: 'order',
  orderId: withId.parse(body).id as OrderId,
  wholeOrder: true,
});
const partOfOrder: Reader = (body) => orderHint(withOrderId.parse(body).order_id);
const customer: Reader = (body) => customerHint(withId.parse(body).id, UNKNOWN);
const profile: Reader = (body) => customerHint(withId.parse(body).id, profileNews(body));
const consent: Reader = (body) => customerHint(withCustomerId.parse(body).customer_id, UNKNOWN);
const summary: Reader = (body) => customerHint(tagged.parse(body).customerId, UNKNOWN);
const tags =
  (change: 'added' | 'removed'): Reader =>
  (body) =>
    customerHint(tagged.parse(body).customerId, tagNews(body, change));
const shopChanged: Reader = () => ({ kind: 'shop-changed' });

const READERS: Record<string, Reader> = {
  'orders/create': order,
  'orders/updated': order,
  'orders/paid': order,
  'orders/cancelled': order,
  'orders/fulfilled': order,
  'orders/partially_fulfilled': order,
  'orders/edited': (body) => orderHint(edit.parse(body).order_edit.order_id),
  'orders/delete': (body) => ({ kind: 'order-deleted', orderId: withId.parse(body).id as OrderId }),
  'refunds/create': partOfOrder,
  'fulfillments/create': partOfOrder,
  'fulfillments/update': partOfOrder,
  'customers/create': customer,
  'customers/update': profile,
  'customers/enable': customer,
  'customers/disable': customer,
  'customers/purchasing_summary': summary,
  'customers_email_marketing_consent/update': consent,
  'customers_marketing_consent/update': customer,
  'customers_whats_app_marketing_consent/update': consent,
  'customer.tags_added': tags('added'),
  'customer.tags_removed': tags('removed'),
  'customers/delete': (body) => ({
    kind: 'customer-deleted',
    customerId: withId.parse(body).id as CustomerId,
  }),
  'customers/merge': readMerge,
  'customers/redact': (body) => {
    const { customer, orders_to_redact } = redaction.parse(body);
    return {
      kind: 'customer-redacted',
      customerId: (customer?.id ?? null) as CustomerId | null,
      orderIds: orders_to_redact as OrderId[],
    };
  },
  'customers/data_request': (body) => {
    const { customer, data_request, shop_domain } = dataRequest.parse(body);
    return {
      kind: 'data-requested',
      requestId: data_request?.id ?? null,
      shopDomain: shop_domain ?? null,
      customerId: (customer?.id ?? null) as CustomerId | null,
    };
  },
  'shop/redact': () => ({ kind: 'shop-redacted' }),
  'app/uninstalled': () => ({ kind: 'uninstalled' }),
  'app/scopes_update': shopChanged,
  'shop/update': shopChanged,
  'bulk_operations/finish': (body) => ({
    kind: 'bulk-finished',
    operationId: z.object({ admin_graphql_api_id: gid }).parse(body).admin_graphql_api_id,
  }),
  'discounts/delete': (body) => ({
    kind: 'discount-deleted',
    discountId: z.object({ admin_graphql_api_id: gid }).parse(body).admin_graphql_api_id,
  }),
};

/** Topics whose bodies Encore reads. */
export const READ_TOPICS: readonly string[] = Object.keys(READERS);

/** What a delivery points at. Never throws: an unknown topic, malformed JSON or a missing id is `ignored` with its reason. */
export function readDelivery(topic: string, body: string): DeliveryHint {
  const reader = Object.hasOwn(READERS, topic) ? READERS[topic] : undefined;
  if (!reader) return { kind: 'ignored', reason: `topic ${topic} is not read` };
  const parsed = parseLossless(body);
  if (typeof parsed !== 'object' || parsed === null)
    return { kind: 'ignored', reason: 'the body is no JSON object' };
  try {
    return reader(parsed);
  } catch (error) {
    if (!(error instanceof z.ZodError)) throw error;
    const fields = error.issues.map((issue) => issue.path.join('.') || 'body').join(', ');
    return { kind: 'ignored', reason: `${topic}: missing or malformed ${fields}` };
  }
}

function orderHint(orderId: string): DeliveryHint {
  return { kind: 'order', orderId: orderId as OrderId, wholeOrder: false };
}

function customerHint(customerId: string, news: CustomerNews): DeliveryHint {
  return { kind: 'customer', customerId: customerId as CustomerId, news };
}

function tagNews(body: unknown, change: 'added' | 'removed'): CustomerNews {
  const names = tagNames.safeParse(body).data?.tags;
  return names ? { kind: 'tags', added: [], removed: [], [change]: names } : UNKNOWN;
}

function profileNews(body: unknown): CustomerNews {
  const parsed = country.safeParse(body);
  return parsed.success
    ? { kind: 'profile', country: parsed.data.default_address?.country_code ?? null }
    : UNKNOWN;
}

function readMerge(body: unknown): DeliveryHint {
  const parsed = merge.parse(body);
  if (parsed.status === 'failed') return { kind: 'ignored', reason: 'the merge failed' };
  return {
    kind: 'customers-merged',
    keptId: parsed.admin_graphql_api_customer_kept_id as CustomerId,
    goneId: parsed.admin_graphql_api_customer_deleted_id as CustomerId,
  };
}
