import type { Wrap } from './pipeline.ts';

/** The process died. Nothing that runs after it in the old process has any effect. */
export class Crash extends Error {}

/**
 * Ports that die at the n-th step: every call, every next batch of a stream and every call inside a transaction is a step.
 * Once dead all of them refuse, so that no catch block of the dying process can tidy up, as after `kill -9`.
 */
export class CrashingPorts {
  #left: number;
  #dead = false;
  steps = 0;

  constructor(dieBefore: number) {
    this.#left = dieBefore;
  }

  wrap(): Wrap {
    return {
      store: (store) => this.#around(store),
      shopify: (shopify) => this.#around(shopify),
      queue: (queue) => this.#around(queue),
    };
  }

  /** Any other port of the same process. */
  around<T extends object>(port: T): T {
    return this.#around(port);
  }

  #step(): void {
    this.steps += 1;
    this.#left -= 1;
    if (this.#left === 0) this.#dead = true;
    if (this.#dead) throw new Crash(`died before step ${this.steps}`);
  }

  #around<T extends object>(port: T): T {
    return new Proxy(port, {
      get: (target, name) => {
        const value: unknown = Reflect.get(target, name);
        if (typeof value === 'function')
          return name === 'readDelivery' ? value : this.#call(value as (...given: unknown[]) => unknown);
        return typeof value === 'object' && value !== null ? this.#around(value) : value;
      },
    });
  }

  #call(call: (...given: unknown[]) => unknown) {
    return (...given: unknown[]): unknown => {
      this.#step();
      const inside = given.map((one) => (typeof one === 'function' ? this.#work(one as Work) : one));
      const answer = call(...inside);
      return isStream(answer) ? this.#stream(answer) : answer;
    };
  }

  /** The work of a transaction gets a transaction whose steps count too. */
  #work(work: Work): Work {
    return (tx) => work(this.#around(tx));
  }

  async *#stream(batches: AsyncIterable<unknown>): AsyncGenerator<unknown> {
    for await (const batch of batches) {
      this.#step();
      yield batch;
    }
  }
}

type Work = (tx: object) => Promise<unknown>;

function isStream(answer: unknown): answer is AsyncIterable<unknown> {
  return typeof answer === 'object' && answer !== null && Symbol.asyncIterator in answer;
}
