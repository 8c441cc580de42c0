import { type Column, givenRows, names } from './json-rows.ts';
import type { Statement } from './sql.ts';

const NEW_COLUMNS: readonly Column[] = [
  ['enrolment_id', 'bigint'],
  ['campaign_id', 'integer'],
  ['version', 'integer'],
  ['customer_id', 'bigint'],
  ['step', 'smallint'],
  ['arm', 'smallint'],
  ['new_offer', 'boolean'],
  ['state', 'text'],
  ['reason', 'text'],
  ['planned_at', 'timestamptz'],
  ['counted_at', 'timestamptz'],
  ['valid_until', 'timestamptz'],
];

export const ADD: Statement = {
  name: 'message_add',
  text: `WITH new AS (
      INSERT INTO message (shop_id, ${names(NEW_COLUMNS)}, updated_at)
      SELECT $1, ${names(NEW_COLUMNS)}, planned_at FROM ${givenRows('$2', NEW_COLUMNS)} ORDER BY enrolment_id, step
      ON CONFLICT (shop_id, enrolment_id, step) DO NOTHING RETURNING *
    )
    SELECT * FROM new ORDER BY message_id`,
};

export const FIND: Statement = {
  name: 'message_find',
  text: 'SELECT * FROM message WHERE shop_id = $1 AND message_id = ANY ($2::bigint[]) ORDER BY message_id',
};

/** $3 rows · $4 the last message seen */
export const IN_STATE: Statement = {
  name: 'message_in_state',
  text: `SELECT * FROM message WHERE shop_id = $1 AND state = $2 AND message_id > $4::bigint ORDER BY message_id LIMIT $3`,
};

export const OF_ENROLMENTS: Statement = {
  name: 'message_of_enrolments',
  text: 'SELECT * FROM message WHERE shop_id = $1 AND enrolment_id = ANY ($2::bigint[]) ORDER BY enrolment_id, step',
};

/** $6 whether it counts in the caps from now on; null = as before */
export const MOVE: Statement = {
  name: 'message_move',
  text: `UPDATE message SET state = $4, reason = $5, updated_at = $7,
      sent_at = CASE WHEN $4 = 'sent' THEN coalesce(sent_at, $7::timestamptz) ELSE sent_at END,
      counted_at = CASE WHEN $6::boolean THEN coalesce(counted_at, $7::timestamptz) WHEN NOT $6::boolean THEN NULL ELSE counted_at END
    WHERE shop_id = $1 AND message_id = ANY ($2::bigint[]) AND state = $3 RETURNING message_id`,
};

const DELIVERY_COLUMNS: readonly Column[] = [
  ['message_id', 'bigint'],
  ['channel', 'text'],
  ['remote_id', 'text'],
];

export const ADD_DELIVERIES: Statement = {
  name: 'message_add_deliveries',
  text: `INSERT INTO message_delivery (shop_id, ${names(DELIVERY_COLUMNS)}, state)
    SELECT $1, ${names(DELIVERY_COLUMNS)}, 'waiting' FROM ${givenRows('$2', DELIVERY_COLUMNS)} ORDER BY message_id, channel
    ON CONFLICT (shop_id, message_id, channel) DO NOTHING`,
};

const DELIVERY = 'message_id, channel, state, reason, note, attempts, retry_at, remote_id, sent_at';

export const DELIVERIES: Statement = {
  name: 'message_deliveries',
  text: `SELECT ${DELIVERY} FROM message_delivery WHERE shop_id = $1 AND message_id = ANY ($2::bigint[])
    ORDER BY message_id, channel`,
};

/** $2 now · $3 rows. Those never tried come first. */
export const WAITING: Statement = {
  name: 'message_waiting_deliveries',
  text: `SELECT ${DELIVERY} FROM message_delivery
    WHERE shop_id = $1 AND state = 'waiting' AND (retry_at IS NULL OR retry_at <= $2)
    ORDER BY retry_at NULLS FIRST, message_id LIMIT $3`,
};

export const NEXT_RETRY: Statement = {
  name: 'message_next_retry',
  text: `SELECT min(retry_at) AS retry_at FROM message_delivery WHERE shop_id = $1 AND state = 'waiting' AND retry_at > $2`,
};

// One statement, so that of two that try at once the second finds it taken.
export const CLAIM: Statement = {
  name: 'message_claim',
  text: `UPDATE message_delivery SET state = 'sending', attempts = attempts + 1, claimed_at = $4, retry_at = NULL
    WHERE shop_id = $1 AND message_id = $2 AND channel = $3 AND state = 'waiting' AND (retry_at IS NULL OR retry_at <= $4)`,
};

/**
 * What was being sent, or waited. Beyond that only knowledge gained later: a lost answer that came after all, a mail that came back.
 */
export const SETTLE: Statement = {
  name: 'message_settle',
  text: `UPDATE message_delivery SET state = $4, reason = $5, note = $6, retry_at = $7, claimed_at = NULL,
      sent_at = CASE WHEN $4 = 'sent' THEN $8::timestamptz ELSE sent_at END
    WHERE shop_id = $1 AND message_id = $2 AND channel = $3 AND (state IN ('waiting', 'sending')
      OR (state = 'unknown' AND $4 IN ('sent', 'failed')) OR (state = 'sent' AND $4 = 'failed'))`,
};

/** $3 the reason */
export const DROP_WAITING: Statement = {
  name: 'message_drop_waiting',
  text: `UPDATE message_delivery SET state = 'skipped', reason = $3, retry_at = NULL
    WHERE shop_id = $1 AND message_id = ANY ($2::bigint[]) AND state = 'waiting'`,
};

export const LOSE_SENDING: Statement = {
  name: 'message_lose_sending',
  text: `UPDATE message_delivery SET state = 'unknown', reason = 'answer_lost', claimed_at = NULL
    WHERE shop_id = $1 AND state = 'sending' AND claimed_at <= $2 RETURNING message_id`,
};

const fromInstant = (day: string) => `((date '1970-01-01' + ${day}::int)::timestamp AT TIME ZONE $4)`;
const within = (instant: string) =>
  `${instant} >= ${fromInstant('$2')} AND ${instant} < ${fromInstant('($3::int + 1)')}`;
const localDay = (instant: string) => `((${instant} AT TIME ZONE $4)::date - date '1970-01-01')`;

/** $2, $3 days, ends included · $4 time zone */
export const SENDS_BY_DAY: Statement = {
  name: 'message_sends_by_day',
  text: `SELECT campaign_id, on_day, sum(sends)::int AS sends, sum(clicks)::int AS clicks FROM (
      SELECT campaign_id, ${localDay('sent_at')} AS on_day, 1 AS sends, 0 AS clicks FROM message
      WHERE shop_id = $1 AND ${within('sent_at')}
      UNION ALL
      SELECT m.campaign_id, ${localDay('f.followed_at')}, 0, 1
      FROM link_follow f JOIN message m ON m.shop_id = f.shop_id AND m.message_id = f.message_id
      WHERE f.shop_id = $1 AND ${within('f.followed_at')}
    ) AS counted GROUP BY 1, 2 ORDER BY 1, 2`,
};

export const BY_REMOTE_ID: Statement = {
  name: 'message_by_remote_id',
  text: 'SELECT message_id, channel FROM message_delivery WHERE shop_id = $1 AND remote_id = $2 LIMIT 1',
};
