import type { Order, OrderLine } from '../../web/domain/orders/order.ts';
import type { CustomerId, LineId, OrderId, VariantId } from '../../web/domain/shared/ids.ts';
import type {
  BulkKind,
  CustomerNews,
  CustomerProfile,
  Delivery,
  DeliveryHint,
  ShopProfile,
  UnitCost,
} from '../../web/use-cases/ports.ts';

/** A clock that stands until a test moves it. */
export type FixedClock = { now(): Date; set(at: Date): void; advance(ms: number): void };

export function fixedClock(start: string): FixedClock {
  let at = new Date(start);
  return {
    now: () => new Date(at),
    set: (next) => {
      at = new Date(next);
    },
    advance: (ms) => {
      at = new Date(at.getTime() + ms);
    },
  };
}

export type FakeBulk = { kind: BulkKind; polls: number; rows: readonly unknown[]; lost: boolean };
type NewOrder = Partial<Omit<Order, 'orderId'>> & { totalMinor?: number };

const KINDS: Partial<Record<DeliveryHint['kind'], string>> = {
  'order-deleted': 'orders/delete',
  customer: 'customers/update',
  'customer-deleted': 'customers/delete',
  'customers-merged': 'customers/merge',
};

/**
 * One shop at Shopify, in memory, behind the port (`fake-shopify-port.ts`). Every change sets `updatedAt` from the clock and puts
 * the deliveries a merchant's shop would send into `outbox`. Bodies are the hints themselves as JSON: reading real
 * payloads is the adapter's business and is tested there.
 */
export class FakeShopify {
  readonly domain: string;
  readonly clock: FixedClock;
  readonly orders = new Map<OrderId, Order>();
  readonly customers = new Map<CustomerId, CustomerProfile>();
  readonly unitCosts = new Map<VariantId, UnitCost>();
  readonly bulks = new Map<string, FakeBulk>();
  readonly calls = new Map<string, number>();
  profile: ShopProfile;
  outbox: Delivery[] = [];
  /** NEEDS_REAUTH on every call, as after an uninstall. */
  revoked = false;
  /** SHOPIFY_UNAVAILABLE on every call. */
  away = false;
  /** What a live search finds, best first. */
  searchHits = new Map<string, readonly CustomerId[]>();
  /** How often a bulk operation says `running` before it is completed. */
  bulkPolls = 0;
  /** Tags Shopify refuses, with its words. */
  refusedTags = new Map<string, string>();
  /** Lost answers: the change happens, the caller learns nothing. */
  losesTagAnswers = false;
  /** Ids of tag calls, to see how few are made. */
  tagCalls: { customerId: CustomerId; add: readonly string[]; remove: readonly string[] }[] = [];
  bulkTagRuns = 0;
  #ids: bigint;
  #deliveries = 0;

  constructor(
    domain: string,
    clock: FixedClock,
    profile: Partial<ShopProfile> = {},
    firstId = 9_007_199_254_740_993n,
  ) {
    this.#ids = firstId;
    this.domain = domain;
    this.clock = clock;
    this.profile = {
      name: 'Test shop',
      currency: 'USD',
      timeZone: 'UTC',
      scopes: ['read_orders', 'read_all_orders', 'read_customers', 'write_customers'],
      ...profile,
    };
  }

