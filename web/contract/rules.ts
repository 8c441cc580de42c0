import { z } from 'zod';

/** Inclusive ranges of the merchant's numbers; percentiles as shares. The form and the server read the same table. */
export const ruleRanges = {
  provisionalDays: { min: 1, max: 120 },
  topPercentile: { min: 0.5, max: 0.99 },
  lapseOneOccasionDays: { min: 14, max: 730 },
  lapseLaterDays: { min: 14, max: 730 },
  vipEnterPercentile: { min: 0.5, max: 0.99 },
  vipKeepPercentile: { min: 0.4, max: 0.99 },
  vipMinOccasions: { min: 2, max: 50 },
} as const;
export type RangedRule = keyof typeof ruleRanges;

/** Shopify refuses a tag over 40 characters; ours is prefix + name. */
export const tagMaxLength = 40;
export const prefixMaxLength = 20;
export const excludedTagsMax = 50;

function allowed(rule: RangedRule): string {
  const { min, max } = ruleRanges[rule];
  return max < 1 ? `${Math.round(min * 100)}–${Math.round(max * 100)} %` : `${min}–${max}`;
}

/** Refusals are `custom` issues whose message is a code with the allowed range beside it (see `issuesOf`). */
function inRange(rule: RangedRule) {
  const { min, max } = ruleRanges[rule];
  const whole = max >= 1;
  return z.number().refine((value) => value >= min && value <= max && (!whole || Number.isInteger(value)), {
    message: whole ? 'whole_number_in_range' : 'percent_in_range',
    params: { allowed: allowed(rule) },
  });
}

const oneTag = z
  .string()
  .trim()
  .refine((tag) => tag !== '', { message: 'tag_empty', params: { allowed: `1–${tagMaxLength}` } })
  .refine((tag) => !tag.includes(','), { message: 'tag_comma' })
  .refine((tag) => tag.length <= tagMaxLength, {
    message: 'tag_too_long',
    params: { allowed: `1–${tagMaxLength}` },
  });

const prefixSchema = z
  .string()
  .refine((tag) => !tag.includes(','), { message: 'tag_comma' })
  .refine((tag) => tag.length <= prefixMaxLength, {
    message: 'prefix_too_long',
    params: { allowed: `0–${prefixMaxLength}` },
  });

const tagsSchema = z.strictObject({
  enabled: z.boolean(),
  prefix: prefixSchema,
  stages: z.strictObject({ first_time: oneTag, repeat: oneTag, vip: oneTag, lapsed: oneTag }),
  /** Absent = this mark is not tagged. */
  marks: z.strictObject({
    at_risk: oneTag.exactOptional(),
    back_again: oneTag.exactOptional(),
    top_going_quiet: oneTag.exactOptional(),
    long_gone: oneTag.exactOptional(),
    top_quarter: oneTag.exactOptional(),
  }),
});
type TagRules = z.infer<typeof tagsSchema>;

function checkTags(tags: TagRules, context: z.RefinementCtx) {
  const names = [
    ...Object.entries(tags.stages).map(([key, name]) => ({ path: ['stages', key], name })),
    ...Object.entries(tags.marks).map(([key, name]) => ({ path: ['marks', key], name })),
  ];
  const seen = new Set<string>();
  for (const { path, name } of names) {
    if (name === undefined) continue;
    const whole = `${tags.prefix}${name}`;
    // Shopify compares tags without regard to case.
    const folded = whole.toLowerCase();
    if (seen.has(folded)) context.addIssue({ code: 'custom', path, message: 'tag_twice' });
    seen.add(folded);
    if (name.length <= tagMaxLength && whole.length > tagMaxLength) {
      const params = { allowed: `1–${tagMaxLength - tags.prefix.length}` };
      context.addIssue({ code: 'custom', path, message: 'tag_too_long_with_prefix', params });
    }
  }
}

/** The merchant's own numbers; the shape of `Rules` in `web/domain/rules.ts`. Null lapse limits = measured from the shop's history. */
export const rulesSchema = z
  .strictObject({
    provisionalDays: inRange('provisionalDays'),
    includeB2b: z.boolean(),
    topPercentile: inRange('topPercentile'),
    lapseOneOccasionDays: inRange('lapseOneOccasionDays').nullable(),
    lapseLaterDays: inRange('lapseLaterDays').nullable(),
    vipEnterPercentile: inRange('vipEnterPercentile'),
    vipKeepPercentile: inRange('vipKeepPercentile'),
    vipMinOccasions: inRange('vipMinOccasions'),
    tags: tagsSchema.superRefine(checkTags),
    excludedTags: z.array(oneTag).refine((tags) => tags.length <= excludedTagsMax, {
      message: 'list_too_long',
      params: { allowed: `0–${excludedTagsMax}` },
    }),
  })
  .superRefine((rules, context) => {
    // A customer tagged by us would be left out by that very tag.
    const { prefix, stages, marks } = rules.tags;
    const ours = new Set(
      [...Object.values(stages), ...Object.values(marks)].map((name) => `${prefix}${name}`.toLowerCase()),
    );
    rules.excludedTags.forEach((tag, at) => {
      if (ours.has(tag.toLowerCase()))
        context.addIssue({ code: 'custom', path: ['excludedTags', at], message: 'excluded_is_ours' });
    });
    const enterHolds = rules.vipEnterPercentile >= ruleRanges.vipEnterPercentile.min;
    if (enterHolds && rules.vipKeepPercentile > rules.vipEnterPercentile) {
      const params = { allowed: `≤ ${Math.round(rules.vipEnterPercentile * 100)} %` };
      context.addIssue({
        code: 'custom',
        path: ['vipKeepPercentile'],
        message: 'keep_above_enter',
        params,
      });
    }
  });
export type Rules = z.infer<typeof rulesSchema>;
