import fc from 'fast-check';
import { expect, it } from 'vitest';
import { decideStage, NO_MEMORY } from '../../../web/domain/lifecycle/decide.ts';
import type { StageDecision, StageMemory } from '../../../web/domain/lifecycle/stage.ts';
import { DEFAULT_RULES } from '../../../web/domain/rules.ts';
import { aCustomer, aModel } from '../factories.ts';

const TODAY = 20_000;
const anyCustomer = fc.record({
  silentDays: fc.nat(800),
  gaps: fc.array(fc.integer({ min: 1, max: 300 }), { maxLength: 6 }),
  monetaryMinor: fc.nat(60_000),
  subscribedFor: fc.option(fc.integer({ min: -50, max: 400 }), { nil: null }),
  wasVip: fc.boolean(),
  belowFor: fc.option(fc.nat(40), { nil: null }),
});
const anyShop = fc.record({
  oneOccasionDays: fc.integer({ min: 14, max: 200 }),
  laterDays: fc.integer({ min: 14, max: 200 }),
  meanGapDays: fc.integer({ min: 3, max: 120 }),
});

it('time alone changes stage or marks on the day a decision names, and on no day before it', () => {
  fc.assert(
    fc.property(anyCustomer, anyShop, (customer, shop) => {
      const summary = {
        ...aCustomer(TODAY - customer.silentDays, customer.gaps, customer.monetaryMinor),
        subscribedUntilOn:
          customer.subscribedFor === null ? null : TODAY - customer.silentDays + customer.subscribedFor,
      };
      const model = aModel({ lapse: { ...aModel().lapse, ...shop }, meanGapDays: shop.meanGapDays });
      const on = (todayOn: number, memory: StageMemory) =>
        decideStage({
          summary,
          scores: { r: 1, f: 1, m: 1 },
          model,
          rules: DEFAULT_RULES,
          memory,
          todayOn,
          shopifyTotals: null,
        });
      const memory: StageMemory = customer.wasVip
        ? {
            ...NO_MEMORY,
            stage: 'vip',
            vipBelowSinceOn: customer.belowFor === null ? null : TODAY - customer.belowFor,
          }
        : NO_MEMORY;
      const first = on(TODAY, memory);
      let yesterday: StageDecision = first;
      let changedOn: number | null = null;
      for (let day = TODAY + 1; day <= TODAY + 1300 && changedOn === null; day += 1) {
        const today = on(day, yesterday.memory);
        if (today.stage !== first.stage || today.marks.join() !== first.marks.join()) changedOn = day;
        yesterday = today;
      }
      expect(first.revisitOn).toBe(changedOn);
    }),
    { numRuns: 300 },
  );
});
