import type { TypicalOrder } from '../offers/depth.ts';
import { offerIssues } from '../offers/terms-issues.ts';
import type { FieldIssue } from '../shared/errors.ts';
import type { ProductId } from '../shared/ids.ts';
import { dayToIso, type LocalDay } from '../shared/time.ts';
import { type CampaignTerms, LANGUAGES, type Step } from './campaign.ts';
import { checkTemplate } from './merge-fields.ts';
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

export type TermsContext = {
  todayOn: LocalDay;
  unknownProducts: ReadonlySet<ProductId>;
  deepestBps: number | null;
  typical: TypicalOrder;
};

/** Every fault of a campaign's terms, with the field and what is allowed; empty = it may be launched. */
export function termsIssues(terms: CampaignTerms, context: TermsContext): FieldIssue[] {
  return [
    ...nameIssues('name', terms.name),
    ...audienceIssues(terms),
    ...within('steps', terms.steps.length, TERMS_RANGES.steps, 'steps'),
    ...terms.steps.flatMap((step, index) => stepIssues(terms, step, index)),
    ...within('arms', terms.arms.length, TERMS_RANGES.arms, 'arms'),
    ...terms.arms.flatMap((_, index) => armIssues(terms, index, context)),
    ...channelIssues(terms),
    ...within('priority', terms.priority, TERMS_RANGES.priority),
    ...(terms.backlogPerDay === null
      ? []
      : within('backlogPerDay', terms.backlogPerDay, TERMS_RANGES.backlogPerDay, 'people a day, or empty')),
    ...endIssues(terms, context.todayOn),
  ];
}

function nameIssues(field: string, name: string): FieldIssue[] {
  const { min, max } = TERMS_RANGES.nameLength;
  const length = [...name.trim()].length;
  const allowed = `${min} to ${max} characters of plain text`;
  if (length < min) return [{ field, message: 'is empty', allowed }];
  if (length > max) return [{ field, message: `is ${length} characters long`, allowed }];
  return /<[a-z/!?]/i.test(name) ? [{ field, message: 'holds HTML', allowed }] : [];
}

function audienceIssues({ audience, kind }: CampaignTerms): FieldIssue[] {
  const { countries, minSpentMinor, startDay, endDay } = audience;
  const issues: FieldIssue[] = countries.flatMap((country, index) =>
    zonesOf(country).length > 0
      ? []
      : [
          {
            field: `audience.countries.${index}`,
            message: `"${country}" is no country`,
            allowed: 'ISO codes such as VN',
          },
        ],
  );
  if (minSpentMinor !== null && !(Number.isSafeInteger(minSpentMinor) && minSpentMinor > 0))
    issues.push({
      field: 'audience.minSpentMinor',
      message: `got ${minSpentMinor}`,
      allowed: 'more than 0, or empty',
    });
  if (kind !== 'second_purchase') return issues;
  for (const [name, day] of [
    ['startDay', startDay],
    ['endDay', endDay],
  ] as const) {
    if (day !== null)
      issues.push(...within(`audience.${name}`, day, TERMS_RANGES.windowDay, 'days, or empty'));
  }
  if (startDay !== null && endDay !== null && startDay > endDay)
    issues.push({
      field: 'audience.endDay',
      message: `lies before day ${startDay}`,
      allowed: `from ${startDay} on`,
    });
  return issues;
}

function stepIssues(terms: CampaignTerms, step: Step, index: number): FieldIssue[] {
  const { steps, kind } = terms;
  const field = `steps.${index}`;
  const issues = [
    ...within(`${field}.afterDays`, step.afterDays, TERMS_RANGES.afterDays, 'days'),
    ...within(`${field}.mayWaitDays`, step.mayWaitDays, TERMS_RANGES.mayWaitDays, 'days'),
    ...textIssues(step, field, everyArmOffers(terms, index)),
  ];
  const before = steps[index - 1];
  if (!before && step.afterDays !== 0)
    issues.push({ field: `${field}.afterDays`, message: 'the first step is sent at once', allowed: '0' });
  if (before && step.afterDays <= before.afterDays + before.mayWaitDays) {
    const message = 'comes before the step ahead of it is over';
    issues.push({
      field: `${field}.afterDays`,
      message,
      allowed: `more than ${before.afterDays + before.mayWaitDays}`,
    });
  }
  if (step.template === 'second_purchase_offer' && kind !== 'second_purchase')
    issues.push({
      field: `${field}.template`,
      message: 'speaks of a second purchase',
      allowed: 'another text',
    });
  return issues;
}

