import type { FlowEventKind, LoyaltyCtx } from './ports.ts';
import { type FlowTriggers, readFlowTriggers } from './steps/flow-triggers.ts';

const KINDS: readonly FlowEventKind[] = ['stage_changed', 'points_changed', 'tier_changed'];

/** From now on these are told; what waits already goes out. */
export async function saveFlowTriggers(
  ctx: Pick<LoyaltyCtx, 'store' | 'shop' | 'clock'>,
  triggers: FlowTriggers,
): Promise<FlowTriggers> {
  const { store, shop, clock } = ctx;
  const kinds = KINDS.filter((kind) => triggers[kind]);
  await store.flow.setWanted(shop.shopId, kinds, clock.now());
  return readFlowTriggers(ctx);
}
