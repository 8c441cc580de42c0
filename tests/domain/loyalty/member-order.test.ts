import { describe, expect, it } from 'vitest';
import { memberOrder } from '../../../web/domain/loyalty/member-order.ts';
import type { ProgramTerms } from '../../../web/domain/loyalty/program.ts';
import { type Milestones, milestonesOf } from '../../../web/domain/orders/milestones.ts';
import type { Order, RefundLine } from '../../../web/domain/orders/order.ts';
import { judgeOrder } from '../../../web/domain/orders/qualify.ts';
import { DEFAULT_RULES } from '../../../web/domain/rules.ts';
import type { LineId, OrderId, ProductId, RefundId } from '../../../web/domain/shared/ids.ts';
import { isoToDay, localDayOf } from '../../../web/domain/shared/time.ts';
import { aLine, anOrder } from '../factories.ts';
import { history, launched, terms } from './members.ts';

const NOW = new Date('2024-03-01T00:00:00Z');
const when = (kind: 'paid' | 'fulfilled' | 'delivered', days = 14): Partial<ProgramTerms> => ({
  earn: { ...terms().earn, when: kind === 'delivered' ? { kind, days } : { kind } },
});

type Change = Partial<Order> & { milestones?: Partial<Milestones> };

function seen({ milestones, ...change }: Change, program = launched(), now = NOW) {
  const order = anOrder(change);
  const timeZone = 'UTC';
  const todayOn = localDayOf(now, timeZone);
  const verdict = judgeOrder(order, { rules: DEFAULT_RULES, timeZone, currency: 'USD', todayOn });
  const known = { order, verdict, milestones: { ...milestonesOf(order), ...milestones } };
  return memberOrder(known, { program, timeZone, now });
}

const back = (at: string, quantity: number, lineId = '11'): RefundLine => ({
  refundId: '5' as RefundId,
  lineId: lineId as LineId,
  quantity,
  subtotalMinor: 0,
  refundedAt: new Date(at),
});

describe('what of an order earns', () => {
  it('prices that include tax → with the tax, as the shopper sees them', () => {
    const lines = [aLine({ discountedMinor: 10_800, taxMinor: 800 })];
    const order = seen({ lines, currentTotalMinor: 10_800, netPaymentMinor: 10_800 });
    expect(order).toMatchObject({ grossMinor: 10_800, keptMinor: 10_800, earns: 'earned', version: 1 });
  });

  it('tax on top, shipping and a tip → the goods alone', () => {
    const paid = { currentTotalMinor: 12_000, netPaymentMinor: 12_000 };
    const lines = [aLine({ discountedMinor: 10_000, taxMinor: 800 })];
    const order = seen({
      lines,
      taxesIncluded: false,
      taxMinor: 800,
      shippingMinor: 1_000,
      tipMinor: 200,
      ...paid,
    });
    expect(order.keptMinor).toBe(10_000);
  });

  it('a gift card and an excluded product → neither', () => {
    const earn = { ...terms().earn, excludedProducts: ['9' as ProductId] };
    const lines = [
      aLine({ discountedMinor: 3_000, productId: '8' as ProductId }),
      aLine({ discountedMinor: 2_000, productId: '9' as ProductId }),
      aLine({ discountedMinor: 5_000, giftCard: true }),
    ];
    expect(seen({ lines }, launched({ earn })).keptMinor).toBe(3_000);
  });

  it('two of three units come back in two refunds → what remains, and which part went when', () => {
    const lines = [aLine({ quantity: 3, currentQuantity: 1, discountedMinor: 10_000 })];
    const refunds = [back('2024-02-02', 1), back('2024-02-01', 1)];
    const paid = { currentTotalMinor: 3_333, netPaymentMinor: 3_333, refundedMinor: 6_667 };
    expect(seen({ lines, refunds, ...paid, financialStatus: 'PARTIALLY_REFUNDED' })).toMatchObject({
      grossMinor: 10_000,
      keptMinor: 3_333,
      takenBack: [
        { at: new Date('2024-02-01'), minor: 3_333 },
        { at: new Date('2024-02-02'), minor: 3_334 },
      ],
    });
  });

  it('money given back without goods → comes off what is kept', () => {
    const paid = { currentTotalMinor: 10_000, netPaymentMinor: 8_000, refundedMinor: 2_000 };
    const updatedAt = new Date('2024-02-10');
    expect(seen({ ...paid, updatedAt, financialStatus: 'PARTIALLY_REFUNDED' })).toMatchObject({
      grossMinor: 10_000,
      keptMinor: 8_000,
      takenBack: [{ at: updatedAt, minor: 2_000 }],
    });
  });

  it('units exchanged for others of the same worth → nothing more was bought', () => {
    const lines = [aLine({ currentQuantity: 0 }), aLine({ lineId: '12' as LineId, discountedMinor: 10_000 })];
    const order = seen({ lines, refunds: [back('2024-02-01', 1)], refundedMinor: 0 });
    expect(order).toMatchObject({ grossMinor: 10_000, keptMinor: 10_000, takenBack: [] });
  });

  it('units taken off before payment → were never bought', () => {
    const lines = [aLine({ quantity: 10, currentQuantity: 1, discountedMinor: 10_000 })];
    const paid = { currentTotalMinor: 1_000, netPaymentMinor: 1_000, refundedMinor: 0 };
    expect(seen({ lines, ...paid })).toMatchObject({ grossMinor: 1_000, keptMinor: 1_000, takenBack: [] });
  });
});

