import type { Statement } from './sql.ts';

/**
 * A customer was merged into another ($2 into $3): what campaigns hold goes along. Where both were enrolled in one campaign by
 * occasions of one day, the one that comes stops, and its day moves to a free one before all of theirs, so that both rows stay.
 */
const MAKE_ROOM: Statement = {
  name: 'campaign_person_make_room',
  text: `WITH clash AS (
      SELECT f.enrolment_id, f.campaign_id, f.state, f.step,
        row_number() OVER (PARTITION BY f.campaign_id ORDER BY f.trigger_on)::int AS nth
      FROM enrolment f JOIN enrolment t ON t.shop_id = f.shop_id AND t.campaign_id = f.campaign_id
        AND t.customer_id = $3 AND t.trigger_on = f.trigger_on
      WHERE f.shop_id = $1 AND f.customer_id = $2
    ), earliest AS (
      SELECT campaign_id, min(trigger_on) AS trigger_on FROM enrolment
      WHERE shop_id = $1 AND customer_id IN ($2, $3) GROUP BY campaign_id
    ), moved AS (
      INSERT INTO enrolment_move (shop_id, enrolment_id, moved_at, from_state, to_state, step, reason)
      SELECT $1, enrolment_id, now(), state, 'stopped', step, 'customer_gone' FROM clash WHERE state = 'waiting'
    )
    UPDATE enrolment e SET trigger_on = earliest.trigger_on - clash.nth,
      state = CASE WHEN e.state = 'waiting' THEN 'stopped' ELSE e.state END, due_at = NULL, valid_until = NULL
    FROM clash JOIN earliest USING (campaign_id) WHERE e.shop_id = $1 AND e.enrolment_id = clash.enrolment_id`,
};

/** A returned mail speaks of an address that the other customer may have taken over. */
const PASS_SUPPRESSION: Statement = {
  name: 'campaign_person_pass_suppression',
  text: `WITH gone AS (DELETE FROM mail_suppression WHERE shop_id = $1 AND customer_id = $2 RETURNING *)
    INSERT INTO mail_suppression (shop_id, customer_id, reason, note, since)
    SELECT shop_id, $3, reason, note, since FROM gone ON CONFLICT (shop_id, customer_id) DO NOTHING`,
};

/** $1 shop · $2 the customer who goes · $3 the one who stays */
export const PASS_PERSON_OVER: readonly Statement[] = [
  MAKE_ROOM,
  ...['enrolment', 'message', 'offer', 'link_follow', 'order_credit'].map((table) => ({
    name: `campaign_person_pass_${table}`,
    text: `UPDATE ${table} SET customer_id = $3 WHERE shop_id = $1 AND customer_id = $2`,
  })),
  PASS_SUPPRESSION,
];

const STOP: Statement = {
  name: 'campaign_person_stop',
  text: `WITH stopped AS (
      UPDATE enrolment SET state = 'stopped', due_at = NULL, valid_until = NULL
      WHERE shop_id = $1 AND customer_id = $2 AND state = 'waiting' RETURNING enrolment_id, step
    )
    INSERT INTO enrolment_move (shop_id, enrolment_id, moved_at, from_state, to_state, step, reason)
    SELECT $1, enrolment_id, now(), 'waiting', 'stopped', step, 'customer_gone' FROM stopped`,
};

/** What is on its way goes no further; what is being sent just now ends as it ends. */
const SKIP_MESSAGES: Statement = {
  name: 'campaign_person_skip_messages',
  text: `UPDATE message SET state = 'skipped', reason = 'customer_gone', counted_at = NULL
    WHERE shop_id = $1 AND customer_id = $2 AND state IN ('issuing', 'ready')`,
};
/** The mail's own id leads to the person in the merchant's mail server. */
const CLEAR_DELIVERIES: Statement = {
  name: 'campaign_person_clear_deliveries',
  text: `UPDATE message_delivery SET note = NULL, remote_id = NULL,
      reason = CASE WHEN state = 'waiting' THEN 'customer_gone' ELSE reason END,
      state = CASE WHEN state = 'waiting' THEN 'skipped' ELSE state END
    WHERE shop_id = $1 AND message_id IN (SELECT message_id FROM message WHERE shop_id = $1 AND customer_id = $2)`,
};
const CLEAR_PARAMS: Statement = {
  name: 'campaign_person_clear_params',
  text: `UPDATE enrolment_move SET params = '{}' WHERE shop_id = $1 AND params <> '{}'
    AND enrolment_id IN (SELECT enrolment_id FROM enrolment WHERE shop_id = $1 AND customer_id = $2)`,
};

/** One number for all rows of a person, so that they still count as one; below 0, where Shopify has no ids. */
const stranger = (fallback: string) =>
  `coalesce((SELECT -min(enrolment_id) FROM enrolment WHERE shop_id = $1 AND customer_id = $2), -${fallback})`;
const anonymous = (table: string, fallback: string): Statement => ({
  name: `campaign_person_forget_${table}`,
  text: `UPDATE ${table} SET customer_id = ${stranger(fallback)} WHERE shop_id = $1 AND customer_id = $2`,
});

/**
 * A person goes (deleted or redacted, $2): nothing more is sent, nothing leads to them any more, and the numbers of campaigns
 * stay. Enrolments are last: the others are renamed after them.
 */
export const FORGET_PERSON: readonly Statement[] = [
  STOP,
  SKIP_MESSAGES,
  CLEAR_DELIVERIES,
  CLEAR_PARAMS,
  anonymous('link_follow', 'message_id'),
  anonymous('offer', 'enrolment_id'),
  anonymous('message', 'enrolment_id'),
  anonymous('enrolment', 'enrolment_id'),
  {
    name: 'campaign_person_forget_order_credit',
    text: 'UPDATE order_credit SET customer_id = NULL WHERE shop_id = $1 AND customer_id = $2',
  },
  {
    name: 'campaign_person_forget_mail_suppression',
    text: 'DELETE FROM mail_suppression WHERE shop_id = $1 AND customer_id = $2',
  },
];
