import type { CustomerAnswer } from '../../../extensions/encore-admin/src/customer-answer.ts';
import type {
  HistoryLine,
  MemberPoints,
  OfferView,
  OpenCode,
  ProgramView,
  ShopperView,
} from '../../../web/domain/loyalty/member-view.ts';

/** A program of a shop in VND: a point for every 10,000 ₫, two rewards within reach and one beyond. */
export function program(over: Partial<ProgramView> = {}): ProgramView {
  return {
    on: true,
    currency: 'VND',
    pointsName: { en: '', vi: '', th: '' },
    earn: { points: 1, perMinor: 10_000, when: 'paid', excludedProducts: [], excludedSieve: null },
    bonuses: [],
    actions: { signUp: 20, birthday: 50, review: 10 },
    expiry: { kind: 'per_lot', months: 12 },
    tiers: {
      by: 'spend',
      levels: [
        { key: 'member', name: 'Member', threshold: 0, multiplierBps: 10_000 },
        { key: 'plus', name: 'Plus', threshold: 2_000_000, multiplierBps: 12_500 },
      ],
    },
    rewards: [
      {
        rewardId: 'r1',
        name: '',
        value: { kind: 'amount', amountMinor: 50_000 },
        costPoints: 100,
        minimumSpendMinor: 100_000,
      },
      {
        rewardId: 'r2',
        name: '',
        value: { kind: 'free_shipping' },
        costPoints: 150,
        minimumSpendMinor: null,
      },
      {
        rewardId: 'r3',
        name: '',
        value: { kind: 'percentage', percentageBps: 2_000 },
        costPoints: 500,
        minimumSpendMinor: null,
      },
    ],
    referral: {
      advocatePoints: 100,
      friendOffer: { kind: 'percentage', percentageBps: 1_000 },
      holdDays: 14,
    },
    ...over,
  };
}

export function points(over: Partial<MemberPoints> = {}): MemberPoints {
  return {
    points: 320,
    pendingPoints: 12,
    debtPoints: 0,
    tier: {
      key: 'member',
      name: 'Member',
      multiplierBps: 10_000,
      keptUntilOn: null,
      graceUntilOn: null,
      graceMissing: null,
    },
    nextTier: { key: 'plus', name: 'Plus', missing: 750_000 },
    expiring: { points: 40, at: '2031-01-15T16:59:59.000Z' },
    ...over,
  };
}

export const offer: OfferView = {
  code: 'BACK-7Q2M',
  value: { kind: 'percentage', percentageBps: 1_500 },
  minimumSpendMinor: 200_000,
  endsAt: '2026-11-29T16:59:59.000Z',
  url: 'https://tea-house.example/discount/BACK-7Q2M?redirect=%2F',
};

export const openCode: OpenCode = {
  redemptionId: '9',
  rewardId: 'r1',
  value: { kind: 'amount', amountMinor: 50_000 },
  points: 100,
  code: 'PTS-OLD1',
  endsAt: '2026-12-20T16:59:59.000Z',
};

function line(on: string, over: Pick<HistoryLine, 'points' | 'what'> & Partial<HistoryLine>): HistoryLine {
  const at = `${on}T08:00:00.000Z`;
  return { at, grantReason: null, orderId: null, orderedAt: null, reward: null, ...over };
}

/** What a member with 320 points sees. */
export function memberView(over: Partial<ShopperView> = {}): ShopperView {
  return {
    program: program(),
    timeZone: 'Asia/Ho_Chi_Minh',
    member: {
      ...points(),
      history: [
        line('2026-11-20', {
          points: 24,
          what: 'order',
          orderId: '1001',
          orderedAt: '2026-11-20T08:00:00.000Z',
        }),
        line('2026-11-12', { points: 20, what: 'grant', grantReason: 'sign_up' }),
        line('2026-11-05', {
          points: -100,
          what: 'redeem',
          reward: { rewardId: 'r1', name: '', value: { kind: 'amount', amountMinor: 50_000 } },
        }),
        line('2026-11-01', {
          points: -6,
          what: 'refund',
          orderId: '990',
          orderedAt: '2025-10-30T08:00:00.000Z',
        }),
      ],
      codes: [],
      referral: { code: 'AN-3K9P', url: 'https://tea-house.example/discount/AN-3K9P?redirect=%2F' },
    },
    offer: null,
    ...over,
  };
}

/** What somebody sees who is not logged in. */
export function guestView(): ShopperView {
  return { ...memberView(), member: null, offer: null };
}

/** What our block in the admin is told of a VIP. */
export function customerAnswer(customerId: string, balance = 320): CustomerAnswer {
  return {
    stage: 'vip',
    marks: ['at_risk'],
    reason: {
      code: 'vip_enter',
      params: { purchases: 7, spentMinor: 4_200_000, vipPurchases: 6, vipSpentMinor: 2_400_000 },
    },
    scores: { r: 3, f: 5, m: 5 },
    points: points({ points: balance }),
    offer,
    currency: 'VND',
    timeZone: 'Asia/Ho_Chi_Minh',
    url: `/customers/${customerId}`,
  };
}
