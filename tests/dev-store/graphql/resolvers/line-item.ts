import {
  currentQuantity,
  fulfilledQuantity,
  lineDiscountMinor,
  lineNetMinor,
} from '../../state/order-figures.ts';
import type { LineRecord, OrderRecord } from '../../state/records.ts';
import type { PageSource } from '../connection.ts';
import type { ResolverMap } from '../context.ts';
import { gid } from '../gid.ts';
import { moneyBag } from '../money-view.ts';
import { allocationViews } from './discount-application.ts';

/** A line with the order that its figures come from. */
export interface LineView {
  readonly order: OrderRecord;
  readonly line: LineRecord;
}

export function linePages(order: OrderRecord): PageSource<LineView> {
  const items = order.lines.map((line) => ({ order, line }));
  return { items, idOf: (view) => view.line.id, listOrder: true };
}

export function lineView(order: OrderRecord, lineId: string): LineView | null {
  const line = order.lines.find((candidate) => candidate.id === lineId);
  return line === undefined ? null : { order, line };
}

const refundable = ({ order, line }: LineView): number => currentQuantity(order, line);

/** The price of one unit after discounts, rounded. */
const unitNet = (line: LineRecord): number => Math.round(lineNetMinor(line) / line.quantity);

export const lineItemResolvers: ResolverMap = {
  LineItem: {
    id: ({ line }: LineView) => gid('LineItem', line.id),
    title: ({ line }: LineView) => line.title,
    name: ({ line }: LineView) => line.title,
    sku: ({ line }: LineView) => line.sku,
    quantity: ({ line }: LineView) => line.quantity,
    currentQuantity: (view: LineView) => refundable(view),
    refundableQuantity: (view: LineView) => refundable(view),
    nonFulfillableQuantity: () => 0,
    unfulfilledQuantity: ({ order, line }: LineView) =>
      Math.max(0, currentQuantity(order, line) - fulfilledQuantity(order, line.id)),
    isGiftCard: ({ line }: LineView) => line.giftCard,
    requiresShipping: ({ line }: LineView) => !line.giftCard,
    taxable: ({ line }: LineView) => line.taxMinor > 0,
    product: ({ line }: LineView, _args: unknown, { shop }) =>
      line.productId === null ? null : (shop.products.get(line.productId) ?? null),
    variant: ({ line }: LineView, _args: unknown, { shop }) =>
      line.variantId === null ? null : (shop.variants.get(line.variantId) ?? null),
    sellingPlan: ({ line }: LineView) =>
      line.sellingPlan === null
        ? null
        : { name: line.sellingPlan.name, sellingPlanId: gid('SellingPlan', line.sellingPlan.id) },
    originalUnitPriceSet: ({ order, line }: LineView) => moneyBag(order, line.unitPriceMinor),
    discountedUnitPriceSet: ({ order, line }: LineView) => moneyBag(order, unitNet(line)),
    discountedUnitPriceAfterAllDiscountsSet: ({ order, line }: LineView) => moneyBag(order, unitNet(line)),
    originalTotalSet: ({ order, line }: LineView) => moneyBag(order, line.unitPriceMinor * line.quantity),
    discountedTotalSet: ({ order, line }: LineView) => moneyBag(order, lineNetMinor(line)),
    totalDiscountSet: ({ order, line }: LineView) => moneyBag(order, lineDiscountMinor(line)),
    unfulfilledOriginalTotalSet: ({ order, line }: LineView) =>
      moneyBag(
        order,
        line.unitPriceMinor * Math.max(0, currentQuantity(order, line) - fulfilledQuantity(order, line.id)),
      ),
    discountAllocations: ({ order, line }: LineView) => allocationViews(order, line.allocations),
    taxLines: ({ order, line }: LineView) =>
      line.taxMinor === 0 ? [] : [{ title: 'Tax', priceSet: moneyBag(order, line.taxMinor) }],
  },
};
