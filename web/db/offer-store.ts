import { AppError } from '../domain/shared/errors.ts';
import type { CustomerId, OrderId, ProductId } from '../domain/shared/ids.ts';
import type { Offer, OfferDiscount, OfferStore } from '../use-cases/offer-port.ts';
import { inParts, toJson } from './json-rows.ts';
import * as statement from './offer-statements.ts';
import type { Sql } from './sql.ts';

const ROWS_PER_WRITE = 2_000;

type OfferRow = {
  offer_id: string;
  message_id: string;
  enrolment_id: string;
  campaign_id: number;
  version: number;
  customer_id: CustomerId;
  discount_id: string;
  code: string;
  state: Offer['state'];
  ends_at: Date;
  issued_at: Date | null;
  redeemed_order_id: OrderId | null;
  creation_id: string | null;
};
type DiscountRow = {
  discount_id: string;
  campaign_id: number;
  version: number;
  arm: number;
  step: number;
  ends_on: number;
  ends_at: Date;
  terms: OfferDiscount['terms'];
  gid: string | null;
  first_code: string | null;
  state: OfferDiscount['state'];
};

/** Codes, the discounts that hold them, and the segment that binds them. Codes are kept in capitals: Shopify takes no notice of case. */
export function createOfferStore(sql: Sql): OfferStore {
  const read = async (...asked: Parameters<typeof sql.rows>) =>
    (await sql.rows<OfferRow>(...asked)).map(toOffer);
  const readDiscounts = async (...asked: Parameters<typeof sql.rows>) =>
    (await sql.rows<DiscountRow>(...asked)).map(toDiscount);
  return {
    discountFor: async (shop, { campaignId, version, arm, step, endsOn, endsAt, terms }) => {
      const key = [shop, campaignId, version, arm, step, endsOn];
      const [added] = await readDiscounts(statement.ADD_DISCOUNT, [...key, endsAt, terms]);
      const standing = added ?? (await readDiscounts(statement.DISCOUNT_OF_KEY, key))[0];
      if (standing) return standing;
      throw new AppError('CONFLICT', 'A discount was erased while it was looked up.');
    },
    discounts: (shop, discountIds) => readDiscounts(statement.DISCOUNTS, [shop, discountIds]),
    discountByGid: async (shop, gid) =>
      (await readDiscounts(statement.DISCOUNT_BY_GID, [shop, gid]))[0] ?? null,
    runningDiscounts: (shop, now) => readDiscounts(statement.RUNNING_DISCOUNTS, [shop, now]),
    setDiscount: async (shop, discountId, change) => {
      await sql.run(statement.SET_DISCOUNT, [shop, discountId, change]);
    },
    reserve: async (shop, rows, at) => {
      for (const part of inParts(rows, ROWS_PER_WRITE)) {
        await sql.run(statement.RESERVE, [shop, toJson(part.map(toGiven)), at]);
        await sql.wrote(['offer'], part.length);
      }
    },
    inState: (shop, states, limit) => read(statement.IN_STATE, [shop, states, limit]),
    ofMessages: (shop, messageIds) => read(statement.OF_MESSAGES, [shop, messageIds]),
    byCodes: (shop, codes) => read(statement.BY_CODES, [shop, codes.map(fold)]),
    openOf: (shop, customerIds, now) => read(statement.OPEN_OF, [shop, customerIds, now]),
    wearers: async (shop, customerIds, now) => {
      const values = [shop, customerIds, now];
      const rows = await sql.rows<{ customer_id: CustomerId }>(statement.WEARERS, values);
      return new Set(rows.map((row) => row.customer_id));
    },
    setState: async (shop, offerIds, { state, creationId }, at) => {
      const values = [shop, offerIds, state, creationId !== undefined, creationId ?? null, at];
      await sql.run(statement.SET_STATE, values);
    },
    redeem: async (shop, offerId, orderId, at) => {
      await sql.run(statement.REDEEM, [shop, offerId, orderId, at]);
    },
    expired: (shop, now, limit) => read(statement.EXPIRED, [shop, now, limit]),
    spentDiscounts: (shop, now, limit) => readDiscounts(statement.SPENT_DISCOUNTS, [shop, now, limit]),
    recode: async (shop, offerId, code) => {
      if ((await sql.run(statement.RECODE, [shop, offerId, fold(code)])) > 0) return;
      throw new AppError('CONFLICT', 'The code is taken by another message.');
    },
    productsBoughtBy: async (shop, discountId, limit) => {
      const values = [shop, discountId, limit];
      const rows = await sql.rows<{ product_id: ProductId }>(statement.PRODUCTS_BOUGHT_BY, values);
      return rows.map((row) => row.product_id);
    },
    dropDiscount: async (shop, discountId, { messages }, at) => {
      const values = [shop, discountId, messages, at];
      const rows = await sql.rows<{ customer_id: CustomerId }>(statement.DROP_DISCOUNT, values);
      return rows.map((row) => row.customer_id);
    },
    segment: async (shop) =>
      (await sql.rows<{ gid: string; tag: string }>(statement.SEGMENT, [shop]))[0] ?? null,
    saveSegment: async (shop, { gid, tag }) => {
      await sql.run(statement.SAVE_SEGMENT, [shop, gid, tag]);
    },
  };
}

function fold(code: string): string {
  return code.toUpperCase();
}

function toGiven(row: Parameters<OfferStore['reserve']>[1][number]): object {
  return {
    message_id: row.messageId,
    enrolment_id: row.enrolmentId,
    campaign_id: row.campaignId,
    version: row.version,
    customer_id: row.customerId,
    discount_id: row.discountId,
    code: fold(row.code),
    ends_at: row.endsAt,
  };
}

function toOffer(row: OfferRow): Offer {
  return {
    offerId: row.offer_id,
    messageId: row.message_id,
    enrolmentId: row.enrolment_id,
    campaignId: row.campaign_id,
    version: row.version,
    customerId: row.customer_id,
    discountId: row.discount_id,
    code: row.code,
    state: row.state,
    endsAt: row.ends_at,
    issuedAt: row.issued_at,
    redeemedOrderId: row.redeemed_order_id,
    creationId: row.creation_id,
  };
}

function toDiscount(row: DiscountRow): OfferDiscount {
  return {
    discountId: row.discount_id,
    campaignId: row.campaign_id,
    version: row.version,
    arm: row.arm,
    step: row.step,
    endsOn: row.ends_on,
    endsAt: row.ends_at,
    terms: row.terms,
    gid: row.gid,
    firstCode: row.first_code,
    state: row.state,
  };
}
