import { describe, expect, test } from 'vitest';
import type * as errors from '../../web/contract/errors.ts';
import type { RedemptionRow } from '../../web/contract/members.ts';
import { ruleRanges, rulesSchema, type Rules as WireRules } from '../../web/contract/rules.ts';
import * as wire from '../../web/contract/vocabulary.ts';
import { MARKS, STAGES, type StageReasonCode } from '../../web/domain/lifecycle/stage.ts';
import type { RedemptionState } from '../../web/domain/loyalty/member.ts';
import type { FinancialStatus, NotQualifying } from '../../web/domain/orders/order.ts';
import type { LapseSource } from '../../web/domain/rfm/model.ts';
import { DEFAULT_RULES, RULE_RANGES, type Rules } from '../../web/domain/rules.ts';
import type { ErrorCode } from '../../web/domain/shared/errors.ts';

/** Never unless both unions hold the same words; a difference is a type error on the line that claims equality. */
type Same<A, B> = [A] extends [B] ? ([B] extends [A] ? true : never) : never;

const unionsAgree: {
  reason: Same<wire.StageReasonCode, StageReasonCode>;
  notQualifying: Same<wire.NotQualifying, NotQualifying>;
  lapse: Same<wire.LapseSource, LapseSource>;
  error: Same<errors.ErrorCode, ErrorCode>;
  payment: Same<(typeof wire.financialStatusSchema.options)[number], FinancialStatus>;
  redemption: Same<RedemptionRow['state'], RedemptionState>;
  wireRulesFit: WireRules extends Rules ? true : never;
} = {
  reason: true,
  notQualifying: true,
  lapse: true,
  error: true,
  payment: true,
  redemption: true,
  wireRulesFit: true,
};

describe('the words of the contract', () => {
  test('stages and marks → the same lists, in the same order, as the domain', () => {
    expect(wire.stageSchema.options).toEqual(STAGES);
    expect(wire.markSchema.options).toEqual(MARKS);
  });

  test('closed unions without a list → equal by type', () => {
    expect(Object.values(unionsAgree)).not.toContain(false);
  });

  test('the range of every number → the domain’s', () => {
    const ranges = Object.entries(RULE_RANGES).map(([rule, { min, max }]) => [rule, { min, max }]);
    expect(ruleRanges).toEqual(Object.fromEntries(ranges));
  });

  test('the documented default rules → accepted by the contract unchanged', () => {
    expect(rulesSchema.parse(structuredClone(DEFAULT_RULES))).toEqual(DEFAULT_RULES);
  });
});
