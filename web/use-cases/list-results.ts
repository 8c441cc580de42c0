import type { CampaignCtx } from './ports.ts';
import type { ResultLine } from './steps/judge-figures.ts';
import { judgedCampaigns } from './steps/judged-campaigns.ts';

export type ResultList = {
  /** Null before anything was measured. */
  together: ResultLine | null;
  /** Newest launch first. */
  campaigns: readonly ResultLine[];
  /** Whether there is a comparison group at all. */
  measured: boolean;
};

/** Every campaign that was launched, and all together; from the figures of the newest day. */
export async function listResults(ctx: Pick<CampaignCtx, 'store' | 'shop'>): Promise<ResultList> {
  const { settings } = await ctx.store.campaigns.settings(ctx.shop.shopId);
  return { ...(await judgedCampaigns(ctx)), measured: settings.comparisonGroup.enabled };
}
