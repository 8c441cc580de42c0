import type { CustomerSummary, HistoryOrder, Order, OrderLine } from '../../web/domain/orders/order.ts';
import type { ShopModel } from '../../web/domain/rfm/model.ts';
import type { CustomerId, LineId, OrderId } from '../../web/domain/shared/ids.ts';
import { isoToDay, type LocalDay } from '../../web/domain/shared/time.ts';

/** A paid order of 100.00 with one shipped unit, on 2024-01-10 at noon UTC. */
export function anOrder(change: Partial<Order> = {}): Order {
  const processedAt = change.processedAt ?? new Date('2024-01-10T12:00:00Z');
  return {
    orderId: '1' as OrderId,
    customerId: '7' as CustomerId,
    createdAt: processedAt,
    processedAt,
    updatedAt: processedAt,
    cancelledAt: null,
    test: false,
    currency: 'USD',
    financialStatus: 'PAID',
    fulfillment: 'full',
    fulfilledAt: processedAt,
    deliveredAt: null,
    returnOpen: false,
    origin: 'sale',
    subscriptionRenewal: false,
    b2b: false,
    taxesIncluded: true,
    currentTotalMinor: 10_000,
    netPaymentMinor: 10_000,
    taxMinor: 0,
    shippingMinor: 0,
    tipMinor: 0,
    refundedMinor: 0,
    lines: [aLine()],
    refunds: [],
    discounts: [],
    ...change,
  };
}

export function aLine(change: Partial<OrderLine> = {}): OrderLine {
  return {
    lineId: '11' as LineId,
    productId: null,
    variantId: null,
    quantity: 1,
    currentQuantity: 1,
    discountedMinor: 10_000,
    taxMinor: 0,
    giftCard: false,
    sellingPlan: false,
    ...change,
  };
}

let orderNumber = 0;

/** An order of a history, at an ISO instant in a UTC shop. */
export function bought(at: string, change: Partial<HistoryOrder> = {}): HistoryOrder {
  orderNumber += 1;
  return {
    orderId: String(orderNumber) as OrderId,
    processedAt: new Date(at),
    localOn: isoToDay(at.slice(0, 10)),
    qualifies: true,
    countsAsOccasion: true,
    netRevenueMinor: 1000,
    subscription: false,
    ...change,
  };
}

/** A customer whose occasions lie `gapsDays` apart, the last of them on `lastOn`. */
export function aCustomer(
  lastOn: LocalDay,
  gapsDays: readonly number[],
  monetaryMinor = 1000,
): CustomerSummary {
  const firstOn = lastOn - gapsDays.reduce((sum, gap) => sum + gap, 0);
  return {
    ordersCount: gapsDays.length + 1,
    frequency: gapsDays.length + 1,
    monetaryMinor,
    firstAt: new Date(firstOn * 86_400_000),
    lastAt: new Date(lastOn * 86_400_000),
    firstOn,
    lastOn,
    lastOccasionOn: lastOn,
    gapsDays,
    subscribedUntilOn: null,
  };
}

/** A measured shop: one-occasion limit 171, L 114, mean gap 72, VIP from 5 occasions and 500.00, kept from 4 and 400.00. */
export function aModel(change: Partial<ShopModel> = {}): ShopModel {
  return {
    asOfOn: 20_000,
    buyers: 1000,
    cuts: {
      recencyDays: [30, 60, 120, 240],
      frequency: [1, 1, 2, 4],
      monetaryMinor: [1000, 2000, 4000, 8000],
    },
    topQuarter: { recencyDays: 45, frequency: 3, monetaryMinor: 30_000 },
    vip: { enterFrequency: 5, enterMonetaryMinor: 50_000, keepFrequency: 4, keepMonetaryMinor: 40_000 },
    lapse: { oneOccasionDays: 171, laterDays: 114, source: 'measured', historyDays: 545, returns: 5000 },
    meanGapDays: 72,
    provisional: false,
    secondPurchase: { startDay: 30, endDay: 171, measured: true },
    ...change,
  };
}
