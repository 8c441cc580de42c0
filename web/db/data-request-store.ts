import type { CustomerId } from '../domain/shared/ids.ts';
import type { DataRequest, DataRequestStore, HeldCounts } from '../use-cases/data-request-port.ts';
import type { Sql, Statement } from './sql.ts';

const HELD: Statement = {
  name: 'data_request_held',
  text: `SELECT (SELECT count(*)::int FROM customer_fact WHERE shop_id = $1 AND customer_id = $2) AS "facts",
      (SELECT count(*)::int FROM order_fact WHERE shop_id = $1 AND customer_id = $2) AS "orders",
      (SELECT count(*)::int FROM stage_change WHERE shop_id = $1 AND customer_id = $2) AS "stageChanges",
      coalesce((SELECT cardinality(standing) FROM tag_sync WHERE shop_id = $1 AND customer_id = $2), 0) AS "tags",
      (SELECT count(*)::int FROM enrolment WHERE shop_id = $1 AND customer_id = $2) AS "campaigns"`,
};

const ADD: Statement = {
  name: 'data_request_add',
  text: `INSERT INTO data_request (shop_id, shopify_request_id, customer_id, received_at, due_at, held)
    VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (shop_id, shopify_request_id) DO NOTHING`,
};

const MARK_ANSWERED: Statement = {
  name: 'data_request_mark_answered',
  text: `UPDATE data_request SET answered_at = coalesce(answered_at, $3) WHERE shop_id = $1 AND request_id = $2`,
};

const PASS_OVER: Statement = {
  name: 'data_request_pass_over',
  text: 'UPDATE data_request SET customer_id = $3 WHERE shop_id = $1 AND customer_id = $2',
};

/** Cuts the link from requests to a person who goes; that there was one to answer stays. Shopify's number leads to the person too. */
export const FORGET_ASKER: Statement = {
  name: 'data_request_forget_asker',
  text: `UPDATE data_request SET customer_id = NULL, shopify_request_id = NULL WHERE shop_id = $1 AND customer_id = $2`,
};

/** Customers' requests for their data. */
export function createDataRequestStore(sql: Sql): DataRequestStore {
  return {
    heldOf: async (shop, customerId) => {
      const [held] = await sql.rows<HeldCounts>(HELD, [shop, customerId]);
      if (!held) throw new RangeError('counts without a condition gave no row');
      return held;
    },
    add: async (shop, { shopifyRequestId, customerId, receivedAt, dueAt, held }) => {
      await sql.run(ADD, [shop, shopifyRequestId, customerId, receivedAt, dueAt, held]);
    },
    markAnswered: async (shop, requestId, at) => (await sql.run(MARK_ANSWERED, [shop, requestId, at])) > 0,
    passOver: async (shop, from, to) => {
      await sql.run(PASS_OVER, [shop, from, to]);
    },
  };
}

/** A row of `data_request`. */
export type DataRequestRow = {
  request_id: string;
  shopify_request_id: string | null;
  customer_id: string | null;
  received_at: Date;
  due_at: Date;
  held: HeldCounts;
  answered_at: Date | null;
};

export function toDataRequest(row: DataRequestRow): DataRequest {
  return {
    requestId: row.request_id,
    shopifyRequestId: row.shopify_request_id,
    customerId: row.customer_id as CustomerId | null,
    receivedAt: row.received_at,
    dueAt: row.due_at,
    held: row.held,
    answeredAt: row.answered_at,
  };
}
