import {
  type Bucket,
  correct,
  type Priority,
  type ThrottleStatus,
  take,
  unknownBucket,
  waitMs,
} from './pace.ts';
import type { Timing } from './timing.ts';

type Waiting = { cost: number; priority: Priority; go: () => void };

/**
 * One shop's bucket in this process: calls wait their turn, interactive ones first, each class in order. A call that comes
 * while others wait re-plans the queue, so a merchant never stands behind a backfill.
 */
export class ShopBucket {
  readonly #timing: Timing;
  #bucket: Bucket;
  #inFlightCost = 0;
  #waiting: Waiting[] = [];
  #wakesAt = Number.POSITIVE_INFINITY;

  constructor(timing: Timing) {
    this.#timing = timing;
    this.#bucket = unknownBucket(timing.now());
  }

  /** Resolves when a call of this cost may be sent; call `settle` when its answer is in. */
  enter(cost: number, priority: Priority): Promise<void> {
    return new Promise((resolve) => {
      const place = { cost, priority, go: resolve };
      const firstBackground = this.#waiting.findIndex((other) => other.priority === 'background');
      if (priority === 'interactive' && firstBackground >= 0) this.#waiting.splice(firstBackground, 0, place);
      else this.#waiting.push(place);
      this.#serve();
    });
  }

  /** The call of this cost is over; `status` is what its answer said about the bucket, null when it said nothing. */
  settle(cost: number, status: ThrottleStatus | null): void {
    this.#inFlightCost -= cost;
    if (status) this.#bucket = correct(status, this.#inFlightCost, this.#timing.now());
    this.#serve();
  }

  #serve(): void {
    for (let next = this.#waiting[0]; next; next = this.#waiting[0]) {
      const now = this.#timing.now();
      const ms = waitMs(this.#bucket, next.cost, next.priority, now);
      if (ms > 0) {
        this.#wakeAt(now + ms, ms);
        return;
      }
      this.#waiting.shift();
      this.#bucket = take(this.#bucket, next.cost, now);
      this.#inFlightCost += next.cost;
      next.go();
    }
  }

  #wakeAt(at: number, ms: number): void {
    if (this.#wakesAt <= at) return;
    this.#wakesAt = at;
    void this.#timing.wait(ms).then(() => {
      if (this.#wakesAt === at) this.#wakesAt = Number.POSITIVE_INFINITY;
      this.#serve();
    });
  }
}
