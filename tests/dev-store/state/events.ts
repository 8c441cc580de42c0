import type { DiscountRecord } from './discount-records.ts';
import type {
  CustomerRecord,
  FulfillmentRecord,
  OrderRecord,
  ProductRecord,
  RefundRecord,
} from './records.ts';
import type { ShopState } from './shop-state.ts';

/** Topics as a TOML writes them. The compliance topics come from the controls, not from a change of state. */
export type ChangeTopic =
  | 'orders/create'
  | 'orders/updated'
  | 'orders/paid'
  | 'orders/edited'
  | 'orders/cancelled'
  | 'orders/fulfilled'
  | 'orders/partially_fulfilled'
  | 'orders/delete'
  | 'refunds/create'
  | 'fulfillments/update'
  | 'customers/create'
  | 'customers/update'
  | 'customers/delete'
  | 'customers/merge'
  | 'customers/redact'
  | 'customer.tags_added'
  | 'customer.tags_removed'
  | 'customers_email_marketing_consent/update'
  | 'customers_marketing_consent/update'
  | 'products/create'
  | 'products/update'
  | 'discounts/create'
  | 'discounts/update'
  | 'discounts/delete'
  | 'segments/create'
  | 'segments/update'
  | 'segments/delete'
  | 'shop/update';

/** What changed. Records are live: a listener that needs the moment's figures builds its payload before it returns. */
export type ChangeResource =
  | { readonly kind: 'order'; readonly order: OrderRecord }
  | { readonly kind: 'order-edit'; readonly order: OrderRecord; readonly edit: OrderEditSummary }
  | { readonly kind: 'order-deleted'; readonly id: string }
  | { readonly kind: 'refund'; readonly order: OrderRecord; readonly refund: RefundRecord }
  | { readonly kind: 'fulfillment'; readonly order: OrderRecord; readonly fulfillment: FulfillmentRecord }
  | { readonly kind: 'customer'; readonly customer: CustomerRecord }
  | { readonly kind: 'customer-deleted'; readonly id: string }
  | { readonly kind: 'customer-merge'; readonly keptId: string; readonly deletedId: string }
  | {
      readonly kind: 'customer-redact';
      readonly customer: RedactedPerson;
      readonly orderIds: readonly string[];
    }
  | { readonly kind: 'customer-tags'; readonly customer: CustomerRecord; readonly tags: readonly string[] }
  | { readonly kind: 'product'; readonly product: ProductRecord }
  | { readonly kind: 'discount'; readonly discount: DiscountRecord }
  | { readonly kind: 'discount-deleted'; readonly id: string }
  | { readonly kind: 'segment'; readonly id: string }
  | { readonly kind: 'shop' };

export interface OrderEditSummary {
  readonly id: string;
  readonly additions: readonly { readonly lineId: string; readonly delta: number }[];
  readonly removals: readonly { readonly lineId: string; readonly delta: number }[];
}

/** Who the person was before the redaction took it away. */
export interface RedactedPerson {
  readonly id: string;
  readonly email: string | null;
  readonly phone: string | null;
}

/** One change. Topics raised by one merchant action share its `eventId`. */
export interface StateEvent {
  readonly shop: ShopState;
  readonly topic: ChangeTopic;
  readonly resource: ChangeResource;
  readonly triggeredAt: number;
  readonly eventId: string;
}

export type StateListener = (event: StateEvent) => void;
