import type { ShopId } from '../domain/shared/ids.ts';
import type { SyncRun, SyncRunStore } from '../use-cases/sync-run-port.ts';
import type { Sql, Statement } from './sql.ts';

const LATEST: Statement = {
  name: 'sync_run_latest',
  text: 'SELECT * FROM sync_run WHERE shop_id = $1 AND kind = $2 ORDER BY started_at DESC, run_id DESC LIMIT 1',
};
const LATEST_IN_STATE: Statement = {
  name: 'sync_run_latest_in_state',
  text: `SELECT * FROM sync_run WHERE shop_id = $1 AND kind = $2 AND state = $3
    ORDER BY started_at DESC, run_id DESC LIMIT 1`,
};
// Two starters meet at the shop's row; the second then sees the first one's run.
const LOCK_SHOP: Statement = {
  name: 'sync_run_lock_shop',
  text: 'SELECT FROM shop WHERE shop_id = $1 FOR NO KEY UPDATE',
};
const START: Statement = {
  name: 'sync_run_start',
  text: `INSERT INTO sync_run (shop_id, kind, state, started_at) VALUES ($1, $2, 'running', $3) RETURNING *`,
};

type Change = Parameters<SyncRunStore['update']>[2];

/** The column of each field of a run. */
const COLUMNS: Readonly<Record<keyof Change, string>> = {
  state: 'state',
  progress: 'progress',
  ordersRead: 'orders_read',
  customersRead: 'customers_read',
  ordersExpected: 'orders_expected',
  customersScored: 'customers_scored',
  drift: 'drift',
  windowFromAt: 'window_from_at',
  windowToAt: 'window_to_at',
  error: 'error',
  finishedAt: 'finished_at',
};
const FIELDS = Object.keys(COLUMNS) as (keyof Change)[];

type RunRow = {
  run_id: string;
  kind: SyncRun['kind'];
  state: SyncRun['state'];
  progress: Record<string, unknown>;
  orders_read: number;
  customers_read: number;
  orders_expected: number | null;
  customers_scored: number;
  drift: Record<string, number>;
  window_from_at: Date | null;
  window_to_at: Date | null;
  error: string | null;
  started_at: Date;
  finished_at: Date | null;
};

/** Backfills and reconciliations with their progress. */
export function createSyncRunStore(sql: Sql): SyncRunStore {
  const first = async (statement: Statement, values: readonly unknown[]) => {
    const [row] = await sql.rows<RunRow>(statement, values);
    return row ? toRun(row) : null;
  };
  return {
    latest: (shop, kind) => first(LATEST, [shop, kind]),
    latestDone: (shop, kind) => first(LATEST_IN_STATE, [shop, kind, 'done']),
    startOrResume: (shop, kind, at) => sql.atomically((tx) => startOrResume(tx, { shop, kind, at })),
    update: async (shop, runId, change) => {
      const fields = FIELDS.filter((field) => change[field] !== undefined);
      if (fields.length === 0) return;
      const list = fields.map((field, index) => `${COLUMNS[field]} = $${index + 3}`).join(', ');
      const text = `UPDATE sync_run SET ${list} WHERE shop_id = $1 AND run_id = $2`;
      const name = `sync_run_update_${fields.map((field) => FIELDS.indexOf(field)).join('_')}`;
      await sql.run({ name, text }, [shop, runId, ...fields.map((field) => change[field])]);
    },
  };
}

async function startOrResume(
  sql: Sql,
  { shop, kind, at }: { shop: ShopId; kind: SyncRun['kind']; at: Date },
): Promise<SyncRun> {
  await sql.run(LOCK_SHOP, [shop]);
  const [running] = await sql.rows<RunRow>(LATEST_IN_STATE, [shop, kind, 'running']);
  if (running) return toRun(running);
  const [started] = await sql.rows<RunRow>(START, [shop, kind, at]);
  if (!started) throw new RangeError('an insert without a condition gave no row');
  return toRun(started);
}

function toRun(row: RunRow): SyncRun {
  return {
    runId: row.run_id,
    kind: row.kind,
    state: row.state,
    progress: row.progress,
    ordersRead: row.orders_read,
    customersRead: row.customers_read,
    ordersExpected: row.orders_expected,
    customersScored: row.customers_scored,
    drift: row.drift,
    windowFromAt: row.window_from_at,
    windowToAt: row.window_to_at,
    error: row.error,
    startedAt: row.started_at,
    finishedAt: row.finished_at,
  };
}
