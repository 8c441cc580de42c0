import { type Analysis, analyzeOrders } from '../../web/cli/analyze-orders.ts';
import type { StageMemory } from '../../web/domain/lifecycle/stage.ts';
import type { FinancialStatus, Order, OrderOrigin } from '../../web/domain/orders/order.ts';
import { DEFAULT_RULES } from '../../web/domain/rules.ts';
import type { CustomerId, LineId, OrderId } from '../../web/domain/shared/ids.ts';
import { localDayOf } from '../../web/domain/shared/time.ts';
import { desiredTags, ownedTags } from '../../web/domain/tags/desired-tags.ts';
import { OFFER_TAG } from '../../web/domain/tags/rule.ts';
import type { OrderFacts } from '../dev-store/controls/order-facts.ts';
import type { LocalShop } from './local-shop.ts';

export type TagCheck = {
  customers: number;
  orders: number;
  stages: Analysis['stages'];
  /** Customers on whom a tag of ours stands. */
  tagged: number;
  mismatches: number;
  /** A few of them, to look at. */
  examples: { customerId: string; standing: string[]; expected: string[] }[];
  /** What this scoring leaves behind for the next one. */
  remembered: Map<CustomerId, StageMemory>;
};

/**
 * What `analyze` gives for the orders that stand in the local Shopify, against the tags that stand there. The short-lived tag
 * of open offers comes from campaigns, not from orders, and is left out.
 */
export async function checkTags(
  shop: LocalShop,
  timeZone: string,
  remembered: ReadonlyMap<CustomerId, StageMemory> = new Map(),
): Promise<TagCheck> {
  const orders: Order[] = [];
  for await (const facts of shop.orders()) orders.push(toOrder(facts));
  const analysis = analyzeOrders(orders, {
    timeZone,
    asOfOn: localDayOf(new Date(), timeZone),
    rules: DEFAULT_RULES,
    remembered,
  });
  const expected = new Map(
    analysis.customers.map(({ customerId, decision }) => [
      String(customerId),
      desiredTags(decision.stage, decision.marks, DEFAULT_RULES),
    ]),
  );
  const ours = ownedTags(DEFAULT_RULES);
  const check: TagCheck = {
    customers: expected.size,
    orders: orders.length,
    stages: analysis.stages,
    tagged: 0,
    mismatches: 0,
    examples: [],
    remembered: new Map(analysis.customers.map(({ customerId, decision }) => [customerId, decision.memory])),
  };
  for await (const { id, tags } of shop.customers()) {
    const standing = tags.filter((tag) => ours.has(tag) && tag !== OFFER_TAG).sort();
    const wanted = [...(expected.get(id) ?? [])].sort();
    expected.delete(id);
    if (standing.length > 0) check.tagged++;
    if (standing.join() !== wanted.join()) note(check, { customerId: id, standing, expected: wanted });
  }
  for (const [customerId, wanted] of expected)
    note(check, { customerId, standing: [], expected: [...wanted] });
  return check;
}

function note(check: TagCheck, example: TagCheck['examples'][number]): void {
  check.mismatches++;
  if (check.examples.length < 5) check.examples.push(example);
}

/** Shopify's words for how an order came to be; the check reads them on its own and not through the app's mapping. */
function originOf(facts: OrderFacts): OrderOrigin {
  return facts.sourceName === 'shopify_draft_order' ? 'draft' : 'sale';
}

function toOrder(facts: OrderFacts): Order {
  const fulfillment = { FULFILLED: 'full', PARTIALLY_FULFILLED: 'partial', UNFULFILLED: 'none' } as const;
  return {
    orderId: facts.id as OrderId,
    customerId: facts.customerId as CustomerId | null,
    createdAt: new Date(facts.createdAt),
    processedAt: new Date(facts.processedAt),
    updatedAt: new Date(facts.updatedAt),
    cancelledAt: facts.cancelledAt === null ? null : new Date(facts.cancelledAt),
    test: facts.test,
    currency: facts.currency,
    financialStatus: facts.financialStatus as FinancialStatus,
    fulfillment: fulfillment[facts.fulfillmentStatus as keyof typeof fulfillment] ?? 'none',
    fulfilledAt: null,
    deliveredAt: null,
    returnOpen: false,
    origin: originOf(facts),
    subscriptionRenewal: facts.sourceName === 'subscription_contract',
    b2b: facts.b2b,
    taxesIncluded: facts.taxesIncluded,
    currentTotalMinor: facts.currentTotalMinor,
    netPaymentMinor: facts.netPaymentMinor,
    taxMinor: 0,
    shippingMinor: 0,
    tipMinor: 0,
    refundedMinor: facts.refundedMinor,
    lines: facts.lines.map((line) => ({
      ...line,
      lineId: line.id as LineId,
      productId: null,
      variantId: null,
      taxMinor: 0,
    })),
    refunds: [],
    discounts: [],
  };
}
