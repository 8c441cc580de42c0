import type { CampaignCtx } from '../ports.ts';
import { judge, type ResultLine } from './judge-figures.ts';

/** Every campaign that was launched, by its newest version and the newest figures, and all together (null before any were measured). */
export async function judgedCampaigns({
  store,
  shop,
}: Pick<CampaignCtx, 'store' | 'shop'>): Promise<{ together: ResultLine | null; campaigns: ResultLine[] }> {
  const { shopId } = shop;
  const [campaigns, figures] = await Promise.all([
    store.campaigns.list(shopId),
    store.campaignResults.newestOfAll(shopId),
  ]);
  const lines: ResultLine[] = [];
  for (const campaign of campaigns) {
    const { campaignId, version } = campaign;
    if (version === 0) continue;
    const frozen = await store.campaigns.version(shopId, campaignId, version);
    const newest = figures.find((one) => one.campaignId === campaignId && one.version === version) ?? null;
    if (frozen) lines.push(judge({ campaign, version }, newest, frozen));
  }
  const together = figures.find(({ campaignId }) => campaignId === 0) ?? null;
  const anyone = { windowDays: 0, shareBps: 0 };
  return {
    together: together && judge({ campaign: null, version: 0 }, together, anyone),
    campaigns: lines.sort((a, b) => launchOf(b) - launchOf(a)),
  };
}

function launchOf({ campaign }: ResultLine): number {
  return campaign?.launchedAt?.getTime() ?? 0;
}
