import { AppError } from '../domain/shared/errors.ts';
import type { CustomerId } from '../domain/shared/ids.ts';
import { dayToIso, localDayOf } from '../domain/shared/time.ts';
import type { LoyaltyCtx } from './ports.ts';
import { giveGrant, type OneGrant } from './steps/give-grant.ts';
import { type LoyaltyScene, termsInForce } from './steps/loyalty-scene.ts';
import { requireCustomers } from './steps/require-customers.ts';
import { requireLaunched } from './steps/require-launched.ts';

/** What a workflow gives points for; `custom` = anything else, by points of its own. */
export type PointsEvent = 'birthday' | 'review' | 'custom';

export type FlowGift = {
  runId: string;
  customerId: CustomerId;
  event: PointsEvent;
  /** null = as many as the program gives for the event. */
  points: number | null;
};

/**
 * The action "give points" of Shopify Flow: the way in for birthdays, reviews and events of the merchant's own. A birthday brings
 * points once a calendar year of the shop, every other event once a run; a run that was carried out before answers what it
 * answered then. Answers how many were given and what can be spent.
 * @throws AppError INVALID_INPUT with the allowed range, or where the program gives nothing for the event; NOT_FOUND; CONFLICT
 * before the launch
 */
export async function givePoints(ctx: LoyaltyCtx, gift: FlowGift): Promise<unknown> {
  const { store, shop, clock } = ctx;
  const { shopId } = shop;
  const { runId } = gift;
  const before = await store.flow.actionRun(shopId, runId);
  if (before !== null) return before;
  await requireCustomers(ctx, [gift.customerId]);
  return store.transaction(async (tx) => {
    const scene = await requireLaunched(ctx, tx);
    const grant = grantOf(scene, gift);
    const { state, given } = await giveGrant(tx, scene, grant);
    const outcome = { given: given ? grant.points : 0, balance: state.available };
    await tx.flow.noteActionRun(shopId, runId, 'give-points', outcome, clock.now());
    return (await tx.flow.actionRun(shopId, runId)) ?? outcome;
  });
}

function grantOf(scene: LoyaltyScene, { runId, customerId, event, points }: FlowGift): OneGrant {
  const amount = points ?? pointsOf(scene, event);
  if (event === 'custom') return { customerId, points: amount, reason: 'flow', grantKey: `flow:${runId}` };
  const year = dayToIso(localDayOf(scene.now, scene.shop.timeZone)).slice(0, 4);
  const grantKey = event === 'birthday' ? `birthday:${customerId}:${year}` : `review:${runId}`;
  return { customerId, points: amount, reason: event, grantKey };
}

/** What the program promises for the event, as it stands now. */
function pointsOf({ history }: LoyaltyScene, event: PointsEvent): number {
  if (event === 'custom') throw needsPoints('the action needs points, or the event birthday or review');
  const promised = termsInForce(history)?.actions[event] ?? 0;
  if (promised > 0) return promised;
  throw needsPoints(`the program gives no points for the event ${event}`);
}

function needsPoints(words: string): AppError {
  const allowed = 'a whole number, or an event that the program gives points for';
  return new AppError('INVALID_INPUT', words, {
    issues: [{ field: 'points', message: 'is missing', allowed }],
  });
}
