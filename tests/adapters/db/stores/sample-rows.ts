import type { StageDecision, StageMemory } from '../../../../web/domain/lifecycle/stage.ts';
import type { CustomerSummary, Order, OrderVerdict } from '../../../../web/domain/orders/order.ts';
import type { ShopModel } from '../../../../web/domain/rfm/model.ts';
import type { CustomerId, LineId, OrderId, RefundId, VariantId } from '../../../../web/domain/shared/ids.ts';
import type { DataRequest } from '../../../../web/use-cases/data-request-port.ts';
import type { Delivery } from '../../../../web/use-cases/inbox-port.ts';
import type { CustomerProfile } from '../../../../web/use-cases/ports.ts';
import type {
  CustomerState,
  NightResult,
  StageMove,
  StoredOrder,
} from '../../../../web/use-cases/store-port.ts';

export const orderId = (id: number | string) => String(id) as OrderId;
export const customerId = (id: number | string) => String(id) as CustomerId;
export const day = (iso: string) => new Date(`${iso}T10:00:00.123Z`);

/** A paid order of one line with everything set, so that a column that is not stored shows. */
export function sampleOrder(change: Partial<Order> = {}): Order {
  return {
    orderId: orderId(1),
    customerId: customerId(7),
    createdAt: day('2026-01-10'),
    processedAt: day('2026-01-11'),
    updatedAt: day('2026-01-12'),
    cancelledAt: null,
    test: false,
    currency: 'VND',
    financialStatus: 'PARTIALLY_REFUNDED',
    fulfillment: 'partial',
    fulfilledAt: day('2026-01-13'),
    deliveredAt: day('2026-01-14'),
    returnOpen: true,
    origin: 'sale',
    subscriptionRenewal: false,
    b2b: false,
    taxesIncluded: true,
    currentTotalMinor: 2_400_000,
    netPaymentMinor: 2_300_000,
    taxMinor: 1,
    shippingMinor: 2,
    tipMinor: 3,
    refundedMinor: 100_000,
    lines: [
      {
        lineId: '9007199254740993' as LineId,
        productId: null,
        variantId: '9007199254740999' as VariantId,
        quantity: 2,
        currentQuantity: 1,
        discountedMinor: 2_400_000,
        taxMinor: 177_778,
        giftCard: false,
        sellingPlan: true,
      },
    ],
    refunds: [
      {
        refundId: '9007199254740995' as RefundId,
        lineId: '9007199254740993' as LineId,
        quantity: 1,
        subtotalMinor: 100_000,
        refundedAt: day('2026-01-12'),
      },
    ],
    discounts: [
      {
        type: 'code',
        code: 'TẾT-"10"',
        title: null,
        target: 'line_item',
        percentageBps: 1_000,
        amountMinor: null,
        allocatedMinor: 266_667,
      },
    ],
    ...change,
  };
}

export function sampleVerdict(change: Partial<OrderVerdict> = {}): OrderVerdict {
  return {
    qualifies: true,
    notQualifying: null,
    countsAsOccasion: true,
    netRevenueMinor: 2_300_000,
    localOn: 20_464,
    revisitOn: null,
    ...change,
  };
}

export function sampleStored(order: Partial<Order> = {}, verdict: Partial<OrderVerdict> = {}): StoredOrder {
  return { order: sampleOrder(order), verdict: sampleVerdict(verdict), subscription: true };
}

export function sampleSummary(change: Partial<CustomerSummary> = {}): CustomerSummary {
  return {
    ordersCount: 4,
    frequency: 3,
    monetaryMinor: 7_200_000,
    firstAt: day('2025-10-01'),
    lastAt: day('2026-01-11'),
    firstOn: 20_362,
    lastOn: 20_464,
    lastOccasionOn: 20_464,
    gapsDays: [40, 62],
    subscribedUntilOn: 20_500,
    ...change,
  };
}

export const NO_MEMORY: StageMemory = {
  stage: null,
  vipBelowSinceOn: null,
  lastOccasionOn: null,
  limitAtLastOccasionDays: null,
  topWhenLastBought: null,
};

