import { dayToIso, type LocalDay } from '../shared/time.ts';
import type { ProgramView, RewardView } from './member-view.ts';
import { makeSieve } from './product-sieve.ts';
import type { ProgramTerms, Reward } from './program.ts';

/** So many ids take the room of a sieve: 8 KB in a metafield that every page of the shop carries. */
const NAMED_AT_MOST = 500;

/**
 * What anybody may know of a program, for the shop metafield and the widgets; events that are over are left out. `excluded`: all
 * products that earn nothing (`Program.excluded`).
 */
export function programView(
  terms: ProgramTerms,
  { currency, todayOn, excluded }: { currency: string; todayOn: LocalDay; excluded: Iterable<string> },
): ProgramView {
  const { earn, tiers, referral } = terms;
  const products = [...new Set(excluded)];
  const isNamed = products.length <= NAMED_AT_MOST;
  return {
    on: terms.on,
    currency,
    pointsName: terms.pointsName,
    earn: {
      points: earn.points,
      perMinor: earn.perMinor,
      when: earn.when.kind,
      excludedProducts: isNamed ? products : [],
      excludedSieve: isNamed ? null : makeSieve(products),
    },
    bonuses: terms.bonuses
      .filter(({ toOn }) => toOn >= todayOn)
      .sort((a, b) => a.fromOn - b.fromOn || a.toOn - b.toOn)
      .map(({ fromOn, toOn, ...bonus }) => ({ ...bonus, fromOn: dayToIso(fromOn), toOn: dayToIso(toOn) })),
    actions: terms.actions,
    expiry: terms.expiry,
    tiers: tiers && { by: tiers.by, levels: tiers.levels },
    rewards: terms.on ? rewardViews(terms.rewards) : [],
    referral: referral.on
      ? {
          advocatePoints: referral.advocatePoints,
          friendOffer: referral.friendOffer,
          holdDays: referral.holdDays,
        }
      : null,
  };
}

function rewardViews(rewards: readonly Reward[]): RewardView[] {
  return rewards
    .filter((reward) => reward.active)
    .sort((a, b) => a.costPoints - b.costPoints)
    .map(({ rewardId, name, value, costPoints, minimumSpendMinor, combinesWith }) => ({
      rewardId,
      name,
      value,
      costPoints,
      minimumSpendMinor,
      combinesWith,
    }));
}
