import { type CampaignTerms, languageSchema, type Step } from '../../../contract/campaign-terms.ts';
import { checkOffer } from './check-offer.ts';
import { everyArmOffers } from './edit-terms.ts';
import { type Fault, type Found, found, wholeFault } from './fault.ts';
import {
  ARM_NAME_LENGTH,
  isService,
  MERGE_FIELDS,
  OFFER_FIELDS,
  TERMS_RANGES,
  TEXT_LENGTHS,
  TEXT_PARTS,
} from './terms-ranges.ts';

/**
 * What can be told of the terms without asking the server, first fault per field; empty = as far as we see they may be saved. The
 * server has the last word (margin floor, products) and names fields by the same paths.
 */
export function checkTerms(terms: CampaignTerms): ReadonlyMap<string, Fault> {
  const all = [
    ...nameFaults('name', terms.name, TERMS_RANGES.nameLength.max),
    ...audienceFaults(terms),
    ...terms.steps.flatMap((step, at) => stepFaults(terms, step, at)),
    ...terms.arms.flatMap((_, at) => armFaults(terms, at)),
    ...channelFaults(terms),
    ...wholeFault('priority', terms.priority, TERMS_RANGES.priority),
    ...(terms.backlogPerDay === null
      ? []
      : wholeFault('backlogPerDay', terms.backlogPerDay, TERMS_RANGES.backlogPerDay)),
  ];
  return new Map(all.toReversed());
}

function channelFaults({ channels, kind }: CampaignTerms): Found[] {
  const { on_site: onSite, ...others } = channels;
  const reaches = Object.values(others).some(Boolean) || (onSite && !isService(kind));
  return reaches ? [] : [found('channels', 'channel')];
}

function nameFaults(field: string, name: string, max: number): Found[] {
  if (name.trim() === '') return [found(field, 'empty')];
  if ([...name.trim()].length > max) return [found(field, 'long', { max })];
  return /<[a-z/!?]/i.test(name) ? [found(field, 'html')] : [];
}

function audienceFaults({ audience, kind }: CampaignTerms): Found[] {
  const { minSpentMinor, startDay, endDay } = audience;
  const faults =
    minSpentMinor !== null && minSpentMinor <= 0 ? [found('audience.minSpentMinor', 'positive')] : [];
  if (kind !== 'second_purchase') return faults;
  if (startDay !== null) faults.push(...wholeFault('audience.startDay', startDay, TERMS_RANGES.windowDay));
  if (endDay !== null) faults.push(...wholeFault('audience.endDay', endDay, TERMS_RANGES.windowDay));
  if (startDay !== null && endDay !== null && startDay > endDay)
    faults.push(found('audience.endDay', 'end', { day: startDay }));
  return faults;
}

function stepFaults(terms: CampaignTerms, step: Step, at: number): Found[] {
  const field = `steps.${at}`;
  const before = terms.steps[at - 1];
  const over = before ? before.afterDays + before.mayWaitDays : 0;
  return [
    ...wholeFault(`${field}.afterDays`, step.afterDays, TERMS_RANGES.afterDays),
    ...wholeFault(`${field}.mayWaitDays`, step.mayWaitDays, TERMS_RANGES.mayWaitDays),
    ...(!before && step.afterDays !== 0 ? [found(`${field}.afterDays`, 'first')] : []),
    ...(before && step.afterDays <= over ? [found(`${field}.afterDays`, 'order', { day: over })] : []),
    ...textFaults(step, field, everyArmOffers(terms, at)),
  ];
}

function textFaults(step: Step, field: string, hasOffer: boolean): Found[] {
  return languageSchema.options.flatMap((language) => {
    const texts = step.texts[language];
    if (!texts) return [];
    return TEXT_PARTS.flatMap((part): Found[] => {
      const path = `${field}.texts.${language}.${part}`;
      const text = texts[part];
      if (text.trim() === '') return [found(path, 'empty')];
      if ([...text].length > TEXT_LENGTHS[part]) return [found(path, 'long', { max: TEXT_LENGTHS[part] })];
      if (part !== 'body' && /[\r\n]/.test(text)) return [found(path, 'line')];
      return fieldFaults(path, text, hasOffer);
    });
  });
}

/** Merge fields in the text that cannot be filled. */
function fieldFaults(path: string, text: string, hasOffer: boolean): Found[] {
  return [...text.matchAll(/\{\{([^{}|]*)(?:\|[^{}]*)?\}\}|\{\{|\}\}/g)].flatMap(([written, name = '']) => {
    const known = MERGE_FIELDS.find((field) => field === name.trim());
    if (!known) return [found(path, name.trim() === '' ? 'broken' : 'field', { found: written })];
    return hasOffer || !OFFER_FIELDS.includes(known) ? [] : [found(path, 'no_offer', { found: written })];
  });
}

function armFaults(terms: CampaignTerms, at: number): Found[] {
  const arm = terms.arms[at];
  if (!arm) return [];
  const faults = nameFaults(`arms.${at}.name`, arm.name, ARM_NAME_LENGTH);
  if (terms.arms.slice(0, at).some(({ name }) => name.trim() === arm.name.trim()))
    faults.push(found(`arms.${at}.name`, 'twice'));
  for (const [index, step] of terms.steps.entries()) {
    const field = `arms.${at}.offers.${index}`;
    const offer = arm.offers[index] ?? null;
    const ownWords = languageSchema.options.every((language) => step.texts[language] !== undefined);
    if (offer && isService(terms.kind)) faults.push(found(field, 'service'));
    if (offer) faults.push(...checkOffer(offer, field));
    else if (step.template.endsWith('_offer') && !ownWords) faults.push(found(field, 'offer'));
  }
  return faults;
}
