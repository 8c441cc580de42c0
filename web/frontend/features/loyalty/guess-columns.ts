import type { BatchRequest } from '../../../contract/batches.ts';
import type { Table } from './read-table.ts';

type Mapping = BatchRequest['mapping'];
export type Guess = { mapping: Mapping; header: boolean };

const EMAIL = /^[^\s@]+@[^\s@]+$/;
const ID = /^'?(gid:\/\/shopify\/Customer\/)?[1-9]\d{5,18}$/;
const NUMBER = /^[+-]?\d{1,3}([, '\u00a0\u202f]?\d{3})*(\.0{1,2})?$/;
const DAY = /^\d{4}-\d{2}-\d{2}$/;

/** Which column is what, from the values under the first row: e-mail or customer number, points, a day. What is not found is the next one. */
export function guessColumns({ rows }: Table): Guess {
  const body = rows.length > 1 ? rows.slice(1) : rows;
  const width = Math.max(1, ...rows.map((row) => row.length));
  const columns = Array.from({ length: width }, (_, at) => at);
  const find = (like: RegExp, taken: readonly number[]) =>
    columns.find((at) => {
      const values = body.map((row) => row[at] ?? '').filter((value) => value !== '');
      return !taken.includes(at) && values.length > 0 && values.every((value) => like.test(value));
    });
  const email = find(EMAIL, []);
  const id = email === undefined ? find(ID, []) : undefined;
  const customer = email ?? id ?? 0;
  const expires = find(DAY, [customer]) ?? null;
  const taken = expires === null ? [customer] : [customer, expires];
  const points = find(NUMBER, taken) ?? columns.find((at) => !taken.includes(at)) ?? 0;
  const mapping: Mapping = { customer, customerBy: id === undefined ? 'email' : 'id', points, expires };
  return { mapping, header: !NUMBER.test(rows[0]?.[points] ?? '') };
}
