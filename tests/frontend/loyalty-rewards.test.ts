import { describe, expect, test } from 'vitest';
import type { Reward, RewardValue } from '../../web/contract/loyalty.ts';
import { addReward, freshValue, ofKind } from '../../web/frontend/features/loyalty/edit-program.ts';
import { apart, usedTogether } from '../../web/frontend/features/loyalty/used-together.ts';
import { freshTerms } from './fixture/loyalty.ts';

const PER_MINOR = 10_000;

/** What "Add a reward" makes, then set to a kind. */
function added(kind: RewardValue['kind'] = 'amount'): Reward {
  const reward = addReward(freshTerms()).rewards.at(-1);
  if (!reward) throw new Error('no reward was added');
  return ofKind(reward, kind, PER_MINOR);
}

describe('combinations a reward starts with', () => {
  test('made into free shipping → beside discounts on order and products; made back → as before', () => {
    const shipping = added('free_shipping');
    expect(shipping.combinesWith).toEqual({
      orderDiscounts: true,
      productDiscounts: true,
      shippingDiscounts: false,
    });
    expect(ofKind(shipping, 'percentage', PER_MINOR).combinesWith).toEqual(added().combinesWith);
  });

  test('chosen by the merchant → kept whatever kind it becomes', () => {
    const combinesWith = { orderDiscounts: true, productDiscounts: false, shippingDiscounts: true };
    const reward = { ...added(), combinesWith };
    expect(ofKind(reward, 'free_shipping', PER_MINOR)).toEqual({
      ...reward,
      value: freshValue('free_shipping', PER_MINOR),
    });
  });

  test('free shipping and any other kind, as both start → one order takes both', () => {
    for (const kind of ['amount', 'percentage', 'free_product', 'store_credit'] as const)
      expect(usedTogether(added('free_shipping'), added(kind))).toBe(true);
  });
});

describe('rewards one order does not take', () => {
  const named = (name: string, kind: RewardValue['kind'], change: Partial<Reward> = {}): Reward => ({
    ...added(kind),
    name,
    ...change,
  });
  const namesOf = (rewards: readonly Reward[]) =>
    apart(rewards).pairs.map(([one, other]) => [one.name, other.name]);

  test('each must allow the other; what is off, and store credit, stands in nobody’s way', () => {
    const open = { orderDiscounts: true, productDiscounts: true, shippingDiscounts: true };
    const money = named('money', 'amount');
    const gift = named('gift', 'free_product', { combinesWith: open });
    const shipping = named('shipping', 'free_shipping');
    const off = named('off', 'amount', { active: false });
    const credit = named('credit', 'store_credit');
    expect(namesOf([money, gift, shipping, off, credit])).toEqual([['money', 'gift']]);
    expect(namesOf([{ ...money, combinesWith: open }, gift, shipping])).toEqual([]);
  });

  test('two of free shipping → never both', () => {
    const open = { orderDiscounts: true, productDiscounts: true, shippingDiscounts: true };
    const two = ['one', 'other'].map((name) => named(name, 'free_shipping', { combinesWith: open }));
    expect(namesOf(two)).toEqual([['one', 'other']]);
  });

  test('no two together → told as such', () => {
    const all = ['a', 'b', 'c'].map((name) => named(name, 'amount'));
    expect(apart(all)).toMatchObject({ all: true, pairs: { length: 3 } });
    expect(apart([...all, named('d', 'free_shipping')]).all).toBe(false);
    expect(apart([named('a', 'amount')])).toEqual({ all: false, pairs: [] });
  });
});
