import { describe, expect, it } from 'vitest';
import type { Order } from '../../../web/domain/orders/order.ts';
import { judgeOrder } from '../../../web/domain/orders/qualify.ts';
import { readSource } from '../../../web/domain/orders/source.ts';
import { DEFAULT_RULES } from '../../../web/domain/rules.ts';
import { isoToDay } from '../../../web/domain/shared/time.ts';
import { aLine, anOrder } from '../factories.ts';

const context = { rules: DEFAULT_RULES, timeZone: 'UTC', currency: 'USD', todayOn: isoToDay('2024-01-20') };
const judge = (change: Partial<Order>, changed: Partial<typeof context> = {}) =>
  judgeOrder(anOrder(change), { ...context, ...changed });
const onDay = (iso: string) => ({ todayOn: isoToDay(iso) });

describe('an order', () => {
  it('paid and kept → counts with its total', () => {
    expect(judge({})).toEqual({
      qualifies: true,
      notQualifying: null,
      countsAsOccasion: true,
      netRevenueMinor: 10_000,
      localOn: isoToDay('2024-01-10'),
      revisitOn: null,
    });
  });

  it.each<[string, Partial<Order>, string]>([
    ['of a guest', { customerId: null }, 'no-customer'],
    ['made to test', { test: true }, 'test'],
    ['cancelled', { cancelledAt: new Date('2024-01-11') }, 'cancelled'],
    ['voided', { financialStatus: 'VOIDED' }, 'void-or-expired'],
    ['expired', { financialStatus: 'EXPIRED' }, 'void-or-expired'],
    ['of a company', { b2b: true }, 'b2b-left-out'],
    ['wholly returned', { lines: [aLine({ currentQuantity: 0 })] }, 'nothing-kept'],
    ['of gift cards only', { lines: [aLine({ giftCard: true })] }, 'nothing-kept'],
    ['with no lines', { lines: [] }, 'nothing-kept'],
    ['a free draft', { currentTotalMinor: 0, netPaymentMinor: 0, origin: 'draft' }, 'zero-total-not-sold'],
    [
      'a free exchange',
      { currentTotalMinor: 0, netPaymentMinor: 0, origin: 'exchange' },
      'zero-total-not-sold',
    ],
    [
      'a free replacement',
      { currentTotalMinor: 0, netPaymentMinor: 0, origin: 'replacement' },
      'zero-total-not-sold',
    ],
  ])('%s → does not count and earns nothing', (_name, change, reason) => {
    const verdict = judge(change);
    expect(verdict).toMatchObject({ qualifies: false, notQualifying: reason, countsAsOccasion: false });
    expect(verdict.netRevenueMinor).toBe(0);
  });

  it('of a company → counts where the merchant wants B2B', () => {
    expect(judge({ b2b: true }, { rules: { ...DEFAULT_RULES, includeB2b: true } }).qualifies).toBe(true);
  });

  it('sold for 0, an exchange with a rest to pay, a paid draft → count', () => {
    expect(judge({ currentTotalMinor: 0, netPaymentMinor: 0 })).toMatchObject({
      qualifies: true,
      netRevenueMinor: 0,
    });
    expect(judge({ origin: 'exchange', currentTotalMinor: 500, netPaymentMinor: 500 }).qualifies).toBe(true);
    expect(judge({ origin: 'draft' }).qualifies).toBe(true);
  });

  it('of a subscription contract → revenue, no occasion', () => {
    expect(judge({ subscriptionRenewal: true })).toMatchObject({
      qualifies: true,
      countsAsOccasion: false,
      netRevenueMinor: 10_000,
    });
  });
});

