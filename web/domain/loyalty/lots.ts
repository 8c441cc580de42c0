/**
 * Points of one origin, times in ms. `startOn`: the day from which a rule counts their life, null where their end was fixed when
 * they were given.
 */
export type OpenLot = { key: string; at: number; points: number; startOn: number | null };

/** Lots that end together, oldest first; `end` Infinity = never. */
type Ending = { end: number; lots: OpenLot[] };

/**
 * A member's open lots in the order in which they are spent, what is owed (above 0 only while there are none) and what ended.
 * Grouped by their end, so that an order which extends all of them moves one group and not every lot.
 */
export type Purse = { endings: Ending[]; debt: number; expired: number; expiredAt: number | null };

/** A lot, or a part of one, with its end. */
export type Piece = OpenLot & { end: number };

export function emptyPurse(): Purse {
  return { endings: [], debt: 0, expired: 0, expiredAt: null };
}

/** What is open, in the order in which it is spent: the one that ends soonest first, then the oldest. */
export function openPieces(purse: Purse): Piece[] {
  return purse.endings.flatMap(({ end, lots }) => lots.map((lot) => ({ ...lot, end })));
}

/** Adds points; what is owed is paid from them first. */
export function credit(purse: Purse, { end, ...lot }: Piece): void {
  const paid = Math.min(purse.debt, lot.points);
  purse.debt -= paid;
  if (lot.points === paid) return;
  lot.points -= paid;
  const { endings } = purse;
  const index = endings.findLastIndex((ending) => ending.end <= end);
  const same = endings[index];
  if (same?.end === end) insert(same.lots, lot);
  else endings.splice(index + 1, 0, { end, lots: [lot] });
}

/** Takes points away and answers the pieces; what is missing is owed. */
export function take(purse: Purse, points: number): Piece[] {
  const pieces: Piece[] = [];
  let left = points;
  for (const { end, lots } of purse.endings) {
    if (left === 0) break;
    let emptied = 0;
    for (const lot of lots) {
      if (left === 0) break;
      const part = Math.min(lot.points, left);
      pieces.push({ ...lot, points: part, end });
      lot.points -= part;
      left -= part;
      if (lot.points === 0) emptied += 1;
    }
    lots.splice(0, emptied);
  }
  while (purse.endings[0]?.lots.length === 0) purse.endings.shift();
  purse.debt += left;
  return pieces;
}

/** Ends what ends at or before `ms`. */
export function expireUpTo(purse: Purse, ms: number): void {
  for (let [first] = purse.endings; first && first.end <= ms; [first] = purse.endings) {
    purse.expired += first.lots.reduce((sum, lot) => sum + lot.points, 0);
    purse.expiredAt = first.end;
    purse.endings.shift();
  }
}

/** No open lot ends before `end` any more. */
export function extendAll(purse: Purse, end: number): void {
  const { endings } = purse;
  const count = endings.findLastIndex((ending) => ending.end <= end) + 1;
  const [first, ...others] = endings.splice(0, count);
  if (!first) return;
  for (const { lots } of others) for (const lot of lots) insert(first.lots, lot);
  endings.unshift({ end, lots: first.lots });
}

/** Lets open lots hold as long as a new rule would let them, never shorter: `endOf` answers a start day's end. */
export function lengthen(purse: Purse, endOf: (startOn: number) => number): void {
  const { debt, expired, expiredAt } = purse;
  const longer = emptyPurse();
  for (const piece of openPieces(purse)) {
    const end = piece.startOn === null ? piece.end : Math.max(piece.end, endOf(piece.startOn));
    credit(longer, { ...piece, end });
  }
  Object.assign(purse, longer, { debt, expired, expiredAt });
}

function insert(lots: OpenLot[], lot: OpenLot): void {
  let index = lots.length;
  for (let before = lots[index - 1]; before && isOlder(lot, before); before = lots[index - 1]) index -= 1;
  lots.splice(index, 0, lot);
}

function isOlder(a: OpenLot, b: OpenLot): boolean {
  return a.at < b.at || (a.at === b.at && a.key < b.key);
}
