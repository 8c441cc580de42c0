import type { ShopId } from '../domain/shared/ids.ts';
import type { KnownProgram } from './loyalty-program-rows.ts';

const SHOPS = 500;

/**
 * Programs as last read by this process. Rows are only added, each with a stamp that is never given twice (also not after a
 * rollback): a program is as known while the stamp of its newest row is. Whoever asks reads that stamp first, so other processes
 * need not be told of a change. Holds the 500 shops last asked for.
 */
export class ProgramCache {
  readonly #shops = new Map<ShopId, KnownProgram>();

  get(shop: ShopId, stamp: string): KnownProgram | undefined {
    const known = this.#shops.get(shop);
    if (known?.newest?.stamp !== stamp) return undefined;
    this.put(shop, known);
    return known;
  }

  put(shop: ShopId, known: KnownProgram): void {
    this.#shops.delete(shop);
    this.#shops.set(shop, known);
    const [oldest] = this.#shops.keys();
    if (this.#shops.size > SHOPS && oldest !== undefined) this.#shops.delete(oldest);
  }
}
