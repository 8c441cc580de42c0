import type { LoyaltyCtx } from './ports.ts';
import { type FlowTriggers, readFlowTriggers } from './steps/flow-triggers.ts';

/** Which of our triggers of Shopify Flow the merchant switched on. */
export function getFlowTriggers(ctx: Pick<LoyaltyCtx, 'store' | 'shop'>): Promise<FlowTriggers> {
  return readFlowTriggers(ctx);
}
