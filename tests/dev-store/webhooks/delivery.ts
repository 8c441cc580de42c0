import type { DevClock } from '../controls/clock.ts';
import { post } from './post.ts';
import { type DeliveryHead, deliveryHeaders } from './signing.ts';

/** Where a delivery stands. `lost`: dropped on request, the app never sees it. */
export type DeliveryState = 'queued' | 'sending' | 'retrying' | 'delivered' | 'given-up' | 'lost';

/** One try: when (ISO), the HTTP status or what went wrong, how long it took. */
export type Attempt = { at: string; status: number | undefined; error: string | undefined; tookMs: number };

/** One delivery of one subscription, with everything that happened to it. */
export type Delivery = {
  sequence: number;
  head: DeliveryHead;
  address: string;
  body: string;
  state: DeliveryState;
  attempts: Attempt[];
};

export const deliveryTimeoutMs = 5_000;
export const retryLimit = 8;
const retryWindowMs = 4 * 3_600_000;

/** Wait before retry 1–8: it doubles each time and the eight add up to four hours. */
export function retryDelayMs(retry: number): number {
  return (retryWindowMs / (2 ** retryLimit - 1)) * 2 ** (retry - 1);
}

/** Sends deliveries to the app: signed, 5 s each, 2xx or it is tried again with the same body, up to 8 times over 4 hours. */
export class Courier {
  readonly #clock: DevClock;
  readonly #secret: () => string;
  readonly #parallel: number;
  /** How long one try may take, in real time. */
  timeoutMs = deliveryTimeoutMs;
  #waiting: Delivery[] = [];
  /** Where the queue begins: taking from the front of a long array would move all of it. */
  #head = 0;
  #sending = 0;
  #open = 0;
  #idle: (() => void)[] = [];

  constructor(clock: DevClock, secret: () => string, parallel = 16) {
    this.#clock = clock;
    this.#secret = secret;
    this.#parallel = parallel;
  }

  /** Deliveries neither delivered nor given up, retries included. */
  get open(): number {
    return this.#open;
  }

  /** Takes a delivery on; it is sent after `delayMs` on the clock. */
  take(delivery: Delivery, delayMs = 0): void {
    this.#open++;
    delivery.state = 'queued';
    if (delayMs === 0) this.#enqueue(delivery);
    else this.#clock.schedule(this.#clock.now() + delayMs, () => this.#enqueue(delivery));
  }

  /** Something is on the wire or about to be; retries set for later do not count. */
  get busy(): boolean {
    return this.#sending > 0 || this.#waiting.length > 0;
  }

  /** Resolves when nothing is on the wire or about to be. */
  async quiet(): Promise<void> {
    while (this.busy) {
      await new Promise<void>((resolve) => this.#idle.push(resolve));
    }
  }

  #enqueue(delivery: Delivery): void {
    this.#waiting.push(delivery);
    if (this.#sending < this.#parallel) this.#clock.track(this.#work());
  }

  async #work(): Promise<void> {
    this.#sending++;
    for (let next = this.#next(); next !== undefined; next = this.#next()) await this.#attempt(next);
    this.#sending--;
    if (this.#sending === 0) for (const resolve of this.#idle.splice(0)) resolve();
  }

  /** Takes the one that waited longest. */
  #next(): Delivery | undefined {
    const next = this.#waiting[this.#head];
    this.#head++;
    if (next === undefined) {
      this.#waiting = [];
      this.#head = 0;
    }
    return next;
  }

  async #attempt(delivery: Delivery): Promise<void> {
    delivery.state = 'sending';
    const attempt = await this.#post(delivery);
    delivery.attempts.push(attempt);
    if (attempt.status !== undefined && attempt.status >= 200 && attempt.status < 300) {
      this.#close(delivery, 'delivered');
    } else if (delivery.attempts.length > retryLimit) {
      this.#close(delivery, 'given-up');
    } else {
      delivery.state = 'retrying';
      const at = Math.round(this.#clock.now() + retryDelayMs(delivery.attempts.length));
      this.#clock.schedule(at, () => this.#enqueue(delivery));
    }
  }

  async #post(delivery: Delivery): Promise<Attempt> {
    const at = this.#clock.iso();
    const startedAt = performance.now();
    const took = () => Math.round(performance.now() - startedAt);
    try {
      const headers = deliveryHeaders(delivery.head, delivery.body, this.#secret());
      const status = await post(delivery.address, {
        headers,
        body: delivery.body,
        timeoutMs: this.timeoutMs,
      });
      return { at, status, error: undefined, tookMs: took() };
    } catch (cause) {
      return { at, status: undefined, error: reasonOf(cause), tookMs: took() };
    }
  }

  #close(delivery: Delivery, state: 'delivered' | 'given-up'): void {
    delivery.state = state;
    this.#open--;
  }
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return 'code' in error && typeof error.code === 'string' ? error.code : error.message;
}