export const sampleMemory: StageMemory = {
  stage: 'vip',
  vipBelowSinceOn: 20_460,
  lastOccasionOn: 20_464,
  limitAtLastOccasionDays: 114,
  topWhenLastBought: true,
};

export const sampleDecision: StageDecision = {
  stage: 'repeat',
  marks: ['at_risk', 'top_quarter'],
  reason: { code: 'repeat', params: { occasions: 3 } },
  lapseLimitDays: 114,
  memory: sampleMemory,
};

export function sampleState(change: Partial<CustomerState> = {}): CustomerState {
  return {
    customerId: customerId(7),
    summary: sampleSummary(),
    scores: { r: 3, f: 4, m: 5 },
    decision: sampleDecision,
    memory: sampleMemory,
    ...change,
  };
}

export function sampleProfile(change: Partial<CustomerProfile> = {}): CustomerProfile {
  return {
    customerId: customerId(7),
    updatedAt: day('2026-01-12'),
    locale: 'vi-VN',
    country: 'VN',
    emailConsent: 'SUBSCRIBED',
    smsConsent: null,
    shopifyOrders: 9,
    shopifySpentMinor: 9_007_199_254_740,
    tags: ['Wholesale'],
    ...change,
  };
}

/** A shop's model by default rules, limits and thresholds easy to reach. */
export function sampleModel(change: Partial<ShopModel> = {}): ShopModel {
  return {
    asOfOn: 20_600,
    buyers: 0,
    cuts: { recencyDays: [1, 2, 3, 4], frequency: [1, 2, 3, 4], monetaryMinor: [1, 2, 3, 4] },
    topQuarter: { recencyDays: 1, frequency: 1, monetaryMinor: 1 },
    vip: { enterFrequency: 2, enterMonetaryMinor: 1, keepFrequency: 2, keepMonetaryMinor: 1 },
    lapse: { oneOccasionDays: 180, laterDays: 180, source: 'merchant', historyDays: 0, returns: 0 },
    meanGapDays: 180,
    provisional: false,
    secondPurchase: { startDay: 21, endDay: 120, measured: false },
    ...change,
  };
}

export const sampleNight: NightResult = {
  stageCounts: { first_time: 1, repeat: 2, vip: 3, lapsed: 4 },
  metrics: {
    secondPurchase: {
      windowDays: 90,
      bought: 1,
      outOf: 2,
      months: [{ month: '2026-01', bought: 1, outOf: 2 }],
    },
    active: [{ month: '2026-01', count: 6 }],
    existingRevenue: {
      last30Days: { existingMinor: 1, totalMinor: 2 },
      months: [{ month: '2026-01', existingMinor: 1, totalMinor: 2 }],
    },
    ordersInOtherCurrency: 3,
  },
};

export function sampleMove(change: Partial<StageMove> = {}): StageMove {
  return {
    customerId: customerId(7),
    from: null,
    to: 'repeat',
    fromMarks: [],
    toMarks: ['at_risk'],
    reason: sampleDecision.reason,
    cause: 'order',
    ...change,
  };
}

export function sampleDelivery(change: Partial<Delivery> = {}): Delivery {
  return {
    domain: 'shop-1.myshopify.com',
    topic: 'orders/updated',
    webhookId: 'w1',
    eventId: 'e1',
    triggeredAt: day('2026-01-12'),
    body: '{"id":9007199254740993}',
    ...change,
  };
}

/** A request of customer 7, due in 30 days. */
export function sampleDataRequest(
  change: Partial<Omit<DataRequest, 'requestId' | 'answeredAt'>> = {},
): Omit<DataRequest, 'requestId' | 'answeredAt'> {
  return {
    shopifyRequestId: '9007199254740997',
    customerId: customerId(7),
    receivedAt: day('2026-03-01'),
    dueAt: day('2026-03-31'),
    held: { facts: 1, orders: 2, stageChanges: 3, tags: 1, campaigns: 0 },
    ...change,
  };
}
