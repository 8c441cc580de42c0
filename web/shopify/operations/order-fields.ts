import { z } from 'zod';
import { gidRef, pageInfo, shopMoney } from './operation.ts';

/** An order without its lines: facts and money. Tags are read for subscription apps that mark renewals by tag; they are not stored. */
export const ORDER_FACTS = `
  __typename id createdAt processedAt updatedAt cancelledAt test sourceName tags currencyCode taxesIncluded
  displayFinancialStatus displayFulfillmentStatus returnStatus
  customer { id }
  purchasingEntity { __typename }
  currentTotalPriceSet { shopMoney { amount } }
  netPaymentSet { shopMoney { amount } }
  currentTotalTaxSet { shopMoney { amount } }
  currentShippingPriceSet { shopMoney { amount } }
  totalTipReceivedSet { shopMoney { amount } }
  totalRefundedSet { shopMoney { amount } }
  refunds { id createdAt processedAt }
  fulfillments { status createdAt deliveredAt }`;

export const orderFactsShape = z.object({
  id: z.string(),
  createdAt: z.string(),
  processedAt: z.string(),
  updatedAt: z.string(),
  cancelledAt: z.string().nullable(),
  test: z.boolean(),
  sourceName: z.string().nullable(),
  tags: z.array(z.string()),
  currencyCode: z.string(),
  taxesIncluded: z.boolean(),
  displayFinancialStatus: z
    .enum([
      'AUTHORIZED',
      'EXPIRED',
      'PAID',
      'PARTIALLY_PAID',
      'PARTIALLY_REFUNDED',
      'PENDING',
      'REFUNDED',
      'VOIDED',
    ])
    .nullable(),
  displayFulfillmentStatus: z.string(),
  returnStatus: z.string(),
  customer: gidRef.nullable(),
  purchasingEntity: z.object({ __typename: z.string() }).nullable(),
  currentTotalPriceSet: shopMoney,
  netPaymentSet: shopMoney,
  currentTotalTaxSet: shopMoney,
  currentShippingPriceSet: shopMoney,
  totalTipReceivedSet: shopMoney,
  totalRefundedSet: shopMoney,
  refunds: z.array(z.object({ id: z.string(), createdAt: z.string().nullable(), processedAt: z.string() })),
  fulfillments: z.array(
    z.object({ status: z.string(), createdAt: z.string(), deliveredAt: z.string().nullable() }),
  ),
});
export type OrderFacts = z.infer<typeof orderFactsShape>;

/** What each discount took off; the index is that of its application, whose order and value stand on the order. */
const ALLOCATIONS =
  'discountAllocations { allocatedAmountSet { shopMoney { amount } } discountApplication { index } }';

const allocations = z.array(
  z.object({ allocatedAmountSet: shopMoney, discountApplication: z.object({ index: z.number().int() }) }),
);

/** One line; its amount after all discounts is `originalTotalSet` less its allocations (order-wide discounts included). */
export const ORDER_LINE = `
  __typename id quantity currentQuantity isGiftCard
  product { id }
  variant { id }
  sellingPlan { name }
  originalTotalSet { shopMoney { amount } }
  taxLines { priceSet { shopMoney { amount } } }
  ${ALLOCATIONS}`;

export const orderLineShape = z.object({
  id: z.string(),
  quantity: z.number().int(),
  currentQuantity: z.number().int(),
  isGiftCard: z.boolean(),
  product: gidRef.nullable(),
  variant: gidRef.nullable(),
  sellingPlan: z.object({ name: z.string() }).nullable(),
  originalTotalSet: shopMoney,
  taxLines: z.array(z.object({ priceSet: shopMoney })),
  discountAllocations: allocations,
});
export type OrderLineFields = z.infer<typeof orderLineShape>;

/** Shipping is asked for what discounts took off it. */
export const ORDER_SHIPPING = `
  __typename
  ${ALLOCATIONS}`;

export const orderShippingShape = z.object({ discountAllocations: allocations });
export type OrderShippingFields = z.infer<typeof orderShippingShape>;

export const ORDER_DISCOUNT = `
  __typename index targetType
  value { ... on PricingPercentageValue { percentage } ... on MoneyV2 { amount currencyCode } }
  ... on DiscountCodeApplication { code }
  ... on AutomaticDiscountApplication { title }
  ... on ManualDiscountApplication { title }
  ... on ScriptDiscountApplication { title }`;

export const orderDiscountShape = z.object({
  __typename: z.string(),
  index: z.number().int(),
  targetType: z.string(),
  value: z.union([
    z.object({ percentage: z.number() }),
    z.object({ amount: z.string(), currencyCode: z.string() }),
  ]),
  code: z.string().optional(),
  title: z.string().nullable().optional(),
});
export type OrderDiscountFields = z.infer<typeof orderDiscountShape>;

export const linePage = z.object({ nodes: z.array(orderLineShape), pageInfo });
export const discountPage = z.object({ nodes: z.array(orderDiscountShape), pageInfo });
export const shippingPage = z.object({ nodes: z.array(orderShippingShape), pageInfo });
