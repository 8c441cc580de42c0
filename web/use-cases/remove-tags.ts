import type { Ctx } from './ports.ts';

/**
 * Takes every tag of ours off every customer and switches tagging off (one button, or uninstalling with a clean shop).
 * Answers how many customers carry one now; the removal itself is sent by sync-tags.
 */
export async function removeTags(ctx: Ctx): Promise<{ customersQueued: number }> {
  const { shopId } = ctx.shop;
  return ctx.store.transaction(async (tx) => {
    const at = ctx.clock.now();
    const { version, rules } = await tx.rules.current(shopId);
    if (rules.tags.enabled)
      await tx.rules.save(shopId, { ...rules, tags: { ...rules.tags, enabled: false } }, version, at);
    const customersQueued = await tx.tags.wantNothing(shopId, at);
    await tx.enqueue('sync-tags', { shopId });
    // A scoring at work still wants tags by the old rules; this one runs after it.
    await tx.enqueue('apply-rules', { shopId });
    return { customersQueued };
  });
}
