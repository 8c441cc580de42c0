import { setTimeout as delay } from 'node:timers/promises';
import type { Clock } from '../../web/use-cases/ports.ts';
import type { LocalShop } from './local-shop.ts';

/**
 * One time for Encore and the local Shopify: the real one until it is driven. Driven, it runs `rate` times as fast, so that
 * what takes seconds there (codes, segments, pauses between two looks) takes moments here, in its own order.
 */
export class DrivenClock implements Clock {
  #offset = 0;
  #rate = 1;

  now = (): Date => new Date(Date.now() * this.#rate + this.#offset);

  /** A wait of so many of its own milliseconds. */
  wait = async (ms: number): Promise<void> => {
    await delay(ms / this.#rate);
  };

  /** Moves both clocks; what was due at the local Shopify on the way has happened then. */
  async moveTo(shop: Pick<LocalShop, 'post'>, at: Date, rate: number): Promise<void> {
    const { now } = await shop.post<{ now: string }>('/__dev/clock', { rate, set: at.toISOString() });
    this.#rate = rate;
    this.#offset = Date.parse(now) - Date.now() * rate;
  }

  /** Real time for both. */
  async letRun(shop: Pick<LocalShop, 'post'>): Promise<void> {
    await shop.post('/__dev/clock', { rate: 1, set: new Date().toISOString() });
    this.#rate = 1;
    this.#offset = 0;
  }
}
