import type { OrderId } from '../shared/ids.ts';
import type { Book, EntryCause, NewEntry, Position, PostedPosition, Standing } from './ledger.ts';
import type { Grant, MemberFacts, MemberOrder, MemberState, Redemption } from './member.ts';

/** What shall stand at one position, and what its entries say: when it came, when part of it went, and why. */
export type DesiredPosition = {
  position: Position;
  standing: Standing;
  /** When points came, and when they went again; null = the moment of posting. */
  cameAt: Date | null;
  wentAt: Date | null;
  wentCause: EntryCause;
  programVersion: number | null;
  orderId: OrderId | null;
};

/** What the ledger shall say after a replay: one standing per order, grant, redemption, and one each for expiry and debt; each sums to 0. */
export function desiredStandings(facts: MemberFacts, state: MemberState): DesiredPosition[] {
  const orders = facts.orders.flatMap((order) => {
    const award = state.awards.get(order.orderId);
    return award || order.version !== null ? [ofOrder(order, award)] : [];
  });
  return [
    ...orders,
    ...facts.grants.map(ofGrant),
    ...facts.redemptions.map(ofRedemption),
    plain('expiry', { available: -state.expired, expired: state.expired }, state.expiredAt),
    plain('debt', { debt: -state.debt, available: state.debt }, null),
  ];
}

function ofOrder(
  order: MemberOrder,
  award: { points: number; pending: number } | undefined,
): DesiredPosition {
  const { points, pending } = award ?? { points: 0, pending: 0 };
  const untouched = order.earns !== 'no' && order.keptMinor === order.grossMinor;
  const cameAt = points > 0 ? (order.maturesAt ?? order.at) : order.at;
  return {
    ...plain(`order:${order.orderId}`, { issued: -points - pending, available: points, pending }, cameAt),
    wentAt: order.takenBack.at(-1)?.at ?? null,
    wentCause: untouched ? 'rules' : 'refund',
    programVersion: order.version,
    orderId: order.orderId,
  };
}

function ofGrant({ grantId, points, at }: Grant): DesiredPosition {
  return { ...plain(`grant:${grantId}`, { issued: -points, available: points }, at), wentAt: at };
}

function ofRedemption({ redemptionId, points, state, at, returnedAt }: Redemption): DesiredPosition {
  const back = state === 'released' || state === 'returned';
  const book: Book = state === 'reserved' || state === 'unknown' ? 'reserved' : 'spent';
  const standing: Standing = back ? {} : { available: -points, [book]: points };
  return { ...plain(`spend:${redemptionId}`, standing, returnedAt), wentAt: at };
}

function plain(position: Position, standing: Standing, cameAt: Date | null): DesiredPosition {
  const unknown = { wentAt: null, wentCause: causeOf(position), programVersion: null, orderId: null };
  return { position, standing, cameAt, ...unknown };
}

/**
 * The entries that take the ledger from what is posted to what shall stand; none when both agree, so that settling twice posts
 * once. What is posted and no longer wanted goes back to 0. Those that raise the balance come first, so that no line shows one
 * below 0. `now`: for what has no moment of its own.
 */
export function differences(
  desired: readonly DesiredPosition[],
  posted: readonly PostedPosition[],
  now: Date,
): NewEntry[] {
  const standing = new Map(posted.map((each) => [each.position, each]));
  const groups: NewEntry[][] = [];
  for (const wanted of desired) {
    groups.push(entriesAt(wanted, standing.get(wanted.position), now));
    standing.delete(wanted.position);
  }
  for (const gone of standing.values())
    if (!isTransfer(gone.position)) groups.push(entriesAt(vanished(gone.position), gone, now));
  return groups
    .filter((group) => group.length > 0)
    .sort((a, b) => Number(lowers(a)) - Number(lowers(b)) || firstMs(a) - firstMs(b))
    .flat();
}

function lowers(group: readonly NewEntry[]): boolean {
  return group.some((entry) => entry.from === 'available');
}

function firstMs(group: readonly NewEntry[]): number {
  return group[0]?.at.getTime() ?? 0;
}

/** Positions that no replay speaks of: what was moved or forgotten stays so. */
function isTransfer(position: Position): boolean {
  return position.startsWith('merge:') || position === 'erasure';
}

/** An order that went to another customer, a grant that was undone. */
function vanished(position: Position): DesiredPosition {
  const [kind, id] = position.split(':');
  const orderId = kind === 'order' ? (id as OrderId) : null;
  return { ...plain(position, {}, null), orderId, wentCause: kind === 'order' ? 'rules' : causeOf(position) };
}

function causeOf(position: Position): EntryCause {
  const [kind] = position.split(':');
  if (kind === 'order' || kind === 'grant' || kind === 'expiry' || kind === 'debt') return kind;
  return 'redeem';
}

const BOOKS: readonly Book[] = [
  'issued',
  'available',
  'pending',
  'reserved',
  'debt',
  'spent',
  'expired',
  'moved',
  'forgotten',
];

function entriesAt(wanted: DesiredPosition, posted: PostedPosition | undefined, now: Date): NewEntry[] {
  const { position, standing, programVersion, orderId } = wanted;
  const first = posted?.nextSeq ?? 1;
  return movesBetween(posted?.standing ?? {}, standing).map((move, index) => {
    const went = move.to === 'issued' || move.from === 'available';
    const at = (went ? wanted.wentAt : wanted.cameAt) ?? now;
    const cause = entryCause(wanted, move);
    return { position, seq: first + index, ...move, cause, at, programVersion, orderId };
  });
}

function entryCause({ position, wentCause }: DesiredPosition, { from, to }: Move): EntryCause {
  if (position.startsWith('spend:')) {
    if (to === 'available') return 'redeem_back';
    return from === 'reserved' ? 'redeem_issued' : 'redeem';
  }
  return to === 'issued' ? wentCause : causeOf(position);
}

type Move = { from: Book; to: Book; points: number };

/** The fewest moves from one standing to another: from the books that must fall to those that must rise. */
export function movesBetween(before: Standing, after: Standing): Move[] {
  const falls: { book: Book; points: number }[] = [];
  const rises: { book: Book; points: number }[] = [];
  for (const book of BOOKS) {
    const change = (after[book] ?? 0) - (before[book] ?? 0);
    if (change < 0) falls.push({ book, points: -change });
    if (change > 0) rises.push({ book, points: change });
  }
  const moves: Move[] = [];
  for (const rise of rises)
    for (const fall of falls) {
      const points = Math.min(rise.points, fall.points);
      if (points > 0) moves.push({ from: fall.book, to: rise.book, points });
      rise.points -= points;
      fall.points -= points;
    }
  return moves;
}
