import type { CampaignKind, CampaignTerms } from '../domain/campaigns/campaign.ts';
import type { TermsIssue } from '../domain/campaigns/terms-issues.ts';
import { AppError } from '../domain/shared/errors.ts';
import type { CampaignCtx } from './ports.ts';
import { checkTerms, refuse } from './steps/check-terms.ts';

/**
 * Keeps what the editor holds; a running campaign goes on by its launched version until it is launched again.
 * @throws AppError INVALID_INPUT with one issue per bad field; NOT_FOUND; CONFLICT when it changed after `basedOn`
 */
export async function saveCampaign(
  ctx: CampaignCtx,
  input: { campaignId: number; terms: CampaignTerms; basedOn: Date },
): Promise<void> {
  const { store, shop, clock } = ctx;
  const { campaignId, terms, basedOn } = input;
  const campaign = await store.campaigns.find(shop.shopId, campaignId);
  if (!campaign) throw new AppError('NOT_FOUND', `there is no campaign ${campaignId} in this shop`);
  if (campaign.version > 0 && terms.kind !== campaign.draft.kind) refuse([otherKind(campaign.draft.kind)]);
  await checkTerms(ctx, terms, { forLaunch: false });
  await store.campaigns.saveDraft(shop.shopId, campaignId, terms, basedOn, clock.now());
}

function otherKind(launched: CampaignKind): TermsIssue {
  const message = 'stays as it was launched';
  return { field: 'kind', code: 'kind', params: {}, message, allowed: `${launched}, or a new campaign` };
}