describe('when an order earns', () => {
  it.each<[string, Partial<ProgramTerms>, Partial<Order>, 'no' | 'pending' | 'earned']>([
    ['paid', when('paid'), {}, 'earned'],
    ['pending payment', when('paid'), { financialStatus: 'PENDING', netPaymentMinor: 0 }, 'pending'],
    ['a part paid', when('paid'), { financialStatus: 'PARTIALLY_PAID', netPaymentMinor: 5_000 }, 'pending'],
    [
      'paid, not shipped, by fulfilment',
      when('fulfilled'),
      { fulfillment: 'none', fulfilledAt: null },
      'pending',
    ],
    ['a part shipped, by fulfilment', when('fulfilled'), { fulfillment: 'partial' }, 'pending'],
    ['shipped and unpaid, by fulfilment', when('fulfilled'), { financialStatus: 'PENDING' }, 'earned'],
    ['void', when('paid'), { financialStatus: 'VOIDED' }, 'no'],
    ['of a company', when('paid'), { b2b: true }, 'no'],
    ['a test', when('paid'), { test: true }, 'no'],
    ['in another currency', when('paid'), { currency: 'EUR' }, 'no'],
    ['of a guest', when('paid'), { customerId: null }, 'no'],
  ])('%s → %#', (_, change, order, earns) => {
    expect(seen(order, launched(change)).earns).toBe(earns);
  });

  const late = new Date('2024-02-05T04:00:00Z');
  it.each<[string, Partial<ProgramTerms>, Change]>([
    ['paid', when('paid'), { milestones: { paidAt: late } }],
    ['shipped', when('fulfilled'), { milestones: { allFulfilledAt: late } }],
  ])('%s later than ordered → earned from then on', (_, change, order) => {
    expect(seen(order, launched(change))).toMatchObject({ earns: 'earned', maturesAt: late });
    expect(seen(order, launched(change), new Date(late.getTime() - 1)).earns).toBe('pending');
  });

  it.each<[string, Partial<ProgramTerms>, Change]>([
    [
      'paid, then a line added that is not',
      when('paid'),
      { financialStatus: 'PARTIALLY_PAID', milestones: { paidAt: late } },
    ],
    [
      'shipped, then a line added that is not',
      when('fulfilled'),
      { fulfillment: 'partial', milestones: { allFulfilledAt: late } },
    ],
  ])('%s → stays earned', (_, change, order) => {
    expect(seen(order, launched(change))).toMatchObject({ earns: 'earned', maturesAt: late });
  });

  it('what was added is shipped later → the days are not waited for again', () => {
    const allFulfilledAt = new Date('2024-01-20T10:00:00Z');
    const added = { fulfilledAt: new Date('2024-02-20T10:00:00Z'), milestones: { allFulfilledAt } };
    expect(seen(added, launched(when('delivered', 3))).maturesAt).toEqual(new Date('2024-02-06T00:00:00Z'));
  });

  it('14 days after delivery → pending until the start of that day', () => {
    const program = launched(when('delivered'));
    const order = { deliveredAt: new Date('2024-02-10T15:00:00Z') };
    const maturesAt = new Date('2024-02-24T00:00:00Z');
    expect(seen(order, program, new Date(maturesAt.getTime() - 1))).toMatchObject({
      earns: 'pending',
      maturesAt,
    });
    expect(seen(order, program, maturesAt)).toMatchObject({ earns: 'earned', maturesAt });
  });

  it('delivery unknown → counted from 14 days after the fulfilment', () => {
    const order = seen({ fulfilledAt: new Date('2024-01-20T10:00:00Z') }, launched(when('delivered', 3)));
    expect(order.maturesAt).toEqual(new Date('2024-02-06T00:00:00Z'));
  });

  it('cancelled after it was paid → nothing kept, and its gross is known', () => {
    const cancelledAt = new Date('2024-01-20');
    expect(seen({ cancelledAt })).toMatchObject({
      earns: 'no',
      grossMinor: 10_000,
      keptMinor: 0,
      takenBack: [{ at: cancelledAt, minor: 10_000 }],
    });
  });

  it('cancelled, the goods back later → all of it went with the cancellation', () => {
    const cancelledAt = new Date('2024-01-20');
    const lines = [aLine({ quantity: 2, currentQuantity: 0, discountedMinor: 10_000 })];
    const money = { currentTotalMinor: 0, netPaymentMinor: 0, refundedMinor: 10_000 };
    const order = seen({ cancelledAt, lines, refunds: [back('2024-02-10', 2)], ...money });
    expect(order.takenBack).toEqual([{ at: cancelledAt, minor: 10_000 }]);
  });

  it('cancelled before it was paid → nothing was ever bought, also where shipping is what earns', () => {
    const unpaid = {
      cancelledAt: new Date('2024-01-20'),
      financialStatus: 'PENDING',
      netPaymentMinor: 0,
    } as const;
    expect(seen(unpaid)).toMatchObject({ earns: 'no', grossMinor: 0 });
    expect(seen(unpaid, launched(when('fulfilled')))).toMatchObject({ earns: 'no', grossMinor: 0 });
  });

  it('of a company and cancelled → never counted', () => {
    expect(seen({ cancelledAt: new Date('2024-01-20'), b2b: true })).toMatchObject({
      earns: 'no',
      grossMinor: 0,
    });
  });

  it('cancelled before it had matured → nothing was ever earned', () => {
    const order = { cancelledAt: new Date('2024-01-20'), deliveredAt: new Date('2024-01-15') };
    expect(seen(order, launched(when('delivered')))).toMatchObject({ earns: 'no', grossMinor: 0 });
  });

  it('come back whole → nothing kept, its gross is known', () => {
    const lines = [aLine({ currentQuantity: 0 })];
    const paid = { currentTotalMinor: 0, netPaymentMinor: 0, refundedMinor: 10_000 };
    const refunds = [back('2024-02-01', 1)];
    expect(seen({ lines, refunds, ...paid, financialStatus: 'REFUNDED' })).toMatchObject({
      earns: 'no',
      grossMinor: 10_000,
      keptMinor: 0,
    });
  });
});

