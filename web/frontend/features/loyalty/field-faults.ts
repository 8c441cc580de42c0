import { type Found, found } from './fault.ts';
import { PROGRAM_RANGES } from './program-ranges.ts';

export type Range = { min: number; max: number };

/** A whole number outside its range. */
export function wholeFault(field: string, value: number, range: Range): Found[] {
  const fits = Number.isInteger(value) && value >= range.min && value <= range.max;
  return fits ? [] : [found(field, 'whole', { ...range })];
}

/** Characters of a text outside their range, blanks around it apart. */
export function lengthFault(field: string, text: string, range: Range): Found[] {
  const characters = [...text.trim()].length;
  if (characters === 0 && range.min > 0) return [found(field, 'empty')];
  return characters <= range.max ? [] : [found(field, 'length', { ...range })];
}

/** How many times the points. */
export function timesFault(field: string, bps: number): Found[] {
  const { min, max } = PROGRAM_RANGES.multiplierBps;
  const fits = Number.isInteger(bps) && bps >= min && bps <= max;
  return fits ? [] : [found(field, 'times', { minTimesBps: min, maxTimesBps: max })];
}

/** An amount above 0, or none. */
export function moneyFault(field: string, amountMinor: number | null): Found[] {
  return amountMinor === null || (Number.isInteger(amountMinor) && amountMinor > 0)
    ? []
    : [found(field, 'positive')];
}

/** From 1 % to 100 %. */
export function percentFault(field: string, bps: number): Found[] {
  const { min, max } = PROGRAM_RANGES.percentageBps;
  const fits = Number.isInteger(bps) && bps >= min && bps <= max;
  return fits ? [] : [found(field, 'percent', { min: min / 100, max: max / 100 })];
}
