import type { CampaignTerms } from '../domain/campaigns/campaign.ts';
import type { Campaign, CampaignCtx } from './ports.ts';
import { checkTerms } from './steps/check-terms.ts';

/** A draft of these terms. Throws INVALID_INPUT with one issue per bad field. */
export async function createCampaign(ctx: CampaignCtx, terms: CampaignTerms): Promise<Campaign> {
  await checkTerms(ctx, terms, { forLaunch: false });
  return ctx.store.campaigns.create(ctx.shop.shopId, terms, ctx.clock.now());
}
