import { AppError } from '../domain/shared/errors.ts';
import type { CampaignCtx } from './ports.ts';

/** Throws away a draft. CONFLICT once it was launched: then it has people and results behind it, and is ended instead. */
export async function removeCampaign(
  { store, shop }: Pick<CampaignCtx, 'store' | 'shop'>,
  campaignId: number,
): Promise<void> {
  const campaign = await store.campaigns.find(shop.shopId, campaignId);
  if (!campaign) throw new AppError('NOT_FOUND', `there is no campaign ${campaignId} in this shop`);
  if (campaign.version > 0)
    throw new AppError('CONFLICT', 'a campaign that was launched cannot be removed, end it instead');
  await store.campaigns.remove(shop.shopId, campaignId);
}
