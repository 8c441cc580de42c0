import { CAMPAIGN_KINDS, type CampaignKind, type CampaignTerms } from '../domain/campaigns/campaign.ts';
import { type KindLock, lockOf, presetOf } from '../domain/campaigns/kinds.ts';
import { measureLift } from '../domain/results/measure-lift.ts';
import type { ExtraOrders } from '../domain/results/outcome.ts';
import type { AudienceNumbers, Campaign, CampaignCounts, CampaignCtx } from './ports.ts';
import { programOn } from './steps/program-on.ts';

export type PresetView = {
  kind: CampaignKind;
  terms: CampaignTerms;
  /** Null until the first night after the install. */
  numbers: AudienceNumbers | null;
  /** What the shop needs for it; null = nothing. */
  locked: KindLock | null;
};
export type CampaignLine = {
  campaign: Campaign;
  counts: CampaignCounts | null;
  /** Always-valid; null = not measured, or too early to say. */
  extraOrders: ExtraOrders | null;
};
export type CampaignList = {
  pausedEverything: boolean;
  presets: readonly PresetView[];
  campaigns: readonly CampaignLine[];
};

/** The presets with the shop's own numbers, and its campaigns, all from rows computed before. */
export async function listCampaigns({
  store,
  shop,
}: Pick<CampaignCtx, 'store' | 'shop'>): Promise<CampaignList> {
  const { shopId } = shop;
  const [campaigns, counts, figures, audience, current, { settings }, hasProgram] = await Promise.all([
    store.campaigns.list(shopId),
    store.enrolments.overview(shopId),
    store.campaignResults.newestOfAll(shopId),
    store.campaignAudience.read(shopId),
    store.models.current(shopId),
    store.campaigns.settings(shopId),
    programOn(store, shop),
  ]);
  const provisional = current?.model.provisional ?? !shop.seesAllOrders;
  return {
    pausedEverything: settings.pausedEverything,
    presets: CAMPAIGN_KINDS.map((kind) => {
      const locked = lockOf(kind, { provisional, programOn: hasProgram });
      const numbers = locked ? null : (audience?.kinds[kind] ?? null);
      return { kind, terms: presetOf(kind), numbers, locked };
    }),
    campaigns: campaigns.map((campaign) => {
      const { campaignId, version } = campaign;
      const newest = figures.find((one) => one.campaignId === campaignId && one.version === version);
      const extra = newest ? measureLift(newest.outcome).extraOrders : null;
      return {
        campaign,
        counts: counts.find((one) => one.campaignId === campaignId) ?? null,
        extraOrders: extra?.basis === 'always_valid' ? extra : null,
      };
    }),
  };
}
