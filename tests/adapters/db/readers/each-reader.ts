import { beforeAll } from 'vitest';
import { createReader } from '../../../../web/db/reader.ts';
import type { Reader } from '../../../../web/use-cases/read-port.ts';
import { eachStore, type StoreBench } from '../stores/each-store.ts';

/** A store suite with the reader of the same database. */
export type ReaderBench = StoreBench & { reader: Reader };

/** Runs a suite on both databases, seeded through the real stores. */
export function eachReader(suite: (bench: ReaderBench) => void): void {
  eachStore((bench) => {
    const both = bench as ReaderBench;
    beforeAll(() => {
      both.reader = createReader(bench.pool);
    });
    suite(both);
  });
}

export type Random = () => number;
export const oneOf = <T>(random: Random, items: readonly T[]): T =>
  items[Math.floor(random() * items.length)] as T;
export const someOf = <T>(random: Random, items: readonly T[]): T[] => items.filter(() => random() < 0.5);

/** Every page of a keyset list until there is none, joined. A list that never ends is an error. */
export async function walk<Row, Place>(
  page: (after: Place | null) => Promise<readonly Row[]>,
  placeOf: (row: Row) => Place,
): Promise<Row[]> {
  const all: Row[] = [];
  for (let rows = await page(null); rows.length > 0; rows = await page(placeOf(rows.at(-1) as Row))) {
    all.push(...rows);
    if (all.length > 10_000) throw new Error('the pages never end');
  }
  return all;
}
