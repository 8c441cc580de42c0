/**
 * What goes wrong on the way, on request. Shares are 0–1; `delayMs` is the longest extra wait, drawn evenly. `shuffle` draws
 * the order of what is sent together (a release of held ones); what is sent as it happens gets a wait of up to `liveSpreadMs`.
 */
export type Mess = {
  duplicateShare: number;
  lossShare: number;
  delayMs: number;
  shuffle: boolean;
  seed: number;
};

export const noMess: Mess = { duplicateShare: 0, lossShare: 0, delayMs: 0, shuffle: false, seed: 1 };

export const liveSpreadMs = 2_000;

/** The mess as it meets deliveries sent one by one: there order is only mixed by waiting. */
export function liveMess(mess: Mess): Mess {
  return mess.shuffle && mess.delayMs === 0 ? { ...mess, delayMs: liveSpreadMs } : mess;
}

/** A repeatable stream of numbers in [0, 1): mulberry32 on a 32-bit seed. */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/** One thing under a mess: lost, or sent after the waits given (two or more = duplicates). */
export type Fate<T> = { item: T; lost: boolean; delaysMs: number[] };

/** Draws the fate of every item. Same items, mess and random stream: same fates in the same order. */
export function drawFates<T>(items: readonly T[], mess: Mess, random: () => number): Fate<T>[] {
  const fates = items.map((item): Fate<T> => {
    const lost = random() < mess.lossShare;
    const copies = random() < mess.duplicateShare ? 2 : 1;
    return {
      item,
      lost,
      delaysMs: Array.from({ length: copies }, () => Math.floor(random() * mess.delayMs)),
    };
  });
  if (mess.shuffle) shuffle(fates, random);
  return fates;
}

function shuffle<T>(items: T[], random: () => number): void {
  for (let last = items.length - 1; last > 0; last--) {
    const other = Math.floor(random() * (last + 1));
    const held = items[last] as T;
    items[last] = items[other] as T;
    items[other] = held;
  }
}
