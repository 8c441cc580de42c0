import type { OrderId } from '../shared/ids.ts';

/**
 * The internal accounts. `available`, `pending`, `reserved` and `debt` are kept per member (`debt` is never above 0: points owed
 * to the shop); the others are the shop's. `issued` is where points come from and go back to; every book together sums to 0.
 */
export type Book =
  | 'issued'
  | 'available'
  | 'pending'
  | 'reserved'
  | 'debt'
  | 'spent'
  | 'expired'
  | 'moved'
  | 'forgotten';

/** Why an entry was made. */
export type EntryCause =
  | 'order'
  | 'refund'
  | 'grant'
  | 'redeem'
  | 'redeem_issued'
  | 'redeem_back'
  | 'expiry'
  | 'debt'
  | 'merge'
  | 'erasure'
  | 'rules';

/** The causes of what readers of a member's points are told: points set aside that become spent are told once, when set aside. */
export type ToldCause = Exclude<EntryCause, 'redeem_issued'>;

/**
 * What an entry is about: `order:12`, `grant:7`, `spend:3`, `expiry`, `debt`, `merge:<account>`, `erasure`. Each position has a
 * desired standing (points per book, summing to 0); entries are the differences, never rewritten.
 */
export type Position = string;

/** Points per book at one position. */
export type Standing = Partial<Record<Book, number>>;

/** One append-only line of the ledger: `points` (above 0) moved from one book of a member to another. */
export type LedgerEntry = {
  entryId: string;
  accountId: string;
  position: Position;
  /** The how-manieth entry of its position, from 1: (account, position, seq) is the idempotency key. */
  seq: number;
  from: Book;
  to: Book;
  points: number;
  cause: EntryCause;
  /** When what it is about happened, and when it was written down. */
  at: Date;
  postedAt: Date;
  programVersion: number | null;
  orderId: OrderId | null;
};

export type NewEntry = Omit<LedgerEntry, 'entryId' | 'accountId' | 'postedAt'>;

/** What stands at one position of an account and those merged into it, and the next `seq` for new entries of the account itself. */
export type PostedPosition = { position: Position; standing: Standing; nextSeq: number };
