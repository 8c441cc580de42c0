import type { TypicalOrder } from '../offers/depth.ts';
import { OFFER_ISSUE_CODES, offerIssues } from '../offers/terms-issues.ts';
import type { CodedIssue, IssueParams } from '../shared/errors.ts';
import type { ProductId } from '../shared/ids.ts';
import { dayToIso, type LocalDay } from '../shared/time.ts';
import { type CampaignTerms, isService, LANGUAGES, type Step } from './campaign.ts';
import { checkTemplate, type MergeFault } from './merge-fields.ts';
import { zonesOf } from './recipient-zone.ts';

/** The allowed ranges, ends included, for screens to print beside their fields. */
export const TERMS_RANGES = {
  nameLength: { min: 1, max: 80 },
  steps: { min: 1, max: 6 },
  arms: { min: 1, max: 4 },
  afterDays: { min: 0, max: 365 },
  mayWaitDays: { min: 0, max: 60 },
  priority: { min: 1, max: 100 },
  windowDay: { min: 1, max: 730 },
  backlogPerDay: { min: 1, max: 100_000 },
} as const;

/** Longest texts of a message, characters. */
export const TEXT_LENGTHS = { subject: 200, heading: 200, body: 5_000, button: 60 } as const;

/**
 * Everything for which terms are refused; a screen has a sentence for each (`campaign.fault.<code>`). The last four are told by what
 * surrounds the terms: the shop's history and program, the campaign's launch, its channels.
 */
export const TERMS_ISSUE_CODES = [
  ...OFFER_ISSUE_CODES,
  'empty',
  'long',
  'html',
  'line',
  'country',
  'end',
  'count',
  'first',
  'order',
  'template',
  'field',
  'broken',
  'no_offer',
  'twice',
  'offers',
  'offer',
  'service',
  'channel',
  'past',
  'history',
  'program',
  'kind',
  'not_set_up',
] as const;
export type TermsIssueCode = (typeof TERMS_ISSUE_CODES)[number];
export type TermsIssue = CodedIssue<TermsIssueCode>;

export type TermsContext = {
  todayOn: LocalDay;
  unknownProducts: ReadonlySet<ProductId>;
  deepestBps: number | null;
  typical: TypicalOrder;
};

/** Every fault of a campaign's terms, with the field and what is allowed; empty = it may be launched. */
export function termsIssues(terms: CampaignTerms, context: TermsContext): TermsIssue[] {
  return [
    ...nameIssues('name', terms.name),
    ...audienceIssues(terms),
    ...countIssues('steps', terms.steps.length),
    ...terms.steps.flatMap((step, index) => stepIssues(terms, step, index)),
    ...countIssues('arms', terms.arms.length),
    ...terms.arms.flatMap((_, index) => armIssues(terms, index, context)),
    ...channelIssues(terms),
    ...within('priority', terms.priority, TERMS_RANGES.priority),
    ...(terms.backlogPerDay === null
      ? []
      : within('backlogPerDay', terms.backlogPerDay, TERMS_RANGES.backlogPerDay, 'people a day, or empty')),
    ...endIssues(terms, context.todayOn),
  ];
}

function nameIssues(field: string, name: string): TermsIssue[] {
  const { min, max } = TERMS_RANGES.nameLength;
  const length = [...name.trim()].length;
  const allowed = `${min} to ${max} characters of plain text`;
  if (length < min) return [issue(field, 'empty', { message: 'is empty', allowed })];
  if (length > max) return [longIssue(field, { length, max, allowed })];
  return /<[a-z/!?]/i.test(name) ? [issue(field, 'html', { message: 'holds HTML', allowed })] : [];
}

function countIssues(part: 'steps' | 'arms', count: number): TermsIssue[] {
  return within(part, count, TERMS_RANGES[part], part).map((each) => ({ ...each, code: 'count' }));
}

