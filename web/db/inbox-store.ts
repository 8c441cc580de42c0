import type { ShopId } from '../domain/shared/ids.ts';
import type { Delivery, DeliveryOutcome, InboxItem, InboxStore } from '../use-cases/inbox-port.ts';
import { keptMemory } from './binary-text-array.ts';
import { CoalescedInsert } from './coalesced-insert.ts';
import { RECEIVE, type ReceivedRow, receiveValues } from './inbox-receive.ts';
import type { Sql, Statement } from './sql.ts';
import { sqlStateOf } from './sql-state.ts';
import { LIVING_WORKERS } from './worker-presence.ts';

const MAX_SHARED_ROWS = 200;
const MAX_SHARED_BYTES = 4 * 1024 * 1024;
/** What one row may cause by itself: data exceptions (22), constraints (23), sizes beyond a limit (54). */
const FAULT_OF_A_ROW = /^(22|23|54)/;

/** Waits for nothing: no lease and no pause is running, or whoever leased it has died. */
const PENDING_AND_FREE = `state = 'pending'
  AND (leased_until IS NULL OR leased_until <= $1 OR leased_by IS NOT NULL AND leased_by <> ALL (${LIVING_WORKERS}))`;

const WITH_PENDING: Statement = {
  name: 'inbox_shops_with_pending',
  text: `SELECT shop_id FROM shop WHERE EXISTS (
    SELECT FROM webhook_inbox i WHERE i.shop_id = shop.shop_id AND i.${PENDING_AND_FREE}
  ) ORDER BY shop_id`,
};

const LEASE: Statement = {
  name: 'inbox_lease',
  text: `WITH next AS MATERIALIZED (
    SELECT shop_id, inbox_id FROM webhook_inbox
    WHERE shop_id = $2 AND ${PENDING_AND_FREE}
    ORDER BY inbox_id LIMIT $3 FOR UPDATE SKIP LOCKED
  ), leased AS (
    UPDATE webhook_inbox i SET leased_until = $4, leased_by = $5, attempts = attempts + 1 FROM next
    WHERE i.shop_id = next.shop_id AND i.inbox_id = next.inbox_id RETURNING i.*
  )
  SELECT inbox_id, topic, triggered_at, received_at, body, attempts FROM leased ORDER BY inbox_id`,
};

const FINISH: Statement = {
  name: 'inbox_finish',
  text: `UPDATE webhook_inbox SET state = $3, body = NULL, leased_until = NULL, leased_by = NULL, note = $4
    WHERE shop_id = $1 AND inbox_id = ANY ($2::bigint[]) AND state = 'pending'`,
};

const FAIL: Statement = {
  name: 'inbox_fail',
  text: `UPDATE webhook_inbox SET state = CASE WHEN $4::timestamptz IS NULL THEN 'failed' ELSE 'pending' END,
      leased_until = $4, leased_by = NULL, note = $3
    WHERE shop_id = $1 AND inbox_id = ANY ($2::bigint[]) AND state = 'pending'`,
};

// An id stands between characters that are no digits, as a number or at the end of a gid.
const DROP_NAMING: Statement = {
  name: 'inbox_drop_naming',
  text: `UPDATE webhook_inbox SET state = 'dropped', body = NULL, leased_until = NULL, leased_by = NULL, note = $3
    WHERE shop_id = $1 AND state = 'pending' AND topic <> 'customers/redact'
      AND position($2 IN body) > 0 AND body ~ ('(^|[^0-9])' || $2 || '([^0-9]|$)')`,
};

const CLEAR_BODIES: Statement = {
  name: 'inbox_clear_bodies',
  text: `UPDATE webhook_inbox SET body = NULL,
      note = CASE WHEN state = 'pending' THEN 'not processed in time' ELSE note END,
      state = CASE WHEN state = 'pending' THEN 'failed' ELSE state END
    WHERE received_at < $1 AND (body IS NOT NULL OR state = 'pending')`,
};

const REMOVE_ROWS: Statement = {
  name: 'inbox_remove_rows',
  text: 'DELETE FROM webhook_inbox WHERE received_at < $1',
};

type Arrival = { delivery: Delivery; at: Date };
type ItemRow = {
  inbox_id: string;
  topic: string;
  triggered_at: Date | null;
  received_at: Date;
  body: string | null;
  attempts: number;
};

/**
 * Concurrent calls of `receive` share one insert; each answers after the commit that holds its rows. Inside a transaction
 * every call inserts by itself. `worker` = the number under which this process shows that it lives (`showPresence`); without one
 * its leases come back only when their time is over.
 */
export function createInboxStore(sql: Sql, sharing: 'shared' | 'alone', worker?: number): InboxStore {
  const memory = keptMemory(); // the shared insert runs one statement at a time
  const shared = new CoalescedInsert<Arrival, DeliveryOutcome>(
    (arrivals) => receiveAll(sql, arrivals, memory),
    {
      maxRows: MAX_SHARED_ROWS,
      maxBytes: MAX_SHARED_BYTES,
      bytesOf: ({ delivery }) => delivery.body.length,
    },
  );
  return {
    receive: (deliveries, at) => {
      const arrivals = deliveries.map((delivery) => ({ delivery, at }));
      return sharing === 'shared'
        ? Promise.all(arrivals.map((arrival) => shared.add(arrival)))
        : receiveAll(sql, arrivals);
    },
    shopsWithPending: async (now) =>
      (await sql.rows<{ shop_id: ShopId }>(WITH_PENDING, [now])).map((row) => row.shop_id),
    lease: async (shop, limit, now, leaseMs) => {
      const until = new Date(now.getTime() + leaseMs);
      return (await sql.rows<ItemRow>(LEASE, [now, shop, limit, until, worker ?? null])).map(toItem);
    },
    finish: async (shop, inboxIds, state, note) => {
      await sql.run(FINISH, [shop, inboxIds, state, note ?? null]);
    },
    fail: async (shop, inboxIds, note, retryAt) => {
      await sql.run(FAIL, [shop, inboxIds, note, retryAt]);
    },
    dropNaming: (shop, customerId, note) => sql.run(DROP_NAMING, [shop, customerId, note]),
    purge: async (bodiesBefore, rowsBefore) => {
      await sql.run(CLEAR_BODIES, [bodiesBefore]);
      return sql.run(REMOVE_ROWS, [rowsBefore]);
    },
  };
}

/** All in one insert; when a row spoils it, each by itself, so that only that row fails. */
async function receiveAll(
  sql: Sql,
  arrivals: readonly Arrival[],
  memory?: (bytes: number) => Buffer,
): Promise<DeliveryOutcome[]> {
  try {
    const rows = await sql.rows<ReceivedRow>(RECEIVE, receiveValues(arrivals, memory));
    await sql.wrote(['webhook_inbox'], rows.length);
    const outcomes: DeliveryOutcome[] = arrivals.map(() => 'unknown-shop');
    for (const { place, stored } of rows) outcomes[place - 1] = stored ? 'stored' : 'duplicate';
    return outcomes;
  } catch (error) {
    if (!FAULT_OF_A_ROW.test(sqlStateOf(error) ?? '')) throw error;
    if (arrivals.length === 1) return ['failed'];
    const outcomes: DeliveryOutcome[] = [];
    for (const arrival of arrivals) outcomes.push(...(await receiveAll(sql, [arrival], memory)));
    return outcomes;
  }
}

function toItem(row: ItemRow): InboxItem {
  return {
    inboxId: row.inbox_id,
    topic: row.topic,
    triggeredAt: row.triggered_at,
    receivedAt: row.received_at,
    body: row.body ?? '',
    attempts: row.attempts,
  };
}