describe('an unpaid order (cash on delivery)', () => {
  const cod: Partial<Order> = { financialStatus: 'PENDING', fulfillment: 'none', netPaymentMinor: 0 };

  it('not shipped → counts for 30 local days with what is to be paid, then no more', () => {
    expect(judge(cod, onDay('2024-02-08'))).toMatchObject({
      qualifies: true,
      netRevenueMinor: 10_000,
      revisitOn: isoToDay('2024-02-09'),
    });
    expect(judge(cod, onDay('2024-02-09'))).toMatchObject({
      qualifies: false,
      notQualifying: 'unpaid-too-long',
      revisitOn: null,
    });
  });

  it('authorized only, or with no status yet → the same', () => {
    expect(judge({ ...cod, financialStatus: 'AUTHORIZED' }, onDay('2024-03-01')).qualifies).toBe(false);
    expect(judge({ ...cod, financialStatus: null }, onDay('2024-03-01')).qualifies).toBe(false);
  });

  it('shipped, even in part → counts for good', () => {
    for (const fulfillment of ['partial', 'full'] as const) {
      expect(judge({ ...cod, fulfillment }, onDay('2025-01-01'))).toMatchObject({
        qualifies: true,
        revisitOn: null,
      });
    }
  });

  it('with another number of days → the merchant decides', () => {
    const rules = { ...DEFAULT_RULES, provisionalDays: 3 };
    expect(judge(cod, { rules, ...onDay('2024-01-13') }).qualifies).toBe(false);
  });

  it('paid in part → counts with what is to be paid, whenever', () => {
    const verdict = judge(
      { ...cod, financialStatus: 'PARTIALLY_PAID', netPaymentMinor: 3000 },
      onDay('2025-01-01'),
    );
    expect(verdict).toMatchObject({ qualifies: true, netRevenueMinor: 10_000 });
  });
});

describe('net revenue', () => {
  it('after a refund is what was kept of the payment', () => {
    expect(judge({ financialStatus: 'PARTIALLY_REFUNDED', netPaymentMinor: 6000 }).netRevenueMinor).toBe(
      6000,
    );
  });

  it('after a removed line is the lower total, though more was paid', () => {
    expect(judge({ currentTotalMinor: 4000 }).netRevenueMinor).toBe(4000);
  });

  it('refunded above the total → 0, and the order still counts while goods are kept', () => {
    const verdict = judge({ financialStatus: 'REFUNDED', netPaymentMinor: -500, refundedMinor: 10_500 });
    expect(verdict).toMatchObject({ qualifies: true, netRevenueMinor: 0 });
  });

  it('leaves out the gift cards that were kept, as they were discounted', () => {
    const card = aLine({ giftCard: true, quantity: 3, currentQuantity: 2, discountedMinor: 3000 });
    expect(judge({ lines: [aLine(), card] }).netRevenueMinor).toBe(8000);
  });

  it('in a currency the shop no longer has → a purchase all the same, without money', () => {
    expect(judge({}, { currency: 'EUR' })).toMatchObject({
      qualifies: true,
      countsAsOccasion: true,
      netRevenueMinor: 0,
    });
  });

  it('never falls below 0 by gift cards', () => {
    const card = aLine({ giftCard: true, discountedMinor: 20_000 });
    expect(judge({ lines: [aLine(), card] }).netRevenueMinor).toBe(0);
  });
});

describe('the day of an order', () => {
  it('is that of processedAt in the shop, around midnight in Ho Chi Minh City', () => {
    const processedAt = new Date('2024-01-10T17:30:00Z');
    expect(
      judge({ processedAt, createdAt: new Date('2024-05-01') }, { timeZone: 'Asia/Ho_Chi_Minh' }).localOn,
    ).toBe(isoToDay('2024-01-11'));
  });
});

describe('where an order came from', () => {
  it.each([
    ['web', [], 'sale', false],
    [null, [], 'sale', false],
    ['shopify_draft_order', [], 'draft', false],
    ['shopify_draft_order', [' Exchange Order '], 'exchange', false],
    ['loop-exchange', ['vip'], 'exchange', false],
    ['web', ['stock-exchanger'], 'sale', false],
    ['reship', [], 'replacement', false],
    ['web', ['Replacement'], 'replacement', false],
    ['subscription_contract', [], 'sale', true],
    ['Subscription_Contract_checkout_one', [], 'sale', true],
    ['294517', [' Subscription Recurring Order'], 'sale', true],
    ['294517', ['Subscription First Order'], 'sale', false],
  ] as const)(
    'source %s with tags %j → %s, a renewal: %s',
    (sourceName, tags, origin, subscriptionRenewal) => {
      expect(readSource(sourceName, tags)).toEqual({ origin, subscriptionRenewal });
    },
  );
});
