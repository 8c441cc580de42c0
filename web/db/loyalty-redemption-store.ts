import type { Reward } from '../domain/loyalty/program.ts';
import { AppError } from '../domain/shared/errors.ts';
import type { CustomerId, OrderId } from '../domain/shared/ids.ts';
import type { LoyaltyStore, StoredRedemption } from '../use-cases/loyalty-port.ts';
import * as statement from './loyalty-redemption-statements.ts';
import type { Sql } from './sql.ts';

/** What is read of `loyalty_redemption`, with the person. */
export type RedemptionRow = {
  redemption_id: string;
  account_id: string;
  customer_id: CustomerId | null;
  request_key: string;
  reward: Reward;
  points: string;
  state: StoredRedemption['state'];
  code: string;
  discount_gid: string | null;
  credit_gid: string | null;
  ends_at: Date;
  created_at: Date;
  returned_at: Date | null;
  order_id: OrderId | null;
  check_at: Date | null;
  attempts: number;
};

type RedemptionStore = Pick<
  LoyaltyStore,
  | 'reserve'
  | 'redemption'
  | 'moveRedemption'
  | 'redemptionsByCode'
  | 'redemptionsOfOrder'
  | 'openRedemptions'
  | 'redemptionsToCheck'
>;

/** Points turned into codes and credit. Codes are kept in capitals: Shopify takes no notice of case. */
export function createLoyaltyRedemptionStore(sql: Sql): RedemptionStore {
  const read = async (...asked: Parameters<typeof sql.rows>) =>
    (await sql.rows<RedemptionRow>(...asked)).map(toRedemption);
  return {
    reserve: async (shop, { accountId, requestKey, reward, points, code, endsAt, at, checkAt }) => {
      const terms = [
        reward.rewardId,
        JSON.stringify(reward),
        points,
        code.toUpperCase(),
        endsAt,
        at,
        checkAt,
      ];
      const fresh = (await sql.rows(statement.RESERVE, [shop, accountId, requestKey, ...terms])).length > 0;
      const [redemption] = await read(statement.OF_REQUEST, [shop, accountId, requestKey]);
      if (redemption) return { redemption, fresh };
      throw new AppError('CONFLICT', 'The code is taken by another redemption.');
    },
    redemption: async (shop, redemptionId) => (await read(statement.FIND, [shop, redemptionId]))[0] ?? null,
    moveRedemption: async (shop, redemptionId, from, { state, ...fields }) =>
      (await sql.run(statement.MOVE, [shop, redemptionId, from, state, JSON.stringify(fields)])) > 0,
    redemptionsByCode: (shop, codes) =>
      read(statement.BY_CODES, [shop, codes.map((code) => code.toUpperCase())]),
    redemptionsOfOrder: (shop, orderId) => read(statement.OF_ORDER, [shop, orderId]),
    openRedemptions: (shop, accountId) => read(statement.OPEN_OF, [shop, accountId]),
    redemptionsToCheck: (shop, now, limit) => read(statement.TO_CHECK, [shop, now, limit]),
  };
}

export function toRedemption(row: RedemptionRow): StoredRedemption {
  return {
    redemptionId: row.redemption_id,
    accountId: row.account_id,
    customerId: row.customer_id,
    requestKey: row.request_key,
    reward: row.reward,
    points: Number(row.points),
    state: row.state,
    code: row.code,
    discountGid: row.discount_gid,
    creditGid: row.credit_gid,
    endsAt: row.ends_at,
    createdAt: row.created_at,
    returnedAt: row.returned_at,
    orderId: row.order_id,
    checkAt: row.check_at,
    attempts: row.attempts,
  };
}
