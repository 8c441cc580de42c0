import { type Column, givenRows, names } from './json-rows.ts';
import type { Statement } from './sql.ts';

const NEW_COLUMNS: readonly Column[] = [
  ['campaign_id', 'integer'],
  ['version', 'integer'],
  ['customer_id', 'bigint'],
  ['trigger_on', 'integer'],
  ['arm', 'smallint'],
  ['held_out', 'boolean'],
  ['share_bps', 'integer'],
  ['backlog', 'boolean'],
  ['enrolled_at', 'timestamptz'],
  ['state', 'text'],
  ['step', 'smallint'],
  ['due_at', 'timestamptz'],
  ['valid_until', 'timestamptz'],
];

const CHANGE_COLUMNS: readonly Column[] = [
  ['enrolment_id', 'bigint'],
  ['state', 'text'],
  ['step', 'smallint'],
  ['due_at', 'timestamptz'],
  ['valid_until', 'timestamptz'],
];

const MOVE_COLUMNS: readonly Column[] = [
  ['enrolment_id', 'bigint'],
  ['from_state', 'text'],
  ['to_state', 'text'],
  ['step', 'smallint'],
  ['reason', 'text'],
  ['params', 'jsonb'],
];

/** The new ones, the first move of each and the count of their campaign, in one statement: none stands without the others. */
export const ENROL: Statement = {
  name: 'enrolment_enrol',
  text: `WITH new AS (
      INSERT INTO enrolment (shop_id, ${names(NEW_COLUMNS)}, updated_at)
      SELECT $1, ${names(NEW_COLUMNS)}, enrolled_at FROM ${givenRows('$2', NEW_COLUMNS)}
      ORDER BY campaign_id, customer_id, trigger_on
      ON CONFLICT (shop_id, campaign_id, customer_id, trigger_on) DO NOTHING RETURNING *
    ), moved AS (
      INSERT INTO enrolment_move (shop_id, enrolment_id, moved_at, from_state, to_state, step, reason)
      SELECT shop_id, enrolment_id, enrolled_at, NULL, state, step, 'enrolled' FROM new
    ), counted AS (
      UPDATE campaign c SET people = c.people + n.people
      FROM (SELECT campaign_id, count(*)::int AS people FROM new GROUP BY campaign_id) AS n
      WHERE c.shop_id = $1 AND c.campaign_id = n.campaign_id
    )
    SELECT * FROM new ORDER BY enrolment_id`,
};

/**
 * $2 now · $3 rows looked at first. A customer of whom somebody else holds a due row is left for the next round: of two that
 * take at once neither gets a part of a customer.
 */
export const TAKE_DUE: Statement = {
  name: 'enrolment_take_due',
  text: `WITH first AS MATERIALIZED (
      SELECT customer_id FROM enrolment WHERE shop_id = $1 AND state = 'waiting' AND due_at <= $2
      ORDER BY due_at, enrolment_id LIMIT $3 FOR UPDATE SKIP LOCKED
    ), taken AS MATERIALIZED (
      SELECT * FROM enrolment WHERE shop_id = $1 AND state = 'waiting' AND due_at <= $2
        AND customer_id IN (SELECT customer_id FROM first) FOR UPDATE SKIP LOCKED
    ), counted AS (
      SELECT *, count(*) OVER (PARTITION BY customer_id) AS held FROM taken
    )
    SELECT * FROM counted c WHERE held = (SELECT count(*) FROM enrolment e
      WHERE e.shop_id = $1 AND e.customer_id = c.customer_id AND e.state = 'waiting' AND e.due_at <= $2)
    ORDER BY due_at, enrolment_id`,
};

export const NEXT_DUE: Statement = {
  name: 'enrolment_next_due',
  text: `SELECT due_at FROM enrolment WHERE shop_id = $1 AND state = 'waiting' AND due_at IS NOT NULL ORDER BY due_at LIMIT 1`,
};

export const WAITING_OF: Statement = {
  name: 'enrolment_waiting_of',
  text: `SELECT * FROM enrolment WHERE shop_id = $1 AND customer_id = ANY ($2::bigint[]) AND state = 'waiting'
    ORDER BY enrolment_id`,
};

