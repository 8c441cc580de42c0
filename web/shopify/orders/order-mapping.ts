import type { Order, OrderDiscount, OrderLine, RefundLine } from '../../domain/orders/order.ts';
import { readSource } from '../../domain/orders/source.ts';
import { AppError } from '../../domain/shared/errors.ts';
import {
  type CustomerId,
  type LineId,
  type OrderId,
  type ProductId,
  parseId,
  type VariantId,
} from '../../domain/shared/ids.ts';
import { toMinor } from '../../domain/shared/money.ts';
import type { OrderFacts, OrderLineFields } from '../operations/order-fields.ts';
import { type DiscountFields, toDiscounts } from './order-discounts.ts';

/** What stands beside an order's facts, from Shopify or from a delivery that says the same. */
export type OrderParts = {
  lines: readonly OrderLine[];
  refunds: readonly RefundLine[];
  discounts: readonly OrderDiscount[];
};

/** An order in our words. Money is in the shop's currency at the time of the order, which is the order's own. */
export function toOrder(facts: OrderFacts, parts: OrderParts): Order {
  const minor = (money: { shopMoney: { amount: string } }) =>
    toMinor(money.shopMoney.amount, facts.currencyCode);
  return {
    orderId: requireId<OrderId>(facts.id),
    customerId: facts.customer ? requireId<CustomerId>(facts.customer.id) : null,
    createdAt: new Date(facts.createdAt),
    processedAt: new Date(facts.processedAt),
    updatedAt: new Date(facts.updatedAt),
    cancelledAt: facts.cancelledAt ? new Date(facts.cancelledAt) : null,
    test: facts.test,
    currency: facts.currencyCode,
    financialStatus: facts.displayFinancialStatus,
    fulfillment: toFulfillment(facts.displayFulfillmentStatus),
    ...toShipment(facts.fulfillments),
    returnOpen: OPEN_RETURNS.has(facts.returnStatus),
    ...readSource(facts.sourceName, facts.tags),
    b2b: facts.purchasingEntity?.__typename === 'PurchasingCompany',
    taxesIncluded: facts.taxesIncluded,
    currentTotalMinor: minor(facts.currentTotalPriceSet),
    netPaymentMinor: minor(facts.netPaymentSet),
    taxMinor: minor(facts.currentTotalTaxSet),
    shippingMinor: minor(facts.currentShippingPriceSet),
    tipMinor: minor(facts.totalTipReceivedSet),
    refundedMinor: minor(facts.totalRefundedSet),
    ...parts,
  };
}

/** Lines and discounts in our words, from all that Shopify says of them. */
export function toLinesAndDiscounts(
  fields: DiscountFields,
  currency: string,
): Pick<OrderParts, 'lines' | 'discounts'> {
  return {
    lines: fields.lines.map((line) => toLine(line, currency)),
    discounts: toDiscounts(fields, currency),
  };
}

/** One line; order-wide discounts reach it through its allocations, which `discountedTotalSet` leaves out. */
function toLine(fields: OrderLineFields, currency: string): OrderLine {
  const off = fields.discountAllocations.reduce(
    (sum, allocation) => sum + toMinor(allocation.allocatedAmountSet.shopMoney.amount, currency),
    0,
  );
  return {
    lineId: requireId<LineId>(fields.id),
    productId: fields.product && requireId<ProductId>(fields.product.id),
    variantId: fields.variant && requireId<VariantId>(fields.variant.id),
    quantity: fields.quantity,
    currentQuantity: fields.currentQuantity,
    discountedMinor: Math.max(0, toMinor(fields.originalTotalSet.shopMoney.amount, currency) - off),
    taxMinor: fields.taxLines.reduce((sum, tax) => sum + toMinor(tax.priceSet.shopMoney.amount, currency), 0),
    giftCard: fields.isGiftCard,
    sellingPlan: fields.sellingPlan !== null,
  };
}

/** The id in a gid that Shopify gave. @throws AppError SHOPIFY_REFUSED when it is none */
export function requireId<Id extends string>(gid: string): Id {
  const id = parseId<Id>(gid);
  if (id === null) throw new AppError('SHOPIFY_REFUSED', `Shopify sent "${gid}" where an id belongs`);
  return id;
}

function toFulfillment(status: string): Order['fulfillment'] {
  if (status === 'FULFILLED') return 'full';
  return status === 'PARTIALLY_FULFILLED' ? 'partial' : 'none';
}

/** An inspected return is still open: the money is not yet given back. */
const OPEN_RETURNS = new Set(['RETURN_REQUESTED', 'IN_PROGRESS', 'INSPECTION_COMPLETE']);
const UNDONE_FULFILLMENTS = new Set(['CANCELLED', 'ERROR', 'FAILURE']);

function toShipment(fulfillments: OrderFacts['fulfillments']): Pick<Order, 'fulfilledAt' | 'deliveredAt'> {
  const made = fulfillments.filter(({ status }) => !UNDONE_FULFILLMENTS.has(status));
  const arrived = made.flatMap(({ deliveredAt }) => (deliveredAt === null ? [] : [deliveredAt]));
  return {
    fulfilledAt: latest(made.map(({ createdAt }) => createdAt)),
    deliveredAt: arrived.length === made.length ? latest(arrived) : null,
  };
}

function latest(instants: readonly string[]): Date | null {
  const times = instants.map((instant) => Date.parse(instant));
  return times.length === 0 ? null : new Date(Math.max(...times));
}
