import { dayToIso, type LocalDay } from '../shared/time.ts';
import type { CampaignSettings } from './settings.ts';

const DEFAULT_SHARE_BPS = 2_000;
const BIG_SHOP_SHARE_BPS = 1_000;
const BIG_SHOP_ELIGIBLE_PER_MONTH = 20_000;

/** Where a person stands: in the comparison group, or in one of the arms. */
export type Assignment = { heldOut: true; arm: null } | { heldOut: false; arm: number };

/** The half-year of a local day as it enters the keyed hash, e.g. `2026-H1`: nobody is held back for longer. */
export function halfYearOf(day: LocalDay): string {
  const [year, month] = dayToIso(day).split('-');
  return `${year}-H${Number(month) <= 6 ? 1 : 2}`;
}

/**
 * The place of `u`, uniform in [0,1) and fixed for (shop, customer, half-year): below the share held out, the rest split
 * evenly into `arms` arms. One u for all campaigns, so that a person held back is held back everywhere.
 */
export function assignArm(u: number, shareBps: number, arms: number): Assignment {
  if (!(u >= 0 && u < 1)) throw new RangeError(`u must be in [0,1), got ${u}`);
  const share = shareBps / 10_000;
  if (u < share) return { heldOut: true, arm: null };
  const arm = Math.floor(((u - share) / (1 - share)) * arms);
  return { heldOut: false, arm: Math.min(Math.max(1, arms) - 1, arm) };
}

/** Share held out in basis points: the merchant's own, else 20 %, or 10 % above 20,000 eligible a month; 0 when switched off. */
export function shareBpsFor(
  { comparisonGroup }: Pick<CampaignSettings, 'comparisonGroup'>,
  eligiblePerMonth: number,
): number {
  if (!comparisonGroup.enabled) return 0;
  const usual = eligiblePerMonth > BIG_SHOP_ELIGIBLE_PER_MONTH ? BIG_SHOP_SHARE_BPS : DEFAULT_SHARE_BPS;
  return comparisonGroup.shareBps ?? usual;
}
