import { setTimeout as delay } from 'node:timers/promises';

/** Time and chance as arguments: epoch milliseconds, a wait, and a random number in [0, 1). */
export type Timing = {
  now(): number;
  wait(ms: number): Promise<void>;
  random(): number;
};

/** The clock's time, real waits, real chance. */
export function realTiming(clock: { now(): Date }): Timing {
  return {
    now: () => clock.now().getTime(),
    wait: async (ms) => {
      await delay(ms);
    },
    random: Math.random,
  };
}
