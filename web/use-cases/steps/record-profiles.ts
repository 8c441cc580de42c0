import type { CustomerId } from '../../domain/shared/ids.ts';
import { ownedTags } from '../../domain/tags/desired-tags.ts';
import type { CustomerProfile, StageMove, Tx } from '../ports.ts';
import type { Scene } from './scene.ts';
import { scoreCustomers } from './score-customers.ts';

/**
 * Stores what Shopify says of customers, and which tags of ours it shows on them; then decides again where that bears on
 * stages. Our own tags coming back as an echo change nothing; a tag of ours that somebody took off is drift and is
 * sent once more.
 */
export async function recordProfiles(
  tx: Tx,
  scene: Scene,
  profiles: readonly CustomerProfile[],
  cause: StageMove['cause'],
): Promise<void> {
  await scoreCustomers(tx, scene, await putProfiles(tx, scene, profiles), cause);
}

/**
 * Stores profiles and standing tags without deciding. Answers the customers on whom they bear: an exclusion that came or
 * went, and with cut history everybody, for Shopify's own totals. Redacted people are left out.
 */
export async function putProfiles(
  tx: Tx,
  scene: Scene,
  profiles: readonly CustomerProfile[],
): Promise<readonly CustomerId[]> {
  const { shopId } = scene.shop;
  const ids = profiles.map(({ customerId }) => customerId);
  const redacted = await tx.customers.isRedacted(shopId, ids);
  const known = profiles.filter(({ customerId }) => !redacted.has(customerId));
  if (known.length === 0) return [];
  const exclusionChanged = await tx.customers.putProfiles(shopId, known, scene.rules.excludedTags);
  const drifted = await tx.tags.saw(shopId, await standingTags(tx, scene, known), scene.now);
  if (drifted > 0 && scene.model) await tx.enqueue('sync-tags', { shopId });
  return scene.model?.provisional ? known.map(({ customerId }) => customerId) : exclusionChanged;
}

async function standingTags(tx: Tx, { shop, rules }: Scene, profiles: readonly CustomerProfile[]) {
  const ours = ownedTags(rules, await tx.rules.history(shop.shopId));
  const folded = new Set([...ours].map((tag) => tag.toLowerCase()));
  return profiles.map(({ customerId, tags }) => ({
    customerId,
    standing: tags.filter((tag) => folded.has(tag.toLowerCase())),
  }));
}
