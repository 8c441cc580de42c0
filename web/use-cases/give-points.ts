import type { CustomerId } from '../domain/shared/ids.ts';
import type { LoyaltyCtx } from './ports.ts';
import { giveGrant } from './steps/give-grant.ts';
import { requireCustomers } from './steps/require-customers.ts';
import { requireLaunched } from './steps/require-launched.ts';

/**
 * The action "give points" of Shopify Flow. A run that was carried out before answers what it answered then.
 * @throws AppError INVALID_INPUT with the allowed range; NOT_FOUND; CONFLICT before the launch
 */
export async function givePoints(
  ctx: LoyaltyCtx,
  { runId, customerId, points }: { runId: string; customerId: CustomerId; points: number },
): Promise<unknown> {
  const { store, shop, clock } = ctx;
  const { shopId } = shop;
  const before = await store.flow.actionRun(shopId, runId);
  if (before !== null) return before;
  await requireCustomers(ctx, [customerId]);
  return store.transaction(async (tx) => {
    const scene = await requireLaunched(ctx, tx);
    const grant = { customerId, points, reason: 'flow', grantKey: `flow:${runId}` } as const;
    const outcome = { given: points, balance: (await giveGrant(tx, scene, grant)).available };
    await tx.flow.noteActionRun(shopId, runId, 'give-points', outcome, clock.now());
    return (await tx.flow.actionRun(shopId, runId)) ?? outcome;
  });
}
