import type { LapseRules } from './forecast/rule.ts';
import type { VipRules } from './lifecycle/rule.ts';
import type { OrderRules } from './orders/rule.ts';
import type { RfmRules } from './rfm/rule.ts';
import type { FieldIssue } from './shared/errors.ts';
import { ownedTags, tagIssues } from './tags/desired-tags.ts';
import type { TagRules } from './tags/rule.ts';

/** All of the merchant's own numbers. Each feature declares its part in its `rule.ts`; features see only their own part. */
export type Rules = OrderRules &
  RfmRules &
  LapseRules &
  VipRules &
  TagRules & {
    /** Customers who carry one of these Shopify tags are left out of scoring and tagging. */
    excludedTags: readonly string[];
  };

/** What holds until the merchant changes it (product.md sections 1 to 3). The prefix keeps our tags apart from a shop's own "vip". */
export const DEFAULT_RULES: Rules = {
  provisionalDays: 30,
  includeB2b: false,
  topPercentile: 0.75,
  lapseOneOccasionDays: null,
  lapseLaterDays: null,
  vipEnterPercentile: 0.75,
  vipKeepPercentile: 0.7,
  vipMinOccasions: 2,
  tags: {
    enabled: true,
    prefix: 'encore-',
    stages: { first_time: 'first-time', repeat: 'repeat', vip: 'vip', lapsed: 'lapsed' },
    marks: {},
  },
  excludedTags: [],
};

/** The allowed range of every number, ends included. `whole`: no fractions. `nullable`: null means measured. */
export const RULE_RANGES = {
  provisionalDays: { min: 1, max: 120, whole: true, nullable: false },
  topPercentile: { min: 0.5, max: 0.99, whole: false, nullable: false },
  lapseOneOccasionDays: { min: 14, max: 730, whole: true, nullable: true },
  lapseLaterDays: { min: 14, max: 730, whole: true, nullable: true },
  vipEnterPercentile: { min: 0.5, max: 0.99, whole: false, nullable: false },
  vipKeepPercentile: { min: 0.4, max: 0.99, whole: false, nullable: false },
  vipMinOccasions: { min: 2, max: 50, whole: true, nullable: false },
} as const satisfies Partial<
  Record<keyof Rules, { min: number; max: number; whole: boolean; nullable: boolean }>
>;

export type RangedRule = keyof typeof RULE_RANGES;
const RANGED = Object.keys(RULE_RANGES) as RangedRule[];

const MAX_EXCLUDED_TAGS = 50;

/** Every fault of a set of rules, with the field and what is allowed; empty = they may be saved. */
export function ruleIssues(rules: Rules): FieldIssue[] {
  const issues = RANGED.flatMap((field) => rangeIssue(field, rules[field]));
  if (rules.vipKeepPercentile > rules.vipEnterPercentile) {
    const message = `must not be above vipEnterPercentile, got ${rules.vipKeepPercentile}`;
    issues.push({ field: 'vipKeepPercentile', message, allowed: `at most ${rules.vipEnterPercentile}` });
  }
  if (rules.excludedTags.length > MAX_EXCLUDED_TAGS) {
    const message = `holds ${rules.excludedTags.length} tags`;
    issues.push({ field: 'excludedTags', message, allowed: `at most ${MAX_EXCLUDED_TAGS} tags` });
  }
  return [...issues, ...excludedIssues(rules), ...tagIssues(rules)];
}

/** A customer tagged by us would be left out by that very tag. */
function excludedIssues(rules: Rules): FieldIssue[] {
  const ours = new Set([...ownedTags(rules)].map((tag) => tag.toLowerCase()));
  return rules.excludedTags.flatMap((tag, index) =>
    ours.has(tag.toLowerCase())
      ? [
          {
            field: `excludedTags.${index}`,
            message: `"${tag}" is one of our own tags`,
            allowed: 'tags that are not ours',
          },
        ]
      : [],
  );
}

function rangeIssue(field: RangedRule, value: number | null): FieldIssue[] {
  const range = RULE_RANGES[field];
  if (value === null && range.nullable) return [];
  const inside = value !== null && value >= range.min && value <= range.max;
  if (inside && (!range.whole || Number.isInteger(value))) return [];
  const kind = range.whole ? 'a whole number' : 'a number';
  const allowed = `${range.min} to ${range.max}${range.nullable ? ', or empty' : ''}`;
  return [{ field, message: `must be ${kind} from ${range.min} to ${range.max}, got ${value}`, allowed }];
}
