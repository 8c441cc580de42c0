import type { ShopId, VariantId } from '../domain/shared/ids.ts';

/** What one unit costs the merchant, in minor units of the currency Shopify names, which is not always the shop's. */
export type UnitCost = { unitCostMinor: number; currency: string };

/** `cost` null: Shopify has none for this variant, or no such variant (any more). */
export type VariantCost = { variantId: VariantId; cost: UnitCost | null };
export type ProductCost = VariantCost & { seenAt: Date };

export type CostStore = {
  /** What was seen at that moment; what was seen later stays. */
  putMany(shop: ShopId, costs: readonly VariantCost[], seenAt: Date): Promise<void>;
  /** A variant nobody has asked Shopify about is absent. */
  ofVariants(shop: ShopId, variantIds: readonly VariantId[]): Promise<Map<VariantId, ProductCost>>;
  /**
   * Variants in orders placed since `soldSince` (gift cards left out) whose cost nobody has asked for since `seenSince`, a page
   * of orders at a time. One comes again with every page that sells it until its cost is put.
   */
  streamStale(shop: ShopId, since: { soldSince: Date; seenSince: Date }): AsyncIterable<readonly VariantId[]>;
};
