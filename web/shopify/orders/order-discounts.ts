import type { OrderDiscount } from '../../domain/orders/order.ts';
import { toMinor } from '../../domain/shared/money.ts';
import type {
  OrderDiscountFields,
  OrderLineFields,
  OrderShippingFields,
} from '../operations/order-fields.ts';

/** What one discount took off one line or shipping line; `index` names the discount among those of the order. */
export type Allocation = { index: number; amountMinor: number };

/** Sums by discount. */
export function sumByDiscount(allocations: readonly Allocation[]): ReadonlyMap<number, number> {
  const sums = new Map<number, number>();
  for (const { index, amountMinor } of allocations) sums.set(index, (sums.get(index) ?? 0) + amountMinor);
  return sums;
}

/** Hundredths of a percent; Shopify documents depths as negative and sends them positive. */
export function toBps(percentage: number): number {
  return Math.round(Math.abs(percentage) * 100);
}

/** Where the discount applies; a target Shopify may add later counts as merchandise. */
export function toTarget(type: string): OrderDiscount['target'] {
  return type.toLowerCase() === 'shipping_line' ? 'shipping_line' : 'line_item';
}

const TYPES: Record<string, OrderDiscount['type']> = {
  DiscountCodeApplication: 'code',
  AutomaticDiscountApplication: 'automatic',
  ManualDiscountApplication: 'manual',
  ScriptDiscountApplication: 'script',
};

/** What Shopify says of an order's discounts and of what they were taken off, all pages together. */
export type DiscountFields = {
  discounts: readonly OrderDiscountFields[];
  lines: readonly OrderLineFields[];
  shipping: readonly OrderShippingFields[];
};

/**
 * An order's discounts in the order of their indices, which is that of a delivery. A type Shopify may add later counts as
 * automatic: it can then never be credited to a code.
 */
export function toDiscounts(fields: DiscountFields, currency: string): OrderDiscount[] {
  const allocations = [...fields.lines, ...fields.shipping].flatMap((line) =>
    line.discountAllocations.map(({ allocatedAmountSet, discountApplication }) => ({
      index: discountApplication.index,
      amountMinor: toMinor(allocatedAmountSet.shopMoney.amount, currency),
    })),
  );
  const taken = sumByDiscount(allocations);
  return fields.discounts
    .toSorted((a, b) => a.index - b.index)
    .map((discount) => ({
      type: TYPES[discount.__typename] ?? 'automatic',
      code: discount.code ?? null,
      title: discount.title ?? null,
      target: toTarget(discount.targetType),
      ...depthOf(discount.value, currency),
      allocatedMinor: taken.get(discount.index) ?? 0,
    }));
}

function depthOf(
  value: OrderDiscountFields['value'],
  currency: string,
): Pick<OrderDiscount, 'percentageBps' | 'amountMinor'> {
  if ('percentage' in value) return { percentageBps: toBps(value.percentage), amountMinor: null };
  const known = value.currencyCode === currency;
  return { percentageBps: null, amountMinor: known ? Math.abs(toMinor(value.amount, currency)) : null };
}
