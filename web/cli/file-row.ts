import { toMinor } from '../domain/shared/money.ts';
import { instantOfLocalTime, isoToDay, type LocalDay, startOfLocalDay } from '../domain/shared/time.ts';

/** One row of an order file: the line it begins on (1 = first line of the file) and its values by lower-case column name. */
export type FileRow = { line: number; values: Readonly<Record<string, string>> };

/** What is wrong with one row; the row is skipped. */
export type RowProblem = { line: number; column: string; message: string };

/** Thrown while reading a row; names the column, the value and what is allowed. */
export class RowError extends Error {
  readonly column: string;

  constructor(column: string, message: string) {
    super(message);
    this.name = 'RowError';
    this.column = column;
  }
}

/** A value without outer spaces; '' where the column or the value is missing. */
export function textOf(row: FileRow, column: string): string {
  return row.values[column]?.trim() ?? '';
}

/** An amount of 0 or more in minor units; '' gives `whenEmpty`, or is refused where that is null. */
export function amountOf(row: FileRow, column: string, currency: string, whenEmpty: number | null): number {
  const text = textOf(row, column);
  if (text === '' && whenEmpty !== null) return whenEmpty;
  const minor = /^\d+(\.\d*)?$/.test(text) ? toMinor(text, currency) : Number.NaN;
  if (!Number.isSafeInteger(minor)) {
    throw new RowError(column, `must be an amount of 0 or more such as "12.50", got ${quote(text)}`);
  }
  return minor;
}

const INSTANT =
  /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,9}))?)?(?: ?(Z|UTC|[+-]\d{2}:?\d{2}))?)?$/;
const INSTANT_FORM =
  'a day "2024-01-31" or a time "2024-01-31 09:30:00" with or without an offset such as +07:00';

/** A moment. A bare day is its first instant, a time without an offset the shop's wall clock. Null for '' where `optional`. */
export function instantOf(row: FileRow, column: string, timeZone: string): Date {
  const text = textOf(row, column);
  const match = INSTANT.exec(text);
  const instant = match ? readInstant(match, timeZone) : null;
  if (!instant) throw new RowError(column, `must be ${INSTANT_FORM}, got ${quote(text)}`);
  return instant;
}

function readInstant(match: RegExpExecArray, timeZone: string): Date | null {
  const [, iso = '', hour, minute = '00', second = '00', fraction = '', offset] = match;
  let day: LocalDay;
  try {
    day = isoToDay(iso);
  } catch {
    return null;
  }
  if (hour === undefined) return startOfLocalDay(day, timeZone);
  if (Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) return null;
  const ms = Math.floor(Number(`0.${fraction || '0'}`) * 1000);
  const msOfDay = ((Number(hour) * 60 + Number(minute)) * 60 + Number(second)) * 1000 + ms;
  if (offset === undefined) return instantOfLocalTime(day, msOfDay, timeZone);
  return new Date(day * 86_400_000 + msOfDay - offsetMs(offset));
}

function offsetMs(offset: string): number {
  if (offset === 'Z' || offset === 'UTC') return 0;
  const digits = offset.replace(':', '');
  const minutes = Number(digits.slice(1, 3)) * 60 + Number(digits.slice(3));
  return (digits.startsWith('-') ? -minutes : minutes) * 60_000;
}

/** Three capital letters; '' gives `whenEmpty`. */
export function currencyOf(row: FileRow, column: string, whenEmpty: string): string {
  const text = textOf(row, column).toUpperCase();
  if (text === '') return whenEmpty;
  if (!/^[A-Z]{3}$/.test(text))
    throw new RowError(column, `must be a currency code such as USD, got ${quote(text)}`);
  return text;
}

const YES: ReadonlySet<string> = new Set(['true', '1', 'yes']);
const NO: ReadonlySet<string> = new Set(['', 'false', '0', 'no']);

/** true/1/yes or false/0/no/''. */
export function flagOf(row: FileRow, column: string): boolean {
  const text = textOf(row, column).toLowerCase();
  if (YES.has(text)) return true;
  if (NO.has(text)) return false;
  throw new RowError(column, `must be true or false, got ${quote(text)}`);
}

/** A value for a message: at most 60 characters, control characters made visible. */
export function quote(text: string): string {
  return JSON.stringify(text.length > 60 ? `${text.slice(0, 60)}…` : text);
}
