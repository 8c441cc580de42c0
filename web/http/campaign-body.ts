import type { CampaignResponse, CampaignRow, CampaignsResponse, Preset } from '../contract/campaigns.ts';
import type { CampaignView } from '../use-cases/get-campaign.ts';
import type { CampaignLine, CampaignList, PresetView } from '../use-cases/list-campaigns.ts';
import { toTermsBody } from './campaign-terms-body.ts';

export function toCampaigns({ pausedEverything, presets, campaigns }: CampaignList): CampaignsResponse {
  return { pausedEverything, presets: presets.map(toPreset), campaigns: campaigns.map(toRow) };
}

function toPreset({ kind, terms, numbers, locked }: PresetView): Preset {
  return {
    kind,
    matchesNow: numbers?.matchesNow ?? null,
    typicalMonth: numbers?.typicalMonth ?? null,
    backlog: numbers?.backlog ?? null,
    locked: locked && `needs_${locked}`,
    terms: toTermsBody(terms),
  };
}

function toRow({ campaign, counts, extraOrders }: CampaignLine): CampaignRow {
  return {
    campaignId: campaign.campaignId,
    name: campaign.draft.name,
    kind: campaign.draft.kind,
    state: campaign.state,
    stopReason: campaign.stopReason,
    people: counts?.people ?? 0,
    nextSendAt: campaign.state === 'running' ? (counts?.nextDueAt?.toISOString() ?? null) : null,
    extraOrders: extraOrders && {
      estimate: extraOrders.estimate,
      low: extraOrders.lower,
      high: extraOrders.upper,
    },
    ordersThatUsedTheOffer: counts?.ordersCredited ?? 0,
    updatedAt: campaign.updatedAt.toISOString(),
  };
}

export function toCampaign({ campaign, edited, channels }: CampaignView, currency: string): CampaignResponse {
  return {
    campaignId: campaign.campaignId,
    state: campaign.state,
    stopReason: campaign.stopReason,
    version: campaign.version,
    edited,
    terms: toTermsBody(campaign.draft),
    updatedAt: campaign.updatedAt.toISOString(),
    launchedAt: campaign.launchedAt?.toISOString() ?? null,
    endedAt: campaign.endedAt?.toISOString() ?? null,
    channels: channels.map(({ channel, ready, problem }) => ({ channel, ready, problem })),
    currency,
  };
}
