import { formatDecimal } from '../../state/money.ts';
import type {
  DiscountAllocationRecord,
  DiscountApplicationRecord,
  OrderRecord,
} from '../../state/records.ts';
import type { PageSource } from '../connection.ts';
import { moneyBag } from '../money-view.ts';

const TYPES = {
  code: 'DiscountCodeApplication',
  automatic: 'AutomaticDiscountApplication',
  manual: 'ManualDiscountApplication',
} as const;

/** An application as the interface and its types show it. */
export interface DiscountView {
  readonly __typename: (typeof TYPES)[DiscountApplicationRecord['type']];
  readonly index: number;
  readonly allocationMethod: string;
  readonly targetSelection: string;
  readonly targetType: string;
  readonly value: unknown;
  readonly title: string;
  readonly code?: string;
  readonly description?: string;
}

export function discountView(order: OrderRecord, index: number): DiscountView {
  const discount = order.discounts[index];
  if (discount === undefined) throw new Error(`order ${order.id} has no discount application ${index}`);
  const value =
    discount.valueKind === 'percentage'
      ? { __typename: 'PricingPercentageValue', percentage: discount.value }
      : {
          __typename: 'MoneyV2',
          amount: formatDecimal(discount.value, order.currency),
          currencyCode: order.currency,
        };
  const shared = {
    __typename: TYPES[discount.type],
    index,
    allocationMethod: discount.method ?? (discount.valueKind === 'percentage' ? 'EACH' : 'ACROSS'),
    targetSelection: discount.selection ?? 'ALL',
    targetType: discount.target,
    value,
    title: discount.title,
  };
  if (discount.type === 'code') return { ...shared, code: discount.title };
  return discount.type === 'manual' ? { ...shared, description: discount.title } : shared;
}

/** What discounts took off a line or the shipping. */
export function allocationViews(order: OrderRecord, allocations: readonly DiscountAllocationRecord[]) {
  return allocations.map((allocation) => ({
    allocatedAmountSet: moneyBag(order, allocation.amountMinor),
    discountApplication: discountView(order, allocation.applicationIndex),
  }));
}

export function discountPages(order: OrderRecord): PageSource<DiscountView> {
  const items = order.discounts.map((_discount, index) => discountView(order, index));
  return { items, idOf: (view) => String(view.index), listOrder: true };
}
