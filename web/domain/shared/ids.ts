/**
 * Branded identifiers. Shopify's ids are decimal strings here (they may exceed 2^53), bigint in the database.
 * `ShopId` is our own small integer that leads every key.
 */
export type Brand<T, Name extends string> = T & { readonly __brand: Name };

export type ShopId = Brand<number, 'ShopId'>;
export type CustomerId = Brand<string, 'CustomerId'>;
export type OrderId = Brand<string, 'OrderId'>;
export type LineId = Brand<string, 'LineId'>;
export type RefundId = Brand<string, 'RefundId'>;
export type ProductId = Brand<string, 'ProductId'>;
export type VariantId = Brand<string, 'VariantId'>;
export type CollectionId = Brand<string, 'CollectionId'>;

const DECIMAL = /^\d{1,19}$/;
/** What the database can hold (bigint); Shopify's ids stay far below. */
const LARGEST = '9223372036854775807';

/** The numeric part of a global id (`gid://shopify/Order/12`) or of a bare number, as a branded string; null when it is neither or exceeds a bigint. */
export function parseId<Id extends string>(value: unknown): Id | null {
  const text = typeof value === 'string' ? value.slice(value.lastIndexOf('/') + 1) : String(value ?? '');
  const bare = text.split('?')[0] ?? '';
  const held = DECIMAL.test(bare) && (bare.length < LARGEST.length || bare <= LARGEST);
  return held ? (bare as Id) : null;
}

/** Shopify's global id of a resource, e.g. `toGid('Customer', '12')` = `gid://shopify/Customer/12`. */
export function toGid(resource: string, id: string): string {
  return `gid://shopify/${resource}/${id}`;
}
