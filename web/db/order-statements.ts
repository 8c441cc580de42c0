import { assignments, givenRows, names } from './json-rows.ts';
import { DETAIL_COLUMNS, ORDER_COLUMNS, ORDER_KEY, VERDICT_COLUMNS } from './order-row.ts';
import type { Statement } from './sql.ts';

const GIVEN = givenRows('$2', [ORDER_KEY, ...ORDER_COLUMNS, ...DETAIL_COLUMNS]);
/**
 * A newer version of an order over the one that stands. What was unpaid and now is paid was paid by the change that says so; what
 * was once paid or wholly shipped stays so (a fulfilment that was undone aside).
 */
const newerOver = (from: string, standing: string) =>
  ORDER_COLUMNS.map(([name]) => {
    if (name === 'paid_at')
      return `paid_at = coalesce(${standing}.paid_at, CASE WHEN ${from}.paid_at IS NOT NULL THEN ${from}.updated_at END)`;
    if (name === 'all_fulfilled_at')
      return `all_fulfilled_at = CASE WHEN ${from}.fulfillment <> 'none'
        THEN coalesce(${standing}.all_fulfilled_at, ${from}.all_fulfilled_at) END`;
    return `${name} = ${from}.${name}`;
  }).join(', ');
const INSERT_FACT = `INSERT INTO order_fact (shop_id, order_id, ${names(ORDER_COLUMNS)})
  SELECT $1, order_id, ${names(ORDER_COLUMNS)} FROM given`;
const UPSERT_DETAIL = `INSERT INTO order_detail (shop_id, order_id, ${names(DETAIL_COLUMNS)})
  SELECT $1, order_id, ${names(DETAIL_COLUMNS)} FROM given JOIN written USING (order_id)
  ON CONFLICT (shop_id, order_id) DO UPDATE SET ${assignments(DETAIL_COLUMNS, 'excluded')}`;

/**
 * One order. `existed` and `before` are those of the row as it stood, locked, just before this write. Neither existed nor
 * written: another transaction inserted it meanwhile; asked again, the statement sees that row.
 */
export const PUT_ORDER: Statement = {
  name: 'order_put',
  text: `WITH given AS (SELECT * FROM ${GIVEN}), old AS (
    SELECT o.order_id, o.customer_id FROM order_fact o JOIN given USING (order_id) WHERE o.shop_id = $1 FOR UPDATE OF o
  ), updated AS (
    UPDATE order_fact o SET ${newerOver('given', 'o')} FROM given JOIN old USING (order_id)
    WHERE o.shop_id = $1 AND o.order_id = given.order_id AND o.updated_at <= given.updated_at
    RETURNING o.order_id
  ), inserted AS (
    ${INSERT_FACT} WHERE NOT EXISTS (SELECT FROM old) ON CONFLICT (shop_id, order_id) DO NOTHING RETURNING order_id
  ), written AS (
    SELECT order_id FROM updated UNION ALL SELECT order_id FROM inserted
  ), detail AS (${UPSERT_DETAIL})
  SELECT EXISTS (SELECT FROM old) AS existed, (SELECT customer_id FROM old) AS before,
    EXISTS (SELECT FROM written) AS written`,
};

/** Many orders, each at most once; rows with a newer `updated_at` stay. */
export const PUT_ORDERS: Statement = {
  name: 'order_put_many',
  text: `WITH given AS (SELECT * FROM ${GIVEN}), written AS (
    ${INSERT_FACT} ORDER BY order_id
    ON CONFLICT (shop_id, order_id) DO UPDATE SET ${newerOver('excluded', 'order_fact')}
    WHERE order_fact.updated_at <= excluded.updated_at
    RETURNING order_id
  ), detail AS (${UPSERT_DETAIL})
  SELECT count(*)::int AS written FROM written`,
};

export const SAVE_VERDICTS: Statement = {
  name: 'order_save_verdicts',
  text: `UPDATE order_fact o SET ${assignments(VERDICT_COLUMNS, 'given')}
    FROM ${givenRows('$2', [ORDER_KEY, ['updated_at', 'timestamptz'], ...VERDICT_COLUMNS])}
    WHERE o.shop_id = $1 AND o.order_id = given.order_id AND o.updated_at = given.updated_at
      AND (${names(VERDICT_COLUMNS, 'o.')}) IS DISTINCT FROM (${names(VERDICT_COLUMNS, 'given.')})`,
};

export const REMOVE: Statement = {
  name: 'order_remove',
  text: 'DELETE FROM order_fact WHERE shop_id = $1 AND order_id = $2 RETURNING customer_id',
};

