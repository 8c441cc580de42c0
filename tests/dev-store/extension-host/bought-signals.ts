import { currencyExponent } from '../state/money.ts';
import type { DiscountAllocationRecord, DiscountApplicationRecord } from '../state/records.ts';
import type { ShopState } from '../state/shop-state.ts';

/** What lines of a checkout and of an order share. */
export interface BoughtLine {
  readonly id: string;
  readonly productId: string | null;
  readonly variantId: string | null;
  readonly title: string;
  readonly quantity: number;
  readonly unitPriceMinor: number;
  readonly allocations: readonly DiscountAllocationRecord[];
}

export const moneyOf = (amountMinor: number, currency: string) => ({
  amount: amountMinor / 10 ** currencyExponent(currency),
  currencyCode: currency,
});

/** `lines`, `discountAllocations` and `discountCodes` as extensions read them: a line's total is after its own discounts only. */
export function boughtSignals(
  shop: ShopState,
  lines: readonly BoughtLine[],
  discounts: readonly DiscountApplicationRecord[],
): Record<string, unknown> {
  const money = (amountMinor: number) => moneyOf(amountMinor, shop.currency);
  const isWhole = (index: number): boolean => {
    const discount = discounts[index];
    return discount?.target === 'LINE_ITEM' && discount.selection !== 'ENTITLED';
  };
  const wholeMinor = discounts.map((_discount, index) =>
    isWhole(index)
      ? takenOff(
          lines.flatMap(({ allocations }) => allocations),
          index,
        )
      : 0,
  );
  return {
    lines: lines.map((line) => lineView(shop, line, isWhole)),
    discountAllocations: discounts.flatMap((discount, index) =>
      (wholeMinor[index] ?? 0) > 0
        ? [{ ...named(discount), discountedAmount: money(wholeMinor[index] ?? 0) }]
        : [],
    ),
    discountCodes: discounts.filter(({ type }) => type === 'code').map(({ title }) => ({ code: title })),
  };
}

function named({ type, title }: DiscountApplicationRecord) {
  return type === 'code' ? { type, code: title } : { type: 'automatic', title };
}

function takenOff(allocations: readonly DiscountAllocationRecord[], index: number): number {
  return allocations
    .filter(({ applicationIndex }) => applicationIndex === index)
    .reduce((sum, { amountMinor }) => sum + amountMinor, 0);
}

function lineView(shop: ShopState, line: BoughtLine, isWhole: (index: number) => boolean) {
  const product = shop.products.get(line.productId ?? '');
  const ownMinor = line.allocations
    .filter(({ applicationIndex }) => !isWhole(applicationIndex))
    .reduce((sum, { amountMinor }) => sum + amountMinor, 0);
  return {
    id: `gid://shopify/CartLine/${line.id}`,
    quantity: line.quantity,
    merchandise: {
      type: 'variant',
      id: `gid://shopify/ProductVariant/${line.variantId}`,
      title: line.title,
      requiresShipping: product?.giftCard !== true,
      product: {
        id: `gid://shopify/Product/${line.productId}`,
        vendor: product?.vendor ?? '',
        productType: product?.giftCard === true ? 'Gift card' : (product?.productType ?? ''),
      },
    },
    cost: { totalAmount: moneyOf(line.unitPriceMinor * line.quantity - ownMinor, shop.currency) },
    discountAllocations: [],
    attributes: [],
  };
}
