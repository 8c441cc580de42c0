import { createHash } from 'node:crypto';
import { fullNamespace } from '../state/metafields.ts';
import type { MetafieldRecord } from '../state/records.ts';
import type { AdminContext } from './context.ts';

/** The full namespace: absent or `$app` is the caller's reserved one, `$app:x` a part of it. */
export function resolveNamespace(context: AdminContext, namespace: string | null): string {
  return fullNamespace(context.caller.app.id, namespace);
}

/** Changes with the value: what compare-and-set compares. */
export function compareDigest(entry: Pick<MetafieldRecord, 'type' | 'value'>): string {
  return createHash('sha256').update(`${entry.type}\n${entry.value}`).digest('hex');
}

const INTEGER = /^-?\d{1,16}$/;
const DECIMAL = /^-?\d{1,13}(\.\d{1,9})?$/;

/** Types the local Shopify can judge, with the rule of each; undefined: the value is good. */
const RULES: Readonly<Record<string, (value: string) => string | undefined>> = {
  single_line_text_field: (value) =>
    /[\r\n]/.test(value) ? 'Value must be a single line text string.' : undefined,
  multi_line_text_field: () => undefined,
  number_integer: (value) => (INTEGER.test(value) ? undefined : 'Value must be an integer.'),
  number_decimal: (value) => (DECIMAL.test(value) ? undefined : 'Value must be a decimal.'),
  boolean: (value) => (/^(true|false)$/.test(value) ? undefined : 'Value must be true or false.'),
  date: (value) =>
    /^\d{4}-\d{2}-\d{2}$/.test(value) && !Number.isNaN(Date.parse(value))
      ? undefined
      : 'Value must be in YYYY-MM-DD format.',
  date_time: (value) =>
    /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}/.test(value) && !Number.isNaN(Date.parse(value))
      ? undefined
      : 'Value must be in "YYYY-MM-DDTHH:MM:SS" format.',
  json: (value) => (isJson(value) ? undefined : 'Value is invalid JSON.'),
  'list.single_line_text_field': (value) => (isJson(value) ? undefined : 'Value is invalid JSON.'),
};

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

export const METAFIELD_TYPES = Object.keys(RULES).sort();

/** What is wrong with a value of a known type. */
export function valueProblem(type: string, value: string): string | undefined {
  return RULES[type]?.(value);
}
