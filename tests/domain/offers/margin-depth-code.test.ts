import { describe, expect, it } from 'vitest';
import { codeOf, isCodePrefix } from '../../../web/domain/offers/code.ts';
import { deepestOfferBps, offerDepthBps, redeemedDepthBps } from '../../../web/domain/offers/depth.ts';
import {
  deepestDiscountBps,
  deepestDiscountOverBps,
  leavesMarginFloor,
} from '../../../web/domain/offers/margin.ts';
import { anOffer } from '../campaigns/people.ts';

describe('margin floor', () => {
  const rules = { costBps: 4_000, floorBps: 1_000 };

  it('the unit cost from Shopify first, the merchant’s percentage else, unknown without either', () => {
    expect(deepestDiscountBps({ priceMinor: 10_000, unitCostMinor: 6_000 }, rules)).toBe(3_000);
    expect(deepestDiscountBps({ priceMinor: 10_000, unitCostMinor: null }, rules)).toBe(5_000);
    expect(
      deepestDiscountBps({ priceMinor: 10_000, unitCostMinor: null }, { ...rules, costBps: null }),
    ).toBeNull();
  });

  it('what costs more than it brings leaves no discount; what costs nothing all but the floor', () => {
    expect(deepestDiscountBps({ priceMinor: 10_000, unitCostMinor: 12_000 }, rules)).toBe(0);
    expect(deepestDiscountBps({ priceMinor: 10_000, unitCostMinor: 0 }, rules)).toBe(9_000);
    expect(deepestDiscountBps({ priceMinor: 0, unitCostMinor: 100 }, rules)).toBeNull();
  });

  it('several things → by their money, and unknown if one cost is', () => {
    const units = [
      { priceMinor: 30_000, unitCostMinor: 6_000 },
      { priceMinor: 10_000, unitCostMinor: null },
    ];
    // (6,000 + 4,000) of 40,000 is cost.
    expect(deepestDiscountOverBps(units, rules)).toBe(6_500);
    expect(deepestDiscountOverBps(units, { ...rules, costBps: null })).toBeNull();
    expect(deepestDiscountOverBps([], rules)).toBeNull();
  });

  it('an offer as deep as allowed leaves the floor; the unknown stays unknown', () => {
    expect([2_000, 2_001].map((depth) => leavesMarginFloor(depth, 2_000))).toEqual([true, false]);
    expect([leavesMarginFloor(null, 2_000), leavesMarginFloor(500, null)]).toEqual([null, null]);
  });
});

describe('how deep an offer is', () => {
  const typical = { orderMinor: 20_000, shippingMinor: 1_000 };

  it('percentage as it is, amount and shipping as a share of a typical order', () => {
    expect(offerDepthBps({ kind: 'percentage', percentageBps: 1_500 }, typical)).toBe(1_500);
    expect(offerDepthBps({ kind: 'amount', amountMinor: 3_000 }, typical)).toBe(1_500);
    expect(offerDepthBps({ kind: 'amount', amountMinor: 90_000 }, typical)).toBe(10_000);
    expect(offerDepthBps({ kind: 'free_shipping' }, typical)).toBe(500);
  });

  it('no typical order known → cannot be told', () => {
    const unknown = { orderMinor: null, shippingMinor: null };
    expect(offerDepthBps({ kind: 'amount', amountMinor: 3_000 }, unknown)).toBeNull();
    expect(offerDepthBps({ kind: 'free_shipping' }, unknown)).toBeNull();
    expect(deepestOfferBps([null, anOffer({ value: { kind: 'free_shipping' } })], unknown)).toBeNull();
  });

  it('what was redeemed → its share of what it would have cost; the deepest of a ladder', () => {
    expect(redeemedDepthBps(1_000, 9_000)).toBe(1_000);
    expect(redeemedDepthBps(0, 9_000)).toBeNull();
    const big = anOffer({ value: { kind: 'percentage', percentageBps: 1_500 } });
    expect(deepestOfferBps([null, anOffer(), big], typical)).toBe(1_500);
  });
});

describe('codes', () => {
  it('bytes → prefix and Crockford base32, the same each time', () => {
    // RFC 4648's bit order in Crockford's alphabet: 10101010 × 5 = 8 × (10101, 01010, …).
    expect(codeOf('BACK', new Uint8Array([0xaa, 0xaa, 0xaa, 0xaa, 0xaa]))).toBe('BACK-NANANANA');
    expect(codeOf('BACK', new Uint8Array([0, 0, 0, 0, 31]))).toBe('BACK-0000000Z');
    expect(codeOf('B2', new Uint8Array([255, 255, 255, 255, 255, 255]))).toBe('B2-ZZZZZZZZZW');
  });

  it('never a letter that looks like a digit; different bytes, different codes', () => {
    const seen = new Set<string>();
    for (let index = 0; index < 5_000; index += 1) {
      const code = codeOf('X', new Uint8Array([7, index >> 16, (index >> 8) & 255, index & 255, index % 7]));
      expect(code).toMatch(/^X-[0-9A-HJKMNP-TV-Z]{8}$/);
      seen.add(code);
    }
    expect(seen.size).toBe(5_000);
  });

  it('a bad prefix or too few bytes → refused', () => {
    expect(['', 'back', 'A B', 'A'.repeat(13)].map(isCodePrefix)).toEqual([false, false, false, false]);
    expect(() => codeOf('back', new Uint8Array(5))).toThrow(RangeError);
    expect(() => codeOf('BACK', new Uint8Array(4))).toThrow(RangeError);
  });
});
