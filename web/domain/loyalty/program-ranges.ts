import type { CodedIssue } from '../shared/errors.ts';

export type Range = { min: number; max: number };

/** The allowed ranges, ends included, for screens to print beside their fields. Percentages in hundredths of a percent. */
export const PROGRAM_RANGES = {
  pointsNameLength: { min: 0, max: 30 },
  earnPoints: { min: 1, max: 10_000 },
  earnPerMinor: { min: 1, max: 1_000_000_000 },
  deliveredDays: { min: 0, max: 90 },
  excludedProducts: { min: 0, max: 1_000 },
  excludedCollections: { min: 0, max: 100 },
  bonuses: { min: 0, max: 50 },
  bonusNameLength: { min: 1, max: 80 },
  bonusDays: { min: 1, max: 366 },
  multiplierBps: { min: 10_000, max: 100_000 },
  actionPoints: { min: 0, max: 1_000_000 },
  expiryMonths: { min: 1, max: 60 },
  tiers: { min: 1, max: 10 },
  tierNameLength: { min: 1, max: 40 },
  threshold: { min: 0, max: 1_000_000_000_000 },
  graceDays: { min: 0, max: 90 },
  rewards: { min: 0, max: 50 },
  rewardNameLength: { min: 0, max: 80 },
  costPoints: { min: 1, max: 10_000_000 },
  percentageBps: { min: 100, max: 10_000 },
  validDays: { min: 1, max: 365 },
  advocatePoints: { min: 0, max: 1_000_000 },
  holdDays: { min: 0, max: 90 },
} as const satisfies Record<string, Range>;

/** Everything that can be wrong with a program; a screen has a sentence for each (`loyalty.fault.<code>`). */
export const PROGRAM_ISSUE_CODES = [
  'whole',
  'length',
  'list',
  'twice',
  'positive',
  'percent',
  'minimum',
  'days_reversed',
  'too_long',
  'first_tier',
  'tier_order',
  'product',
  'future',
] as const;
export type ProgramIssueCode = (typeof PROGRAM_ISSUE_CODES)[number];
export type ProgramIssue = CodedIssue<ProgramIssueCode>;
