import type { Ctx } from './ports.ts';

const DAY_MS = 86_400_000;
/** An inbox body lives 7 days at most (product.md section 10); a day earlier, so that a day without us does not break the promise. */
const BODY_DAYS = 6;
/** Far beyond Shopify's 4 hours of retries, so that a late duplicate is still known, and a merge after the deletion it made. */
const ROW_DAYS = 30;

/**
 * Clears what has served its time: inbox bodies after 6 days, inbox rows and what Shopify Flow was told
 * after 30, and after as long the points of people whom Shopify deleted. Returns rows removed.
 */
export async function keepHouse(ctx: Pick<Ctx, 'store' | 'clock' | 'log'>): Promise<number> {
  const now = ctx.clock.now().getTime();
  const rowsBefore = new Date(now - ROW_DAYS * DAY_MS);
  const removed = await ctx.store.inbox.purge(new Date(now - BODY_DAYS * DAY_MS), rowsBefore);
  ctx.log.info({ removed }, 'inbox cleared');
  const closed = await ctx.store.loyalty.closeLeft(rowsBefore);
  if (closed > 0) ctx.log.info({ closed }, 'accounts of deleted customers closed');
  return removed + closed + (await ctx.store.flow.purge(rowsBefore));
}