/** The verdict is the one of an order without a customer (web/domain/orders/qualify.ts). */
export const ANONYMISE: Statement = {
  name: 'order_anonymise',
  text: `UPDATE order_fact SET customer_id = NULL, qualifies = false, not_qualifying = 'no-customer',
      counts_as_occasion = false, net_revenue_minor = 0, revisit_on = NULL
    WHERE shop_id = $1 AND customer_id = $2`,
};

export const PASS_OVER: Statement = {
  name: 'order_pass_over',
  text: 'UPDATE order_fact SET customer_id = $3 WHERE shop_id = $1 AND order_id = ANY ($2::bigint[])',
};

const HISTORY_COLUMNS =
  'order_id, processed_at, local_on, qualifies, counts_as_occasion, net_revenue_minor, subscription';

export const HISTORIES_OF: Statement = {
  name: 'order_histories_of',
  text: `SELECT customer_id, ${HISTORY_COLUMNS} FROM order_fact
    WHERE shop_id = $1 AND customer_id = ANY ($2::bigint[]) ORDER BY processed_at, order_id`,
};

/** A page of everybody's history in the order of (customer, processed_at, order) after the given place. */
export const HISTORIES_AFTER: Statement = {
  name: 'order_histories_after',
  text: `SELECT customer_id, ${HISTORY_COLUMNS} FROM order_fact
    WHERE shop_id = $1 AND (customer_id, processed_at, order_id) > ($2::bigint, $3::timestamptz, $4::bigint)
    ORDER BY customer_id, processed_at, order_id LIMIT $5`,
};

export const UPDATED_AT: Statement = {
  name: 'order_updated_at',
  text: 'SELECT order_id, updated_at FROM order_fact WHERE shop_id = $1 AND order_id = ANY ($2::bigint[])',
};

export const COUNT: Statement = {
  name: 'order_count',
  text: 'SELECT count(*)::int AS count FROM order_fact WHERE shop_id = $1',
};

/** $2, $3 from and before which instant. By the index (shop, processed_at). */
const PLACED =
  'o.shop_id = $1 AND o.processed_at >= $2 AND o.processed_at < $3 AND o.customer_id IS NOT NULL';

export const COUNT_PLACED: Statement = {
  name: 'order_count_placed',
  text: `SELECT count(*)::int AS count FROM order_fact o WHERE ${PLACED}`,
};

const WHOLE =
  'SELECT o.*, d.lines, d.refunds, d.discounts FROM order_fact o LEFT JOIN order_detail d USING (shop_id, order_id)';

export const DUE: Statement = {
  name: 'order_due',
  text: `${WHOLE} WHERE o.shop_id = $1 AND o.revisit_on <= $2 ORDER BY o.revisit_on, o.order_id LIMIT $3`,
};

export const ORDERS_AFTER: Statement = {
  name: 'order_after',
  text: `${WHOLE} WHERE o.shop_id = $1 AND o.order_id > $2 ORDER BY o.order_id LIMIT $3`,
};

/** $4, $5 the place of the last row. Details are asked order by order: a page must not read those of the whole shop. */
export const PLACED_AFTER: Statement = {
  name: 'order_placed_after',
  text: `SELECT o.*, d.lines, d.refunds, d.discounts FROM (
      SELECT * FROM order_fact o WHERE ${PLACED} AND (o.processed_at, o.order_id) > ($4::timestamptz, $5::bigint)
      ORDER BY o.processed_at, o.order_id LIMIT $6
    ) AS o LEFT JOIN LATERAL (
      SELECT lines, refunds, discounts FROM order_detail WHERE shop_id = $1 AND order_id = o.order_id LIMIT 1
    ) AS d ON true ORDER BY o.processed_at, o.order_id`,
};

/** $4 one customer in so many · $5 most orders. Materialized, so that orders are reached by the customer and not one by one. */
export const SAMPLE_PLACED: Statement = {
  name: 'order_sample_placed',
  text: `WITH chosen AS MATERIALIZED (
      SELECT customer_id FROM customer_fact WHERE shop_id = $1 AND hashint8(customer_id) % $4::int = 0
    )
    ${WHOLE} JOIN chosen ON chosen.customer_id = o.customer_id WHERE ${PLACED} LIMIT $5`,
};

/** Company orders, and unpaid ones of which nothing was shipped: `judgeOrder` asks the rules about no others. */
export const RULE_DEPENDENT_AFTER: Statement = {
  name: 'order_rule_dependent_after',
  text: `${WHOLE} WHERE o.shop_id = $1 AND o.order_id > $2 AND (o.b2b OR (o.fulfillment = 'none'
      AND (o.financial_status IS NULL OR o.financial_status IN ('PENDING', 'AUTHORIZED'))))
    ORDER BY o.order_id LIMIT $3`,
};

export const IDS_AFTER: Statement = {
  name: 'order_ids_after',
  text: 'SELECT order_id FROM order_fact WHERE shop_id = $1 AND order_id > $2 ORDER BY order_id LIMIT $3',
};
