import type { CustomerId } from '../../domain/shared/ids.ts';
import type { Ctx, CustomerMirror, CustomerProfile } from '../ports.ts';
import { differs, tagNames } from './echoes.ts';
import { fetchReadable, noteFaulty } from './fetch-readable.ts';
import { recordProfiles } from './record-profiles.ts';
import { readScene } from './scene.ts';
import { settleGoneCustomer } from './settle-gone-customer.ts';

const PROFILES_PER_TRANSACTION = 100;
/** `unreadable`: customers whose answer could not be used; they stay as they are here. */
export type CustomerDrift = {
  customersMissing: number;
  customersStale: number;
  customersGone: number;
  unreadable: number;
};

/**
 * Compares profiles as Shopify states them with ours and takes over those we lack or hold in an older state. Shopify moves a
 * customer's `updatedAt` for much that we do not keep: only what differs is drift.
 */
export async function healProfiles(ctx: Ctx, profiles: readonly CustomerProfile[]): Promise<CustomerDrift> {
  const { missing, older, mirrors } = await compare(ctx, profiles);
  const names = await tagNames(ctx);
  const stale = older.filter((profile) => {
    const mirror = mirrors.get(profile.customerId);
    return mirror !== undefined && differs(profile, mirror, names);
  });
  await takeOver(ctx, [...missing, ...older]);
  return { customersMissing: missing.length, customersStale: stale.length, customersGone: 0, unreadable: 0 };
}

/** The same from ids and moments alone: what is missing or older is refetched. */
export async function healCustomers(
  ctx: Ctx,
  seen: readonly { customerId: CustomerId; updatedAt: Date }[],
): Promise<CustomerDrift> {
  const { missing, older } = await compare(ctx, seen);
  const ids = [...missing, ...older].map(({ customerId }) => customerId);
  const { found, faulty } = await fetchReadable(ids, (some) => ctx.shopify.fetchCustomers(some));
  noteFaulty(ctx, 'customer', faulty);
  const profiles = [...found.values()].filter((profile) => profile !== null);
  return { ...(await healProfiles(ctx, profiles)), unreadable: faulty.size };
}

/** Customers we hold that Shopify did not list: asked for by id, and settled where it does not know them. */
export async function settleUnlisted(
  ctx: Ctx,
  customerIds: readonly CustomerId[],
): Promise<Pick<CustomerDrift, 'customersGone' | 'unreadable'>> {
  const { found, faulty } = await fetchReadable(customerIds, (some) => ctx.shopify.fetchCustomers(some));
  noteFaulty(ctx, 'customer', faulty);
  let customersGone = 0;
  for (const goneId of customerIds) {
    if (found.get(goneId) || faulty.has(goneId)) continue;
    const settled = await settleGoneCustomer(ctx, { goneId, keptId: null }, async () => undefined);
    if (settled) customersGone += 1;
  }
  return { customersGone, unreadable: faulty.size };
}

/** What we lack, and what we hold from an earlier moment; people we had to forget are neither. */
async function compare<Seen extends { customerId: CustomerId; updatedAt: Date }>(
  ctx: Ctx,
  seen: readonly Seen[],
): Promise<{ missing: Seen[]; older: Seen[]; mirrors: Map<CustomerId, CustomerMirror> }> {
  const { store, shop } = ctx;
  const ids = seen.map(({ customerId }) => customerId);
  const mirrors = await store.customers.mirrors(shop.shopId, ids);
  const redacted = await store.customers.isRedacted(shop.shopId, ids);
  const live = seen.filter(({ customerId }) => !redacted.has(customerId));
  const older = live.filter(({ customerId, updatedAt }) => {
    const mirror = mirrors.get(customerId);
    return mirror !== undefined && mirror.updatedAt < updatedAt;
  });
  return { missing: live.filter(({ customerId }) => !mirrors.has(customerId)), older, mirrors };
}

async function takeOver(ctx: Ctx, profiles: readonly CustomerProfile[]): Promise<void> {
  for (let at = 0; at < profiles.length; at += PROFILES_PER_TRANSACTION) {
    const part = profiles.slice(at, at + PROFILES_PER_TRANSACTION);
    await ctx.store.transaction(async (tx) => {
      await recordProfiles(tx, await readScene(ctx, tx), part, 'reconcile');
    });
  }
}
