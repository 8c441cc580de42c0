import { z } from 'zod';

/**
 * What to do to an Admin API call. `throttle`: THROTTLED with 200; `429`/`500`/`503`/`502`: that status; `drop-before`: the
 * connection is cut, nothing done; `drop-after`: done, then cut; `hang-before`: nothing done, cut only after `delayMs` of real time;
 * `hang-after`: done, answered only after `delayMs`; `504-after`: done, but a gateway answers that it waited in vain; `twice`: something
 * on the way sends it again, the second answer comes.
 */
export const faultShape = z.object({
  kind: z.enum([
    'throttle',
    '429',
    '500',
    '502',
    '503',
    'drop-before',
    'drop-after',
    'hang-before',
    'hang-after',
    '504-after',
    'twice',
  ]),
  /** Operation name or root field; `*` = any. */
  operation: z.string().default('*'),
  shop: z.string().optional(),
  times: z.number().int().positive().default(1),
  /** Calls let through before the first failure. */
  after: z.number().int().min(0).default(0),
  delayMs: z.number().min(0).default(0),
});
export type Fault = z.infer<typeof faultShape>;

/** Whether the work is done before the fault strikes: the caller cannot know the outcome. */
export function strikesAfter(kind: Fault['kind']): boolean {
  return kind === 'drop-after' || kind === 'hang-after' || kind === '504-after' || kind === 'twice';
}

/** Faults waiting to happen, first come first served. */
export class Faults {
  #waiting: Fault[] = [];

  add(fault: Fault): void {
    this.#waiting.push({ ...fault });
  }

  list(): readonly Fault[] {
    return this.#waiting;
  }

  clear(): void {
    this.#waiting = [];
  }

  /** The fault that meets this call, used up by one; undefined = none. */
  take(call: { shopDomain: string; names: readonly string[] }): Fault | undefined {
    const fault = this.#waiting.find(
      (candidate) =>
        (candidate.operation === '*' || call.names.includes(candidate.operation)) &&
        (candidate.shop === undefined || candidate.shop === call.shopDomain),
    );
    if (fault === undefined) return undefined;
    if (fault.after > 0) {
      fault.after--;
      return undefined;
    }
    fault.times--;
    if (fault.times === 0) this.#waiting = this.#waiting.filter((other) => other !== fault);
    return fault;
  }
}
