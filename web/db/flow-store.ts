import type { CustomerId } from '../domain/shared/ids.ts';
import type { FlowEvent, FlowEventKind, FlowStore } from '../use-cases/flow-port.ts';
import { type Column, givenRows, names, toJson } from './json-rows.ts';
import type { Sql, Statement } from './sql.ts';

const CHANNEL = 'flow';

const WANTED: Statement = {
  name: 'flow_wanted',
  text: 'SELECT settings FROM channel_settings WHERE shop_id = $1 AND channel = $2',
};

const SET_WANTED: Statement = {
  name: 'flow_set_wanted',
  text: `INSERT INTO channel_settings (shop_id, channel, settings, saved_at) VALUES ($1, $2, $3, $4)
    ON CONFLICT (shop_id, channel) DO UPDATE SET settings = excluded.settings, saved_at = excluded.saved_at`,
};

const COLUMNS: readonly Column[] = [
  ['kind', 'text'],
  ['event_key', 'text'],
  ['customer_id', 'bigint'],
  ['payload', 'jsonb'],
];

const ADD: Statement = {
  name: 'flow_add',
  text: `INSERT INTO flow_event (shop_id, ${names(COLUMNS)}, state, created_at)
    SELECT $1, ${names(COLUMNS)}, 'waiting', $3 FROM ${givenRows('$2', COLUMNS)}
    ON CONFLICT (shop_id, event_key) DO NOTHING`,
};

/**
 * $2 how many · $3 now. `sent_at` of an event on its way is when it was taken: one nobody has spoken of for ten minutes may have
 * arrived, so it is not sent again.
 */
const TAKE: Statement = {
  name: 'flow_take',
  text: `WITH lost AS (
      UPDATE flow_event SET state = 'unknown'
      WHERE shop_id = $1 AND state = 'sending' AND sent_at < $3::timestamptz - interval '10 minutes'
    ), taken AS (
      SELECT event_id FROM flow_event WHERE shop_id = $1 AND state = 'waiting' ORDER BY event_id LIMIT $2 FOR UPDATE SKIP LOCKED
    ), claimed AS (
      UPDATE flow_event e SET state = 'sending', sent_at = $3 FROM taken
      WHERE e.shop_id = $1 AND e.event_id = taken.event_id RETURNING e.event_id, e.kind, e.customer_id, e.payload
    )
    SELECT * FROM claimed ORDER BY event_id`,
};

const SETTLE: Statement = {
  name: 'flow_settle',
  text: `UPDATE flow_event SET state = $3, sent_at = CASE WHEN $3 = 'waiting' THEN NULL ELSE $4::timestamptz END
    WHERE shop_id = $1 AND event_id = ANY ($2::bigint[])`,
};

const ACTION_RUN: Statement = {
  name: 'flow_action_run',
  text: 'SELECT outcome FROM flow_action_run WHERE shop_id = $1 AND run_id = $2',
};

const NOTE_ACTION_RUN: Statement = {
  name: 'flow_note_action_run',
  text: `INSERT INTO flow_action_run (shop_id, run_id, action, outcome, at) VALUES ($1, $2, $3, $4, $5)
    ON CONFLICT (shop_id, run_id) DO NOTHING`,
};

const PURGE_EVENTS: Statement = {
  name: 'flow_purge_events',
  text: `DELETE FROM flow_event WHERE created_at < $1 AND state NOT IN ('waiting', 'sending')`,
};
const PURGE_RUNS: Statement = { name: 'flow_purge_runs', text: 'DELETE FROM flow_action_run WHERE at < $1' };

type EventRow = {
  event_id: string;
  kind: FlowEventKind;
  customer_id: CustomerId;
  payload: FlowEvent['payload'];
};

/** What Shopify Flow is told, and the runs of its actions. */
export function createFlowStore(sql: Sql): FlowStore {
  return {
    wanted: async (shop) => {
      type Row = { settings: { kinds: FlowEventKind[] } };
      const [row] = await sql.rows<Row>(WANTED, [shop, CHANNEL]);
      return new Set(row?.settings.kinds ?? []);
    },
    setWanted: async (shop, kinds, at) => {
      await sql.run(SET_WANTED, [shop, CHANNEL, { kinds }, at]);
    },
    add: async (shop, events, at) => {
      if (events.length === 0) return;
      const given = events.map(({ kind, eventKey, customerId, payload }) => ({
        kind,
        event_key: eventKey,
        customer_id: customerId,
        payload,
      }));
      await sql.run(ADD, [shop, toJson(given), at]);
    },
    take: async (shop, limit, at) =>
      (await sql.rows<EventRow>(TAKE, [shop, limit, at])).map((row) => ({
        eventId: row.event_id,
        kind: row.kind,
        customerId: row.customer_id,
        payload: row.payload,
      })),
    settle: async (shop, eventIds, state, at) => {
      await sql.run(SETTLE, [shop, eventIds, state, at]);
    },
    actionRun: async (shop, runId) =>
      (await sql.rows<{ outcome: unknown }>(ACTION_RUN, [shop, runId]))[0]?.outcome ?? null,
    noteActionRun: async (shop, runId, action, outcome, at) =>
      (await sql.run(NOTE_ACTION_RUN, [shop, runId, action, outcome, at])) > 0,
    purge: async (before) => (await sql.run(PURGE_EVENTS, [before])) + (await sql.run(PURGE_RUNS, [before])),
  };
}
