import { randomUUID } from 'node:crypto';
import type { ProgramView } from '../../web/domain/loyalty/member-view.ts';
import type { Random } from '../dev-store/seed/random.ts';
import type { LocalShop } from './local-shop.ts';
import { RESPONSE } from './response-model.ts';
import type { Shopper } from './shoppers.ts';
import { visitStorefront } from './storefront.ts';

export type PointsCounts = { redeemed: number; byFriend: number };

/** What customers do about points, each in a browser of their own at the storefront. */
export type PointsHabit = {
  /** The reward's code a customer uses on this visit; null = none. */
  codeFor(shopper: Shopper): Promise<string | null>;
  /** The referral code by which a newcomer comes; null = by themselves. */
  friendsCode(): Promise<string | null>;
  counts: PointsCounts;
};

/** `members`: who may have a friend; those with an e-mail can log in. */
export function openPointsHabit(
  shop: Pick<LocalShop, 'url' | 'domain'>,
  random: Random,
  members: readonly Shopper[],
): PointsHabit {
  const counts: PointsCounts = { redeemed: 0, byFriend: 0 };
  const advocates = members.filter(({ email, customerId }) => email !== null && customerId !== null);

  async function logIn({ email }: Shopper) {
    const visit = visitStorefront(shop);
    await visit.logIn(email ?? '');
    return visit;
  }

  return {
    counts,
    async codeFor(shopper) {
      if (shopper.email === null || !random.chance(RESPONSE.looksAtPoints)) return null;
      const takes = random.chance(RESPONSE.redeems);
      const visit = await logIn(shopper);
      const { program, member } = await visit.shopper();
      const open = member?.codes[0];
      if (open) return open.code;
      const reward = dearestWithin(program, member?.points ?? 0);
      if (!reward || !takes) return null;
      const redeemed = await visit.redeem(reward.rewardId, randomUUID());
      if (!redeemed?.code) return null;
      counts.redeemed++;
      return redeemed.code.code;
    },
    async friendsCode() {
      if (advocates.length === 0 || !random.chance(RESPONSE.comesByFriend)) return null;
      const visit = await logIn(random.pick(advocates));
      counts.byFriend++;
      return visit.referralCode();
    },
  };
}

/** The dearest reward that so many points buy. */
export function dearestWithin({ rewards }: Pick<ProgramView, 'rewards'>, points: number) {
  return rewards.findLast(({ costPoints }) => costPoints <= points);
}
