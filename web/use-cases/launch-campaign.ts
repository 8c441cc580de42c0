import { type CampaignTerms, CHANNELS } from '../domain/campaigns/campaign.ts';
import type { TermsIssue } from '../domain/campaigns/terms-issues.ts';
import { AppError } from '../domain/shared/errors.ts';
import type { Campaign, CampaignCtx, CampaignVersion } from './ports.ts';
import { channelReadiness } from './steps/channel-readiness.ts';
import { checkTerms, refuse, requireKind } from './steps/check-terms.ts';
import { frozenTerms } from './steps/frozen-terms.ts';
import { isEdited } from './steps/is-edited.ts';

/**
 * Freezes the draft as the campaign's next version, with its comparison group, its result window and the cap of money per
 * customer declared before anything is seen, and runs it. People of earlier versions stay in theirs.
 * @throws AppError INVALID_INPUT with one issue per bad field; NOT_FOUND; CONFLICT when it changed after `basedOn`, has
 * ended, or runs just so already
 */
export async function launchCampaign(
  ctx: CampaignCtx,
  input: { campaignId: number; basedOn: Date },
): Promise<CampaignVersion> {
  const { store, shop, clock } = ctx;
  const { shopId } = shop;
  const campaign = await launchable(ctx, input);
  const terms = campaign.draft;
  await requireKind(ctx, terms);
  await checkTerms(ctx, terms, { forLaunch: true });
  await requireChannels(ctx, terms);
  const now = clock.now();
  const { settings } = await store.campaigns.settings(shopId);
  const { shareBps, windowDays } = frozenTerms(terms, settings, await store.campaignAudience.read(shopId));
  const capMinor = await store.campaignResults.spendCap(shopId, now, windowDays);
  return store.transaction(async (tx) => {
    // Locks the row and tells a change that came meanwhile.
    await tx.campaigns.saveDraft(shopId, campaign.campaignId, terms, campaign.updatedAt, now);
    const version = await tx.campaigns.launch(
      shopId,
      campaign.campaignId,
      { shareBps, windowDays, capMinor },
      now,
    );
    await tx.enqueue('run-campaigns', { shopId });
    return version;
  });
}

async function launchable(
  { store, shop }: CampaignCtx,
  { campaignId, basedOn }: { campaignId: number; basedOn: Date },
): Promise<Campaign> {
  const campaign = await store.campaigns.find(shop.shopId, campaignId);
  if (!campaign) throw new AppError('NOT_FOUND', `there is no campaign ${campaignId} in this shop`);
  if (campaign.updatedAt.getTime() !== basedOn.getTime())
    throw new AppError(
      'CONFLICT',
      'The campaign was changed meanwhile. Load it again and repeat your change.',
    );
  if (campaign.state === 'ended')
    throw new AppError('CONFLICT', 'the campaign has ended; make a new one of its terms');
  const launched = await store.campaigns.version(shop.shopId, campaignId, campaign.version);
  const standing = campaign.state === 'running' || campaign.state === 'paused';
  if (standing && !isEdited(campaign, launched))
    throw new AppError('CONFLICT', 'nothing was changed since the campaign was launched');
  return campaign;
}

/** A channel that is chosen and not set up would lose every message without a word. */
async function requireChannels(ctx: CampaignCtx, { channels }: CampaignTerms): Promise<void> {
  const readiness = await channelReadiness(ctx);
  const missing = CHANNELS.filter(
    (channel) =>
      channels[channel] && readiness.some((one) => one.channel === channel && one.problem === 'not_set_up'),
  );
  refuse(
    missing.map(
      (channel): TermsIssue => ({
        field: `channels.${channel}`,
        code: 'not_set_up',
        params: {},
        message: 'is not set up yet',
        allowed: 'off, or set up in Settings',
      }),
    ),
  );
}
