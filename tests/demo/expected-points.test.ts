import { expect, test } from 'vitest';
import type { OrderFacts } from '../dev-store/controls/order-facts.ts';
import { type EarnTerms, pointsByCustomer, pointsOfOrder } from './expected-points.ts';

const TERMS: EarnTerms = {
  earn: {
    points: 1,
    perMinor: 10_000,
    when: { kind: 'paid' },
    excludedProducts: [],
    excludedCollections: [],
  },
  bonuses: [],
};
const WHEN = { timeZone: 'Asia/Ho_Chi_Minh', now: new Date('2026-11-21T05:00:00Z') };
/** 06:00 of the 21st in the shop. */
const LATE = '2026-11-20T23:00:00.000Z';

type Line = OrderFacts['lines'][number];
const line = (changes: Partial<Line> = {}): Line => ({
  id: '1',
  quantity: 3,
  currentQuantity: 3,
  discountedMinor: 99_999,
  giftCard: false,
  sellingPlan: false,
  ...changes,
});
const order = (changes: Partial<OrderFacts> = {}): OrderFacts => ({
  id: '1',
  name: '#1',
  customerId: '7',
  createdAt: LATE,
  processedAt: LATE,
  updatedAt: LATE,
  cancelledAt: null,
  test: false,
  currency: 'VND',
  financialStatus: 'PAID',
  fulfillmentStatus: 'UNFULFILLED',
  totalMinor: 99_999,
  currentTotalMinor: 99_999,
  netPaymentMinor: 99_999,
  refundedMinor: 0,
  refunds: [],
  sourceName: 'web',
  b2b: false,
  taxesIncluded: true,
  lines: [line()],
  ...changes,
});
const points = (changes: Partial<OrderFacts>, terms = TERMS) => pointsOfOrder(order(changes), terms, WHEN);

test('a paid order → its goods, floored once', () => {
  expect(points({})).toEqual({ earned: 9, pending: 0 });
  expect(points({ lines: [line(), line({ id: '2', discountedMinor: 10_001 })] }).earned).toBe(11);
});

test('not paid yet → pending, until it is too old to come', () => {
  expect(points({ financialStatus: 'PENDING' })).toEqual({ earned: 0, pending: 9 });
  expect(points({ financialStatus: 'PENDING', processedAt: '2026-10-22T05:00:00Z' }).pending).toBe(0);
  expect(points({ financialStatus: 'PENDING', processedAt: '2026-10-23T05:00:00Z' }).pending).toBe(9);
});

test.each<[string, Partial<OrderFacts>]>([
  ['cancelled', { cancelledAt: LATE }],
  ['a test', { test: true }],
  ['a guest’s', { customerId: null }],
  ['a company’s', { b2b: true }],
  ['voided', { financialStatus: 'VOIDED' }],
  ['all sent back', { lines: [line({ currentQuantity: 0 })], financialStatus: 'REFUNDED' }],
  ['a gift card', { lines: [line({ giftCard: true })] }],
])('%s → nothing', (_what, changes) => {
  expect(points(changes)).toEqual({ earned: 0, pending: 0 });
});

test('one unit of three sent back → the others’ share', () => {
  const changes = {
    financialStatus: 'PARTIALLY_REFUNDED' as const,
    lines: [line({ currentQuantity: 2 })],
    refundedMinor: 33_333,
    currentTotalMinor: 66_666,
    netPaymentMinor: 66_666,
  };
  expect(points(changes).earned).toBe(6);
});

test('money back without goods → off what is kept', () => {
  const changes = {
    financialStatus: 'PARTIALLY_REFUNDED' as const,
    refundedMinor: 40_000,
    netPaymentMinor: 59_999,
  };
  expect(points(changes).earned).toBe(5);
});

test('the shop’s day lies in an event → its multiplier, the largest of several', () => {
  const event = (fromOn: string, toOn: string, multiplierBps: number) => ({
    name: 'x',
    fromOn,
    toOn,
    multiplierBps,
  });
  const bonuses = [event('2026-11-21', '2026-11-21', 15_000), event('2026-11-20', '2026-11-22', 12_000)];
  expect(points({}, { ...TERMS, bonuses }).earned).toBe(14);
  expect(points({}, { ...TERMS, bonuses: [event('2026-11-20', '2026-11-20', 15_000)] }).earned).toBe(9);
});

test('several orders → summed by customer', () => {
  const orders = [
    order(),
    order({ id: '2', financialStatus: 'PENDING' }),
    order({ id: '3', customerId: '8' }),
  ];
  expect(pointsByCustomer(orders, TERMS, WHEN)).toEqual(
    new Map([
      ['7', { earned: 9, pending: 9 }],
      ['8', { earned: 9, pending: 0 }],
    ]),
  );
});
