/** How much one write may carry. */
export type CoalescingLimits<Item> = { maxRows: number; maxBytes: number; bytesOf: (item: Item) => number };

type Waiting<Item, Result> = {
  item: Item;
  bytes: number;
  resolve: (result: Result) => void;
  reject: (error: unknown) => void;
};

/** So few go into one write, however many are open: splitting them would cost more than it overlaps. */
const NOT_WORTH_SPLITTING = 8;

/**
 * Lets concurrent callers share one write: what arrives while a write is in flight goes into the next one, in order of arrival.
 * Each caller is answered after the write that carried its item is over, with that item's own result; when the write fails,
 * all it carried fail. Alone, an item is written at once. A write takes half of what was open lately: senders that wait for
 * their answer come again together, so that with all in one write we and the database would wait for each other in turns.
 */
export class CoalescedInsert<Item, Result> {
  readonly #write: (items: readonly Item[]) => Promise<readonly Result[]>;
  readonly #limits: CoalescingLimits<Item>;
  #waiting: Waiting<Item, Result>[] = [];
  #writing = false;
  #lastRows = 0;

  /** @param write answers one result per item, in their order */
  constructor(write: (items: readonly Item[]) => Promise<readonly Result[]>, limits: CoalescingLimits<Item>) {
    this.#write = write;
    this.#limits = limits;
  }

  add(item: Item): Promise<Result> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ item, bytes: this.#limits.bytesOf(item), resolve, reject });
      if (!this.#writing) void this.#drain();
    });
  }

  async #drain(): Promise<void> {
    this.#writing = true;
    await null; // what the same turn of the event loop adds shares the first write
    while (this.#waiting.length > 0) await this.#writeNext(this.#takeNext());
    this.#writing = false;
  }

  #takeNext(): Waiting<Item, Result>[] {
    const half = Math.ceil((this.#waiting.length + this.#lastRows) / 2);
    const maxRows = Math.min(this.#limits.maxRows, Math.max(NOT_WORTH_SPLITTING, half));
    let rows = 0;
    let bytes = 0;
    for (const next of this.#waiting) {
      bytes += next.bytes;
      if (rows > 0 && (rows === maxRows || bytes > this.#limits.maxBytes)) break;
      rows += 1;
    }
    this.#lastRows = rows;
    return this.#waiting.splice(0, rows);
  }

  async #writeNext(batch: readonly Waiting<Item, Result>[]): Promise<void> {
    try {
      const results = await this.#write(batch.map(({ item }) => item));
      for (const [index, { resolve, reject }] of batch.entries()) {
        const result = results[index];
        if (result === undefined) reject(new RangeError('the write gave fewer results than items'));
        else resolve(result);
      }
    } catch (error) {
      for (const { reject } of batch) reject(error);
    }
  }
}
