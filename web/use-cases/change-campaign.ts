import type { CampaignState } from '../domain/campaigns/campaign.ts';
import { AppError } from '../domain/shared/errors.ts';
import type { CampaignCtx } from './ports.ts';

export type CampaignAction = 'pause' | 'resume' | 'end';

const MOVES: Readonly<Record<CampaignAction, { from: readonly CampaignState[]; to: CampaignState }>> = {
  pause: { from: ['running'], to: 'paused' },
  resume: { from: ['paused'], to: 'running' },
  end: { from: ['running', 'paused', 'stopped'], to: 'ended' },
};

/**
 * Pauses, resumes or ends a campaign. A pause keeps everybody's place; an end stops all who wait, and codes already given
 * stay good. Throws NOT_FOUND; CONFLICT where it stands in a state that knows no such move.
 */
export async function changeCampaign(
  { store, shop, clock }: CampaignCtx,
  input: { campaignId: number; action: CampaignAction },
): Promise<void> {
  const { shopId } = shop;
  const { campaignId, action } = input;
  const { from, to } = MOVES[action];
  const campaign = await store.campaigns.find(shopId, campaignId);
  if (!campaign) throw new AppError('NOT_FOUND', `there is no campaign ${campaignId} in this shop`);
  await store.transaction(async (tx) => {
    const at = clock.now();
    if (!(await tx.campaigns.setState(shopId, campaignId, { from, to, reason: null }, at)))
      throw new AppError('CONFLICT', `a campaign that is ${campaign.state} cannot ${action}`);
    if (action === 'end') await tx.enrolments.stopAll(shopId, campaignId, 'campaign_ended', at);
    if (action !== 'resume') return;
    await tx.enqueue('run-campaigns', { shopId });
    await tx.enqueue('deliver', { shopId });
  });
}