function audienceIssues({ audience, kind }: CampaignTerms): TermsIssue[] {
  const { countries, minSpentMinor, startDay, endDay } = audience;
  const issues = countries.flatMap((country, index) =>
    zonesOf(country).length > 0
      ? []
      : [
          issue(`audience.countries.${index}`, 'country', {
            message: `"${country}" is no country`,
            allowed: 'ISO codes such as VN',
            params: { country },
          }),
        ],
  );
  if (minSpentMinor !== null && !(Number.isSafeInteger(minSpentMinor) && minSpentMinor > 0))
    issues.push(
      issue('audience.minSpentMinor', 'positive', {
        message: `got ${minSpentMinor}`,
        allowed: 'more than 0, or empty',
      }),
    );
  if (kind !== 'second_purchase') return issues;
  for (const [name, day] of [
    ['startDay', startDay],
    ['endDay', endDay],
  ] as const) {
    if (day !== null)
      issues.push(...within(`audience.${name}`, day, TERMS_RANGES.windowDay, 'days, or empty'));
  }
  if (startDay !== null && endDay !== null && startDay > endDay)
    issues.push(
      issue('audience.endDay', 'end', {
        message: `lies before day ${startDay}`,
        allowed: `from ${startDay} on`,
        params: { day: startDay },
      }),
    );
  return issues;
}

function stepIssues(terms: CampaignTerms, step: Step, index: number): TermsIssue[] {
  const { steps, kind } = terms;
  const field = `steps.${index}`;
  const issues = [
    ...within(`${field}.afterDays`, step.afterDays, TERMS_RANGES.afterDays, 'days'),
    ...within(`${field}.mayWaitDays`, step.mayWaitDays, TERMS_RANGES.mayWaitDays, 'days'),
    ...textIssues(step, field, everyArmOffers(terms, index)),
  ];
  const before = steps[index - 1];
  if (!before && step.afterDays !== 0)
    issues.push(
      issue(`${field}.afterDays`, 'first', { message: 'the first step is sent at once', allowed: '0' }),
    );
  if (before && step.afterDays <= before.afterDays + before.mayWaitDays) {
    const day = before.afterDays + before.mayWaitDays;
    const message = 'comes before the step ahead of it is over';
    issues.push(
      issue(`${field}.afterDays`, 'order', { message, allowed: `more than ${day}`, params: { day } }),
    );
  }
  if (step.template === 'second_purchase_offer' && kind !== 'second_purchase')
    issues.push(
      issue(`${field}.template`, 'template', {
        message: 'speaks of a second purchase',
        allowed: 'another text',
      }),
    );
  return issues;
}

/** A step's words go to all arms, so they may only name an offer that every arm has. */
function everyArmOffers({ arms }: CampaignTerms, step: number): boolean {
  return arms.every((arm) => (arm.offers[step] ?? null) !== null);
}

function textIssues(step: Step, field: string, hasOffer: boolean): TermsIssue[] {
  return LANGUAGES.flatMap((language) => {
    const texts = step.texts[language];
    if (!texts) return [];
    return (Object.keys(TEXT_LENGTHS) as (keyof typeof TEXT_LENGTHS)[]).flatMap((part) =>
      lineIssues(`${field}.texts.${language}.${part}`, { part, text: texts[part], hasOffer }),
    );
  });
}

type Line = { part: keyof typeof TEXT_LENGTHS; text: string; hasOffer: boolean };

const MERGE_CODES = {
  unknown_field: 'field',
  broken: 'broken',
  no_offer: 'no_offer',
} as const satisfies Record<MergeFault['problem'], TermsIssueCode>;

function lineIssues(field: string, { part, text, hasOffer }: Line): TermsIssue[] {
  const max = TEXT_LENGTHS[part];
  const allowed = `1 to ${max} characters`;
  const length = [...text].length;
  if (text.trim() === '') return [issue(field, 'empty', { message: 'is empty', allowed })];
  if (length > max) return [longIssue(field, { length, max, allowed })];
  if (part !== 'body' && /[\r\n]/.test(text))
    return [issue(field, 'line', { message: 'holds a line break', allowed: 'one line' })];
  return checkTemplate(text, { hasOffer }).map(({ problem, found, message, allowed: fields }) =>
    issue(field, MERGE_CODES[problem], { message, allowed: fields, params: { found } }),
  );
}

