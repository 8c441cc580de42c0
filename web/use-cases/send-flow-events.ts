import { AppError } from '../domain/shared/errors.ts';
import type { FlowEvent, FlowEventKind, LoyaltyCtx } from './ports.ts';
import { isShopifyAway, noteNeedsReauth } from './steps/needs-reauth.ts';

const EVENTS_AT_ONCE = 25;

/** Our Flow triggers' handles (extensions/flow-*). */
const HANDLES: Readonly<Record<FlowEventKind, string>> = {
  stage_changed: 'encore-stage-changed',
  points_changed: 'encore-points-changed',
  tier_changed: 'encore-tier-changed',
};

/**
 * Tells Shopify Flow what happened, oldest first. An event whose answer was lost is `unknown` and not told again: a workflow may
 * have run by it.
 * @throws AppError SHOPIFY_UNAVAILABLE: what was not told waits for the next run
 */
export async function sendFlowEvents(
  ctx: Pick<LoyaltyCtx, 'store' | 'shop' | 'clock' | 'offers'>,
): Promise<void> {
  const { store, shop, clock } = ctx;
  if (shop.state !== 'active') return;
  for (;;) {
    const events = await store.flow.take(shop.shopId, EVENTS_AT_ONCE, clock.now());
    if (events.length === 0) return;
    for (const [index, event] of events.entries())
      try {
        await tell(ctx, event);
      } catch (error) {
        const untold = events.slice(index).map(({ eventId }) => eventId);
        if (error instanceof AppError) await store.flow.settle(shop.shopId, untold, 'waiting', clock.now());
        if (!isShopifyAway(error) || error.code !== 'NEEDS_REAUTH') throw error;
        return noteNeedsReauth(ctx);
      }
  }
}

async function tell(
  { store, shop, clock, offers }: Pick<LoyaltyCtx, 'store' | 'shop' | 'clock' | 'offers'>,
  { eventId, kind, customerId, payload }: FlowEvent,
): Promise<void> {
  const id = Number(customerId);
  const reference = Number.isSafeInteger(id) ? id : customerId;
  const outcome = await offers.triggerFlow(HANDLES[kind], { customer_id: reference, ...payload });
  const states = { done: 'sent', refused: 'refused', lost: 'unknown' } as const;
  await store.flow.settle(shop.shopId, [eventId], states[outcome], clock.now());
}
