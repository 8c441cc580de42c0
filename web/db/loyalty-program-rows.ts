import type { Program, ProgramHistory, ProgramTerms } from '../domain/loyalty/program.ts';
import type { ProductId } from '../domain/shared/ids.ts';

/** A save (`revision` 0, with its terms), or a later day on which the list of what earns nothing changed (no terms). */
export type ProgramRow = {
  version: number;
  revision: number;
  terms: ProgramTerms | null;
  currency: string;
  /** By how much the list differs from the row before. */
  excluded: ProductId[];
  included: ProductId[];
  saved_at: Date;
  stamp: string;
};

/** The history, and its newest row with the whole list; null = never saved. */
export type KnownProgram = {
  history: ProgramHistory;
  newest: {
    stamp: string;
    version: number;
    revision: number;
    terms: ProgramTerms;
    excluded: ReadonlySet<ProductId>;
  } | null;
};

/** The rows of a shop in their order, put together; each list is told by where products came and went, in space for the changes only. */
export function toKnownProgram(rows: readonly ProgramRow[]): KnownProgram {
  const turns = new Map<ProductId, number[]>();
  const versions: Program[] = [];
  const excluded = new Set<ProductId>();
  for (const [index, row] of rows.entries()) {
    const terms = row.terms ?? versions.at(-1)?.terms;
    if (!terms) throw new Error(`loyalty program ${row.version}: a change of a version that was never saved`);
    const currency = row.terms ? row.currency : (versions.at(-1)?.currency ?? row.currency);
    for (const id of row.excluded) excluded.add(id);
    for (const id of row.included) excluded.delete(id);
    for (const id of [...row.excluded, ...row.included]) turns.set(id, [...(turns.get(id) ?? []), index]);
    versions.push({
      version: row.version,
      savedAt: row.saved_at,
      terms,
      currency,
      excluded: listAt(turns, index),
    });
  }
  const launchedAt = versions.find((version) => version.terms.on)?.savedAt ?? null;
  const [last, row] = [versions.at(-1), rows.at(-1)];
  const newest =
    last && row
      ? { stamp: row.stamp, version: row.version, revision: row.revision, terms: last.terms, excluded }
      : null;
  return { history: { versions, launchedAt }, newest };
}

/** A product is on the list of a row when it came or went an odd number of times up to there. */
function listAt(turns: ReadonlyMap<ProductId, readonly number[]>, index: number): Program['excluded'] {
  const has = (id: ProductId) => {
    const own = turns.get(id);
    return own !== undefined && (own.findLastIndex((turn) => turn <= index) + 1) % 2 === 1;
  };
  return {
    has,
    *[Symbol.iterator]() {
      for (const id of turns.keys()) if (has(id)) yield id;
    },
  };
}
