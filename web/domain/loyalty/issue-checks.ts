import type { IssueParams } from '../shared/errors.ts';
import { PROGRAM_RANGES, type ProgramIssue, type ProgramIssueCode, type Range } from './program-ranges.ts';

/** One fault: what is wrong, what is allowed, and the numbers of its sentence. */
export function issue(
  field: string,
  code: ProgramIssueCode,
  said: { message: string; allowed: string; params?: IssueParams },
): ProgramIssue {
  return { field, code, params: {}, ...said };
}

/** A whole number within a range. */
export function whole(field: string, value: number, range: Range): ProgramIssue[] {
  const { min, max } = range;
  if (Number.isInteger(value) && value >= min && value <= max) return [];
  const message = `must be a whole number from ${min} to ${max}, got ${value}`;
  return [issue(field, 'whole', { message, allowed: `${min} to ${max}`, params: { ...range } })];
}

/** A list's length within a range. */
export function count(field: string, holds: number, range: Range): ProgramIssue[] {
  const { min, max } = range;
  if (holds >= min && holds <= max) return [];
  const message = `holds ${holds}`;
  return [issue(field, 'list', { message, allowed: `${min} to ${max}`, params: { ...range } })];
}

/** A text's characters, blanks around it apart. */
export function length(field: string, text: string, range: Range): ProgramIssue[] {
  const { min, max } = range;
  const characters = [...text.trim()].length;
  if (characters >= min && characters <= max) return [];
  const said = { message: `has ${characters} characters`, allowed: `${min} to ${max} characters` };
  return [issue(field, 'length', { ...said, params: { ...range } })];
}

/** Keys that tell the members of a list apart: each once, none empty. */
export function twice<Key extends string>(
  field: string,
  list: readonly Record<Key, string>[],
  key: Key,
): ProgramIssue[] {
  const seen = new Set(['']);
  return list.flatMap((each, index) => {
    const message = each[key] === '' ? 'is empty' : `is there twice: ${each[key]}`;
    const known = seen.has(each[key]);
    seen.add(each[key]);
    return known ? [issue(`${field}.${index}.${key}`, 'twice', { message, allowed: 'each once' })] : [];
  });
}

/** An amount above 0. */
export function positive(field: string, amountMinor: number): ProgramIssue[] {
  if (Number.isSafeInteger(amountMinor) && amountMinor > 0) return [];
  const message = `must be more than 0, got ${amountMinor}`;
  return [issue(field, 'positive', { message, allowed: 'more than 0' })];
}

/** From 1 % to 100 %, in hundredths of a percent. */
export function percent(field: string, bps: number): ProgramIssue[] {
  const { min, max } = PROGRAM_RANGES.percentageBps;
  if (Number.isInteger(bps) && bps >= min && bps <= max) return [];
  const said = { message: `must be from 1 % to 100 %, got ${bps / 100} %`, allowed: '1 % to 100 %' };
  return [issue(field, 'percent', { ...said, params: { min: min / 100, max: max / 100 } })];
}

/** A least spend: empty, or above 0 and above the amount off. */
export function minimumIssues(
  field: string,
  minimumMinor: number | null,
  value: { kind: string; amountMinor?: number },
): ProgramIssue[] {
  if (minimumMinor === null) return [];
  const notPositive = positive(field, minimumMinor);
  if (notPositive.length > 0) return notPositive;
  if (value.kind !== 'amount' || value.amountMinor === undefined || minimumMinor > value.amountMinor)
    return [];
  const message = `must be more than the amount off, got ${minimumMinor}`;
  return [issue(field, 'minimum', { message, allowed: `more than ${value.amountMinor}, or empty` })];
}
