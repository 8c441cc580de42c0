import type { Grant, Redemption } from '../../../web/domain/loyalty/member.ts';
import type { Order, OrderLine } from '../../../web/domain/orders/order.ts';
import type { CustomerId, LineId, OrderId, ProductId, RefundId } from '../../../web/domain/shared/ids.ts';

/** What really happened to an order, as a simulated shop knows it. Times in ms. */
export type LifeOrder = {
  id: number;
  at: number;
  lines: { amount: number; quantity: number; edited: number; giftCard: boolean; productId: string }[];
  paidAt: number | null;
  fulfilledAt: number | null;
  deliveredAt: number | null;
  refunds: { at: number; line: number; units: number }[];
  /** Money given back without goods. */
  given: number;
  cancelledAt: number | null;
  updatedAt: number;
};

export type Life = {
  joinedAt: number;
  orders: LifeOrder[];
  grants: (Grant & { undone: boolean })[];
  redemptions: Redemption[];
};

export function unitsLeft(order: LifeOrder, line: number): number {
  const { quantity, edited } = order.lines[line] ?? { quantity: 0, edited: 0 };
  const returned = order.refunds.filter((refund) => refund.line === line);
  return returned.reduce((left, refund) => left - refund.units, quantity - edited);
}

/** A life's order as Shopify would state it now. */
export function toOrder(order: LifeOrder, currency: string): Order {
  const worth = (line: number, units: number) => {
    const { amount, quantity } = order.lines[line] ?? { amount: 0, quantity: 1 };
    return Math.round((amount * units) / quantity);
  };
  const left = order.lines.map((_, line) => worth(line, unitsLeft(order, line)));
  const bought = order.lines.map((each, line) => worth(line, each.quantity - each.edited));
  const sum = (amounts: readonly number[]) => amounts.reduce((total, amount) => total + amount, 0);
  const paid = order.paidAt === null ? 0 : sum(bought);
  const refunded = order.paidAt === null ? 0 : sum(bought) - sum(left) + order.given;
  const at = new Date(order.at);
  return {
    orderId: String(order.id) as OrderId,
    customerId: '7' as CustomerId,
    createdAt: at,
    processedAt: at,
    updatedAt: new Date(order.updatedAt),
    cancelledAt: order.cancelledAt === null ? null : new Date(order.cancelledAt),
    test: false,
    currency,
    financialStatus:
      order.paidAt === null
        ? 'PENDING'
        : refunded === 0
          ? 'PAID'
          : refunded < paid
            ? 'PARTIALLY_REFUNDED'
            : 'REFUNDED',
    fulfillment: order.fulfilledAt === null ? 'none' : 'full',
    fulfilledAt: order.fulfilledAt === null ? null : new Date(order.fulfilledAt),
    deliveredAt: order.deliveredAt === null ? null : new Date(order.deliveredAt),
    returnOpen: false,
    origin: 'sale',
    subscriptionRenewal: false,
    b2b: false,
    taxesIncluded: true,
    currentTotalMinor: sum(left),
    netPaymentMinor: paid - refunded,
    taxMinor: 0,
    shippingMinor: 0,
    tipMinor: 0,
    refundedMinor: refunded,
    lines: order.lines.map(
      (line, index): OrderLine => ({
        lineId: String(index) as LineId,
        productId: line.productId as ProductId,
        variantId: null,
        quantity: line.quantity,
        currentQuantity: unitsLeft(order, index),
        discountedMinor: line.amount,
        taxMinor: 0,
        giftCard: line.giftCard,
        sellingPlan: false,
      }),
    ),
    refunds: order.refunds.map((refund, index) => ({
      refundId: String(index) as RefundId,
      lineId: String(refund.line) as LineId,
      quantity: refund.units,
      subtotalMinor: 0,
      refundedAt: new Date(refund.at),
    })),
    discounts: [],
  };
}
