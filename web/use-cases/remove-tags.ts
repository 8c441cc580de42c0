import type { ShopId } from '../domain/shared/ids.ts';
import type { Ctx, Tx } from './ports.ts';

/**
 * Takes every tag of ours off every customer and every discount of ours out of the shop, and switches tagging and campaigns
 * off (one button, or uninstalling with a clean shop). Answers how many customers carry a tag now; the removal itself is sent
 * by jobs.
 */
export async function removeTags(ctx: Ctx): Promise<{ customersQueued: number }> {
  const { shopId } = ctx.shop;
  return ctx.store.transaction(async (tx) => {
    const at = ctx.clock.now();
    const { version, rules } = await tx.rules.current(shopId);
    if (rules.tags.enabled)
      await tx.rules.save(shopId, { ...rules, tags: { ...rules.tags, enabled: false } }, version, at);
    await removeCodes(tx, shopId, at);
    const customersQueued = await tx.tags.wantNothing(shopId, at);
    await tx.enqueue('sync-tags', { shopId });
    // A scoring at work still wants tags by the old rules; this one runs after it.
    await tx.enqueue('apply-rules', { shopId });
    return { customersQueued };
  });
}

/** Campaigns stop, or they would make new codes; discounts are over from now on, and are then deleted as all that are over. */
async function removeCodes(tx: Tx, shopId: ShopId, at: Date): Promise<void> {
  for (const { campaignId } of await tx.campaigns.list(shopId)) {
    const stop = { from: ['running', 'paused'], to: 'stopped', reason: 'discount_deleted' } as const;
    if (await tx.campaigns.setState(shopId, campaignId, stop, at))
      await tx.enrolments.stopAll(shopId, campaignId, 'campaign_stopped', at);
  }
  for (const { discountId } of await tx.offers.runningDiscounts(shopId, at)) {
    await tx.offers.dropDiscount(shopId, discountId, { messages: 'discount_deleted' }, at);
    await tx.offers.setDiscount(shopId, discountId, { endsAt: at });
  }
  await tx.enqueue('tidy-offers', { shopId });
}
