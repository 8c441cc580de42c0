import { issuesOf } from '../../../contract/errors.ts';
import { type Rules, rulesSchema } from '../../../contract/rules.ts';
import { type Mark, markSchema, type Stage } from '../../../contract/vocabulary.ts';

/** The rules as the fields hold them: numbers are the text typed so far, shares are percentages, an empty lapse limit = measured. */
export type RulesForm = {
  provisionalDays: string;
  includeB2b: boolean;
  topPercentile: string;
  lapseOneOccasionDays: string;
  lapseLaterDays: string;
  vipEnterPercentile: string;
  vipKeepPercentile: string;
  vipMinOccasions: string;
  tagsEnabled: boolean;
  prefix: string;
  stageTags: Record<Stage, string>;
  markTags: Record<Mark, { on: boolean; name: string }>;
  excludedTags: readonly string[];
};

const percent = (share: number) => String(Math.round(share * 1000) / 10);
const days = (limit: number | null) => (limit === null ? '' : String(limit));

/** Fills the fields; a mark that is not tagged keeps the default name ready. */
export function toForm(rules: Rules, defaults: Rules): RulesForm {
  const markTag = (mark: Mark) => ({
    on: rules.tags.marks[mark] !== undefined,
    name: rules.tags.marks[mark] ?? defaults.tags.marks[mark] ?? mark.replaceAll('_', '-'),
  });
  return {
    provisionalDays: String(rules.provisionalDays),
    includeB2b: rules.includeB2b,
    topPercentile: percent(rules.topPercentile),
    lapseOneOccasionDays: days(rules.lapseOneOccasionDays),
    lapseLaterDays: days(rules.lapseLaterDays),
    vipEnterPercentile: percent(rules.vipEnterPercentile),
    vipKeepPercentile: percent(rules.vipKeepPercentile),
    vipMinOccasions: String(rules.vipMinOccasions),
    tagsEnabled: rules.tags.enabled,
    prefix: rules.tags.prefix,
    stageTags: { ...rules.tags.stages },
    markTags: {
      at_risk: markTag('at_risk'),
      back_again: markTag('back_again'),
      top_going_quiet: markTag('top_going_quiet'),
      long_gone: markTag('long_gone'),
      top_quarter: markTag('top_quarter'),
    },
    excludedTags: rules.excludedTags,
  };
}

/** Text that is no number becomes one outside every range, so that the range is what the merchant is told. */
function number(text: string): number {
  const value = text.trim() === '' ? Number.NaN : Number(text);
  return Number.isFinite(value) ? value : -1;
}

/** The fields as rules, not yet checked. */
export function toRules(form: RulesForm): Rules {
  const share = (text: string) => Math.round(number(text) * 10) / 1000;
  const limit = (text: string) => (text.trim() === '' ? null : number(text));
  const marks = markSchema.options.filter((mark) => form.markTags[mark].on);
  return {
    provisionalDays: number(form.provisionalDays),
    includeB2b: form.includeB2b,
    topPercentile: share(form.topPercentile),
    lapseOneOccasionDays: limit(form.lapseOneOccasionDays),
    lapseLaterDays: limit(form.lapseLaterDays),
    vipEnterPercentile: share(form.vipEnterPercentile),
    vipKeepPercentile: share(form.vipKeepPercentile),
    vipMinOccasions: number(form.vipMinOccasions),
    tags: {
      enabled: form.tagsEnabled,
      prefix: form.prefix,
      stages: { ...form.stageTags },
      marks: Object.fromEntries(marks.map((mark) => [mark, form.markTags[mark].name])),
    },
    excludedTags: [...form.excludedTags],
  };
}

/** A refused field: the message code and the range to show with it. */
export type FieldError = { message: string; allowed: string };

/** What is wrong with these rules, first error per field path (`tags.stages.vip`); empty = they may be saved. */
export function checkRules(rules: Rules): ReadonlyMap<string, FieldError> {
  const parsed = rulesSchema.safeParse(rules);
  const errors = new Map<string, FieldError>();
  if (parsed.success) return errors;
  for (const { field, message, allowed } of issuesOf(parsed.error)) {
    if (!errors.has(field)) errors.set(field, { message, allowed: allowed ?? '' });
  }
  return errors;
}
