import type { CustomerId } from '../domain/shared/ids.ts';
import type { Message, MessageDelivery, MessageStore, NewMessage } from '../use-cases/message-port.ts';
import { inParts, toJson } from './json-rows.ts';
import * as statement from './message-statements.ts';
import type { Sql } from './sql.ts';

const ROWS_PER_WRITE = 2_000;
const BEFORE_ALL = '0';

type MessageRow = {
  message_id: string;
  enrolment_id: string;
  campaign_id: number;
  version: number;
  customer_id: CustomerId;
  step: number;
  arm: number | null;
  new_offer: boolean;
  state: Message['state'];
  reason: Message['reason'];
  planned_at: Date;
  counted_at: Date | null;
  sent_at: Date | null;
  valid_until: Date | null;
};
type DeliveryRow = {
  message_id: string;
  channel: MessageDelivery['channel'];
  state: MessageDelivery['state'];
  reason: MessageDelivery['reason'];
  note: string | null;
  attempts: number;
  retry_at: Date | null;
  remote_id: string | null;
  sent_at: Date | null;
};
type IdRow = { message_id: string };

/** Messages of campaigns, and the ways each takes. */
export function createMessageStore(sql: Sql): MessageStore {
  const read = async (...asked: Parameters<typeof sql.rows>) =>
    (await sql.rows<MessageRow>(...asked)).map(toMessage);
  const readDeliveries = async (...asked: Parameters<typeof sql.rows>) =>
    (await sql.rows<DeliveryRow>(...asked)).map(toDelivery);
  return {
    add: async (shop, rows) => {
      const added: Message[] = [];
      for (const part of inParts(rows, ROWS_PER_WRITE)) {
        added.push(...(await read(statement.ADD, [shop, toJson(part.map(toGiven))])));
        await sql.wrote(['message'], part.length);
      }
      return added;
    },
    find: (shop, messageIds) => read(statement.FIND, [shop, messageIds]),
    inState: (shop, state, limit, after) =>
      read(statement.IN_STATE, [shop, state, limit, after ?? BEFORE_ALL]),
    ofEnrolments: (shop, enrolmentIds) => read(statement.OF_ENROLMENTS, [shop, enrolmentIds]),
    move: async (shop, messageIds, { from, to, reason, counts }, at) => {
      const values = [shop, messageIds, from, to, reason, counts ?? null, at];
      return (await sql.rows<IdRow>(statement.MOVE, values)).map((row) => row.message_id);
    },
    addDeliveries: async (shop, rows) => {
      for (const part of inParts(rows, ROWS_PER_WRITE)) {
        const given = part.map(({ messageId, channel, remoteId }) => ({
          message_id: messageId,
          channel,
          remote_id: remoteId,
        }));
        await sql.run(statement.ADD_DELIVERIES, [shop, toJson(given)]);
        await sql.wrote(['message_delivery'], part.length);
      }
    },
    deliveries: (shop, messageIds) => readDeliveries(statement.DELIVERIES, [shop, messageIds]),
    waitingDeliveries: (shop, now, limit) => readDeliveries(statement.WAITING, [shop, now, limit]),
    nextRetryAt: async (shop, now) =>
      (await sql.rows<{ retry_at: Date | null }>(statement.NEXT_RETRY, [shop, now]))[0]?.retry_at ?? null,
    claim: async (shop, messageId, channel, at) =>
      (await sql.run(statement.CLAIM, [shop, messageId, channel, at])) > 0,
    settle: async (shop, messageId, channel, { state, reason, note, retryAt }, at) => {
      await sql.run(statement.SETTLE, [shop, messageId, channel, state, reason, note, retryAt, at]);
    },
    dropWaiting: async (shop, messageIds, reason) => {
      await sql.run(statement.DROP_WAITING, [shop, messageIds, reason]);
    },
    loseSending: async (shop, claimedBefore) => {
      const rows = await sql.rows<IdRow>(statement.LOSE_SENDING, [shop, claimedBefore]);
      return [...new Set(rows.map((row) => row.message_id))];
    },
    sendsByDay: async (shop, fromOn, toOn, timeZone) => {
      type Row = { campaign_id: number; on_day: number; sends: number; clicks: number };
      const rows = await sql.rows<Row>(statement.SENDS_BY_DAY, [shop, fromOn, toOn, timeZone]);
      return rows.map(({ campaign_id: campaignId, on_day: dayOn, sends, clicks }) => ({
        campaignId,
        dayOn,
        sends,
        clicks,
      }));
    },
    byRemoteId: async (shop, remoteId) => {
      type Row = { message_id: string; channel: MessageDelivery['channel'] };
      const [row] = await sql.rows<Row>(statement.BY_REMOTE_ID, [shop, remoteId]);
      return row ? { messageId: row.message_id, channel: row.channel } : null;
    },
  };
}

function toGiven(row: NewMessage): object {
  return {
    enrolment_id: row.enrolmentId,
    campaign_id: row.campaignId,
    version: row.version,
    customer_id: row.customerId,
    step: row.step,
    arm: row.arm,
    new_offer: row.newOffer,
    state: row.state,
    reason: row.reason,
    planned_at: row.plannedAt,
    counted_at: row.countedAt,
    valid_until: row.validUntil,
  };
}

function toMessage(row: MessageRow): Message {
  return {
    messageId: row.message_id,
    enrolmentId: row.enrolment_id,
    campaignId: row.campaign_id,
    version: row.version,
    customerId: row.customer_id,
    step: row.step,
    arm: row.arm,
    newOffer: row.new_offer,
    state: row.state,
    reason: row.reason,
    plannedAt: row.planned_at,
    countedAt: row.counted_at,
    sentAt: row.sent_at,
    validUntil: row.valid_until,
  };
}

function toDelivery(row: DeliveryRow): MessageDelivery {
  return {
    messageId: row.message_id,
    channel: row.channel,
    state: row.state,
    reason: row.reason,
    note: row.note,
    attempts: row.attempts,
    retryAt: row.retry_at,
    remoteId: row.remote_id,
    sentAt: row.sent_at,
  };
}
