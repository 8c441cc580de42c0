import { localDayOf } from '../domain/shared/time.ts';
import type { Campaign, CampaignCtx } from './ports.ts';
import { decideDue } from './steps/decide-due.ts';
import { enrolNewcomers } from './steps/enrol-newcomers.ts';

/**
 * The tick of a shop's campaigns: enrols who matches today (once a local day, when the night's scoring has been), then decides
 * every step that is due. Can be cut off anywhere and run again.
 */
export async function runCampaigns(ctx: CampaignCtx): Promise<void> {
  const { store, shop, clock } = ctx;
  if (shop.state !== 'active') return;
  const { shopId } = shop;
  const current = await store.models.current(shopId);
  if (!current) return;
  const { model } = current;
  const now = clock.now();
  const todayOn = localDayOf(now, shop.timeZone);
  const { settings } = await store.campaigns.settings(shopId);
  const campaigns = await store.campaigns.list(shopId);
  // What is due waits for the end of the pause, without a note every hour.
  if (settings.pausedEverything) return;
  if (model.asOfOn >= todayOn)
    for (const campaign of campaigns)
      if (takesNewcomers(campaign, todayOn)) await enrolInto(ctx, campaign, { model, todayOn, now });
  const typical = await store.campaigns.typicalOrder(shopId);
  const byId = new Map(campaigns.map((campaign) => [campaign.campaignId, campaign]));
  await decideDue(ctx, { campaigns: byId, settings, model, typical, now });
}

function takesNewcomers({ state, enrolledThroughOn }: Campaign, todayOn: number): boolean {
  return state === 'running' && (enrolledThroughOn === null || enrolledThroughOn < todayOn);
}

async function enrolInto(
  ctx: CampaignCtx,
  campaign: Campaign,
  day: { model: Parameters<typeof enrolNewcomers>[1]['model']; todayOn: number; now: Date },
): Promise<void> {
  const { store, shop, log } = ctx;
  const version = await store.campaigns.version(shop.shopId, campaign.campaignId, campaign.version);
  if (!version) return;
  const enrolled = await enrolNewcomers(ctx, { campaign, version, ...day });
  await store.campaigns.enrolledThrough(shop.shopId, campaign.campaignId, day.todayOn);
  log.info({ campaignId: campaign.campaignId, enrolled }, 'people enrolled');
}
