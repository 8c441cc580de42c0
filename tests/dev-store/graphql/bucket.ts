import type { Clock } from '../state/dev-store-state.ts';
import type { ShopPlan } from '../state/records.ts';

/** Points restored per second, by plan. */
export const RESTORE_RATES: Readonly<Record<ShopPlan, number>> = {
  basic: 100,
  grow: 100,
  advanced: 200,
  plus: 1000,
};
/** A bucket holds this many seconds of restoring. */
const BUCKET_SECONDS = 20;

export interface ThrottleStatus {
  readonly maximumAvailable: number;
  readonly currentlyAvailable: number;
  readonly restoreRate: number;
}

/** The leaky bucket of one app on one shop. */
export class CostBucket {
  readonly #clock: Clock;
  #restoreRate: number;
  #available: number;
  #at: number;

  constructor(clock: Clock, restoreRate: number) {
    this.#clock = clock;
    this.#restoreRate = restoreRate;
    this.#available = restoreRate * BUCKET_SECONDS;
    this.#at = clock.now();
  }

  /** Another rate, with a full bucket of its size. */
  setRestoreRate(restoreRate: number): void {
    this.#restoreRate = restoreRate;
    this.#available = restoreRate * BUCKET_SECONDS;
    this.#at = this.#clock.now();
  }

  /** Takes the requested cost, or nothing where it is not there. */
  take(cost: number): boolean {
    this.#restore();
    if (cost > this.#available) return false;
    this.#available -= cost;
    return true;
  }

  giveBack(cost: number): void {
    this.#restore();
    this.#available = Math.min(this.#available + cost, this.#restoreRate * BUCKET_SECONDS);
  }

  status(): ThrottleStatus {
    this.#restore();
    return {
      maximumAvailable: this.#restoreRate * BUCKET_SECONDS,
      currentlyAvailable: Math.floor(this.#available),
      restoreRate: this.#restoreRate,
    };
  }

  #restore(): void {
    const now = this.#clock.now();
    const gained = (Math.max(0, now - this.#at) / 1000) * this.#restoreRate;
    this.#available = Math.min(this.#available + gained, this.#restoreRate * BUCKET_SECONDS);
    this.#at = now;
  }
}

/** All buckets, by app and shop. */
export class CostBuckets {
  readonly #clock: Clock;
  readonly #buckets = new Map<string, CostBucket>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  of(appId: string, shop: { readonly domain: string; readonly plan: ShopPlan }): CostBucket {
    const key = `${appId} ${shop.domain}`;
    const known = this.#buckets.get(key);
    if (known !== undefined) return known;
    const bucket = new CostBucket(this.#clock, RESTORE_RATES[shop.plan]);
    this.#buckets.set(key, bucket);
    return bucket;
  }
}
