import type { CustomerId } from '../../domain/shared/ids.ts';
import type { Ctx, CustomerProfile } from '../ports.ts';
import { recordProfiles } from './record-profiles.ts';
import { readScene } from './scene.ts';
import { settleGoneCustomer } from './settle-gone-customer.ts';

const PROFILES_PER_TRANSACTION = 100;
export type CustomerDrift = { customersMissing: number; customersStale: number; customersGone: number };

/** Compares profiles as Shopify states them with ours and takes over those we lack or hold in an older state. */
export async function healProfiles(ctx: Ctx, profiles: readonly CustomerProfile[]): Promise<CustomerDrift> {
  const { drift, wanted } = await compare(ctx, profiles);
  await takeOver(
    ctx,
    profiles.filter(({ customerId }) => wanted.has(customerId)),
  );
  return drift;
}

/** The same from ids and moments alone: what is missing or older is refetched. */
export async function healCustomers(
  ctx: Ctx,
  seen: readonly { customerId: CustomerId; updatedAt: Date }[],
): Promise<CustomerDrift> {
  const { drift, wanted } = await compare(ctx, seen);
  if (wanted.size === 0) return drift;
  const fetched = await ctx.shopify.fetchCustomers([...wanted]);
  await takeOver(
    ctx,
    [...fetched.values()].filter((profile) => profile !== null),
  );
  return drift;
}

/** Customers we hold that Shopify did not list: asked for by id, and settled where it does not know them. */
export async function settleUnlisted(ctx: Ctx, customerIds: readonly CustomerId[]): Promise<number> {
  if (customerIds.length === 0) return 0;
  const fetched = await ctx.shopify.fetchCustomers(customerIds);
  let gone = 0;
  for (const goneId of customerIds) {
    if (fetched.get(goneId)) continue;
    const settled = await settleGoneCustomer(ctx, { goneId, keptId: null }, async () => undefined);
    if (settled) gone += 1;
  }
  return gone;
}

async function compare(
  ctx: Ctx,
  seen: readonly { customerId: CustomerId; updatedAt: Date }[],
): Promise<{ drift: CustomerDrift; wanted: Set<CustomerId> }> {
  const { store, shop } = ctx;
  const ids = seen.map(({ customerId }) => customerId);
  const stored = await store.customers.profileUpdatedAt(shop.shopId, ids);
  const redacted = await store.customers.isRedacted(shop.shopId, ids);
  const live = seen.filter(({ customerId }) => !redacted.has(customerId));
  const missing = live.filter(({ customerId }) => (stored.get(customerId) ?? null) === null);
  const stale = live.filter(({ customerId, updatedAt }) => {
    const ours = stored.get(customerId) ?? null;
    return ours !== null && ours < updatedAt;
  });
  return {
    drift: { customersMissing: missing.length, customersStale: stale.length, customersGone: 0 },
    wanted: new Set([...missing, ...stale].map(({ customerId }) => customerId)),
  };
}

async function takeOver(ctx: Ctx, profiles: readonly CustomerProfile[]): Promise<void> {
  for (let at = 0; at < profiles.length; at += PROFILES_PER_TRANSACTION) {
    const part = profiles.slice(at, at + PROFILES_PER_TRANSACTION);
    await ctx.store.transaction(async (tx) => {
      await recordProfiles(tx, await readScene(ctx, tx), part, 'reconcile');
    });
  }
}
