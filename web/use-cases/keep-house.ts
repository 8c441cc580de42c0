import type { Ctx } from './ports.ts';

const DAY_MS = 86_400_000;
/** product.md section 10: an inbox body lives 7 days at most. */
const BODY_DAYS = 7;
/** Far beyond Shopify's 4 hours of retries, so that a late duplicate is still known. */
const ROW_DAYS = 30;

/** Clears what has served its time: inbox bodies after 7 days, inbox rows after 30. Returns rows removed. */
export async function keepHouse(ctx: Pick<Ctx, 'store' | 'clock' | 'log'>): Promise<number> {
  const now = ctx.clock.now().getTime();
  const removed = await ctx.store.inbox.purge(
    new Date(now - BODY_DAYS * DAY_MS),
    new Date(now - ROW_DAYS * DAY_MS),
  );
  ctx.log.info({ removed }, 'inbox cleared');
  return removed;
}
