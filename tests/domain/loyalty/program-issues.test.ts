import { describe, expect, it } from 'vitest';
import type { ProgramTerms, Reward, Tier } from '../../../web/domain/loyalty/program.ts';
import { defaultProgram } from '../../../web/domain/loyalty/program.ts';
import { programIssues } from '../../../web/domain/loyalty/program-issues.ts';
import { PROGRAM_ISSUE_CODES } from '../../../web/domain/loyalty/program-ranges.ts';
import type { ProductId } from '../../../web/domain/shared/ids.ts';
import { isoToDay } from '../../../web/domain/shared/time.ts';

const BASE = defaultProgram('USD');
const todayOn = isoToDay('2024-03-01');
const earn = (change: Partial<ProgramTerms['earn']>) => ({ earn: { ...BASE.earn, ...change } });
const reward = (change: Partial<Reward>) => ({
  rewards: BASE.rewards.map((each) => ({ ...each, minimumSpendMinor: null, ...change })),
});
const referral = (change: Partial<ProgramTerms['referral']>) => ({
  referral: { ...BASE.referral, ...change },
});
const bonus = (fromOn: string, toOn: string, multiplierBps = 20_000) => ({
  bonuses: [{ name: 'Tết', fromOn: isoToDay(fromOn), toOn: isoToDay(toOn), multiplierBps }],
});
const level = (key: string, threshold: number, multiplierBps = 10_000): Tier => ({
  key,
  name: key,
  threshold,
  multiplierBps,
});
const tiers = (levels: Tier[], graceDays = 30): Partial<ProgramTerms> => ({
  tiers: { by: 'spend', levels, graceDays },
});

