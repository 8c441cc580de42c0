import { expect, test } from 'vitest';
import { codesToLookUp, creditOf } from '../../../web/domain/attribution/credit.ts';
import type { OrderDiscount } from '../../../web/domain/orders/order.ts';
import { anOrder } from '../factories.ts';

const discount = (change: Partial<OrderDiscount>): OrderDiscount => ({
  type: 'code',
  code: null,
  title: null,
  target: 'line_item',
  percentageBps: 1_000,
  amountMinor: null,
  allocatedMinor: 1_000,
  ...change,
});
const counted = { qualifies: true, netRevenueMinor: 9_000 };
const codes = [{ code: 'BACK-7Q2M9K4F', of: 'offer 1' }];
const follow = (iso: string, of = 'offer 2') => ({ at: new Date(iso), of });
const orderedAt = new Date('2026-11-20T10:00:00Z');

test.each(['BACK-7Q2M9K4F', 'back-7q2m9k4f', ' Back-7Q2M9k4f '])(
  'our code, typed "%s" → credited by code, with what it took off',
  (code) => {
    const order = anOrder({ discounts: [discount({ code })] });
    expect(creditOf(order, counted, { codes, follows: [] })).toEqual({
      basis: 'code',
      of: 'offer 1',
      revenueMinor: 9_000,
      discountMinor: 1_000,
    });
  },
);

test('a code of the merchant, an automatic discount, no discount → no credit', () => {
  const none = { codes, follows: [] };
  expect(creditOf(anOrder({ discounts: [discount({ code: 'SUMMER' })] }), counted, none)).toBeNull();
  const automatic = discount({ type: 'automatic', title: 'BACK-7Q2M9K4F' });
  expect(creditOf(anOrder({ discounts: [automatic] }), counted, none)).toBeNull();
  expect(creditOf(anOrder(), counted, none)).toBeNull();
});

test('an order that does not count (cancelled, wholly returned) → no credit, so credits never exceed revenue', () => {
  const order = anOrder({ discounts: [discount({ code: 'BACK-7Q2M9K4F' })] });
  expect(
    creditOf(order, { qualifies: false, netRevenueMinor: 0 }, { codes, follows: [follow('2024-01-10')] }),
  ).toBeNull();
});

test('staff put the offer on a draft order → credited as draft; the same title on an ordinary order → not', () => {
  const manual = discount({ type: 'manual', title: 'Offer BACK-7Q2M9K4F by phone' });
  const draft = anOrder({ origin: 'draft', discounts: [manual] });
  expect(codesToLookUp(draft)).toEqual(['BACK-7Q2M9K4F']);
  expect(creditOf(draft, counted, { codes, follows: [] })).toMatchObject({ basis: 'draft', of: 'offer 1' });
  const sale = anOrder({ discounts: [manual] });
  expect(codesToLookUp(sale)).toEqual([]);
  expect(creditOf(sale, counted, { codes, follows: [] })).toBeNull();
});

test.each([
  ['2026-11-15T10:00:00Z', 'link'],
  ['2026-11-15T09:59:59Z', null],
  ['2026-11-20T10:00:00Z', 'link'],
  ['2026-11-20T10:00:01Z', null],
])('our link followed at %s, the order placed at 10:00 on the 20th → %s', (at, basis) => {
  const order = anOrder({ processedAt: orderedAt });
  const credit = creditOf(order, counted, { codes, follows: [follow(at)] });
  expect(credit?.basis ?? null).toBe(basis);
  expect(credit?.discountMinor ?? 0).toBe(0);
});

test('two links followed → the last one; a code beside a link → the code', () => {
  const follows = [follow('2026-11-19T10:00:00Z', 'last'), follow('2026-11-18T10:00:00Z', 'first')];
  const order = anOrder({ processedAt: orderedAt });
  expect(creditOf(order, counted, { codes, follows })).toMatchObject({ of: 'last' });
  const withCode = anOrder({ processedAt: orderedAt, discounts: [discount({ code: 'BACK-7Q2M9K4F' })] });
  expect(creditOf(withCode, counted, { codes, follows })).toMatchObject({ basis: 'code', of: 'offer 1' });
});
