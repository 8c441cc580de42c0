import type { Book, NewEntry, Position, PostedPosition } from './ledger.ts';

/** The books that belong to a member; the others are the shop's and stay where they are. */
const OWN_BOOKS: readonly Book[] = ['available', 'pending', 'reserved', 'debt'];

/**
 * A merge as a transfer: everything that stands in `from`'s own books goes to the account it was merged into, by way of the book
 * `moved`. `ofFrom` is posted to the old account, `ofInto` to the new one; together they come to 0 in every book.
 */
export function mergeEntries(
  from: { accountId: string; posted: readonly PostedPosition[] },
  at: Date,
): { ofFrom: NewEntry[]; ofInto: NewEntry[] } {
  const position = `merge:${from.accountId}`;
  const out = transfer(from.posted, { position, to: 'moved', cause: 'merge', at });
  const ofInto = out.map((entry) => ({ ...entry, from: entry.to, to: entry.from }));
  return { ofFrom: out, ofInto };
}

/** What an erased person had is forgotten: the books of the account are empty afterwards, the shop's stay as they are. */
export function erasureEntries(posted: readonly PostedPosition[], at: Date): NewEntry[] {
  return transfer(posted, { position: 'erasure', to: 'forgotten', cause: 'erasure', at });
}

function transfer(
  posted: readonly PostedPosition[],
  into: { position: Position; to: Book; cause: NewEntry['cause']; at: Date },
): NewEntry[] {
  const { position, to, cause, at } = into;
  const first = posted.find((each) => each.position === position)?.nextSeq ?? 1;
  const entries: NewEntry[] = [];
  for (const book of OWN_BOOKS) {
    const points = posted.reduce((sum, { standing }) => sum + (standing[book] ?? 0), 0);
    if (points === 0) continue;
    const [source, target] = points > 0 ? [book, to] : [to, book];
    const known = { cause, at, programVersion: null, orderId: null };
    const seq = first + entries.length;
    entries.push({ position, seq, from: source, to: target, points: Math.abs(points), ...known });
  }
  return entries;
}
