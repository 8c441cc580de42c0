import { type CustomerId, parseId } from '../shared/ids.ts';
import { dayToIso, isoToDay, type LocalDay } from '../shared/time.ts';

/** Most points one row may give or take. */
export const MAX_ROW_POINTS = 10_000_000;

/** Columns by their position from 0. */
export type BatchMapping = {
  customer: number;
  customerBy: 'id' | 'email';
  points: number;
  expires: number | null;
};

/** One row of a file that was read well. `expiresOn`: the last day the points hold; null = the program's rule. */
export type BatchRow = {
  line: number;
  customer: { by: 'id'; customerId: CustomerId } | { by: 'email'; email: string };
  points: number;
  expiresOn: LocalDay | null;
};

export const ROW_FAULTS = [
  'missing',
  'not_a_number',
  'zero',
  'too_many',
  'not_a_day',
  'day_past',
  'unknown_customer',
  'twice',
  'below_zero',
  'columns',
] as const;
export type RowFault = (typeof ROW_FAULTS)[number];

/** One refused row; `line` counts from 1 in the file. */
export type RowIssue = {
  line: number;
  field: 'customer' | 'points' | 'expires' | 'row';
  message: RowFault;
  value: string;
  allowed: string | null;
};

/** A row of a parsed CSV with the line on which it begins. */
export type CsvRow = { line: number; cells: readonly string[] };

type BatchRules = { mapping: BatchMapping; kind: 'import' | 'adjust'; header: boolean; todayOn: LocalDay };

/**
 * A file of balances (`import`) or changes (`adjust`) by the merchant's columns: rows read well and every fault with its line and
 * field. Empty lines are passed over, and so are balances of 0 in an import. An adjustment may take points away, a balance is
 * never below 0.
 */
export function readBatchRows(
  rows: readonly CsvRow[],
  rules: BatchRules,
): { rows: BatchRow[]; issues: RowIssue[] } {
  const read: BatchRow[] = [];
  const issues: RowIssue[] = [];
  const seen = new Set<string>();
  for (const row of rules.header ? rows.slice(1) : rows) {
    if (row.cells.every((cell) => cell.trim() === '')) continue;
    const found = readRow(row, rules);
    const key =
      found.customer && (found.customer.by === 'id' ? found.customer.customerId : found.customer.email);
    if (key !== null && seen.has(key))
      found.issues.push({ line: row.line, field: 'customer', message: 'twice', value: key, allowed: 'once' });
    if (key !== null) seen.add(key);
    issues.push(...found.issues);
    const { customer, points, expiresOn } = found;
    if (found.issues.length === 0 && customer !== null && points !== null && points !== 0)
      read.push({ line: row.line, customer, points, expiresOn });
  }
  return { rows: read, issues };
}

type Found = {
  customer: BatchRow['customer'] | null;
  points: number | null;
  expiresOn: LocalDay | null;
  issues: RowIssue[];
};

function readRow({ line, cells }: CsvRow, { mapping, kind, todayOn }: BatchRules): Found {
  const needed = Math.max(mapping.customer, mapping.points) + 1;
  const issues: RowIssue[] = [];
  const fault = (
    field: RowIssue['field'],
    value: string,
    said: { message: RowFault; allowed: string } | null,
  ) => {
    if (said) issues.push({ line, field, value, ...said });
  };
  if (cells.length < needed) {
    fault('row', cells.join(','), { message: 'columns', allowed: `at least ${needed} columns` });
    return { customer: null, points: null, expiresOn: null, issues };
  }
  const cell = (column: number | null) => (column === null ? '' : (cells[column] ?? '').trim());
  const customer = readCustomer(cell(mapping.customer), mapping.customerBy);
  if (customer === null)
    fault('customer', cell(mapping.customer), customerFault(cell(mapping.customer), mapping));
  const points = readWhole(cell(mapping.points));
  fault('points', cell(mapping.points), pointsFault(cell(mapping.points), points, kind));
  const expires = cell(mapping.expires);
  const expiresOn = readDay(expires);
  fault('expires', expires, dayFault(expires, expiresOn, todayOn));
  return { customer, points, expiresOn, issues };
}

function readCustomer(text: string, by: BatchMapping['customerBy']): BatchRow['customer'] | null {
  if (by === 'email') {
    const email = text.toLowerCase();
    return /^[^\s@]+@[^\s@]+$/.test(email) ? { by: 'email', email } : null;
  }
  const bare = text.replace(/^'/, '');
  const customerId = /^(gid:\/\/shopify\/Customer\/)?[1-9]\d*$/.test(bare) ? parseId<CustomerId>(bare) : null;
  return customerId === null ? null : { by: 'id', customerId };
}

function customerFault(text: string, { customerBy }: BatchMapping): { message: RowFault; allowed: string } {
  const allowed = customerBy === 'id' ? 'a customer id such as 7381234567890' : 'an e-mail address';
  return { message: text === '' ? 'missing' : 'unknown_customer', allowed };
}

const WHOLE = /^[+-]?\d+(\.0{1,2})?$/;
/** Thousands set apart by one kind of mark. A point is not among them: 1.000 is a thousand here and one there. */
const GROUPED = /^[+-]?\d{1,3}(?:(?:,\d{3})+|(?: \d{3})+|(?:\u00a0\d{3})+|(?:\u202f\d{3})+|(?:'\d{3})+)$/;

/** A whole number, thousands set apart or `.0` behind it or not; null for anything else. */
function readWhole(text: string): number | null {
  const plain = GROUPED.test(text) ? text.replaceAll(/[, \u00a0\u202f']/g, '') : text;
  return WHOLE.test(plain) ? Number(plain) + 0 : null;
}

function pointsFault(
  text: string,
  points: number | null,
  kind: BatchRules['kind'],
): { message: RowFault; allowed: string } | null {
  const least = kind === 'import' ? 0 : -MAX_ROW_POINTS;
  const allowed = `a whole number from ${least} to ${MAX_ROW_POINTS}`;
  if (text === '') return { message: 'missing', allowed };
  if (points === null) return { message: 'not_a_number', allowed };
  if (points === 0) return kind === 'adjust' ? { message: 'zero', allowed: `${allowed}, not 0` } : null;
  if (points < 0 && kind === 'import') return { message: 'below_zero', allowed };
  return Math.abs(points) > MAX_ROW_POINTS ? { message: 'too_many', allowed } : null;
}

function readDay(text: string): LocalDay | null {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return null;
  const ms = Date.parse(`${text}T00:00:00Z`);
  return Number.isNaN(ms) || new Date(ms).toISOString().slice(0, 10) !== text ? null : isoToDay(text);
}

function dayFault(
  text: string,
  day: LocalDay | null,
  todayOn: LocalDay,
): { message: RowFault; allowed: string } | null {
  const allowed = `YYYY-MM-DD from ${dayToIso(todayOn)} on, or empty`;
  if (text === '') return null;
  if (day === null) return { message: 'not_a_day', allowed };
  return day < todayOn ? { message: 'day_past', allowed } : null;
}
