import { z } from 'zod';
import { type CustomerId, type OrderId, parseId } from '../../domain/shared/ids.ts';
import type { DeliveryHint } from '../../use-cases/ports.ts';
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
const merge = z.object({
  admin_graphql_api_customer_kept_id: id,
  admin_graphql_api_customer_deleted_id: id,
  status: z.string().optional(),
});
const person = z.object({
  customer: z.object({ id: id.nullish() }).nullish(),
  orders_to_redact: z.array(id).nullish(),
  orders_requested: z.array(id).nullish(),
});

type Reader = (body: unknown) => DeliveryHint;

const order: Reader = (body) => ({
  kind: 'order',
  orderId: withId.parse(body).id as OrderId,
  wholeOrder: true,
});
const partOfOrder: Reader = (body) => orderHint(withOrderId.parse(body).order_id);
const customer: Reader = (body) => customerHint(withId.parse(body).id);
const consent: Reader = (body) => customerHint(withCustomerId.parse(body).customer_id);
const tags: Reader = (body) => customerHint(tagged.parse(body).customerId);
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
  'customers/update': customer,
  'customers/enable': customer,
  'customers/disable': customer,
  'customers/purchasing_summary': tags,
  'customers_email_marketing_consent/update': consent,
  'customers_marketing_consent/update': customer,
  'customers_whats_app_marketing_consent/update': consent,
  'customer.tags_added': tags,
  'customer.tags_removed': tags,
  'customers/delete': (body) => ({
    kind: 'customer-deleted',
    customerId: withId.parse(body).id as CustomerId,
  }),
  'customers/merge': readMerge,
  'customers/redact': (body) => ({ kind: 'customer-redacted', ...readPerson(body) }),
  'customers/data_request': (body) => ({ kind: 'data-requested', ...readPerson(body) }),
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

function customerHint(customerId: string): DeliveryHint {
  return { kind: 'customer', customerId: customerId as CustomerId };
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

function readPerson(body: unknown): { customerId: CustomerId | null; orderIds: readonly OrderId[] } {
  const parsed = person.parse(body);
  return {
    customerId: (parsed.customer?.id ?? null) as CustomerId | null,
    orderIds: (parsed.orders_to_redact ?? parsed.orders_requested ?? []) as OrderId[],
  };
}
