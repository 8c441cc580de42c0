import type { CustomerId, OrderId, ShopId } from '../domain/shared/ids.ts';

/** Why an order is credited with an offer, strongest first (product.md section 7). */
export type CreditBasis = 'code' | 'link' | 'draft';

export type OrderCredit = {
  orderId: OrderId;
  customerId: CustomerId | null;
  campaignId: number;
  version: number;
  enrolmentId: string;
  basis: CreditBasis;
  revenueMinor: number;
  discountMinor: number;
  orderedAt: Date;
};

export type CreditStore = {
  /** One credit per order: replaced when the order's facts change, removed by null. */
  put(shop: ShopId, orderId: OrderId, credit: OrderCredit | null): Promise<void>;
  addFollow(shop: ShopId, messageId: string, at: Date): Promise<boolean>;
  /** Our links these customers followed since. */
  follows(
    shop: ShopId,
    customerIds: readonly CustomerId[],
    since: Date,
  ): Promise<
    readonly { customerId: CustomerId; enrolmentId: string; campaignId: number; version: number; at: Date }[]
  >;
};
