import type { AdminClient, CallOptions } from '../admin-client.ts';
import { refused } from '../offers/discounts.ts';
import { METAFIELD_DEFINE } from '../operations/metafield-operations.ts';

/** Ours alone: Shopify keeps namespaces that begin so for the app that asks. */
export const NAMESPACE = '$app:loyalty';
/** On our own installation every namespace is ours alone, and needs no definition. */
export const APP_NAMESPACE = 'loyalty';
export const MEMBER_KEYS = { points: 'points', member: 'member' } as const;
export const PROGRAM_KEY = 'program';

/**
 * Made by call and not declared in shopify.app.toml: the file's form for customer accounts and for metafields of the shop is not
 * documented, and the CLI drops a key it does not know without a word. Here a refusal is read.
 */
const READABLE = { admin: 'MERCHANT_READ', storefront: 'PUBLIC_READ', customerAccount: 'READ' };
const DEFINITIONS = [
  { ownerType: 'CUSTOMER', key: MEMBER_KEYS.points, type: 'number_integer', name: 'Loyalty points' },
  { ownerType: 'CUSTOMER', key: MEMBER_KEYS.member, type: 'json', name: 'Loyalty membership' },
  { ownerType: 'SHOP', key: PROGRAM_KEY, type: 'json', name: 'Loyalty program' },
];

const ensured = new WeakMap<AdminClient, Promise<void>>();

/** Makes the definitions of our metafields with who may read them; asked of Shopify once per shop and process. */
export function ensureDefinitions(client: AdminClient, calls: CallOptions): Promise<void> {
  const running = ensured.get(client) ?? define(client, calls);
  ensured.set(client, running);
  return running.catch((error: unknown) => {
    ensured.delete(client);
    throw error;
  });
}

async function define(client: AdminClient, calls: CallOptions): Promise<void> {
  for (const { ownerType, key, type, name } of DEFINITIONS) {
    const definition = { ownerType, namespace: NAMESPACE, key, type, name, access: READABLE };
    const { metafieldDefinitionCreate } = await client.run(METAFIELD_DEFINE, { definition }, calls);
    const errors = metafieldDefinitionCreate?.userErrors ?? [];
    if (errors.some((error) => error.code !== 'TAKEN')) throw refused('MetafieldDefine', errors);
  }
}
