import { STANDING_CODE } from '../domain/loyalty/redemption.ts';
import { AppError } from '../domain/shared/errors.ts';
import type { LoyaltyCtx, StoredRedemption } from './ports.ts';
import { AFTER_END_MS } from './steps/conclude-redemption.ts';
import { lookUpRedemption } from './steps/look-up-redemption.ts';
import { newest } from './steps/loyalty-scene.ts';
import { isShopifyAway, noteNeedsReauth } from './steps/needs-reauth.ts';
import { awaitOrder, takeBack } from './steps/take-back.ts';

const REDEMPTIONS_AT_ONCE = 100;
/** Until the order that used a code is here: it may be late, or only the night may bring it. */
const UNTIL_ORDER_MS = 6 * 3_600_000;
/** Until an answer that could not be used is asked for again. */
const AFTER_FAULT_MS = 3_600_000;
/** After so long the order will not come any more (it was deleted, or the shop hides it). */
const GIVE_UP_MS = 30 * 86_400_000;

/**
 * Works off redemptions whose moment has come: those without an answer are looked up; codes that ended unused give their points
 * back, or lapse where the merchant wants that and nobody had asked for their return. May be cut off anywhere and run again.
 * @throws AppError SHOPIFY_UNAVAILABLE: the queue comes again
 */
export async function settleRedemptions(ctx: LoyaltyCtx): Promise<void> {
  const { store, shop, clock } = ctx;
  if (shop.state !== 'active') return;
  const terms = newest(await store.loyalty.program(shop.shopId))?.terms;
  const seen = new Set<string>();
  try {
    for (;;) {
      const due = await store.loyalty.redemptionsToCheck(shop.shopId, clock.now(), REDEMPTIONS_AT_ONCE);
      const fresh = due.filter(({ redemptionId }) => !seen.has(redemptionId));
      for (const redemption of fresh) {
        seen.add(redemption.redemptionId);
        await settleOne(ctx, redemption, terms?.returnUnusedCodes ?? true).catch((error: unknown) =>
          putOff(ctx, redemption, error),
        );
      }
      if (fresh.length === 0) return;
    }
  } catch (error) {
    if (!isShopifyAway(error) || error.code !== 'NEEDS_REAUTH') throw error;
    await noteNeedsReauth(ctx);
  }
}

async function settleOne(ctx: LoyaltyCtx, redemption: StoredRedemption, givesBack: boolean): Promise<void> {
  const { state } = redemption;
  if (state === 'reserved' || state === 'unknown') await lookUpRedemption(ctx, redemption);
  else if (STANDING_CODE.includes(state)) await endCode(ctx, redemption, givesBack);
  else await checkAgain(ctx, redemption, null);
}

/** What Shopify will not say of one redemption does not hold up the others; it is asked again in a while. */
async function putOff(ctx: LoyaltyCtx, redemption: StoredRedemption, error: unknown): Promise<void> {
  if (!(error instanceof AppError) || isShopifyAway(error)) throw error;
  const { redemptionId } = redemption;
  ctx.log.error({ redemptionId, err: error }, 'a redemption could not be looked up');
  await checkAgain(ctx, redemption, new Date(ctx.clock.now().getTime() + AFTER_FAULT_MS));
}

async function endCode(ctx: LoyaltyCtx, redemption: StoredRedemption, givesBack: boolean): Promise<void> {
  const state = givesBack || redemption.state === 'returning' ? 'returned' : 'lapsed';
  const outcome = await takeBack(ctx, redemption, state);
  if (outcome === 'done') return;
  const now = ctx.clock.now().getTime();
  const endsAt = redemption.endsAt.getTime();
  const again = new Date(Math.max(now + UNTIL_ORDER_MS, endsAt + AFTER_END_MS));
  if (now - endsAt > GIVE_UP_MS) await spent(ctx, redemption);
  else await awaitOrder(ctx, redemption, again);
}

async function checkAgain({ store, shop }: LoyaltyCtx, redemption: StoredRedemption, checkAt: Date | null) {
  const { redemptionId, state, attempts } = redemption;
  const change = { state, checkAt, attempts: attempts + 1 };
  await store.loyalty.moveRedemption(shop.shopId, redemptionId, [state], change);
}

/** Used, by an order we never saw: the points are spent as they stand. */
async function spent({ store, shop }: LoyaltyCtx, { redemptionId }: StoredRedemption) {
  const change = { state: 'used', checkAt: null } as const;
  await store.loyalty.moveRedemption(shop.shopId, redemptionId, STANDING_CODE, change);
}
