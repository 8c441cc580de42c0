import { grantExpiresAt } from '../../domain/loyalty/expiry.ts';
import { ASSUMED_DELIVERY_DAYS } from '../../domain/loyalty/member-order.ts';
import { judgeReferral } from '../../domain/loyalty/referral.ts';
import type { Order } from '../../domain/orders/order.ts';
import { AppError } from '../../domain/shared/errors.ts';
import type { CustomerId, OrderId } from '../../domain/shared/ids.ts';
import type { LoyaltyCtx } from '../ports.ts';
import { ownerOf } from './conclude-redemption.ts';
import { fetchReadable, noteFaulty } from './fetch-readable.ts';
import { type LoyaltyScene, newest, sceneNow } from './loyalty-scene.ts';
import { isShopifyAway } from './needs-reauth.ts';
import { judged } from './record-order.ts';
import { readScene } from './scene.ts';
import { settleAccounts } from './settle-accounts.ts';

const REFERRALS_AT_ONCE = 50;
const DAY_MS = 86_400_000;
/** An order that never leaves is no order after so long. */
const LONGEST_HOLD_MS = 180 * DAY_MS;

type Referral = { orderId: OrderId; accountId: string; friendId: CustomerId | null };
type Decision = { state: 'held' | 'paid' | 'refused'; reason: string | null; dueAt: Date | null };

/**
 * Referrals whose hold is over, by the order as Shopify states it now and what it says of both people: paid where the friend is
 * somebody new who kept the order, held on while it has not been delivered long enough, else refused with the reason.
 */
export async function judgeReferrals(ctx: LoyaltyCtx): Promise<void> {
  const { store, shop, clock } = ctx;
  for (;;) {
    const due = await store.loyalty.dueReferrals(shop.shopId, clock.now(), REFERRALS_AT_ONCE);
    if (due.length === 0) return;
    const ids = due.map(({ orderId }) => orderId);
    const { found, faulty } = await fetchReadable(ids, (some) => ctx.shopify.fetchOrders(some));
    noteFaulty(ctx, 'order', faulty);
    for (const referral of due) {
      const { orderId } = referral;
      if (faulty.has(orderId)) await putOff(ctx, orderId, faulty.get(orderId));
      else
        await judgeOne(ctx, referral, found.get(orderId) ?? (await heldOrder(ctx, referral))).catch(
          (error: unknown) => putOff(ctx, orderId, error),
        );
    }
  }
}

/** What Shopify will not say of one order or its people does not hold up the others; it is asked again tomorrow. */
async function putOff(ctx: LoyaltyCtx, orderId: OrderId, error: unknown): Promise<void> {
  if (!(error instanceof AppError) || isShopifyAway(error)) throw error;
  const { store, shop, clock } = ctx;
  const at = clock.now();
  ctx.log.error({ orderId, err: error }, 'a referral could not be judged');
  await store.loyalty.decideReferral(shop.shopId, orderId, { ...held(inADay(at)), at });
}

/** The order as it was last told, where Shopify may merely hide it for its age. */
async function heldOrder(
  { store, shop }: LoyaltyCtx,
  { orderId, friendId }: Referral,
): Promise<Order | null> {
  const { shopId, seesAllOrders } = shop;
  const friend = seesAllOrders || friendId === null ? null : await store.loyalty.find(shopId, friendId);
  const [record] = friend ? await store.loyalty.records(shopId, [friend.accountId]) : [];
  return record?.orders.find(({ order }) => order.orderId === orderId)?.order ?? null;
}

function inADay(at: Date): Date {
  return new Date(at.getTime() + DAY_MS);
}

async function judgeOne(ctx: LoyaltyCtx, referral: Referral, order: Order | null): Promise<void> {
  const decision = await decide(ctx, referral, order);
  const { shopId } = ctx.shop;
  const at = ctx.clock.now();
  await ctx.store.transaction(async (tx) => {
    const account = await ownerOf(tx, ctx, referral.accountId);
    await tx.loyalty.decideReferral(shopId, referral.orderId, { ...decision, at });
    const scene = await sceneNow(ctx, tx);
    const points = (scene && newest(scene.history)?.terms.referral.advocatePoints) ?? 0;
    if (decision.state !== 'paid' || !scene || points <= 0) return;
    await tx.loyalty.grant(shopId, {
      accountId: account.accountId,
      grantKey: `referral:${referral.orderId}`,
      points,
      reason: 'referral',
      at,
      expiresAt: grantExpiresAt(scene.history, at, ctx.shop.timeZone),
      batchId: null,
    });
    await settleAccounts(tx, scene, [account]);
  });
}

async function decide(ctx: LoyaltyCtx, referral: Referral, order: Order | null): Promise<Decision> {
  const { store, shop, clock } = ctx;
  if (!order || order.customerId === null) return refused('order_gone');
  const { verdict } = judged(order, await readScene(ctx, store));
  if (!verdict.qualifies) return refused(verdict.notQualifying ?? 'not_qualifying');
  const scene = await sceneNow(ctx, store);
  const dueAt = scene && holdEndsAt(order, scene);
  if (!dueAt || dueAt > clock.now()) {
    const age = clock.now().getTime() - order.processedAt.getTime();
    return age > LONGEST_HOLD_MS ? refused('not_delivered') : held(dueAt ?? inADay(clock.now()));
  }
  const owner = await store.transaction((tx) => ownerOf(tx, ctx, referral.accountId));
  if (owner.customerId === null) return refused('advocate_gone');
  const people = await ctx.rewards.traits([owner.customerId, order.customerId]);
  const [advocate, friend] = [people.get(owner.customerId), people.get(order.customerId)];
  if (!advocate || !friend) return refused('person_gone');
  const history = (await store.orders.historiesOf(shop.shopId, [order.customerId])).get(order.customerId);
  const others = (history ?? []).filter(({ orderId }) => orderId !== order.orderId);
  const earlier = others.filter((one) => one.qualifies && one.processedAt <= order.processedAt).length;
  // Where older orders are hidden, their number still tells of them.
  const unseen = shop.seesAllOrders ? 0 : Math.max(0, friend.ordersCount - 1 - others.length);
  const [reason] = judgeReferral(advocate, friend, { earlierOrders: earlier + unseen });
  return reason === undefined ? { state: 'paid', reason: null, dueAt: null } : refused(reason);
}

/** When the friend's return window is over; null while the order has not left. */
function holdEndsAt(order: Order, { history }: LoyaltyScene): Date | null {
  const days = newest(history)?.terms.referral.holdDays ?? 0;
  const from = order.deliveredAt ?? order.fulfilledAt;
  if (from === null || order.fulfillment !== 'full') return null;
  const wait = order.deliveredAt === null ? days + ASSUMED_DELIVERY_DAYS : days;
  return new Date(from.getTime() + wait * DAY_MS);
}

function refused(reason: string): Decision {
  return { state: 'refused', reason, dueAt: null };
}

function held(dueAt: Date): Decision {
  return { state: 'held', reason: null, dueAt };
}
