import { type CustomerId, type OrderId, toGid } from '../../domain/shared/ids.ts';
import type { Recipient } from '../../use-cases/offer-shopify-port.ts';
import type { AdminClient, CallOptions } from '../admin-client.ts';
import { inBatches } from '../batches.ts';
import { PRODUCT_TITLES, RECIPIENTS } from '../operations/delivery-operations.ts';
import { requireId } from '../orders/order-mapping.ts';

type Node = NonNullable<(typeof RECIPIENTS.data)['_output']['nodes'][number]>;

/** Customers as they stand now, with what is needed to write to them; null = Shopify does not know them any more. */
export async function fetchRecipients(
  client: AdminClient,
  ids: readonly CustomerId[],
  calls: CallOptions,
): Promise<Map<CustomerId, Recipient | null>> {
  const result = new Map<CustomerId, Recipient | null>();
  const items = [...new Set(ids)];
  const variablesOf = (batch: readonly CustomerId[]) => ({ ids: batch.map((id) => toGid('Customer', id)) });
  for await (const { batch, data } of inBatches(client, {
    operation: RECIPIENTS,
    items,
    variablesOf,
    options: calls,
  }))
    batch.forEach((id, index) => {
      const node = data.nodes[index];
      result.set(id, node ? toRecipient(id, node) : null);
    });
  return result;
}

function toRecipient(customerId: CustomerId, node: Node): Recipient {
  const { defaultEmailAddress: email, defaultPhoneNumber: phone, lastOrder } = node;
  return {
    customerId,
    firstName: node.firstName,
    displayName: node.displayName,
    email: email?.emailAddress ?? null,
    emailConsent: email?.marketingState ?? null,
    phone: phone?.phoneNumber ?? null,
    smsConsent: phone?.smsMarketingConsent?.state ?? null,
    locale: node.locale,
    country: node.defaultAddress?.countryCodeV2 ?? null,
    tags: node.tags,
    lastOrder: lastOrder && {
      orderId: requireId<OrderId>(lastOrder.id),
      createdAt: new Date(lastOrder.createdAt),
    },
  };
}

/** Titles by product id; a product that is gone is absent. */
export async function productTitles(
  client: AdminClient,
  productIds: readonly string[],
  calls: CallOptions,
): Promise<ReadonlyMap<string, string>> {
  const titles = new Map<string, string>();
  const items = [...new Set(productIds)];
  const variablesOf = (batch: readonly string[]) => ({ ids: batch.map((id) => toGid('Product', id)) });
  for await (const { batch, data } of inBatches(client, {
    operation: PRODUCT_TITLES,
    items,
    variablesOf,
    options: calls,
  }))
    batch.forEach((id, index) => {
      const node = data.nodes[index];
      if (node) titles.set(id, node.title);
    });
  return titles;
}
