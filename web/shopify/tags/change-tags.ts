import { AppError } from '../../domain/shared/errors.ts';
import { toGid } from '../../domain/shared/ids.ts';
import type { TagChange, TagOutcome } from '../../use-cases/ports.ts';
import type { AdminClient } from '../admin-client.ts';
import { TAGS_ADD, TAGS_REMOVE } from '../operations/tag-operations.ts';
import { outcomeFor, type TagVerdict, verdictOf, verdictOfMessage, worse } from './tag-outcome.ts';

/** Calls on their way at once: enough to use the points of a standard plan, few enough to stop soon. */
const AT_ONCE = 4;

/**
 * Few changes, one or two paced calls each; outcomes in the order of the changes. Once Shopify does not answer, the rest is
 * `unknown` without a call. @throws AppError NEEDS_REAUTH, FORBIDDEN
 */
export async function changeTags(
  client: AdminClient,
  changes: readonly TagChange[],
): Promise<readonly TagOutcome[]> {
  const outcomes = new Map<TagChange, TagOutcome>();
  const queue = changes.values();
  let silent = false;
  const work = async () => {
    for (const change of queue) {
      const verdict: TagVerdict = silent ? { outcome: 'unknown' } : await changeOne(client, change);
      if (verdict.outcome === 'unknown') silent = true;
      outcomes.set(change, outcomeFor(change.customerId, verdict));
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return changes.map(
    (change) => outcomes.get(change) ?? outcomeFor(change.customerId, { outcome: 'unknown' }),
  );
}

async function changeOne(client: AdminClient, change: TagChange): Promise<TagVerdict> {
  const id = toGid('Customer', change.customerId);
  try {
    let verdict: TagVerdict = { outcome: 'done' };
    if (change.remove.length > 0) {
      const { tagsRemove } = await client.run(TAGS_REMOVE, { id, tags: change.remove });
      verdict = verdictOf(tagsRemove);
    }
    if (change.add.length > 0 && verdict.outcome === 'done') {
      const { tagsAdd } = await client.run(TAGS_ADD, { id, tags: change.add });
      verdict = worse(verdict, verdictOf(tagsAdd));
    }
    return verdict;
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    if (error.code === 'SHOPIFY_UNAVAILABLE') return { outcome: 'unknown' };
    if (error.code === 'SHOPIFY_REFUSED') return verdictOfMessage(error.message);
    throw error;
  }
}
