import type { LocalDay } from '../shared/time.ts';
import type { CampaignTerms } from './campaign.ts';
import type { Match } from './kinds/kind.ts';

const DEFAULT_SHARE = 0.05;

/** Whether somebody who matches did so before the campaign was launched. */
export function isBacklog(match: Extract<Match, { matches: true }>, launchedOn: LocalDay): boolean {
  return match.sinceOn < launchedOn;
}

/** What the merchant is offered: 5 % of those waiting a day, at least one (product.md section 4). */
export function defaultBacklogPerDay(waiting: number): number {
  return Math.max(1, Math.ceil(waiting * DEFAULT_SHARE));
}

/** How many of the backlog may still be enrolled today; 0 where the merchant leaves it alone. */
export function backlogLeftToday(terms: Pick<CampaignTerms, 'backlogPerDay'>, enrolledToday: number): number {
  return Math.max(0, (terms.backlogPerDay ?? 0) - enrolledToday);
}
