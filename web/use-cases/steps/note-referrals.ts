import { REFERRAL_PREFIX } from '../../domain/loyalty/referral.ts';
import type { Order } from '../../domain/orders/order.ts';
import type { LoyaltyAccount, Tx } from '../ports.ts';
import { codesOf } from './follow-codes.ts';
import { type LoyaltyScene, termsInForce } from './loyalty-scene.ts';

const DAY_MS = 86_400_000;

/**
 * Orders with a member's referral code wait until the friend's return window is over; then `settle-points` judges them with what
 * Shopify says of both people. One's own code is refused at once. Orders without a code of referrals' shape cost nothing.
 */
export async function noteReferrals(tx: Tx, scene: LoyaltyScene, orders: readonly Order[]): Promise<void> {
  const referral = termsInForce(scene.history)?.referral;
  if (!referral?.on) return;
  for (const order of orders) {
    const advocate = await advocateOf(tx, scene, order);
    if (advocate === null || order.customerId === null) continue;
    const own = advocate.customerId === order.customerId;
    await tx.loyalty.addReferral(scene.shop.shopId, {
      orderId: order.orderId,
      accountId: advocate.accountId,
      friendId: order.customerId,
      state: own ? 'refused' : 'held',
      reason: own ? 'self' : null,
      dueAt: own ? null : new Date(order.processedAt.getTime() + referral.holdDays * DAY_MS),
    });
  }
}

async function advocateOf(tx: Tx, { shop }: LoyaltyScene, order: Order): Promise<LoyaltyAccount | null> {
  for (const code of codesOf(order)) {
    if (!code.toUpperCase().startsWith(REFERRAL_PREFIX)) continue;
    const account = await tx.loyalty.byReferralCode(shop.shopId, code);
    if (account) return account;
  }
  return null;
}
