/**
 * Decimal ids that only grow: 8 bytes each, so that a million of them fit in memory beside everything else. Ask only after
 * the last was added.
 */
export class IdSet {
  #ids = new BigInt64Array(1024);
  #count = 0;
  #sorted = false;

  add(id: string): void {
    if (this.#count === this.#ids.length) {
      const larger = new BigInt64Array(this.#ids.length * 2);
      larger.set(this.#ids);
      this.#ids = larger;
    }
    this.#ids[this.#count] = BigInt(id);
    this.#count += 1;
    this.#sorted = false;
  }

  has(id: string): boolean {
    if (!this.#sorted) this.#ids.subarray(0, this.#count).sort();
    this.#sorted = true;
    const wanted = BigInt(id);
    let low = 0;
    let high = this.#count - 1;
    while (low <= high) {
      const middle = (low + high) >>> 1;
      const found = this.#ids[middle] ?? 0n;
      if (found === wanted) return true;
      if (found < wanted) low = middle + 1;
      else high = middle - 1;
    }
    return false;
  }
}
