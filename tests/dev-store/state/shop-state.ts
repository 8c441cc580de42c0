import { DiscountBook } from './discount-book.ts';
import { MarketingBook } from './marketing-book.ts';
import { currencyExponent } from './money.ts';
import { OrderedIndex } from './ordered-index.ts';
import type {
  CollectionRecord,
  CustomerRecord,
  MetafieldDefinitionRecord,
  MetafieldRecord,
  OrderRecord,
  ProductRecord,
  SegmentRecord,
  ShopPlan,
  ThemeRecord,
  VariantRecord,
  WebhookSubscriptionRecord,
} from './records.ts';
import type { StoreCreditAccount } from './store-credit-records.ts';

export interface ShopInput {
  /** `name.myshopify.com` */
  readonly domain: string;
  readonly name?: string;
  readonly email?: string;
  readonly currency?: string;
  readonly ianaTimezone?: string;
  readonly plan?: ShopPlan;
  readonly partnerDevelopment?: boolean;
  readonly taxesIncluded?: boolean;
  /** Share of tax on what the checkout sells: 0.08 = 8 %. */
  readonly taxRate?: number;
  /** What the checkout asks for delivery; absent: a plausible flat rate. */
  readonly shippingRateMinor?: number;
  readonly countryCode?: string;
  readonly presentmentCurrencies?: readonly string[];
  readonly customerAccounts?: 'CLASSIC' | 'NEW_CUSTOMER_ACCOUNTS';
  /** First id given out; above 2^53 to catch readers that lose digits. */
  readonly firstId?: bigint;
}

/** Tags a customer carried until `at`: what segments still see while they lag. */
export interface FormerTags {
  readonly at: number;
  readonly tags: readonly string[];
}

/** A membership query whose members are gathered asynchronously. */
export interface MemberQuery {
  readonly id: string;
  readonly query: string;
  readonly readyAt: number;
}

export interface FlowTriggerReceipt {
  readonly handle: string;
  readonly payload: unknown;
  readonly receivedAt: number;
}

/** Everything one shop holds. Change it only through the functions beside this file: they keep indexes and raise events. */
export class ShopState {
  readonly id: string;
  readonly domain: string;
  readonly createdAt: number;
  name: string;
  email: string;
  currency: string;
  ianaTimezone: string;
  plan: ShopPlan;
  partnerDevelopment: boolean;
  taxesIncluded: boolean;
  taxRate: number;
  shippingRateMinor: number;
  countryCode: string;
  presentmentCurrencies: readonly string[];
  customerAccounts: 'CLASSIC' | 'NEW_CUSTOMER_ACCOUNTS';
  /** Whether shoppers find the log-in on the storefront and at checkout. */
  loginLinksVisible = true;
  /** The merchant's switch; without new customer accounts there is none whatever it says. */
  storeCreditOn = true;
  /** How long segments take to notice a changed tag. */
  segmentLagMs = 10_000;
  /** Flow triggers a merchant uses; one that nobody uses is refused. */
  readonly flowTriggerHandles = new Set<string>();
  readonly flowTriggersReceived: FlowTriggerReceipt[] = [];
  readonly marketing = new MarketingBook();

  readonly customers = new Map<string, CustomerRecord>();
  readonly customersByEmail = new Map<string, CustomerRecord>();
  readonly customersByPhone = new Map<string, CustomerRecord>();
  /** Ids that a merge took away → the id that stayed. */
  readonly mergedCustomers = new Map<string, string>();
  readonly customersByUpdatedAt = new OrderedIndex<CustomerRecord>((customer) => customer.updatedAt);
  readonly customersByCreatedAt = new OrderedIndex<CustomerRecord>((customer) => customer.createdAt);

  readonly orders = new Map<string, OrderRecord>();
  readonly ordersByCustomer = new Map<string, OrderRecord[]>();
  readonly ordersByUpdatedAt = new OrderedIndex<OrderRecord>((order) => order.updatedAt);
  readonly ordersByCreatedAt = new OrderedIndex<OrderRecord>((order) => order.createdAt);
  readonly ordersByProcessedAt = new OrderedIndex<OrderRecord>((order) => order.processedAt);
  /** Refund id → the order it belongs to. */
  readonly ordersByRefund = new Map<string, OrderRecord>();
  orderNumber = 1000;

  readonly products = new Map<string, ProductRecord>();
  readonly variants = new Map<string, VariantRecord>();
  readonly collections = new Map<string, CollectionRecord>();
  readonly discountBook = new DiscountBook();
  readonly segments = new Map<string, SegmentRecord>();
  /** Oldest first, by customer; older ones than the lag are dropped at the next change. */
  readonly formerTags = new Map<string, readonly FormerTags[]>();
  readonly memberQueries = new Map<string, MemberQuery>();
  /** By owner gid. */
  readonly metafields = new Map<string, MetafieldRecord[]>();
  readonly metafieldDefinitions = new Map<string, MetafieldDefinitionRecord>();
  readonly storeCreditAccounts = new Map<string, StoreCreditAccount>();
  /** Empty until somebody looks: `themesOf` puts the first there. */
  readonly themes: ThemeRecord[] = [];
  readonly webhookSubscriptions = new Map<string, WebhookSubscriptionRecord>();

  #nextId: bigint;

  constructor(input: ShopInput, now: number) {
    this.#nextId = input.firstId ?? 6_000_000_000_001n;
    this.id = this.newId();
    this.domain = input.domain;
    this.createdAt = now;
    this.name = input.name ?? input.domain.replace('.myshopify.com', '');
    this.email = input.email ?? `owner@${input.domain}`;
    this.currency = input.currency ?? 'USD';
    this.ianaTimezone = input.ianaTimezone ?? 'America/New_York';
    this.plan = input.plan ?? 'basic';
    this.partnerDevelopment = input.partnerDevelopment ?? false;
    this.taxesIncluded = input.taxesIncluded ?? false;
    this.taxRate = input.taxRate ?? 0;
    this.shippingRateMinor = input.shippingRateMinor ?? flatRateMinor(this.currency);
    this.countryCode = input.countryCode ?? 'US';
    this.presentmentCurrencies = input.presentmentCurrencies ?? [this.currency];
    this.customerAccounts = input.customerAccounts ?? 'NEW_CUSTOMER_ACCOUNTS';
  }

  /** A fresh numeric id, unique over every kind of record of this shop. */
  newId(): string {
    const id = this.#nextId;
    this.#nextId += 1n;
    return id.toString();
  }

  /** A customer's orders, oldest first by creation. */
  ordersOf(customerId: string): readonly OrderRecord[] {
    return this.ordersByCustomer.get(customerId) ?? [];
  }
}

/** About what delivery costs there: 30,000 ₫, 500 in other currencies without decimals, 5.00 elsewhere. */
function flatRateMinor(currency: string): number {
  if (currency === 'VND') return 30_000;
  return currencyExponent(currency) === 0 ? 500 : 5 * 10 ** currencyExponent(currency);
}
