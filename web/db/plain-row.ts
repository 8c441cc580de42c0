import { dayToIso } from '../domain/shared/time.ts';
import type { PlainRow } from '../use-cases/data-request-port.ts';

/** Columns that say something of the shop's tables, nothing of the row. */
const OURS = new Set(['shop_id']);

/**
 * A row as a person can read it: `last_on` becomes `lastOn` and an ISO day (columns and JSON fields whose names end so are
 * days, see schema.prisma), `…_minor` a number, instants ISO 8601; ids stay text, for they exceed 2^53.
 */
export function toPlainRow(row: object): PlainRow {
  const columns = Object.entries(row).filter(([name]) => !OURS.has(name));
  return Object.fromEntries(columns.map(([name, value]) => [camel(name), plain(camel(name), value)]));
}

function plain(name: string, value: unknown): unknown {
  if (value instanceof Date) return value.toISOString();
  if (Array.isArray(value)) return value.map((item) => plain('', item));
  if (typeof value === 'object' && value !== null) return toPlainRow(value);
  if (typeof value === 'number' && name.endsWith('On')) return dayToIso(value);
  if (typeof value === 'string' && name.endsWith('Minor')) return Number(value);
  return value;
}

function camel(name: string): string {
  return name.replaceAll(/_([a-z])/g, (_match, letter: string) => letter.toUpperCase());
}
