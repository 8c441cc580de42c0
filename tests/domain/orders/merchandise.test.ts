import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { merchandiseMinor } from '../../../web/domain/orders/merchandise.ts';
import { aLine, anOrder } from '../factories.ts';

describe('what the goods of an order brought in', () => {
  it('taxes on top → the lines after discounts; tax, shipping and tip are left out', () => {
    const order = anOrder({
      taxesIncluded: false,
      lines: [aLine({ quantity: 2, currentQuantity: 2, discountedMinor: 1_700, taxMinor: 136 })],
      currentTotalMinor: 1_700 + 150 + 700 + 200,
      netPaymentMinor: 1_700 + 150 + 700 + 200,
      taxMinor: 150,
      shippingMinor: 700,
      tipMinor: 200,
    });
    expect(merchandiseMinor(order)).toBe(1_700);
  });

  it('taxes included, in đồng → the tax of the goods comes off, that of the shipping was never in them', () => {
    const order = anOrder({
      currency: 'VND',
      taxesIncluded: true,
      lines: [
        aLine({ discountedMinor: 540_000, taxMinor: 40_000 }),
        aLine({ discountedMinor: 99_999, taxMinor: 7_407 }),
      ],
      currentTotalMinor: 540_000 + 99_999 + 32_400,
      netPaymentMinor: 540_000 + 99_999 + 32_400,
      taxMinor: 40_000 + 7_407 + 2_400,
      shippingMinor: 32_400,
    });
    expect(merchandiseMinor(order)).toBe(500_000 + 92_592);
  });

  it('prices include taxes but this buyer pays none → the whole amount', () => {
    expect(merchandiseMinor(anOrder({ taxesIncluded: true, lines: [aLine({ taxMinor: 0 })] }))).toBe(10_000);
  });

  it('two of three units come back → the share of the one that stays, with its share of the tax', () => {
    const order = anOrder({
      taxesIncluded: true,
      lines: [aLine({ quantity: 3, currentQuantity: 1, discountedMinor: 10_000, taxMinor: 909 })],
      currentTotalMinor: 3_333,
      netPaymentMinor: 3_333,
      refundedMinor: 6_667,
      financialStatus: 'PARTIALLY_REFUNDED',
    });
    expect(merchandiseMinor(order)).toBe(3_030);
  });

  it('money given back without goods → comes off in full', () => {
    const order = anOrder({
      taxesIncluded: false,
      lines: [aLine({ discountedMinor: 10_000, taxMinor: 800 })],
      currentTotalMinor: 10_800,
      netPaymentMinor: 8_800,
      taxMinor: 800,
      refundedMinor: 2_000,
    });
    expect(merchandiseMinor(order)).toBe(8_000);
  });

  it('a unit comes back and only part of its money does → the unit no longer counts, the fee kept is no merchandise', () => {
    const order = anOrder({
      lines: [aLine({ quantity: 2, currentQuantity: 1 })],
      currentTotalMinor: 5_000,
      netPaymentMinor: 6_000,
      refundedMinor: 4_000,
    });
    expect(merchandiseMinor(order)).toBe(5_000);
  });

  it('shipping given back → the goods are untouched', () => {
    const order = anOrder({ currentTotalMinor: 10_000, netPaymentMinor: 10_000, refundedMinor: 700 });
    expect(merchandiseMinor(order)).toBe(10_000);
  });

  it.each([
    ['nothing paid', 'PENDING', 0],
    ['part paid', 'PARTIALLY_PAID', 4_000],
  ] as const)('%s → what is owed counts as it will be paid', (_case, financialStatus, netPaymentMinor) => {
    expect(merchandiseMinor(anOrder({ financialStatus, netPaymentMinor }))).toBe(10_000);
  });

  it('edited: units taken off one line, another line added → what stands now', () => {
    const order = anOrder({
      lines: [
        aLine({ quantity: 4, currentQuantity: 1, discountedMinor: 4_000 }),
        aLine({ quantity: 1, currentQuantity: 1, discountedMinor: 2_500 }),
        aLine({ quantity: 2, currentQuantity: 0, discountedMinor: 900 }),
      ],
      currentTotalMinor: 3_500,
      netPaymentMinor: 3_500,
    });
    expect(merchandiseMinor(order)).toBe(3_500);
  });

  it('gift cards → money for later, no merchandise', () => {
    const order = anOrder({
      lines: [aLine({ giftCard: true, discountedMinor: 50_000 }), aLine({ discountedMinor: 1_200 })],
      currentTotalMinor: 51_200,
      netPaymentMinor: 51_200,
    });
    expect(merchandiseMinor(order)).toBe(1_200);
  });

  it('more was given back than the goods brought, or a line has no units → never below 0', () => {
    const order = anOrder({ currentTotalMinor: 15_000, netPaymentMinor: 0, refundedMinor: 15_000 });
    expect(merchandiseMinor(order)).toBe(0);
    expect(merchandiseMinor(anOrder({ lines: [aLine({ quantity: 0, currentQuantity: 0 })] }))).toBe(0);
  });

  it('any order → between 0 and the kept share of its goods, whole minor units, and more units kept are never worth less', () => {
    const cases = fc.record({
      quantity: fc.integer({ min: 1, max: 9 }),
      kept: fc.integer({ min: 0, max: 8 }),
      discountedMinor: fc.integer({ min: 0, max: 1_000_000 }),
      taxShare: fc.double({ min: 0, max: 0.3, noNaN: true }),
      taxesIncluded: fc.boolean(),
      refundedMinor: fc.integer({ min: 0, max: 1_000_000 }),
    });
    fc.assert(
      fc.property(cases, ({ quantity, kept, discountedMinor, taxShare, taxesIncluded, refundedMinor }) => {
        const currentQuantity = Math.min(kept, quantity - 1);
        const worth = (units: number) =>
          merchandiseMinor(
            anOrder({
              taxesIncluded,
              refundedMinor,
              currentTotalMinor: discountedMinor,
              netPaymentMinor: discountedMinor - refundedMinor,
              lines: [
                aLine({
                  quantity,
                  currentQuantity: units,
                  discountedMinor,
                  taxMinor: Math.floor(discountedMinor * taxShare),
                }),
              ],
            }),
          );
        const now = worth(currentQuantity);
        expect(Number.isInteger(now)).toBe(true);
        expect(now).toBeGreaterThanOrEqual(0);
        expect(now).toBeLessThanOrEqual(Math.round((discountedMinor * currentQuantity) / quantity));
        expect(worth(currentQuantity + 1)).toBeGreaterThanOrEqual(now);
      }),
    );
  });
});
