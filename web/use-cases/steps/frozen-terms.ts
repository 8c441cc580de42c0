import { type CampaignTerms, isService } from '../../domain/campaigns/campaign.ts';
import { shareBpsFor } from '../../domain/campaigns/comparison-group.ts';
import type { CampaignSettings } from '../../domain/campaigns/settings.ts';
import { resultWindowDays } from '../../domain/results/result-window.ts';
import type { ShopAudience } from '../ports.ts';

/** What a launch freezes beside the terms: the share held out (of a service nobody) and the window in which orders count. */
export function frozenTerms(
  terms: CampaignTerms,
  settings: CampaignSettings,
  audience: Pick<ShopAudience, 'kinds'> | null,
): { shareBps: number; windowDays: number } {
  const eligiblePerMonth = audience?.kinds[terms.kind].typicalMonth ?? 0;
  const steps = terms.steps.map(({ afterDays }, step) => ({
    day: afterDays,
    validityDays: Math.max(0, ...terms.arms.map(({ offers }) => offers[step]?.validDays ?? 0)),
  }));
  const shareBps = isService(terms.kind) ? 0 : shareBpsFor(settings, eligiblePerMonth);
  return { shareBps, windowDays: resultWindowDays(steps) };
}
