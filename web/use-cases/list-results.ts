import type { CampaignCtx } from './ports.ts';
import { judge, type ResultLine } from './steps/judge-figures.ts';

export type ResultList = {
  /** Null before anything was measured. */
  together: ResultLine | null;
  campaigns: readonly ResultLine[];
  /** Whether there is a comparison group at all. */
  measured: boolean;
};

/** Every campaign that was launched, by its newest version, and all together; from the figures of the newest day. */
export async function listResults({ store, shop }: Pick<CampaignCtx, 'store' | 'shop'>): Promise<ResultList> {
  const { shopId } = shop;
  const [campaigns, figures, { settings }] = await Promise.all([
    store.campaigns.list(shopId),
    store.campaignResults.newestOfAll(shopId),
    store.campaigns.settings(shopId),
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
    measured: settings.comparisonGroup.enabled,
  };
}

function launchOf({ campaign }: ResultLine): number {
  return campaign?.launchedAt?.getTime() ?? 0;
}
