import type { Mark, Stage } from '../../lifecycle/stage.ts';
import type { ShopModel } from '../../rfm/model.ts';
import type { LocalDay } from '../../shared/time.ts';
import type { CampaignKind, CampaignTerms } from '../campaign.ts';
import type { CampaignReason } from '../enrolment.ts';
import type { PersonFacts } from '../person-facts.ts';

/**
 * Whether a person matches a campaign on a day. `triggerOn`: the day that made them match (one enrolment each), an occasion's mostly;
 * `sinceOn`: the first day they matched, before the launch = backlog; `validUntilOn`: the last day they can match.
 */
export type Match =
  | { matches: true; triggerOn: LocalDay; sinceOn: LocalDay; validUntilOn: LocalDay }
  | { matches: false; reason: CampaignReason };

/** A range of local days, ends included. */
export type DayRange = { fromOn: LocalDay; toOn: LocalDay };

/** Members whose next points end within these days, or whose balance came to suffice for a reward within them. */
export type MemberRange = { by: 'ending' | 'reward' } & DayRange;

/**
 * Nobody outside can match, so that a database may preselect by its indexes; inside `check` decides. A null mark or
 * frequency asks for nothing.
 */
export type MatchBounds = {
  stages: readonly Stage[];
  mark: Mark | null;
  frequency: number | null;
  lastOn: DayRange;
  lastOccasionOn: DayRange;
  /** Null = members or not. */
  member: MemberRange | null;
};

/** A campaign kind: named data and its rules. A new kind is a new file beside these and a line in `kinds.ts`. */
export type KindRule = {
  kind: CampaignKind;
  /** The preset, ready to launch; amounts-free, so that it fits every currency. */
  preset: CampaignTerms;
  /** False: the shop's history is too short for it (60 days only). */
  available: (model: Pick<ShopModel, 'provisional'>) => boolean;
  /** Whether the kind itself matches, the audience aside. */
  matchOn: (person: PersonFacts, terms: CampaignTerms, model: ShopModel, todayOn: LocalDay) => Match;
  /** Whether somebody enrolled for a day, who has not bought since, may still be written to; null = yes. */
  lostOn: (
    person: PersonFacts,
    model: ShopModel,
    todayOn: LocalDay,
    triggerOn: LocalDay,
  ) => CampaignReason | null;
  boundsOn: (terms: CampaignTerms, model: ShopModel, todayOn: LocalDay) => MatchBounds;
};

export const NO_MATCH: Match = { matches: false, reason: 'no_longer_matches' };
