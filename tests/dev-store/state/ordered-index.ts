/** Orders decimal id strings of any length by their value, without making a bigint. */
export function compareIds(a: string, b: string): number {
  if (a.length !== b.length) return a.length - b.length;
  return a < b ? -1 : a > b ? 1 : 0;
}

/**
 * Records in ascending order of one number, ties by id. Writes only note what changed; the next read takes the noted
 * records out and merges them back in, so that loading many costs one sort and a page after one change O(n) moves.
 */
export class OrderedIndex<T extends { readonly id: string }> {
  readonly #key: (record: T) => number;
  #sorted: T[] = [];
  #touched = new Set<T>();
  #removed = new Set<T>();

  constructor(key: (record: T) => number) {
    this.#key = key;
  }

  /** Call after adding a record or changing its key. */
  touch(record: T): void {
    this.#touched.add(record);
  }

  remove(record: T): void {
    this.#touched.delete(record);
    this.#removed.add(record);
  }

  /** All records in order. Not to be changed or kept across a write. */
  all(): readonly T[] {
    if (this.#touched.size > 0 || this.#removed.size > 0) this.#settle();
    return this.#sorted;
  }

  /** Position of the first record whose key is at least `value`. */
  lowerBound(value: number): number {
    const records = this.all();
    let low = 0;
    let high = records.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const record = records[middle];
      if (record !== undefined && this.#key(record) < value) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  readonly compare = (a: T, b: T): number => this.#key(a) - this.#key(b) || compareIds(a.id, b.id);

  #settle(): void {
    const fresh = [...this.#touched].sort(this.compare);
    const kept = this.#sorted.filter((record) => !this.#touched.has(record) && !this.#removed.has(record));
    this.#sorted = mergeSorted(kept, fresh, this.compare);
    this.#touched = new Set();
    this.#removed = new Set();
  }
}

function mergeSorted<T>(left: readonly T[], right: readonly T[], compare: (a: T, b: T) => number): T[] {
  const merged: T[] = [];
  let at = 0;
  for (const record of left) {
    let next = right[at];
    while (next !== undefined && compare(next, record) < 0) {
      merged.push(next);
      at += 1;
      next = right[at];
    }
    merged.push(record);
  }
  for (const record of right.slice(at)) merged.push(record);
  return merged;
}
