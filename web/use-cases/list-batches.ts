import type { LoyaltyBatch, LoyaltyCtx } from './ports.ts';

const LATEST = 50;

/** The files of points of this shop, newest first. */
export function listBatches({
  reader,
  shop,
}: Pick<LoyaltyCtx, 'reader' | 'shop'>): Promise<readonly LoyaltyBatch[]> {
  return reader.loyalty.batches(shop.shopId, LATEST);
}
