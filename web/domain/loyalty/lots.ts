/**
 * Points that end together, with times in ms; `end` Infinity = never. `startOn`: the day from which a rule counts their life, null
 * where their end was fixed when they were given.
 */
export type OpenLot = { key: string; at: number; points: number; end: number; startOn: number | null };

/** A member's open lots, in the order in which they are spent, what is owed (above 0 only while there are none) and what ended. */
export type Purse = { lots: OpenLot[]; debt: number; expired: number; expiredAt: number | null };

export function emptyPurse(): Purse {
  return { lots: [], debt: 0, expired: 0, expiredAt: null };
}

/** The one that ends soonest is spent first, then the oldest. */
function spentBefore(a: OpenLot, b: OpenLot): number {
  return a.end !== b.end
    ? a.end < b.end
      ? -1
      : 1
    : a.at - b.at || (a.key < b.key ? -1 : a.key > b.key ? 1 : 0);
}

/** Adds points; what is owed is paid from them first. */
export function credit(purse: Purse, lot: OpenLot): void {
  const paid = Math.min(purse.debt, lot.points);
  purse.debt -= paid;
  if (lot.points === paid) return;
  const { lots } = purse;
  let index = lots.length;
  for (let before = lots[index - 1]; before && spentBefore(before, lot) > 0; before = lots[index - 1])
    index -= 1;
  lots.splice(index, 0, { ...lot, points: lot.points - paid });
}

/** Takes points away, soonest ending first, and answers the pieces; what is missing is owed. */
export function take(purse: Purse, points: number): OpenLot[] {
  const pieces: OpenLot[] = [];
  let left = points;
  let emptied = 0;
  for (const lot of purse.lots) {
    if (left === 0) break;
    const part = Math.min(lot.points, left);
    pieces.push({ ...lot, points: part });
    lot.points -= part;
    left -= part;
    if (lot.points === 0) emptied += 1;
  }
  purse.lots.splice(0, emptied);
  purse.debt += left;
  return pieces;
}

/** Ends what ends at or before `ms`. */
export function expireUpTo(purse: Purse, ms: number): void {
  let ended = 0;
  for (const lot of purse.lots) {
    if (lot.end > ms) break;
    purse.expired += lot.points;
    purse.expiredAt = lot.end;
    ended += 1;
  }
  purse.lots.splice(0, ended);
}

/** No open lot ends before `end` any more. */
export function extendAll(purse: Purse, end: number): void {
  const { lots } = purse;
  let changed = 0;
  for (const lot of lots) {
    if (lot.end >= end) break;
    lot.end = end;
    changed += 1;
  }
  for (let index = 1; index <= changed; index += 1) {
    const [before, lot] = [lots[index - 1], lots[index]];
    if (before && lot && spentBefore(before, lot) > 0) {
      lots.sort(spentBefore);
      return;
    }
  }
}

/** Lets open lots hold as long as a new rule would let them, never shorter: `endOf` answers a start day's end. */
export function lengthen(purse: Purse, endOf: (startOn: number) => number): void {
  for (const lot of purse.lots) if (lot.startOn !== null) lot.end = Math.max(lot.end, endOf(lot.startOn));
  purse.lots.sort(spentBefore);
}
