import { seededRandom } from '../webhooks/mess.ts';

/** Draws of one seeded stream; the same seed gives the same draws on every machine. */
export type Random = {
  /** In [0, 1). */
  uniform(): number;
  /** Whole number in [0, below). */
  index(below: number): number;
  chance(share: number): boolean;
  pick<T>(items: readonly T[]): T;
  /** Standard normal, Box–Muller. */
  normal(): number;
  /** Exponential with mean 1/rate. */
  exponential(rate: number): number;
  /** Gamma with `shape` and `rate` (mean shape/rate), Marsaglia–Tsang 2000. */
  gamma(shape: number, rate: number): number;
};

/** A stream for `seed`. */
export function createRandom(seed: number): Random {
  const uniform = seededRandom(seed);
  const normal = (): number => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform());
  const index = (below: number): number => Math.floor(uniform() * below);
  const gamma = (shape: number, rate: number): number => {
    if (shape < 1) return gamma(shape + 1, rate) * (1 - uniform()) ** (1 / shape);
    const d = shape - 1 / 3;
    const c = 1 / Math.sqrt(9 * d);
    for (;;) {
      const x = normal();
      const v = (1 + c * x) ** 3;
      if (v > 0 && Math.log(1 - uniform()) < (x * x) / 2 + d - d * v + d * Math.log(v)) return (d * v) / rate;
    }
  };
  return {
    uniform,
    index,
    chance: (share) => uniform() < share,
    pick: <T>(items: readonly T[]): T => {
      const item = items[index(items.length)];
      if (item === undefined) throw new Error('nothing to pick from');
      return item;
    },
    normal,
    exponential: (rate) => -Math.log(1 - uniform()) / rate,
    gamma,
  };
}
