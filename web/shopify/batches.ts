import type { AdminClient, CallOptions } from './admin-client.ts';
import type { Operation } from './operations/operation.ts';

/** Largest batch, unless told, of `nodes(ids:)`: small enough to answer in well under a second. */
const MOST_IDS = 50;
/** A single call may ask for 1000 points at most; a margin covers a guess that is a little low. */
const MOST_POINTS = 900;

/** Runs an operation over many ids in batches sized by their cost, in order. `variablesOf` builds the variables of one batch. */
export async function* inBatches<Data, Variables, Item>(
  client: AdminClient,
  call: {
    operation: Operation<Data, Variables>;
    items: readonly Item[];
    /** Fewer or more than 50 in a batch, whatever they cost. */
    mostIds?: number;
    variablesOf(batch: readonly Item[]): Variables;
    options?: CallOptions;
  },
): AsyncGenerator<{ batch: readonly Item[]; data: Data }> {
  const { operation, items, mostIds = MOST_IDS, variablesOf, options } = call;
  for (let from = 0; from < items.length; ) {
    let size = Math.min(mostIds, items.length - from);
    while (size > 1 && client.costOf(operation, variablesOf(items.slice(from, from + size))) > MOST_POINTS)
      size--;
    const batch = items.slice(from, from + size);
    yield { batch, data: await client.run(operation, variablesOf(batch), options) };
    from += size;
  }
}
