/** A column of a batch: its name in the table and in the JSON rows, and its SQL type. */
export type Column = readonly [name: string, type: string];

/** `given`: the JSON rows of a parameter as a table, e.g. `jsonb_to_recordset($2::jsonb) AS given(order_id bigint, …)`. */
export function givenRows(parameter: string, columns: readonly Column[]): string {
  const list = columns.map(([name, type]) => `${name} ${type}`).join(', ');
  return `jsonb_to_recordset(${parameter}::jsonb) AS given(${list})`;
}

/** The names, each behind `prefix`, comma-separated. */
export function names(columns: readonly Column[], prefix = ''): string {
  return columns.map(([name]) => prefix + name).join(', ');
}

/** `name = source.name, …` */
export function assignments(columns: readonly Column[], source: string): string {
  return columns.map(([name]) => `${name} = ${source}.${name}`).join(', ');
}

/** Rows as one parameter. Text that PostgreSQL cannot hold (NUL, half a surrogate pair) is cleaned on the way. */
export function toJson(rows: readonly object[]): string {
  return JSON.stringify(rows, (_key, value: unknown) =>
    typeof value === 'string' ? storable(value) : value,
  );
}

function storable(text: string): string {
  return text.replaceAll('\0', '').toWellFormed();
}

/** The parts of a list, each of at most `size` items. */
export function* inParts<T>(items: readonly T[], size: number): Generator<readonly T[]> {
  for (let at = 0; at < items.length; at += size) yield items.slice(at, at + size);
}