describe('a program’s terms', () => {
  const codes = new Set<string>();
  it.each<[string, Partial<ProgramTerms>, string[]]>([
    ['what a shop starts from', {}, []],
    ['a rate below 0', earn({ points: -1 }), ['earn.points']],
    ['a rate of 0', earn({ points: 0 }), ['earn.points']],
    ['half a point', earn({ points: 0.5 }), ['earn.points']],
    ['not a number', earn({ points: Number.NaN }), ['earn.points']],
    ['per nothing', earn({ perMinor: 0 }), ['earn.perMinor']],
    ['0 days after delivery', earn({ when: { kind: 'delivered', days: 0 } }), []],
    ['91 days after delivery', earn({ when: { kind: 'delivered', days: 91 } }), ['earn.when.days']],
    ['too many products', earn({ excludedProducts: Array(1_001).fill('1') }), ['earn.excludedProducts']],
    [
      'too many collections',
      earn({ excludedCollections: Array(101).fill('1') }),
      ['earn.excludedCollections'],
    ],
    ['a name of 31 characters', { pointsName: { en: '', vi: 'đ'.repeat(31), th: '' } }, ['pointsName.vi']],
    ['an event of one day', bonus('2024-02-01', '2024-02-01'), []],
    ['an event that ends before it begins', bonus('2024-02-02', '2024-02-01'), ['bonuses.0.toOn']],
    ['an event of two years', bonus('2024-02-01', '2026-02-01'), ['bonuses.0.toOn']],
    [
      'an event that takes points away',
      bonus('2024-02-01', '2024-02-02', 5_000),
      ['bonuses.0.multiplierBps'],
    ],
    [
      'points below 0 for a birthday',
      { actions: { signUp: 0, birthday: -5, review: 0 } },
      ['actions.birthday'],
    ],
    ['points that hold no month', { expiry: { kind: 'per_lot', months: 0 } }, ['expiry.months']],
    ['points that hold 61 months', { expiry: { kind: 'inactivity', months: 61 } }, ['expiry.months']],
    ['points that never end', { expiry: { kind: 'never' } }, []],
    ['tiers that rise', tiers([level('a', 0), level('b', 100, 15_000)]), []],
    ['no tier at all', tiers([]), ['tiers.levels']],
    ['a lowest tier above 0', tiers([level('a', 10), level('b', 100)]), ['tiers.levels.0.threshold']],
    ['a tier as high as the one before', tiers([level('a', 0), level('b', 0)]), ['tiers.levels.1.threshold']],
    [
      'a tier below the one before',
      tiers([level('a', 0), level('b', 9), level('c', 8)]),
      ['tiers.levels.2.threshold'],
    ],
    [
      'a threshold below 0',
      tiers([level('a', 0), level('b', -1)]),
      ['tiers.levels.1.threshold', 'tiers.levels.1.threshold'],
    ],
    ['a key twice', tiers([level('a', 0), level('a', 9)]), ['tiers.levels.1.key']],
    ['a tier without a name', tiers([{ ...level('a', 0), name: ' ' }]), ['tiers.levels.0.name']],
    ['a tier that earns less', tiers([level('a', 0, 9_999)]), ['tiers.levels.0.multiplierBps']],
    ['91 days of grace', tiers([level('a', 0)], 91), ['tiers.graceDays']],
    ['a reward for nothing', reward({ costPoints: 0 }), ['rewards.0.costPoints']],
    ['a reward below nothing', reward({ costPoints: -5 }), ['rewards.0.costPoints']],
    [
      'an amount of 0',
      reward({ value: { kind: 'amount', amountMinor: 0 } }),
      ['rewards.0.value.amountMinor'],
    ],
    ['0 %', reward({ value: { kind: 'percentage', percentageBps: 0 } }), ['rewards.0.value.percentageBps']],
    [
      '101 %',
      reward({ value: { kind: 'percentage', percentageBps: 10_100 } }),
      ['rewards.0.value.percentageBps'],
    ],
    ['100 %', reward({ value: { kind: 'percentage', percentageBps: 10_000 } }), []],
    ['free shipping', reward({ value: { kind: 'free_shipping' } }), []],
    [
      'credit below 0',
      reward({ value: { kind: 'store_credit', amountMinor: -1 } }),
      ['rewards.0.value.amountMinor'],
    ],
    [
      'a free product without a product',
      reward({ value: { kind: 'free_product', productId: '' as ProductId, title: '' } }),
      ['rewards.0.value.productId'],
    ],
    ['a least spend of 0', reward({ minimumSpendMinor: 0 }), ['rewards.0.minimumSpendMinor']],
    ['a least spend of the amount off', reward({ minimumSpendMinor: 500 }), ['rewards.0.minimumSpendMinor']],
    ['a code that holds no day', reward({ validDays: 0 }), ['rewards.0.validDays']],
    ['a reward twice', { rewards: [...BASE.rewards, ...BASE.rewards] }, ['rewards.1.rewardId']],
    ['points below 0 for a friend', referral({ advocatePoints: -1 }), ['referral.advocatePoints']],
    [
      'a friend’s 0 %',
      referral({ friendOffer: { kind: 'percentage', percentageBps: 0 } }),
      ['referral.friendOffer.percentageBps'],
    ],
    [
      'a friend’s amount of 0',
      referral({ friendOffer: { kind: 'amount', amountMinor: 0 } }),
      ['referral.friendOffer.amountMinor'],
    ],
    ['held for 91 days', referral({ holdDays: 91 }), ['referral.holdDays']],
    ['history from today', { historyFromOn: todayOn }, []],
    ['history from tomorrow', { historyFromOn: todayOn + 1 }, ['historyFromOn']],
  ])('%s → %#', (_, change, fields) => {
    const issues = programIssues({ ...BASE, ...change }, { todayOn });
    for (const { code, allowed } of issues) {
      codes.add(code);
      expect(allowed).toBeTruthy();
    }
    expect(issues.map((issue) => issue.field)).toEqual(fields);
  });

  it('every code that a screen has a sentence for is one that happens', () => {
    expect(codes).toEqual(new Set(PROGRAM_ISSUE_CODES));
  });

  it('the default of each currency is free of faults', () => {
    for (const currency of ['VND', 'THB', 'JPY', 'USD', 'KWD'])
      expect(programIssues(defaultProgram(currency), { todayOn })).toEqual([]);
  });
});
