import { type CustomerId, type ProductId, toGid } from '../../domain/shared/ids.ts';
import type { PersonTraits } from '../../use-cases/reward-shopify-port.ts';
import type { AdminClient, CallOptions } from '../admin-client.ts';
import { inBatches } from '../batches.ts';
import {
  CUSTOMERS_BY_EMAIL,
  PERSON_TRAITS,
  PRODUCTS_OF_COLLECTION,
} from '../operations/person-operations.ts';
import { requireId } from '../orders/order-mapping.ts';

/** A search of more addresses than this grows too long for Shopify. */
const EMAILS_PER_SEARCH = 25;

type Node = NonNullable<(typeof PERSON_TRAITS.data)['_output']['nodes'][number]>;

/** null = Shopify does not know the customer any more. */
export async function traits(
  client: AdminClient,
  ids: readonly CustomerId[],
  options: CallOptions,
): Promise<Map<CustomerId, PersonTraits | null>> {
  const found = new Map<CustomerId, PersonTraits | null>();
  const variablesOf = (batch: readonly CustomerId[]) => ({ ids: batch.map((id) => toGid('Customer', id)) });
  const call = { operation: PERSON_TRAITS, items: [...new Set(ids)], variablesOf, options };
  for await (const { batch, data } of inBatches(client, call))
    batch.forEach((id, index) => {
      const node = data.nodes[index];
      found.set(id, node ? toTraits(id, node) : null);
    });
  return found;
}

function toTraits(customerId: CustomerId, node: Node): PersonTraits {
  const { defaultAddress: at } = node;
  const lines = at ? [at.address1, at.address2, at.city, at.zip, at.countryCodeV2] : [];
  const written = lines.filter((line) => line !== null && line.trim() !== '');
  return {
    customerId,
    email: node.defaultEmailAddress?.emailAddress ?? null,
    phone: node.defaultPhoneNumber?.phoneNumber ?? null,
    // A country and town alone are shared by too many to be anybody's address.
    address: at?.address1 ? written.join(', ') : null,
    ordersCount: Number(node.numberOfOrders),
  };
}

/** By the address as it was given; one that nobody has is absent. Upper and lower case are the same. */
export async function customersByEmail(
  client: AdminClient,
  emails: readonly string[],
  calls: CallOptions,
): Promise<ReadonlyMap<string, CustomerId>> {
  const byFold = new Map<string, CustomerId>();
  const wanted = [...new Set(emails.map(fold))].filter(isSearchable);
  for (let from = 0; from < wanted.length; from += EMAILS_PER_SEARCH) {
    const query = wanted
      .slice(from, from + EMAILS_PER_SEARCH)
      .map((email) => `email:"${email}"`)
      .join(' OR ');
    let after: string | null = null;
    do {
      const page: (typeof CUSTOMERS_BY_EMAIL.data)['_output'] = await client.run(
        CUSTOMERS_BY_EMAIL,
        { query, after },
        calls,
      );
      for (const { id, defaultEmailAddress } of page.customers.nodes)
        if (defaultEmailAddress)
          byFold.set(fold(defaultEmailAddress.emailAddress), requireId<CustomerId>(id));
      after = page.customers.pageInfo.hasNextPage ? page.customers.pageInfo.endCursor : null;
    } while (after !== null);
  }
  return new Map(
    emails.flatMap((email) => {
      const id = byFold.get(fold(email));
      return id === undefined ? [] : [[email, id] as const];
    }),
  );
}

function fold(email: string): string {
  return email.trim().toLowerCase();
}

/** Quotes and backslashes would end the search term; no address that Shopify takes has them. */
function isSearchable(email: string): boolean {
  return /^[^\s"\\]+@[^\s"\\]+$/.test(email);
}

/** Products of these collections, each once; a collection that is gone has none. */
export async function productsOfCollections(
  client: AdminClient,
  collectionIds: readonly string[],
  calls: CallOptions,
): Promise<readonly ProductId[]> {
  const found = new Set<ProductId>();
  for (const collectionId of new Set(collectionIds)) {
    let after: string | null = null;
    do {
      const variables = { id: toGid('Collection', collectionId), after };
      const page: (typeof PRODUCTS_OF_COLLECTION.data)['_output'] = await client.run(
        PRODUCTS_OF_COLLECTION,
        variables,
        calls,
      );
      const products = page.collection?.products;
      for (const { id } of products?.nodes ?? []) found.add(requireId<ProductId>(id));
      after = products?.pageInfo.hasNextPage ? products.pageInfo.endCursor : null;
    } while (after !== null);
  }
  return [...found];
}
