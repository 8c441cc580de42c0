import type { ShopModel } from '../rfm/model.ts';
import type { LocalDay } from '../shared/time.ts';
import { outsideAudience } from './audience.ts';
import { type CampaignKind, type CampaignTerms, isService } from './campaign.ts';
import { backAgain } from './kinds/back-again.ts';
import type { KindRule, Match, MatchBounds } from './kinds/kind.ts';
import { NO_MATCH } from './kinds/kind.ts';
import { pointsExpiring } from './kinds/points-expiring.ts';
import { rewardReachable } from './kinds/reward-reachable.ts';
import { secondPurchase } from './kinds/second-purchase.ts';
import { topCustomersQuiet } from './kinds/top-customers-quiet.ts';
import { winBack } from './kinds/win-back.ts';
import type { PersonFacts } from './person-facts.ts';

/** Every kind of campaign there is. */
export const KIND_RULES: Readonly<Record<CampaignKind, KindRule>> = {
  second_purchase: secondPurchase,
  win_back: winBack,
  top_customers_quiet: topCustomersQuiet,
  back_again: backAgain,
  points_expiring: pointsExpiring,
  reward_reachable: rewardReachable,
};

/** What a kind still needs before it can be used: all orders, or the loyalty program; null = nothing. */
export type KindLock = 'full_history' | 'program';

/** Whether the shop can use a kind, and if not what it needs. */
export function lockOf(
  kind: CampaignKind,
  shop: { provisional: boolean; programOn: boolean },
): KindLock | null {
  if (isService(kind) && !shop.programOn) return 'program';
  return KIND_RULES[kind].available(shop) ? null : 'full_history';
}

/** Whether a person may be enrolled on a day, and if not why. The answer is the same for those who will be held out. */
export function check(person: PersonFacts, terms: CampaignTerms, model: ShopModel, todayOn: LocalDay): Match {
  const rule = KIND_RULES[terms.kind];
  if (!rule.available(model)) return NO_MATCH;
  if (terms.endsOn != null && todayOn > terms.endsOn) return { matches: false, reason: 'campaign_ended' };
  const match = rule.matchOn(person, terms, model, todayOn);
  if (!match.matches) return match;
  const outside = outsideAudience(person, terms, todayOn);
  return outside === null ? match : { matches: false, reason: outside };
}

/** Outside of what nobody can match on this day; for a database to preselect by its indexes before `check`. */
export function boundsOf(terms: CampaignTerms, model: ShopModel, todayOn: LocalDay): MatchBounds {
  return KIND_RULES[terms.kind].boundsOn(terms, model, todayOn);
}

/** The terms a merchant starts from. */
export function presetOf(kind: CampaignKind): CampaignTerms {
  return KIND_RULES[kind].preset;
}
