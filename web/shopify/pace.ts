/** Shopify's leaky bucket of one app and shop as last seen: points available at `at` (epoch ms), refilled every second. */
export type Bucket = { available: number; maximum: number; restorePerSecond: number; at: number };

/** `interactive` = a merchant waits; `background` leaves half of the bucket to it. */
export type Priority = 'interactive' | 'background';

/** `extensions.cost.throttleStatus` of an answer. */
export type ThrottleStatus = { maximumAvailable: number; currentlyAvailable: number; restoreRate: number };

const RESERVED_FOR_INTERACTIVE = 0.5;
/** Points that arithmetic may lose: no call waits for them. */
const ROUNDING = 1e-6;

/** What is assumed before the first answer: a full small bucket of the slowest plan (100 points a second). */
export function unknownBucket(now: number): Bucket {
  return { available: 1000, maximum: 1000, restorePerSecond: 100, at: now };
}

/** Points available now. */
export function availableAt(bucket: Bucket, now: number): number {
  const refilled = bucket.available + (Math.max(0, now - bucket.at) / 1000) * bucket.restorePerSecond;
  return Math.min(bucket.maximum, refilled);
}

/** Milliseconds until a call of `cost` points may go; 0 = now. A call dearer than the bucket goes when the bucket is full. */
export function waitMs(bucket: Bucket, cost: number, priority: Priority, now: number): number {
  const reserve = priority === 'background' ? bucket.maximum * RESERVED_FOR_INTERACTIVE : 0;
  const needed = Math.min(bucket.maximum, cost + reserve);
  const missing = needed - availableAt(bucket, now);
  return missing <= ROUNDING ? 0 : Math.ceil((missing / bucket.restorePerSecond) * 1000);
}

/** The bucket after a call was sent. */
export function take(bucket: Bucket, cost: number, now: number): Bucket {
  return { ...bucket, available: availableAt(bucket, now) - cost, at: now };
}

/**
 * The bucket after an answer told its state. Calls still on their way may not be counted in it yet, so their cost is taken
 * off: too little for a moment, never too much.
 */
export function correct(status: ThrottleStatus, inFlightCost: number, now: number): Bucket {
  return {
    available: status.currentlyAvailable - inFlightCost,
    maximum: Math.max(1, status.maximumAvailable),
    restorePerSecond: Math.max(1, status.restoreRate),
    at: now,
  };
}

const BASE_MS = 500;
const LONGEST_MS = 20_000;

/** Pause before try number `attempt` + 1 (from 0): exponential with full jitter, between 100 ms and 20 s. */
export function backoffMs(attempt: number, random: number): number {
  const ceiling = Math.min(LONGEST_MS, BASE_MS * 2 ** attempt);
  return Math.round(Math.max(100, ceiling * random));
}

/** `Retry-After` in seconds ("2.0") or as a date, in milliseconds from `now`; null when absent or unreadable. */
export function retryAfterMs(header: string | null, now: number): number | null {
  if (header === null || header.trim() === '') return null;
  const seconds = Number(header);
  if (Number.isFinite(seconds)) return Math.max(0, seconds * 1000);
  const date = Date.parse(header);
  return Number.isNaN(date) ? null : Math.max(0, date - now);
}
