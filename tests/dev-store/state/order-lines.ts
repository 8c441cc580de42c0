import type { DiscountAllocationRecord, LineRecord } from './records.ts';
import type { ShopState } from './shop-state.ts';

export interface LineInput {
  readonly id?: string;
  readonly title?: string;
  readonly productId?: string | null;
  readonly variantId?: string | null;
  readonly sku?: string | null;
  readonly quantity?: number;
  /** Absent: the variant's price. */
  readonly unitPriceMinor?: number;
  readonly taxMinor?: number;
  readonly giftCard?: boolean;
  readonly sellingPlan?: { readonly id: string; readonly name: string } | null;
  readonly allocations?: readonly DiscountAllocationRecord[];
}

const NONE: readonly never[] = Object.freeze([]);

/** A line from what is said and what the variant knows. `added`: it joins an existing order. */
export function makeLine(shop: ShopState, input: LineInput, added = false): LineRecord {
  const variant = input.variantId == null ? undefined : shop.variants.get(input.variantId);
  const productId = input.productId ?? variant?.productId ?? null;
  const product = productId === null ? undefined : shop.products.get(productId);
  const quantity = input.quantity ?? 1;
  if (!Number.isSafeInteger(quantity) || quantity < 1)
    throw new Error(`a line needs whole units, not ${quantity}`);
  return {
    id: input.id ?? shop.newId(),
    title: input.title ?? product?.title ?? 'Item',
    productId,
    variantId: input.variantId ?? null,
    sku: input.sku ?? variant?.sku ?? null,
    originalQuantity: added ? 0 : quantity,
    quantity,
    unitPriceMinor: input.unitPriceMinor ?? variant?.priceMinor ?? 0,
    taxMinor: input.taxMinor ?? 0,
    giftCard: input.giftCard ?? product?.giftCard ?? false,
    sellingPlan: input.sellingPlan ?? null,
    allocations: input.allocations ?? NONE,
    removals: NONE,
  };
}
