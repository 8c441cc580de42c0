import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatDecimal, formatRestMoney, parseDecimal } from '../../dev-store/state/money.ts';
import {
  cancelOrder,
  editOrder,
  exchangeOrder,
  fulfillOrder,
  refundOrder,
} from '../../dev-store/state/order-changes.ts';
import {
  currentQuantity,
  financialStatus,
  fulfillmentStatus,
  orderFigures,
} from '../../dev-store/state/order-figures.ts';
import type { OrderInput } from '../../dev-store/state/orders.ts';
import { placeOrder } from '../../dev-store/state/orders.ts';
import { expireOrder, payOrder, voidOrder } from '../../dev-store/state/payments.ts';
import type { OrderRecord } from '../../dev-store/state/records.ts';
import { AdminShop } from './support/admin-shop.ts';

/** Two lines (2 × 10.00 with 4.00 off, 1 × 5.00), 3.00 shipping, 2.30 tax, 1.00 tip. */
const ORDER: OrderInput = {
  lines: [
    {
      id: '1',
      unitPriceMinor: 1000,
      quantity: 2,
      taxMinor: 160,
      allocations: [{ applicationIndex: 0, amountMinor: 400 }],
    },
    { id: '2', unitPriceMinor: 500, quantity: 1, taxMinor: 50 },
  ],
  discounts: [{ type: 'code', title: 'BACK', valueKind: 'percentage', value: 20, target: 'LINE_ITEM' }],
  shippingMinor: 300,
  shippingTaxMinor: 20,
  tipMinor: 100,
};

function placed(input: Partial<OrderInput> = {}): { store: AdminShop; order: OrderRecord } {
  const store = new AdminShop();
  return { store, order: placeOrder(store.state, store.shop, { ...ORDER, ...input }) };
}

