import type pg from 'pg';
import type { HeldData, PrivacyReader } from '../use-cases/data-request-port.ts';
import { type DataRequestRow, toDataRequest } from './data-request-store.ts';
import { toPlainRow } from './plain-row.ts';

const MINE = 'WHERE shop_id = $1 AND customer_id = $2';
const BEHIND = (table: string, id: string, of: string) =>
  `${table} WHERE shop_id = $1 AND ${id} IN (SELECT ${id} FROM ${of} ${MINE})`;

/** Where each part of what is held of a customer stands, $1 = shop, $2 = customer; whole rows, so that a new column is told too. */
export const HELD: Readonly<Record<Exclude<keyof HeldData, 'campaigns' | 'loyalty'>, string>> = {
  facts: `customer_fact ${MINE}`,
  orders: `order_fact LEFT JOIN order_detail USING (shop_id, order_id) ${MINE} ORDER BY processed_at, order_id`,
  stageChanges: `stage_change ${MINE} ORDER BY changed_at, change_id`,
  tags: `tag_sync ${MINE}`,
  dataRequests: `data_request ${MINE} ORDER BY request_id`,
};

/** The same for what campaigns keep. */
export const HELD_BY_CAMPAIGNS: Readonly<Record<keyof HeldData['campaigns'], string>> = {
  enrolments: `enrolment ${MINE} ORDER BY enrolment_id`,
  enrolmentMoves: `${BEHIND('enrolment_move', 'enrolment_id', 'enrolment')} ORDER BY move_id`,
  messages: `message ${MINE} ORDER BY message_id`,
  deliveries: `${BEHIND('message_delivery', 'message_id', 'message')} ORDER BY message_id, channel`,
  offers: `offer ${MINE} ORDER BY offer_id`,
  linksFollowed: `link_follow ${MINE} ORDER BY follow_id`,
  orderCredits: `order_credit ${MINE} ORDER BY order_id`,
  mailSuppressions: `mail_suppression ${MINE}`,
};

const ACCOUNTS = `SELECT a.account_id FROM loyalty_account a JOIN loyalty_account m
  ON m.shop_id = $1 AND m.customer_id = $2 AND (a.account_id = m.account_id OR a.merged_into = m.account_id) WHERE a.shop_id = $1`;
const OF_ACCOUNTS = (table: string) => `${table} WHERE shop_id = $1 AND account_id IN (${ACCOUNTS})`;

/** The same for points; accounts merged into theirs included. */
export const HELD_BY_LOYALTY: Readonly<Record<keyof HeldData['loyalty'], string>> = {
  accounts: `${OF_ACCOUNTS('loyalty_account')} ORDER BY account_id`,
  ledger: `${OF_ACCOUNTS('ledger_entry')} ORDER BY entry_id`,
  grants: `${OF_ACCOUNTS('loyalty_grant')} ORDER BY grant_id`,
  redemptions: `${OF_ACCOUNTS('loyalty_redemption')} ORDER BY redemption_id`,
  tierChanges: `${OF_ACCOUNTS('tier_change')} ORDER BY change_id`,
  referrals: `loyalty_referral WHERE shop_id = $1 AND (friend_id = $2 OR account_id IN (${ACCOUNTS})) ORDER BY order_id`,
  flowEvents: `flow_event ${MINE} ORDER BY event_id`,
};

/** Requests for data, and what they ask for. */
export function createPrivacyReader(pool: pg.Pool): PrivacyReader {
  const rows = async <Row extends object>(text: string, values: unknown[]) =>
    (await pool.query<Row>(text, values)).rows;
  return {
    requests: async (shop, limit) =>
      (
        await rows<DataRequestRow>(
          `SELECT * FROM data_request WHERE shop_id = $1
           ORDER BY answered_at DESC NULLS FIRST, due_at, request_id LIMIT $2`,
          [shop, limit],
        )
      ).map(toDataRequest),
    request: async (shop, requestId) => {
      const values = [shop, requestId];
      const [row] = await rows<DataRequestRow>(
        'SELECT * FROM data_request WHERE shop_id = $1 AND request_id = $2',
        values,
      );
      return row ? toDataRequest(row) : null;
    },
    heldData: async (shop, customerId) => {
      const of = async (from: string) =>
        (await rows(`SELECT * FROM ${from}`, [shop, customerId])).map(toPlainRow);
      const [facts] = await of(HELD.facts);
      const [tags] = await of(HELD.tags);
      const by = HELD_BY_CAMPAIGNS;
      const points = HELD_BY_LOYALTY;
      return {
        facts: facts ?? null,
        orders: await of(HELD.orders),
        stageChanges: await of(HELD.stageChanges),
        tags: tags ?? null,
        campaigns: {
          enrolments: await of(by.enrolments),
          enrolmentMoves: await of(by.enrolmentMoves),
          messages: await of(by.messages),
          deliveries: await of(by.deliveries),
          offers: await of(by.offers),
          linksFollowed: await of(by.linksFollowed),
          orderCredits: await of(by.orderCredits),
          mailSuppressions: await of(by.mailSuppressions),
        },
        loyalty: {
          accounts: await of(points.accounts),
          ledger: await of(points.ledger),
          grants: await of(points.grants),
          redemptions: await of(points.redemptions),
          tierChanges: await of(points.tierChanges),
          referrals: await of(points.referrals),
          flowEvents: await of(points.flowEvents),
        },
        dataRequests: await of(HELD.dataRequests),
      };
    },
  };
}
