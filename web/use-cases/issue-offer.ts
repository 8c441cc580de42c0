import type { CustomerId } from '../domain/shared/ids.ts';
import type { CampaignCtx } from './ports.ts';
import { sendToOne } from './steps/send-to-one.ts';

/**
 * The action "issue offer" of Shopify Flow: the step of a running campaign to one customer now, by the rules that hold for
 * everybody. A run that was carried out before answers what it answered then.
 * @throws AppError NOT_FOUND; CONFLICT where the campaign does not run
 */
export async function issueOffer(
  ctx: CampaignCtx,
  { runId, customerId, campaignId }: { runId: string; customerId: CustomerId; campaignId: number },
): Promise<unknown> {
  const { store, shop, clock } = ctx;
  const before = await store.flow.actionRun(shop.shopId, runId);
  if (before !== null) return before;
  const outcome = await sendToOne(ctx, { campaignId, customerId });
  await store.flow.noteActionRun(shop.shopId, runId, 'issue-offer', outcome, clock.now());
  return outcome;
}
