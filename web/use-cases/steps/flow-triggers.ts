import type { FlowEventKind, LoyaltyCtx } from '../ports.ts';

/** Which of our triggers of Shopify Flow are told. */
export type FlowTriggers = Record<FlowEventKind, boolean>;

export async function readFlowTriggers({
  store,
  shop,
}: Pick<LoyaltyCtx, 'store' | 'shop'>): Promise<FlowTriggers> {
  const wanted = await store.flow.wanted(shop.shopId);
  return {
    stage_changed: wanted.has('stage_changed'),
    points_changed: wanted.has('points_changed'),
    tier_changed: wanted.has('tier_changed'),
  };
}
