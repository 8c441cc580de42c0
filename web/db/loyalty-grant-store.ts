import type { LoyaltyStore, StoredGrant } from '../use-cases/loyalty-port.ts';
import { type Column, givenRows, inParts, names, toJson } from './json-rows.ts';
import { pages } from './paging.ts';
import type { Sql, Statement } from './sql.ts';

const ROWS_PER_WRITE = 2_000;
const ACCOUNTS_PER_PAGE = 500;
const BEFORE_ALL = '0';

const COLUMNS: readonly Column[] = [
  ['account_id', 'bigint'],
  ['grant_key', 'text'],
  ['points', 'bigint'],
  ['reason', 'text'],
  ['at', 'timestamptz'],
  ['expires_at', 'timestamptz'],
  ['batch_id', 'bigint'],
];

const ADD: Statement = {
  name: 'loyalty_grant_add',
  text: `INSERT INTO loyalty_grant (shop_id, ${names(COLUMNS)})
    SELECT $1, ${names(COLUMNS)} FROM ${givenRows('$2', COLUMNS)} ORDER BY grant_key
    ON CONFLICT (shop_id, grant_key) DO NOTHING RETURNING grant_id`,
};

export const GRANTS_OF: Statement = {
  name: 'loyalty_grant_of',
  text: 'SELECT * FROM loyalty_grant WHERE shop_id = $1 AND account_id = ANY ($2::bigint[]) ORDER BY at, grant_id',
};

const ADD_BATCH: Statement = {
  name: 'loyalty_batch_add',
  text: `INSERT INTO loyalty_batch (shop_id, kind, state, rows, points, created_at, file_name)
    VALUES ($1, $2, 'running', $3, $4, $5, $6) RETURNING batch_id`,
};

const FINISH_BATCH: Statement = {
  name: 'loyalty_batch_finish',
  text: `UPDATE loyalty_batch SET state = 'done' WHERE shop_id = $1 AND batch_id = $2 AND state = 'running'`,
};

const FINISH_BATCHES: Statement = {
  name: 'loyalty_batch_finish_settled',
  text: `UPDATE loyalty_batch b SET state = 'done' WHERE shop_id = $1 AND state = 'running' AND NOT EXISTS (
      SELECT FROM loyalty_grant g JOIN loyalty_account a ON a.shop_id = $1 AND a.account_id = g.account_id
      WHERE g.shop_id = $1 AND g.batch_id = b.batch_id AND a.revisit_at <= b.created_at AND a.closed_at IS NULL
        AND a.merged_into IS NULL)`,
};

type UndoOutcome = Awaited<ReturnType<LoyaltyStore['undoBatch']>>;
const UNDO_BATCH: Statement = {
  name: 'loyalty_batch_undo',
  text: `WITH undone AS (
      UPDATE loyalty_batch SET state = 'undone', undone_at = $3
      WHERE shop_id = $1 AND batch_id = $2 AND state <> 'undone' RETURNING batch_id
    ), grants AS (
      UPDATE loyalty_grant g SET undone_at = $3 FROM undone
      WHERE g.shop_id = $1 AND g.batch_id = undone.batch_id AND g.undone_at IS NULL
    )
    SELECT CASE WHEN EXISTS (SELECT FROM undone) THEN 'undone'
      WHEN EXISTS (SELECT FROM loyalty_batch WHERE shop_id = $1 AND batch_id = $2) THEN 'was_undone'
      ELSE 'none' END AS outcome`,
};

/** Accounts by ascending id after $3, each with the one it was merged into, whose points change. */
const ACCOUNTS_OF_BATCH: Statement = {
  name: 'loyalty_batch_accounts',
  text: `SELECT given.account_id, coalesce(a.merged_into, a.account_id) AS stands
    FROM (SELECT DISTINCT account_id FROM loyalty_grant WHERE shop_id = $1 AND batch_id = $2 AND account_id > $3
        ORDER BY account_id LIMIT $4) AS given
      JOIN loyalty_account a ON a.shop_id = $1 AND a.account_id = given.account_id
    ORDER BY given.account_id`,
};

/** What is read of `loyalty_grant`. */
export type GrantRow = {
  grant_id: string;
  account_id: string;
  grant_key: string;
  points: string;
  reason: StoredGrant['reason'];
  at: Date;
  expires_at: Date | null;
  batch_id: string | null;
  undone_at: Date | null;
};

type GrantStore = Pick<
  LoyaltyStore,
  'grant' | 'grantMany' | 'addBatch' | 'finishBatch' | 'finishBatches' | 'undoBatch' | 'accountsOfBatch'
>;

/** Points given and taken beside orders, singly and by file. */
export function createLoyaltyGrantStore(sql: Sql): GrantStore {
  const add = (...[shop, grants]: Parameters<LoyaltyStore['grantMany']>) =>
    sql.rows<{ grant_id: string }>(ADD, [shop, toJson(grants.map(toGiven))]);
  return {
    grant: async (shop, grant) => (await add(shop, [grant]))[0]?.grant_id ?? null,
    grantMany: async (shop, grants) => {
      let added = 0;
      for (const part of inParts(grants, ROWS_PER_WRITE)) {
        added += (await add(shop, part)).length;
        await sql.wrote(['loyalty_grant'], part.length);
      }
      return added;
    },
    addBatch: async (shop, { kind, rows, points, at, fileName }) => {
      const values = [shop, kind, rows, points, at, fileName];
      const [row] = await sql.rows<{ batch_id: string }>(ADD_BATCH, values);
      return row?.batch_id ?? '';
    },
    finishBatch: async (shop, batchId) => {
      await sql.run(FINISH_BATCH, [shop, batchId]);
    },
    finishBatches: async (shop) => {
      await sql.run(FINISH_BATCHES, [shop]);
    },
    undoBatch: async (shop, batchId, at) => {
      const [row] = await sql.rows<{ outcome: UndoOutcome }>(UNDO_BATCH, [shop, batchId, at]);
      return row?.outcome ?? 'none';
    },
    accountsOfBatch: async function* (shop, batchId) {
      type Row = { account_id: string; stands: string };
      const page = (after: string, size: number) =>
        sql.rows<Row>(ACCOUNTS_OF_BATCH, [shop, batchId, after, size]);
      for await (const rows of pages(ACCOUNTS_PER_PAGE, BEFORE_ALL, page, (row) => row.account_id))
        yield [...new Set(rows.map((row) => row.stands))];
    },
  };
}

export function toGrant(row: GrantRow): StoredGrant {
  return {
    grantId: row.grant_id,
    accountId: row.account_id,
    grantKey: row.grant_key,
    points: Number(row.points),
    reason: row.reason,
    at: row.at,
    expiresAt: row.expires_at,
    batchId: row.batch_id,
    undoneAt: row.undone_at,
  };
}

function toGiven(grant: Omit<StoredGrant, 'grantId' | 'undoneAt'>): object {
  return {
    account_id: grant.accountId,
    grant_key: grant.grantKey,
    points: grant.points,
    reason: grant.reason,
    at: grant.at,
    expires_at: grant.expiresAt,
    batch_id: grant.batchId,
  };
}
