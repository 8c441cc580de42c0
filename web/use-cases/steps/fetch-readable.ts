import type { Ctx } from '../ports.ts';
import { isShopifyAway } from './needs-reauth.ts';

/** So many faults without one success are everybody's fault, not that of single ids: the rest is not asked for one by one. */
const MOST_FAULTS = 8;

/** What Shopify answered, and the ids whose answer could not be used, each with its error. */
export type Readable<Id, T> = { found: Map<Id, T>; faulty: Map<Id, unknown> };

/**
 * Asks for many ids at once. Where the answer cannot be used (an unknown shape, money in no form we know) the ids are halved
 * until only the guilty ones are without an answer. When Shopify is away the error goes up.
 */
export async function fetchReadable<Id, T>(
  ids: readonly Id[],
  fetch: (ids: readonly Id[]) => Promise<ReadonlyMap<Id, T>>,
): Promise<Readable<Id, T>> {
  const readable: Readable<Id, T> = { found: new Map(), faulty: new Map() };
  const waiting = ids.length > 0 ? [ids] : [];
  for (let part = waiting.pop(); part; part = waiting.pop()) {
    try {
      for (const [id, answer] of await fetch(part)) readable.found.set(id, answer);
    } catch (error) {
      if (isShopifyAway(error)) throw error;
      const everybody = readable.found.size === 0 && readable.faulty.size >= MOST_FAULTS;
      if (part.length === 1 || everybody) for (const id of part) readable.faulty.set(id, error);
      else waiting.push(part.slice(part.length >> 1), part.slice(0, part.length >> 1));
    }
  }
  return readable;
}

/** Tells which objects were left out, by id and error code alone. */
export function noteFaulty(
  { log, shop }: Pick<Ctx, 'log' | 'shop'>,
  kind: 'order' | 'customer',
  faulty: ReadonlyMap<string, unknown>,
): void {
  if (faulty.size === 0) return;
  const [err] = faulty.values();
  log.error(
    { shopId: shop.shopId, kind, ids: [...faulty.keys()], err },
    'an answer of Shopify could not be read',
  );
}
