import { Kind, parse } from 'graphql';

/** What one document calls: the operation's name (`anonymous` without one) and its root fields. */
export type CalledNames = { operation: string; rootFields: readonly string[] };

export type CallStats = {
  calls: number;
  byOperation: Record<string, number>;
  /** Root fields called, those of bulk mutation lines included: `tagsAdd` counts tag calls. */
  byRootField: Record<string, number>;
  byStatus: Record<string, number>;
  throttled: number;
  tokenExchanges: number;
  tokenRefreshes: number;
};

const known = new Map<string, CalledNames>();

/** Names in a document; a text that is no GraphQL gives none. `operationName` chooses among several operations. */
export function calledNames(query: string, operationName: string | undefined): CalledNames {
  const key = `${operationName ?? ''} ${query}`;
  const cached = known.get(key);
  if (cached) return cached;
  const names = readNames(query, operationName);
  if (known.size > 1000) known.clear();
  known.set(key, names);
  return names;
}

function readNames(query: string, operationName: string | undefined): CalledNames {
  try {
    const operations = parse(query, { noLocation: true }).definitions.filter(
      (definition) => definition.kind === Kind.OPERATION_DEFINITION,
    );
    const chosen = operations.find((operation) => operation.name?.value === operationName) ?? operations[0];
    const fields = chosen?.selectionSet.selections.filter((selection) => selection.kind === Kind.FIELD) ?? [];
    return {
      operation: chosen?.name?.value ?? 'anonymous',
      rootFields: fields.map((field) => field.name.value),
    };
  } catch {
    return { operation: 'anonymous', rootFields: [] };
  }
}

/** Counts per shop of everything the app asked for. */
export class Stats {
  #byShop = new Map<string, CallStats>();

  of(shopDomain: string): CallStats {
    const held = this.#byShop.get(shopDomain) ?? emptyStats();
    this.#byShop.set(shopDomain, held);
    return held;
  }

  /** Notes one HTTP call to the Admin API. */
  call(shopDomain: string, names: CalledNames, status: number, throttled: boolean): void {
    const stats = this.of(shopDomain);
    stats.calls++;
    if (throttled) stats.throttled++;
    bump(stats.byOperation, names.operation);
    bump(stats.byStatus, String(status));
    for (const field of names.rootFields) bump(stats.byRootField, field);
  }

  /** Notes root fields run by a bulk mutation. */
  bulkFields(shopDomain: string, fields: readonly string[], times: number): void {
    for (const field of fields) bump(this.of(shopDomain).byRootField, field, times);
  }

  reset(): void {
    this.#byShop.clear();
  }

  all(): Record<string, CallStats> {
    return Object.fromEntries(this.#byShop);
  }
}

function emptyStats(): CallStats {
  return {
    calls: 0,
    byOperation: {},
    byRootField: {},
    byStatus: {},
    throttled: 0,
    tokenExchanges: 0,
    tokenRefreshes: 0,
  };
}

function bump(counts: Record<string, number>, key: string, by = 1): void {
  counts[key] = (counts[key] ?? 0) + by;
}
