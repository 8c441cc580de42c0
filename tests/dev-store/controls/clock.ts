/** What may read the time. Instants are epoch milliseconds. */
export type TimeSource = { now(): number };

type Timer = { at: number; sequence: number; run: () => Promise<void> | void };

/**
 * The one clock of the local Shopify: token expiry, webhook retries, bulk operations, cost buckets and signed URLs all read it.
 * It follows real time plus an offset, at `rate` simulated seconds a second, until it is frozen; a frozen clock moves only by
 * `set` and `advance`.
 * Timers fire in the order of their instants, each seeing its own instant as `now()`, so that four hours of retries replay exactly.
 */
export class DevClock implements TimeSource {
  #offset = 0;
  #rate = 1;
  #frozenAt: number | undefined;
  #replayingAt: number | undefined;
  #timers: Timer[] = [];
  #sequence = 0;
  #wake: NodeJS.Timeout | undefined;
  #inFlight = new Set<Promise<void>>();
  #moving: Promise<void> = Promise.resolve();

  now(): number {
    return this.#replayingAt ?? this.#frozenAt ?? Date.now() * this.#rate + this.#offset;
  }

  /** Runs `work` as if it were `at`: how a history is written with the times it had. */
  asOf<T>(at: number, work: () => T): T {
    const before = this.#replayingAt;
    this.#replayingAt = at;
    try {
      return work();
    } finally {
      this.#replayingAt = before;
    }
  }

  iso(): string {
    return new Date(this.now()).toISOString();
  }

  get frozen(): boolean {
    return this.#frozenAt !== undefined;
  }

  get rate(): number {
    return this.#rate;
  }

  /** Simulated seconds a real one from here on; 1 = real time. Where time stands does not move. */
  setRate(rate: number): void {
    if (!(rate > 0)) throw new RangeError(`a rate is above 0, got ${rate}`);
    const standing = this.now();
    this.#rate = rate;
    this.#offset = this.#offsetFor(standing);
    this.#arm();
  }

  /** Instant of the next timer, or undefined when none waits. */
  get nextTimerAt(): number | undefined {
    return this.#timers[0]?.at;
  }

  /** Runs `run` once at or after `at`; answers how to take it back. */
  schedule(at: number, run: () => Promise<void> | void): () => void {
    const timer: Timer = { at, sequence: this.#sequence++, run };
    insertInOrder(this.#timers, timer);
    this.#arm();
    return () => {
      this.#timers = this.#timers.filter((other) => other !== timer);
      this.#arm();
    };
  }

  /** Registers work that must end before time moves on (a delivery on the wire, a bulk operation). */
  track(work: Promise<void>): void {
    const settled = work.catch(() => {}).finally(() => this.#inFlight.delete(settled));
    this.#inFlight.add(settled);
  }

  /** Waits until no tracked work is running. */
  async settle(): Promise<void> {
    while (this.#inFlight.size > 0) await Promise.all([...this.#inFlight]);
  }

  /** Moves time to `target` (epoch ms), firing every timer on the way. Going back is allowed and fires nothing. */
  set(target: number): Promise<void> {
    return this.#serially(() => this.#moveTo(target));
  }

  /** Moves time forward by `ms`. */
  advance(ms: number): Promise<void> {
    return this.#serially(() => this.#moveTo(this.now() + ms));
  }

  /** Stops time where it stands. */
  freeze(): void {
    this.#frozenAt = this.now();
    this.#arm();
  }

  /** Lets time run again from where it stands. */
  unfreeze(): void {
    if (this.#frozenAt === undefined) return;
    this.#offset = this.#offsetFor(this.#frozenAt);
    this.#frozenAt = undefined;
    this.#arm();
  }

  /** Drops every timer; the process can end. */
  stop(): void {
    this.#timers = [];
    this.#arm();
  }

  #offsetFor(present: number): number {
    return present - Date.now() * this.#rate;
  }

  #serially(move: () => Promise<void>): Promise<void> {
    this.#moving = this.#moving.then(move, move);
    return this.#moving;
  }

  async #moveTo(target: number): Promise<void> {
    await this.settle();
    for (let due = this.#takeDue(target); due.length > 0; due = this.#takeDue(target)) {
      this.#replayingAt = Math.max(due[0]?.at ?? target, Math.min(this.now(), target));
      await Promise.all(due.map((timer) => timer.run()));
      await this.settle();
    }
    this.#replayingAt = undefined;
    if (this.#frozenAt !== undefined) this.#frozenAt = target;
    else this.#offset = this.#offsetFor(target);
    this.#arm();
  }

  /** The earliest timers not after `limit`, all of one instant. */
  #takeDue(limit: number): Timer[] {
    const first = this.#timers[0];
    if (first === undefined || first.at > limit) return [];
    const count = this.#timers.findIndex((timer) => timer.at !== first.at);
    return this.#timers.splice(0, count === -1 ? this.#timers.length : count);
  }

  #arm(): void {
    clearTimeout(this.#wake);
    this.#wake = undefined;
    const next = this.#timers[0];
    if (next === undefined || this.#frozenAt !== undefined || this.#replayingAt !== undefined) return;
    // setTimeout overflows above 2^31 ms: wake earlier and arm again.
    const wait = Math.min(Math.max(0, (next.at - this.now()) / this.#rate), 2 ** 31 - 1);
    this.#wake = setTimeout(() => this.#fireDue(), wait);
    this.#wake.unref();
  }

  #fireDue(): void {
    const now = this.now();
    const count = this.#timers.findIndex((timer) => timer.at > now);
    const due = this.#timers.splice(0, count === -1 ? this.#timers.length : count);
    for (const timer of due) this.track(Promise.resolve().then(timer.run));
    this.#arm();
  }
}

function insertInOrder(timers: Timer[], timer: Timer): void {
  let low = 0;
  let high = timers.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((timers[middle]?.at ?? 0) <= timer.at) low = middle + 1;
    else high = middle;
  }
  timers.splice(low, 0, timer);
}
