import { AppError } from '../../domain/shared/errors.ts';
import type { CustomerId } from '../../domain/shared/ids.ts';
import type { Ctx } from '../ports.ts';

/** Customers asked for in one go, of our rows and of Shopify. */
const AT_ONCE = 250;

/** Those of these ids that are customers of this shop: held here, or known to Shopify now. People who were erased are not. */
export async function knownCustomers(
  { store, shop, shopify }: Pick<Ctx, 'store' | 'shop' | 'shopify'>,
  ids: readonly CustomerId[],
): Promise<ReadonlySet<CustomerId>> {
  const known = new Set<CustomerId>();
  for (let from = 0; from < ids.length; from += AT_ONCE) {
    const part = ids.slice(from, from + AT_ONCE);
    const redacted = await store.customers.isRedacted(shop.shopId, part);
    const held = await store.customers.profileUpdatedAt(shop.shopId, part);
    for (const id of held.keys()) known.add(id);
    const strangers = part.filter((id) => !held.has(id) && !redacted.has(id));
    const found = strangers.length === 0 ? new Map() : await shopify.fetchCustomers(strangers);
    for (const id of strangers) if (found.get(id)) known.add(id);
  }
  return known;
}

/** @throws AppError NOT_FOUND where one of them is no customer of this shop */
export async function requireCustomers(
  ctx: Pick<Ctx, 'store' | 'shop' | 'shopify'>,
  ids: readonly CustomerId[],
): Promise<void> {
  const known = await knownCustomers(ctx, ids);
  if (ids.some((id) => !known.has(id)))
    throw new AppError('NOT_FOUND', 'there is no such customer in this shop');
}
