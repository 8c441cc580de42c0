import { describe, expect, it } from 'vitest';
import { DEFAULT_RULES, RULE_RANGES, type Rules, ruleIssues } from '../../web/domain/rules.ts';

const faults = (change: Partial<Rules>) =>
  ruleIssues({ ...DEFAULT_RULES, ...change }).map(({ field }) => field);

describe("the merchant's rules", () => {
  it('as they come are valid', () => {
    expect(ruleIssues(DEFAULT_RULES)).toEqual([]);
  });

  it.each(Object.entries(RULE_RANGES))(
    '%s outside its range → refused with the range, at its ends → taken',
    (field, range) => {
      const apart = { vipEnterPercentile: 0.99, vipKeepPercentile: 0.4 };
      const enterAndKeep = field === 'vipEnterPercentile' || field === 'vipKeepPercentile' ? apart : {};
      for (const value of [range.min, range.max])
        expect(faults({ ...enterAndKeep, [field]: value })).toEqual([]);
      for (const value of [range.min - 0.01, range.max + 0.01, Number.NaN]) {
        expect(faults({ ...enterAndKeep, [field]: value })).toContain(field);
      }
      expect(ruleIssues({ ...DEFAULT_RULES, [field]: range.max + 1 })[0]?.allowed).toContain(
        String(range.max),
      );
    },
  );

  it('null is for measured limits only; whole days only', () => {
    expect(faults({ lapseLaterDays: null, lapseOneOccasionDays: null })).toEqual([]);
    expect(faults({ lapseLaterDays: 20.5 })).toEqual(['lapseLaterDays']);
  });

  it('keep above enter, one of our own tags excluded → refused', () => {
    expect(faults({ vipKeepPercentile: 0.8 })).toEqual(['vipKeepPercentile']);
    expect(faults({ excludedTags: ['staff', 'Encore-VIP'] })).toEqual(['excludedTags.1']);
    expect(faults({ excludedTags: Array.from({ length: 51 }, (_, i) => `t${i}`) })).toEqual(['excludedTags']);
  });
});
