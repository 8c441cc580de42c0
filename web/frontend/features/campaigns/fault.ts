import type { TermsIssueCode } from '../../../contract/campaign-terms.ts';

/** What is wrong with a field: message key `campaign.fault.<code>` with its numbers or words. */
export type Fault = { code: TermsIssueCode; params: Readonly<Record<string, number | string>> };

/** Path of the field as the server writes it (`steps.0.afterDays`), and what is wrong there. */
export type Found = readonly [field: string, fault: Fault];

/** One fault at one field. */
export function found(field: string, code: Fault['code'], params: Fault['params'] = {}): Found {
  return [field, { code, params }];
}

/** A whole number outside its range. */
export function wholeFault(field: string, value: number, range: { min: number; max: number }): Found[] {
  const fits = Number.isInteger(value) && value >= range.min && value <= range.max;
  return fits ? [] : [found(field, 'whole', { ...range })];
}
