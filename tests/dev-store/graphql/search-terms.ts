import { compareIds } from '../state/ordered-index.ts';
import { badRequest } from './refusal.ts';
import type { Comparator, SearchTerm, TermTest } from './search-query.ts';

function compare(comparator: Comparator, left: number, right: number): boolean {
  if (comparator === ':>') return left > right;
  if (comparator === ':>=') return left >= right;
  if (comparator === ':<') return left < right;
  if (comparator === ':<=') return left <= right;
  return left === right;
}

const INSTANT = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?)?$/;

/** Epoch milliseconds of a search value. A time without a zone would mean the shop's: refused here, write `Z`. */
export function instantOf(term: SearchTerm): number {
  const whole = term.value.length === 10 ? `${term.value}T00:00:00Z` : term.value;
  const at = INSTANT.test(term.value) && /(Z|[+-]\d{2}:?\d{2})$/.test(whole) ? Date.parse(whole) : Number.NaN;
  if (Number.isNaN(at)) {
    throw badRequest(`Invalid search query: ${term.field} needs a time with its zone, not "${term.value}"`);
  }
  return at;
}

/** A moment, to the second as Shopify compares; `field:2026-11-20` means that whole UTC day. */
export function timeTest<T>(read: (record: T) => number | null): TermTest<T> {
  return (term) => {
    const wanted = instantOf(term);
    const wholeDay = term.comparator === ':' && term.value.length === 10;
    return (record) => {
      const actual = read(record);
      if (actual === null) return false;
      if (wholeDay) return actual >= wanted && actual < wanted + 86_400_000;
      return compare(term.comparator, Math.floor(actual / 1000) * 1000, wanted);
    };
  };
}

export function numberTest<T>(read: (record: T) => number): TermTest<T> {
  return (term) => {
    const wanted = Number(term.value);
    if (term.value === '' || Number.isNaN(wanted)) {
      throw badRequest(`Invalid search query: ${term.field} needs a number, not "${term.value}"`);
    }
    return (record) => compare(term.comparator, read(record), wanted);
  };
}

/** An id, with or without its gid prefix, compared by value (ids exceed 2^53). */
export function idTest<T>(read: (record: T) => string | null): TermTest<T> {
  return (term) => {
    const wanted = term.value.replace(/^gid:\/\/shopify\/\w+\//, '');
    if (!/^\d+$/.test(wanted)) {
      throw badRequest(`Invalid search query: ${term.field} needs an id, not "${term.value}"`);
    }
    const exact = BigInt(wanted).toString();
    return (record) => {
      const actual = read(record);
      return actual !== null && compare(term.comparator, compareIds(actual, exact), 0);
    };
  };
}

/** A word without regard to case; `*` at the end matches what begins so, alone anything. */
export function textTest<T>(read: (record: T) => readonly (string | null)[]): TermTest<T> {
  return (term) => {
    if (term.comparator !== ':') throw badRequest(`Invalid search query: ${term.field} is not ordered`);
    const wanted = term.value.toLowerCase();
    const matches = matcher(wanted, term.quoted);
    return (record) =>
      read(record).some((value) => value !== null && value !== '' && matches(value.toLowerCase()));
  };
}

function matcher(wanted: string, quoted: boolean): (value: string) => boolean {
  if (quoted || !wanted.endsWith('*')) return (value) => value === wanted;
  const start = wanted.slice(0, -1);
  return (value) => value.startsWith(start);
}

function wordsOf(text: string): string[] {
  return text.toLowerCase().match(/[\p{L}\p{M}\p{N}]+(?:['’][\p{L}\p{M}\p{N}]+)*/gu) ?? [];
}

/**
 * A term without a field: a word of a text, without regard to case and letter by letter otherwise (a mark more or less is another
 * word); with `*` what begins a word; in quotes the words of a phrase one after another within one text.
 */
export function wordsTest<T>(read: (record: T) => readonly (string | null)[]): TermTest<T> {
  return (term) => {
    const wanted = wordsOf(term.value);
    const open = !term.quoted && term.value.endsWith('*');
    const begun = term.quoted || !open ? term.value : term.value.slice(0, -1);
    if (wanted.length === 0 || begun.includes('*') || (!term.quoted && begun.toLowerCase() !== wanted[0]))
      throw badRequest(
        `Invalid search query: the local Shopify does not search by free text "${term.value}"`,
      );
    const fits = (word: string | undefined, part: string): boolean =>
      open ? word?.startsWith(part) === true : word === part;
    const holds = (words: readonly string[]): boolean =>
      words.some((_, at) => wanted.every((part, index) => fits(words[at + index], part)));
    return (record) => read(record).some((text) => text !== null && holds(wordsOf(text)));
  };
}

/** One of a closed list, several joined by commas; another word is refused. */
export function choiceTest<T>(
  choices: readonly string[],
  read: (record: T) => readonly string[],
): TermTest<T> {
  return (term) => {
    const wanted = term.value.toLowerCase().split(',');
    const unknown = wanted.find((word) => !choices.includes(word));
    if (unknown !== undefined || term.comparator !== ':') {
      throw badRequest(`Invalid search query: ${term.field} cannot be "${term.value}"`);
    }
    return (record) => {
      const actual = read(record);
      return wanted.some((word) => actual.includes(word));
    };
  };
}
