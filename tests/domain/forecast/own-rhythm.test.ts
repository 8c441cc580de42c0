import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ownLapseLimitDays } from '../../../web/domain/forecast/lapse-limit.ts';
import { expectedOrderOn, ownGapDays } from '../../../web/domain/forecast/own-rhythm.ts';
import { aModel } from '../factories.ts';

const LAST_ON = 20_000;
const SHOP = { meanGapDays: 90 };
const expected = (...gapsDays: number[]) => {
  const gapsSumDays = gapsDays.reduce((sum, gap) => sum + gap, 0);
  return expectedOrderOn({ gapsCount: gapsDays.length, gapsSumDays, lastOccasionOn: LAST_ON }, SHOP);
};

describe('when the next order is to be expected', () => {
  it('no gap, or one → nothing: only the shop would speak', () => {
    expect(expected()).toBeNull();
    expect(expected(30)).toBeNull();
  });

  it('two gaps of 30 days in a shop of 90 → halfway between, after the last occasion', () => {
    expect(expected(30, 30)).toBe(LAST_ON + 60);
  });

  it('part of a day → the nearest day', () => {
    // (180 + 91) / 4 = 67.75, (180 + 89) / 4 = 67.25
    expect(expected(45, 46)).toBe(LAST_ON + 68);
    expect(expected(45, 44)).toBe(LAST_ON + 67);
  });

  it('the more gaps of their own → the nearer to their own rhythm, never beyond it or the shop’s', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 700 }), fc.integer({ min: 2, max: 60 }), (gap, count) => {
        const far = ownGapDays({ gapsCount: count, gapsSumDays: count * gap }, SHOP);
        const near = ownGapDays({ gapsCount: count + 1, gapsSumDays: (count + 1) * gap }, SHOP);
        expect(Math.abs(near - gap)).toBeLessThanOrEqual(Math.abs(far - gap));
        expect(far).toBeGreaterThanOrEqual(Math.min(gap, SHOP.meanGapDays) - 1e-9);
        expect(far).toBeLessThanOrEqual(Math.max(gap, SHOP.meanGapDays) + 1e-9);
      }),
    );
  });

  it('from 3 gaps on → the lapse limit is twice the same gap', () => {
    const model = aModel();
    const own = { gapsCount: 3, gapsSumDays: 3 * model.lapse.laterDays };
    const limit = ownLapseLimitDays({ ...own, frequency: 4 }, model);
    expect(limit).toBe(Math.floor(2 * ownGapDays(own, model)));
  });
});