describe('by which version an order earns', () => {
  const on = terms();
  const off = terms({ on: false });
  const placed = (iso: string) => ({ orderId: '4' as OrderId, processedAt: new Date(iso) });

  it('the one in force when it was placed', () => {
    const program = history(['2024-01-01', on], ['2024-02-01', on]);
    expect(seen(placed('2024-01-31T23:59:59Z'), program).version).toBe(1);
    expect(seen(placed('2024-02-01T00:00:00Z'), program).version).toBe(2);
  });

  it('none while the program was off: it counts as an order and earns nothing', () => {
    const program = history(['2024-01-01', on], ['2024-01-15', off], ['2024-02-01', on]);
    const order = seen(placed('2024-01-20'), program);
    expect(order).toMatchObject({ version: null, earns: 'earned', grossMinor: 0, keptMinor: 0 });
  });

  it('before the launch → nothing, unless the newest version reaches back to its day', () => {
    const reaching = terms({ historyFromOn: isoToDay('2023-12-10') });
    const program = history(['2023-12-01', off], ['2024-01-01', on], ['2024-02-01', reaching]);
    expect(seen(placed('2023-12-09T12:00:00Z'), program)).toMatchObject({ earns: 'no', version: null });
    expect(seen(placed('2023-12-10T12:00:00Z'), program)).toMatchObject({
      earns: 'earned',
      version: 2,
      backfilled: true,
    });
    expect(seen(placed('2023-12-10T12:00:00Z'), history(['2024-01-01', on])).earns).toBe('no');
  });

  it('never launched → nothing', () => {
    expect(seen({}, history(['2023-12-01', off]))).toMatchObject({ earns: 'no', version: null });
  });
});
