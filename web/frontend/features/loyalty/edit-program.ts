import type { ProgramTerms, Reward, RewardValue, Tier } from '../../../contract/loyalty.ts';

/** A list with one item changed. */
export function replaced<T>(list: readonly T[], at: number, change: Partial<T>): T[] {
  return list.map((item, index) => (index === at ? { ...item, ...change } : item));
}

/** A key of this beginning that none of the list has and, by the number in it, none before had. */
function nextKey(prefix: string, keys: readonly string[]): string {
  const numbers = keys.map((key) => Number(/\d+$/.exec(key)?.[0] ?? 0));
  return `${prefix}${Math.max(0, ...numbers) + 1}`;
}

/** What a reward of this kind starts with. */
export function freshValue(kind: RewardValue['kind'], perMinor: number): RewardValue {
  const amountMinor = perMinor * 5;
  if (kind === 'percentage') return { kind, percentageBps: 1_000 };
  if (kind === 'free_shipping') return { kind };
  if (kind === 'free_product') return { kind, productId: '', title: '' };
  return { kind, amountMinor };
}

/**
 * A reward as one of another kind. Free shipping whose combinations nobody has touched starts beside discounts on order and products:
 * as a discount on shipping, what every other kind starts with would combine with nothing.
 */
export function ofKind(reward: Reward, kind: RewardValue['kind'], perMinor: number): Reward {
  const value = freshValue(kind, perMinor);
  const untouched = COMBINES.every((each) => reward.combinesWith[each] === startOf(reward.value.kind)[each]);
  return {
    ...reward,
    value,
    // Store credit is given beside any order, so nothing may be left of what an order had to come to.
    minimumSpendMinor: kind === 'store_credit' ? null : reward.minimumSpendMinor,
    combinesWith: untouched ? startOf(kind) : reward.combinesWith,
  };
}

export const COMBINES = ['orderDiscounts', 'productDiscounts', 'shippingDiscounts'] as const;

function startOf(kind: RewardValue['kind']): Reward['combinesWith'] {
  const shipping = kind === 'free_shipping';
  return { orderDiscounts: shipping, productDiscounts: shipping, shippingDiscounts: !shipping };
}

/** One reward more: an amount off, twice as dear as the dearest so far. */
export function addReward(terms: ProgramTerms): ProgramTerms {
  const dearest = Math.max(50, ...terms.rewards.map(({ costPoints }) => costPoints));
  const reward: Reward = {
    rewardId: nextKey(
      'r',
      terms.rewards.map(({ rewardId }) => rewardId),
    ),
    name: '',
    value: { kind: 'amount', amountMinor: Math.max(1, terms.earn.perMinor) * 10 },
    costPoints: dearest * 2,
    minimumSpendMinor: null,
    validDays: 30,
    combinesWith: startOf('amount'),
    active: true,
  };
  return { ...terms, rewards: [...terms.rewards, reward] };
}

/** An event of one week with double points, from this day on. */
export function addBonus(terms: ProgramTerms, todayOn: string): ProgramTerms {
  const toOn = new Date(Date.parse(`${todayOn}T00:00:00Z`) + 6 * 86_400_000).toISOString().slice(0, 10);
  return {
    ...terms,
    bonuses: [...terms.bonuses, { name: '', fromOn: todayOn, toOn, multiplierBps: 20_000 }],
  };
}

/** The ladder a shop starts from: three levels at 0, 200 and 500 earn units (or their points). */
export function firstTiers(
  terms: ProgramTerms,
  names: readonly [string, string, string],
): ProgramTerms['tiers'] {
  const unit = Math.max(1, terms.earn.perMinor);
  return {
    by: 'spend',
    graceDays: 30,
    levels: [
      { key: 't1', name: names[0], threshold: 0, multiplierBps: 10_000 },
      { key: 't2', name: names[1], threshold: unit * 200, multiplierBps: 12_500 },
      { key: 't3', name: names[2], threshold: unit * 500, multiplierBps: 15_000 },
    ],
  };
}

/** One level above the highest. */
export function addLevel(levels: readonly Tier[], name: string): Tier[] {
  const top = levels.at(-1);
  return [
    ...levels,
    {
      key: nextKey(
        't',
        levels.map(({ key }) => key),
      ),
      name,
      threshold: Math.max(1, (top?.threshold ?? 0) * 2),
      multiplierBps: (top?.multiplierBps ?? 10_000) + 2_500,
    },
  ];
}
