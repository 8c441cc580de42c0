import { randomUUID } from 'node:crypto';
import type { ChangeResource, ChangeTopic, StateListener } from './events.ts';
import type { ShopInput } from './shop-state.ts';
import { ShopState } from './shop-state.ts';

/** The one source of time; tests move it by hand. */
export interface Clock {
  now(): number;
}

export interface Change {
  readonly topic: ChangeTopic;
  readonly resource: ChangeResource;
}

/** All shops, the clock and the listeners. */
export class DevStoreState {
  readonly clock: Clock;
  readonly shops = new Map<string, ShopState>();
  readonly #listeners = new Set<StateListener>();
  #muted = false;

  constructor(clock: Clock = { now: () => Date.now() }) {
    this.clock = clock;
  }

  createShop(input: ShopInput): ShopState {
    if (this.shops.has(input.domain)) throw new Error(`shop exists: ${input.domain}`);
    const shop = new ShopState(input, this.clock.now());
    this.shops.set(shop.domain, shop);
    return shop;
  }

  /** Hears every change from now on, synchronously and in order; returns how to stop. */
  subscribe(listener: StateListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Runs `load` without raising events: for seeding a history. */
  silently<T>(load: () => T): T {
    const before = this.#muted;
    this.#muted = true;
    try {
      return load();
    } finally {
      this.#muted = before;
    }
  }

  /** False while nobody hears: then no change needs to be described. */
  get isHeard(): boolean {
    return !this.#muted && this.#listeners.size > 0;
  }

  /** Raises the changes of one merchant action under one event id. */
  emit(shop: ShopState, changes: readonly Change[], triggeredAt: number = this.clock.now()): void {
    if (!this.isHeard) return;
    const eventId = randomUUID();
    for (const change of changes) {
      for (const listener of this.#listeners) listener({ shop, ...change, triggeredAt, eventId });
    }
  }
}
