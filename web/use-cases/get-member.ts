import { AppError } from '../domain/shared/errors.ts';
import type { CustomerId } from '../domain/shared/ids.ts';
import type { LoyaltyCtx, StoredRedemption } from './ports.ts';
import { newest, sceneNow } from './steps/loyalty-scene.ts';
import { type MemberLine, memberLine } from './steps/member-line.ts';
import { replayRecord } from './steps/replay-record.ts';
import { unlessAway } from './steps/unless-away.ts';

export type MemberLot = {
  points: number;
  /** From when they count: of an order of before the launch, the launch. */
  at: Date;
  /** When their order was placed; null = they are of none. */
  orderedAt: Date | null;
  expiresAt: Date | null;
  from: 'order' | 'grant' | 'return';
};

export type MemberDetail = {
  member: MemberLine;
  reservedPoints: number;
  /** Soonest ending first. */
  lots: readonly MemberLot[];
  /** Newest first. */
  redemptions: readonly StoredRedemption[];
  referral: { code: string | null; held: number; paid: number; refused: number };
  currency: string;
};

/** One member with everything their page says. @throws AppError NOT_FOUND for who is no member */
export async function getMember(ctx: LoyaltyCtx, customerId: CustomerId): Promise<MemberDetail> {
  const member = await findMember(ctx, customerId);
  if (!member) throw new AppError('NOT_FOUND', 'this customer is no member');
  return member;
}

/** The same; null = a customer of this shop who is no member, or not yet. @throws AppError NOT_FOUND for whom the shop does not hold */
export async function findMember(ctx: LoyaltyCtx, customerId: CustomerId): Promise<MemberDetail | null> {
  const { store, reader, shop } = ctx;
  const { shopId, currency } = shop;
  const account = await store.loyalty.find(shopId, customerId);
  const scene = await sceneNow(ctx, store);
  if (!account || !scene || account.mergedInto !== null) {
    if (await reader.customers.find(shopId, customerId)) return null;
    throw new AppError('NOT_FOUND', 'there is no such customer in this shop');
  }
  const [[record], counts, live] = await Promise.all([
    store.loyalty.records(shopId, [account.accountId]),
    reader.loyalty.referralCounts(shopId, account.accountId),
    unlessAway(ctx.log, () => ctx.shopify.liveCustomers([customerId])),
  ]);
  const name = live?.get(customerId)?.displayName ?? null;
  const lots = record ? replayRecord(record, scene).state.lots : [];
  const orderedAt = new Map(record?.orders.map(({ order }) => [`order:${order.orderId}`, order.processedAt]));
  return {
    member: memberLine({ ...account, customerId }, newest(scene.history)?.terms ?? null, name),
    reservedPoints: account.reserved,
    lots: lots.map(({ key, points, at, expiresAt }) => ({
      points,
      at,
      orderedAt: orderedAt.get(key) ?? null,
      expiresAt,
      from: originOf(key),
    })),
    redemptions: [...(record?.redemptions ?? [])].sort(
      (a, b) => b.createdAt.getTime() - a.createdAt.getTime(),
    ),
    referral: { code: account.referralCode, ...counts },
    currency,
  };
}

/** A lot's key tells where it comes from: `order:12`, `grant:7`, `return:3`. */
function originOf(key: string): MemberLot['from'] {
  if (key.startsWith('order:')) return 'order';
  return key.startsWith('return:') ? 'return' : 'grant';
}