  nextId<Id extends string>(): Id {
    this.#ids += 1n;
    return String(this.#ids) as Id;
  }

  deliver(topic: string, hint: DeliveryHint): Delivery {
    this.#deliveries += 1;
    const delivery: Delivery = {
      domain: this.domain,
      topic,
      webhookId: `${this.domain}-${this.#deliveries}`,
      eventId: null,
      triggeredAt: this.clock.now(),
      body: JSON.stringify(hint),
    };
    this.outbox.push(delivery);
    return delivery;
  }

  /** Takes what was sent since the last time. */
  takeOutbox(): Delivery[] {
    const sent = this.outbox;
    this.outbox = [];
    return sent;
  }

  addCustomer(change: Partial<CustomerProfile> = {}): CustomerId {
    const customerId = change.customerId ?? this.nextId<CustomerId>();
    this.customers.set(customerId, {
      locale: 'en',
      country: 'VN',
      emailConsent: 'SUBSCRIBED',
      smsConsent: null,
      shopifyOrders: 0,
      shopifySpentMinor: 0,
      tags: [],
      ...change,
      customerId,
      updatedAt: this.clock.now(),
    });
    this.deliver('customers/create', { kind: 'customer', customerId, news: { kind: 'unknown' } });
    return customerId;
  }

  /** Changed tags, consents and totals have topics of their own; customers/update comes with each and shows the address only. */
  changeCustomer(customerId: CustomerId, change: Partial<CustomerProfile>): void {
    const before = this.customers.get(customerId);
    if (!before) throw new Error(`no customer ${customerId}`);
    const after = { ...before, ...change, updatedAt: this.clock.now() };
    this.customers.set(customerId, after);
    const say = (topic: string, news: CustomerNews) =>
      this.deliver(topic, { kind: 'customer', customerId, news });
    const added = after.tags.filter((tag) => !before.tags.includes(tag));
    const removed = before.tags.filter((tag) => !after.tags.includes(tag));
    if (added.length > 0) say('customer.tags_added', { kind: 'tags', added, removed: [] });
    if (removed.length > 0) say('customer.tags_removed', { kind: 'tags', added: [], removed });
    if (after.emailConsent !== before.emailConsent)
      say('customers_email_marketing_consent/update', { kind: 'unknown' });
    if (after.smsConsent !== before.smsConsent)
      say('customers_marketing_consent/update', { kind: 'unknown' });
    const totals = (of: CustomerProfile) => `${of.shopifyOrders} ${of.shopifySpentMinor}`;
    if (totals(after) !== totals(before)) say('customers/purchasing_summary', { kind: 'unknown' });
    say('customers/update', { kind: 'profile', country: after.country });
  }

  placeOrder(customerId: CustomerId | null, { totalMinor = 5_000, ...change }: NewOrder = {}): OrderId {
    const orderId = this.nextId<OrderId>();
    const now = this.clock.now();
    const order: Order = {
      orderId,
      customerId,
      createdAt: now,
      processedAt: now,
      updatedAt: now,
      cancelledAt: null,
      test: false,
      currency: this.profile.currency,
      financialStatus: 'PAID',
      fulfillment: 'full',
      fulfilledAt: now,
      deliveredAt: null,
      returnOpen: false,
      origin: 'sale',
      subscriptionRenewal: false,
      b2b: false,
      taxesIncluded: true,
      currentTotalMinor: totalMinor,
      netPaymentMinor: totalMinor,
      taxMinor: 0,
      shippingMinor: 0,
      tipMinor: 0,
      refundedMinor: 0,
      lines: [orderLine(this.nextId<LineId>(), { discountedMinor: totalMinor })],
      refunds: [],
      discounts: [],
      ...change,
    };
    this.orders.set(orderId, order);
    this.#countFor(customerId);
    this.deliver('orders/create', { kind: 'order', orderId, wholeOrder: true });
    return orderId;
  }

  changeOrder(orderId: OrderId, change: Partial<Order>, topic = 'orders/updated'): void {
    const standing = this.orders.get(orderId);
    if (!standing) throw new Error(`no order ${orderId}`);
    this.orders.set(orderId, { ...standing, ...change, updatedAt: this.clock.now() });
    this.#countFor(standing.customerId);
    const wholeOrder = topic.startsWith('orders/');
    this.deliver(topic, { kind: 'order', orderId, wholeOrder });
  }

  /** Takes all units back and returns the money. */
  refundOrder(orderId: OrderId): void {
    const lines = (this.orders.get(orderId)?.lines ?? []).map((line) => ({ ...line, currentQuantity: 0 }));
    const refundedMinor = this.orders.get(orderId)?.netPaymentMinor ?? 0;
    const money = { currentTotalMinor: 0, netPaymentMinor: 0, refundedMinor };
    this.changeOrder(orderId, { financialStatus: 'REFUNDED', lines, ...money }, 'refunds/create');
  }

  cancelOrder(orderId: OrderId): void {
    this.changeOrder(orderId, { cancelledAt: this.clock.now() }, 'orders/cancelled');
  }

  deleteOrder(orderId: OrderId): void {
    const customerId = this.orders.get(orderId)?.customerId ?? null;
    this.orders.delete(orderId);
    this.#countFor(customerId);
    this.#hint({ kind: 'order-deleted', orderId });
  }

  deleteCustomer(customerId: CustomerId): void {
    this.customers.delete(customerId);
    this.#hint({ kind: 'customer-deleted', customerId });
  }

  /** As Shopify does: the orders pass over without a new `updatedAt`, tags are joined, the other customer is gone. */
  mergeCustomers(keptId: CustomerId, goneId: CustomerId): void {
    for (const order of this.orders.values())
      if (order.customerId === goneId) this.orders.set(order.orderId, { ...order, customerId: keptId });
    const tags = [...new Set([keptId, goneId].flatMap((id) => this.customers.get(id)?.tags ?? []))];
    this.customers.delete(goneId);
    this.#countFor(keptId);
    this.#hint({ kind: 'customers-merged', keptId, goneId });
    this.changeCustomer(keptId, { tags });
    this.#hint({ kind: 'customer-deleted', customerId: goneId });
  }

  startBulk(kind: BulkKind): string {
    const id = `bulk-${this.bulks.size + 1}`;
    const orders = [...this.orders.values()];
    const customers = [...this.customers.values()];
    const rows: Record<BulkKind, readonly unknown[]> = {
      orders,
      customers,
      'order-ids': orders.map(({ orderId, updatedAt }) => ({ id: orderId, updatedAt })),
      'customer-ids': customers.map(({ customerId, updatedAt }) => ({ id: customerId, updatedAt })),
    };
    this.bulks.set(id, { kind, polls: this.bulkPolls, rows: rows[kind], lost: false });
    return id;
  }

  #countFor(customerId: CustomerId | null): void {
    const standing = customerId === null ? undefined : this.customers.get(customerId);
    if (!standing) return;
    const own = [...this.orders.values()].filter((order) => order.customerId === standing.customerId);
    this.customers.set(standing.customerId, {
      ...standing,
      shopifyOrders: Math.max(standing.shopifyOrders, own.length),
      shopifySpentMinor: Math.max(
        standing.shopifySpentMinor,
        own.reduce((sum, order) => sum + Math.max(0, order.netPaymentMinor), 0),
      ),
    });
  }

  #hint(hint: DeliveryHint): void {
    this.deliver(KINDS[hint.kind] ?? hint.kind, hint);
  }
}

/** One unit of something, bought once. */
export function orderLine(lineId: LineId, change: Partial<OrderLine> = {}): OrderLine {
  return {
    lineId,
    productId: null,
    variantId: null,
    quantity: 1,
    currentQuantity: 1,
    discountedMinor: 0,
    taxMinor: 0,
    giftCard: false,
    sellingPlan: false,
    ...change,
  };
}