/** A step's words go to all arms, so they may only name an offer that every arm has. */
function everyArmOffers({ arms }: CampaignTerms, step: number): boolean {
  return arms.every((arm) => (arm.offers[step] ?? null) !== null);
}

function textIssues(step: Step, field: string, hasOffer: boolean): FieldIssue[] {
  return LANGUAGES.flatMap((language) => {
    const texts = step.texts[language];
    if (!texts) return [];
    return (Object.keys(TEXT_LENGTHS) as (keyof typeof TEXT_LENGTHS)[]).flatMap((part) =>
      lineIssues(`${field}.texts.${language}.${part}`, { part, text: texts[part], hasOffer }),
    );
  });
}

type Line = { part: keyof typeof TEXT_LENGTHS; text: string; hasOffer: boolean };

function lineIssues(field: string, { part, text, hasOffer }: Line): FieldIssue[] {
  const allowed = `1 to ${TEXT_LENGTHS[part]} characters`;
  const length = [...text].length;
  if (text.trim() === '') return [{ field, message: 'is empty', allowed }];
  if (length > TEXT_LENGTHS[part]) return [{ field, message: `is ${length} characters long`, allowed }];
  if (part !== 'body' && /[\r\n]/.test(text))
    return [{ field, message: 'holds a line break', allowed: 'one line' }];
  return checkTemplate(text, { hasOffer }).map(({ message, allowed: fields }) => ({
    field,
    message,
    allowed: fields,
  }));
}

function armIssues(terms: CampaignTerms, index: number, context: TermsContext): FieldIssue[] {
  const arm = terms.arms[index];
  if (!arm) return [];
  const field = `arms.${index}`;
  const issues = nameIssues(`${field}.name`, arm.name);
  if (terms.arms.slice(0, index).some(({ name }) => name.trim() === arm.name.trim()))
    issues.push({
      field: `${field}.name`,
      message: 'is the name of another arm',
      allowed: 'a name of its own',
    });
  if (arm.offers.length !== terms.steps.length) {
    const message = `holds ${arm.offers.length} offers for ${terms.steps.length} steps`;
    issues.push({ field: `${field}.offers`, message, allowed: 'one offer, or none, for each step' });
  }
  const offers = arm.offers.flatMap((offer, step) =>
    offer ? offerIssues(offer, { ...context, path: `${field}.offers.${step}` }) : [],
  );
  return [...issues, ...offers, ...silentOfferIssues(terms, index)];
}

/** A shipped text that speaks of an offer needs one, unless the merchant wrote their own in every language. */
function silentOfferIssues({ arms, steps }: CampaignTerms, index: number): FieldIssue[] {
  return steps.flatMap((step, at) => {
    const ownWords = LANGUAGES.every((language) => step.texts[language] !== undefined);
    if (ownWords || !step.template.endsWith('_offer') || arms[index]?.offers[at]) return [];
    const message = `the text of step ${at + 1} speaks of an offer`;
    return [
      { field: `arms.${index}.offers.${at}`, message, allowed: 'an offer, or own words in every language' },
    ];
  });
}

function channelIssues({ channels }: CampaignTerms): FieldIssue[] {
  if (Object.values(channels).some(Boolean)) return [];
  return [{ field: 'channels', message: 'nothing would reach anybody', allowed: 'at least one channel' }];
}

function endIssues({ endsOn }: CampaignTerms, todayOn: LocalDay): FieldIssue[] {
  if (endsOn == null || endsOn >= todayOn) return [];
  return [
    { field: 'endsOn', message: 'lies in the past', allowed: `${dayToIso(todayOn)} or later, or empty` },
  ];
}

function within(field: string, value: number, range: { min: number; max: number }, unit = ''): FieldIssue[] {
  const { min, max } = range;
  if (Number.isInteger(value) && value >= min && value <= max) return [];
  const allowed = `${min} to ${max} ${unit}`.trim();
  return [{ field, message: `must be a whole number from ${min} to ${max}, got ${value}`, allowed }];
}
