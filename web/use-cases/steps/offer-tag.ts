import type { CustomerId, ShopId } from '../../domain/shared/ids.ts';
import { OFFER_TAG } from '../../domain/tags/rule.ts';
import type { Tx } from '../ports.ts';

/** Puts the short-lived tag on those of these customers who hold an open offer. */
export async function putOfferTag(
  tx: Tx,
  shopId: ShopId,
  customerIds: readonly CustomerId[],
  at: Date,
): Promise<void> {
  const holders = await tx.offers.wearers(shopId, [...new Set(customerIds)], at);
  const wants = [...holders].map((customerId) => ({ customerId, tags: [OFFER_TAG] }));
  if ((await tx.tags.wantShortLived(shopId, wants, at)) > 0) await tx.enqueue('sync-tags', { shopId });
}

/** Takes the short-lived tag off those of these customers who hold no open offer any more; whoever holds one keeps it. */
export async function dropOfferTag(
  tx: Tx,
  shopId: ShopId,
  customerIds: readonly CustomerId[],
  at: Date,
): Promise<void> {
  const ids = [...new Set(customerIds)];
  if (ids.length === 0) return;
  const holders = await tx.offers.wearers(shopId, ids, at);
  const bare = ids.filter((customerId) => !holders.has(customerId));
  const wants = bare.map((customerId) => ({ customerId, tags: [] }));
  if ((await tx.tags.wantShortLived(shopId, wants, at)) > 0) await tx.enqueue('sync-tags', { shopId });
}