export const FIND: Statement = {
  name: 'enrolment_find',
  text: 'SELECT * FROM enrolment WHERE shop_id = $1 AND enrolment_id = ANY ($2::bigint[]) ORDER BY enrolment_id',
};

/** Only what waits can change, and no step comes back. Moves of rows that were left are not written. */
export const CHANGE: Statement = {
  name: 'enrolment_change',
  text: `WITH given AS (SELECT * FROM ${givenRows('$2', CHANGE_COLUMNS)}), changed AS (
      UPDATE enrolment e SET state = given.state, step = given.step, due_at = given.due_at, valid_until = given.valid_until,
        updated_at = $4
      FROM given WHERE e.shop_id = $1 AND e.enrolment_id = given.enrolment_id AND e.state = 'waiting' AND e.step <= given.step
      RETURNING e.enrolment_id
    ), moves AS (
      SELECT given.*, row_number() OVER () AS place FROM ${givenRows('$3', MOVE_COLUMNS)}
    ), moved AS (
      INSERT INTO enrolment_move (shop_id, moved_at, ${names(MOVE_COLUMNS)})
      SELECT $1, $4, ${names(MOVE_COLUMNS)} FROM moves JOIN changed USING (enrolment_id) ORDER BY place
    )
    SELECT count(*)::int AS changed FROM changed`,
};

export const STOP_ALL: Statement = {
  name: 'enrolment_stop_all',
  text: `WITH stopped AS (
      UPDATE enrolment SET state = 'stopped', due_at = NULL, valid_until = NULL, updated_at = $4
      WHERE shop_id = $1 AND campaign_id = $2 AND state = 'waiting' RETURNING enrolment_id, step
    ), moved AS (
      INSERT INTO enrolment_move (shop_id, enrolment_id, moved_at, from_state, to_state, step, reason)
      SELECT $1, enrolment_id, $4, 'waiting', 'stopped', step, $3 FROM stopped
    )
    SELECT count(*)::int AS stopped FROM stopped`,
};

export const MOVES: Statement = {
  name: 'enrolment_moves',
  text: `SELECT enrolment_id, moved_at, from_state, to_state, step, reason, params FROM enrolment_move
    WHERE shop_id = $1 AND enrolment_id = ANY ($2::bigint[]) ORDER BY enrolment_id, move_id`,
};

/** $3 since · $4 enrolments whose messages count however old they are */
export const COUNTED: Statement = {
  name: 'enrolment_counted',
  text: `SELECT message_id, customer_id, enrolment_id, counted_at, new_offer FROM message
    WHERE shop_id = $1 AND customer_id = ANY ($2::bigint[]) AND counted_at >= $3
    UNION SELECT message_id, customer_id, enrolment_id, counted_at, new_offer FROM message
    WHERE shop_id = $1 AND enrolment_id = ANY ($4::bigint[]) AND counted_at IS NOT NULL
    ORDER BY counted_at, message_id`,
};

export const BACKLOG_SINCE: Statement = {
  name: 'enrolment_backlog_since',
  text: `SELECT count(*)::int AS count FROM enrolment
    WHERE shop_id = $1 AND campaign_id = $2 AND enrolled_at >= $3 AND backlog`,
};

/** Per campaign, whatever its size: nothing here reads person by person. */
export const OVERVIEW: Statement = {
  name: 'enrolment_overview',
  text: `SELECT c.campaign_id, c.people, w.next_due_at, k.credited FROM campaign c
    CROSS JOIN LATERAL (SELECT min(due_at) AS next_due_at FROM enrolment
      WHERE shop_id = $1 AND campaign_id = c.campaign_id AND state = 'waiting') AS w
    CROSS JOIN LATERAL (SELECT count(*)::int AS credited FROM order_credit WHERE shop_id = $1 AND campaign_id = c.campaign_id) AS k
    WHERE c.shop_id = $1 ORDER BY c.campaign_id`,
};
