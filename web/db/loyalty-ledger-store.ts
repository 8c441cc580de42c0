import type { NewEntry } from '../domain/loyalty/ledger.ts';
import type { TierMove } from '../domain/loyalty/member.ts';
import { AppError } from '../domain/shared/errors.ts';
import type { LoyaltyStore, MemberSettlement } from '../use-cases/loyalty-port.ts';
import { assignments, type Column, givenRows, names } from './json-rows.ts';
import type { Sql, Statement } from './sql.ts';

const ENTRY_COLUMNS: readonly Column[] = [
  ['account_id', 'bigint'],
  ['position', 'text'],
  ['seq', 'integer'],
  ['from_book', 'text'],
  ['to_book', 'text'],
  ['points', 'bigint'],
  ['cause', 'text'],
  ['at', 'timestamptz'],
  ['program_version', 'integer'],
  ['order_id', 'bigint'],
];

/** `ON CONFLICT` and a count: the same key twice in one statement is then told as well, and the transaction is not spoilt. */
const POST: Statement = {
  name: 'loyalty_ledger_post',
  text: `INSERT INTO ledger_entry (shop_id, posted_at, ${names(ENTRY_COLUMNS)})
    SELECT $1, $3, ${names(ENTRY_COLUMNS)}
    FROM ROWS FROM (jsonb_to_recordset($2::jsonb) AS (${columnList(ENTRY_COLUMNS)})) WITH ORDINALITY
      AS given (${names(ENTRY_COLUMNS)}, nth) ORDER BY nth
    ON CONFLICT (shop_id, account_id, position, seq) DO NOTHING`,
};

const SHOWN_COLUMNS: readonly Column[] = [
  ['available', 'bigint'],
  ['pending', 'bigint'],
  ['debt', 'bigint'],
  ['tier', 'jsonb'],
  ['next_expiry_at', 'timestamptz'],
  ['next_expiry_points', 'bigint'],
];
const STATE_COLUMNS: readonly Column[] = [
  ...SHOWN_COLUMNS,
  ['tier_key', 'text'],
  ['reserved', 'bigint'],
  ['revisit_at', 'timestamptz'],
];

/**
 * Where something that Shopify shows differs, the account waits to be published, under an instant no write had before: what was
 * being sent meanwhile is then known to be old (web/db/loyalty-account-statements.ts, PUBLISHED).
 */
const SAVE: Statement = {
  name: 'loyalty_ledger_save',
  text: `UPDATE loyalty_account a SET ${assignments(STATE_COLUMNS, 'given')},
      publish_state = CASE WHEN given.differs THEN 'dirty' ELSE a.publish_state END,
      publish_note = CASE WHEN given.differs THEN NULL ELSE a.publish_note END,
      changed_at = CASE WHEN given.differs THEN greatest($3::timestamptz, a.changed_at + interval '1 millisecond')
        ELSE a.changed_at END
    FROM (
      SELECT given.*, o.customer_id IS NOT NULL AND o.merged_into IS NULL
        AND (${names(SHOWN_COLUMNS, 'o.')}) IS DISTINCT FROM (${names(SHOWN_COLUMNS, 'given.')}) AS differs
      FROM ${givenRows('$2', [['account_id', 'bigint'], ...STATE_COLUMNS])}
        JOIN loyalty_account o ON o.shop_id = $1 AND o.account_id = given.account_id
    ) AS given
    WHERE a.shop_id = $1 AND a.account_id = given.account_id
      AND (given.differs OR (${names(STATE_COLUMNS, 'a.')}) IS DISTINCT FROM (${names(STATE_COLUMNS, 'given.')}))`,
};

const MOVE_COLUMNS: readonly Column[] = [
  ['account_id', 'bigint'],
  ['changed_at', 'timestamptz'],
  ['from_tier', 'text'],
  ['to_tier', 'text'],
  ['cause', 'text'],
];

/** A move that stands is not written again, so that a replay may name all it found. */
const ADD_TIER_MOVES: Statement = {
  name: 'loyalty_ledger_add_tier_moves',
  text: `INSERT INTO tier_change (shop_id, ${names(MOVE_COLUMNS)})
    SELECT $1, ${names(MOVE_COLUMNS, 'given.')} FROM ${givenRows('$2', MOVE_COLUMNS)}
    WHERE NOT EXISTS (SELECT FROM tier_change t WHERE t.shop_id = $1 AND t.account_id = given.account_id
      AND t.changed_at = given.changed_at AND t.from_tier IS NOT DISTINCT FROM given.from_tier AND t.to_tier = given.to_tier)
    ORDER BY given.account_id, given.changed_at`,
};

/** Entries, numbers and tier moves of many members, each kind in one statement. No text of theirs comes from outside. */
export function createLoyaltyLedgerStore(sql: Sql): Pick<LoyaltyStore, 'settle'> {
  return {
    settle: (shop, settlements, at) =>
      sql.atomically(async (tx) => {
        const entries = settlements.flatMap((one) => one.entries.map((entry) => toGivenEntry(one, entry)));
        if (entries.length > 0) {
          if ((await tx.run(POST, [shop, JSON.stringify(entries), at])) < entries.length)
            throw new AppError('CONFLICT', 'An entry of the ledger stands already. Read the account again.');
          await tx.wrote(['ledger_entry'], entries.length);
        }
        if (settlements.length > 0)
          await tx.run(SAVE, [shop, JSON.stringify(settlements.map(toGivenState)), at]);
        const moves = settlements.flatMap((one) => one.tierMoves.map((move) => toGivenMove(one, move)));
        if (moves.length > 0) await tx.run(ADD_TIER_MOVES, [shop, JSON.stringify(moves)]);
      }),
  };
}

function columnList(columns: readonly Column[]): string {
  return columns.map(([name, type]) => `${name} ${type}`).join(', ');
}

function toGivenEntry({ accountId }: MemberSettlement, entry: NewEntry): object {
  return {
    account_id: accountId,
    position: entry.position,
    seq: entry.seq,
    from_book: entry.from,
    to_book: entry.to,
    points: entry.points,
    cause: entry.cause,
    at: entry.at,
    program_version: entry.programVersion,
    order_id: entry.orderId,
  };
}

function toGivenState({ accountId, state }: MemberSettlement): object {
  return {
    account_id: accountId,
    available: state.available,
    pending: state.pending,
    reserved: state.reserved,
    debt: state.debt,
    tier: state.tier,
    tier_key: state.tier?.key ?? null,
    next_expiry_at: state.nextExpiry?.at ?? null,
    next_expiry_points: state.nextExpiry?.points ?? 0,
    revisit_at: state.revisitAt,
  };
}

function toGivenMove({ accountId }: MemberSettlement, move: TierMove): object {
  return {
    account_id: accountId,
    changed_at: move.at,
    from_tier: move.from,
    to_tier: move.to,
    cause: move.cause,
  };
}