describe('figures of an order', () => {
  it('a fresh paid order → total of lines after discounts, shipping, tax and tip, all received', () => {
    const { order } = placed();
    expect(orderFigures(order)).toMatchObject({
      subtotalMinor: 2100,
      discountsMinor: 400,
      taxMinor: 230,
      totalMinor: 2730,
      originalTotalMinor: 2730,
      currentTotalMinor: 2730,
      receivedMinor: 2730,
      netPaymentMinor: 2730,
      outstandingMinor: 0,
    });
  });

  it('prices that include tax → tax is shown, not added', () => {
    const { order } = placed({ taxesIncluded: true });
    expect(orderFigures(order)).toMatchObject({ totalMinor: 2500, taxMinor: 230 });
  });

  it('one of two discounted units returned → its share of line, tax and money goes, the first total stays', () => {
    const { store, order } = placed();
    refundOrder(store.state, store.shop, order, { lines: [{ lineId: '1', quantity: 1 }] });
    const figures = orderFigures(order);
    expect(figures).toMatchObject({ currentSubtotalMinor: 1300, currentTaxMinor: 150, refundedMinor: 880 });
    expect(figures).toMatchObject({ currentTotalMinor: 1850, netPaymentMinor: 1850, totalMinor: 2730 });
    expect(figures.currentDiscountsMinor).toBe(200);
    expect(financialStatus(order)).toBe('PARTIALLY_REFUNDED');
  });

  it('a goodwill refund without lines → net payment falls, the current total does not', () => {
    const { store, order } = placed();
    refundOrder(store.state, store.shop, order, { amountMinor: 500 });
    expect(orderFigures(order)).toMatchObject({ netPaymentMinor: 2230, currentTotalMinor: 2730 });
  });

  it('a refund above the total → net payment below zero, status REFUNDED', () => {
    const { store, order } = placed();
    refundOrder(store.state, store.shop, order, { amountMinor: 9999 });
    expect(orderFigures(order).netPaymentMinor).toBe(2730 - 9999);
    expect(financialStatus(order)).toBe('REFUNDED');
  });

  it('units edited up and a line added → the total grows, the original does not, the rest is outstanding', () => {
    const { store, order } = placed();
    editOrder(store.state, store.shop, order, {
      quantities: [{ lineId: '2', quantity: 3 }],
      add: [{ id: '3', unitPriceMinor: 700, quantity: 1 }],
    });
    expect(orderFigures(order)).toMatchObject({ originalTotalMinor: 2730, outstandingMinor: 1800 });
    expect(orderFigures(order).currentTotalMinor).toBe(2730 + 1000 + 100 + 700);
    expect(financialStatus(order)).toBe('PARTIALLY_PAID');
    expect(order.edited).toBe(true);
  });

  it('units edited off an unpaid order → current falls, total before returns does not', () => {
    const { store, order } = placed({ payment: 'pending' });
    editOrder(store.state, store.shop, order, { quantities: [{ lineId: '1', quantity: 0 }] });
    expect(orderFigures(order)).toMatchObject({ currentSubtotalMinor: 500, subtotalMinor: 2100 });
  });

  it('an exchange → returned units leave, sent ones join at their price', () => {
    const { store, order } = placed();
    exchangeOrder(store.state, store.shop, order, {
      returned: [{ lineId: '2', quantity: 1 }],
      sent: [{ id: '9', unitPriceMinor: 500, taxMinor: 50 }],
    });
    expect(orderFigures(order)).toMatchObject({ currentTotalMinor: 2730, originalTotalMinor: 2730 });
    expect(order.returns[0]?.exchangeLineIds).toEqual(['9']);
  });

  it('pending, authorised, captured, voided, expired → the statuses Shopify names', () => {
    const { store, order } = placed({ payment: 'pending' });
    expect(financialStatus(order)).toBe('PENDING');
    payOrder(store.state, store.shop, order);
    expect(financialStatus(order)).toBe('PAID');
    const { order: held } = placed({ payment: 'authorized' });
    expect(financialStatus(held)).toBe('AUTHORIZED');
    voidOrder(store.state, store.shop, held);
    expect(financialStatus(held)).toBe('VOIDED');
    const { order: late } = placed({ payment: 'authorized' });
    expireOrder(store.state, store.shop, late);
    expect(financialStatus(late)).toBe('EXPIRED');
  });

  it('a cancelled order → nothing left of its lines, money back, nothing outstanding', () => {
    const { store, order } = placed();
    cancelOrder(store.state, store.shop, order, { reason: 'CUSTOMER' });
    const figures = orderFigures(order);
    expect(figures).toMatchObject({ currentSubtotalMinor: 0, netPaymentMinor: 0, outstandingMinor: 0 });
    expect(financialStatus(order)).toBe('REFUNDED');
    expect(() => payOrder(store.state, store.shop, order)).toThrow('cancelled');
  });

  it('shipping part of the units → PARTIALLY_FULFILLED, and an order on its way cannot be cancelled', () => {
    const { store, order } = placed();
    fulfillOrder(store.state, store.shop, order, { lines: [{ lineId: '1', quantity: 1 }] });
    expect(fulfillmentStatus(order)).toBe('PARTIALLY_FULFILLED');
    expect(() => cancelOrder(store.state, store.shop, order)).toThrow('fulfilments');
    fulfillOrder(store.state, store.shop, order);
    expect(fulfillmentStatus(order)).toBe('FULFILLED');
  });

  it('returns in any order and size → shares add up to the line, never below zero', () => {
    const steps = fc.array(fc.tuple(fc.constantFrom('1', '2'), fc.integer({ min: 1, max: 3 })), {
      maxLength: 8,
    });
    fc.assert(
      fc.property(
        steps,
        fc.integer({ min: 3, max: 9 }),
        fc.integer({ min: 0, max: 999 }),
        (returns, units, off) => {
          const store = new AdminShop();
          const order = placeOrder(store.state, store.shop, {
            ...ORDER,
            lines: [
              {
                id: '1',
                unitPriceMinor: 333,
                quantity: units,
                taxMinor: 37,
                allocations: [{ applicationIndex: 0, amountMinor: off }],
              },
              { id: '2', unitPriceMinor: 100, quantity: units },
            ],
          });
          for (const [lineId, quantity] of returns) {
            const line = order.lines.find((candidate) => candidate.id === lineId);
            if (line === undefined || currentQuantity(order, line) < quantity) continue;
            refundOrder(store.state, store.shop, order, { lines: [{ lineId, quantity }] });
          }
          const figures = orderFigures(order);
          const returned = order.refunds.flatMap((refund) => refund.lines);
          const value = returned.reduce((total, line) => total + line.subtotalMinor, 0);
          expect(figures.currentSubtotalMinor + value).toBe(figures.subtotalMinor);
          expect(figures.netPaymentMinor).toBe(figures.currentTotalMinor);
          if (order.lines.every((line) => currentQuantity(order, line) === 0)) {
            expect([figures.currentSubtotalMinor, figures.currentTaxMinor]).toEqual([0, 20]);
          }
        },
      ),
    );
  });
});

describe('money', () => {
  it('amounts of currencies with and without decimals → GraphQL and REST spell them as Shopify does', () => {
    expect([formatDecimal(1050, 'USD'), formatDecimal(1000, 'USD'), formatDecimal(-5, 'USD')]).toEqual([
      '10.5',
      '10.0',
      '-0.05',
    ]);
    expect([formatDecimal(250000, 'VND'), formatDecimal(1200, 'JPY')]).toEqual(['250000.0', '1200.0']);
    expect([formatRestMoney(1050, 'USD'), formatRestMoney(250000, 'VND')]).toEqual(['10.50', '250000']);
    expect([parseDecimal('10.5', 'USD'), parseDecimal('250000.0', 'VND')]).toEqual([1050, 250000]);
  });
});