function armIssues(terms: CampaignTerms, index: number, context: TermsContext): TermsIssue[] {
  const arm = terms.arms[index];
  if (!arm) return [];
  const field = `arms.${index}`;
  const issues = nameIssues(`${field}.name`, arm.name);
  if (terms.arms.slice(0, index).some(({ name }) => name.trim() === arm.name.trim()))
    issues.push(
      issue(`${field}.name`, 'twice', {
        message: 'is the name of another arm',
        allowed: 'a name of its own',
      }),
    );
  if (arm.offers.length !== terms.steps.length) {
    const steps = terms.steps.length;
    const message = `holds ${arm.offers.length} offers for ${steps} steps`;
    const allowed = 'one offer, or none, for each step';
    issues.push(issue(`${field}.offers`, 'offers', { message, allowed, params: { steps } }));
  }
  const offers = arm.offers.flatMap((offer, step) =>
    offer ? offerIssues(offer, { ...context, path: `${field}.offers.${step}` }) : [],
  );
  return [...issues, ...offers, ...silentOfferIssues(terms, index), ...serviceIssues(terms, index)];
}

/** Nobody is held out of a service, and who is held out gets no offer. */
function serviceIssues({ kind, arms }: CampaignTerms, index: number): TermsIssue[] {
  if (!isService(kind)) return [];
  const message = 'a message about their own points carries no offer';
  return (arms[index]?.offers ?? []).flatMap((offer, step) =>
    offer ? [issue(`arms.${index}.offers.${step}`, 'service', { message, allowed: 'no offer' })] : [],
  );
}

/** A shipped text that speaks of an offer needs one, unless the merchant wrote their own in every language. */
function silentOfferIssues({ arms, steps }: CampaignTerms, index: number): TermsIssue[] {
  return steps.flatMap((step, at) => {
    const ownWords = LANGUAGES.every((language) => step.texts[language] !== undefined);
    if (ownWords || !step.template.endsWith('_offer') || arms[index]?.offers[at]) return [];
    const message = `the text of step ${at + 1} speaks of an offer`;
    const allowed = 'an offer, or own words in every language';
    return [issue(`arms.${index}.offers.${at}`, 'offer', { message, allowed })];
  });
}

function channelIssues({ channels, kind }: CampaignTerms): TermsIssue[] {
  const { on_site: onSite, ...others } = channels;
  if (Object.values(others).some(Boolean) || (onSite && !isService(kind))) return [];
  const message = 'nothing would reach anybody';
  return [issue('channels', 'channel', { message, allowed: 'at least one channel' })];
}

function endIssues({ endsOn }: CampaignTerms, todayOn: LocalDay): TermsIssue[] {
  if (endsOn == null || endsOn >= todayOn) return [];
  const allowed = `${dayToIso(todayOn)} or later, or empty`;
  return [issue('endsOn', 'past', { message: 'lies in the past', allowed, params: { fromOn: todayOn } })];
}

function within(field: string, value: number, range: { min: number; max: number }, unit = ''): TermsIssue[] {
  const { min, max } = range;
  if (Number.isInteger(value) && value >= min && value <= max) return [];
  const message = `must be a whole number from ${min} to ${max}, got ${value}`;
  const allowed = `${min} to ${max} ${unit}`.trim();
  return [issue(field, 'whole', { message, allowed, params: { ...range } })];
}

function longIssue(field: string, text: { length: number; max: number; allowed: string }): TermsIssue {
  const { length, max, allowed } = text;
  return issue(field, 'long', { message: `is ${length} characters long`, allowed, params: { max } });
}

function issue(
  field: string,
  code: TermsIssueCode,
  said: { message: string; allowed: string; params?: IssueParams },
): TermsIssue {
  return { field, code, params: {}, ...said };
}
