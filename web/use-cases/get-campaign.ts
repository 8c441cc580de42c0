import { AppError } from '../domain/shared/errors.ts';
import type { Campaign, CampaignCtx } from './ports.ts';
import { type ChannelReadiness, channelReadiness } from './steps/channel-readiness.ts';
import { isEdited } from './steps/is-edited.ts';

export type CampaignView = {
  campaign: Campaign;
  /** The draft differs from the launched version. */
  edited: boolean;
  channels: readonly ChannelReadiness[];
};

/** One campaign as its editor shows it. Throws NOT_FOUND where this shop has none of that number. */
export async function getCampaign(
  ctx: Pick<CampaignCtx, 'store' | 'shop'>,
  campaignId: number,
): Promise<CampaignView> {
  const { store, shop } = ctx;
  const campaign = await store.campaigns.find(shop.shopId, campaignId);
  if (!campaign) throw new AppError('NOT_FOUND', `there is no campaign ${campaignId} in this shop`);
  const launched = await store.campaigns.version(shop.shopId, campaignId, campaign.version);
  return { campaign, edited: isEdited(campaign, launched), channels: await channelReadiness(ctx) };
}
