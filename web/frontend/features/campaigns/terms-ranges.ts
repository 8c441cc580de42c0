import type { CampaignKind, TemplateName } from '../../../contract/campaign-terms.ts';

/** Allowed ranges, ends included; the server's own (a test compares them), bounded by what the contract takes. */
export const TERMS_RANGES = {
  nameLength: { min: 1, max: 80 },
  steps: { min: 1, max: 5 },
  arms: { min: 1, max: 4 },
  afterDays: { min: 0, max: 365 },
  mayWaitDays: { min: 0, max: 60 },
  priority: { min: 1, max: 100 },
  windowDay: { min: 1, max: 730 },
  backlogPerDay: { min: 1, max: 100_000 },
} as const;

export const OFFER_RANGES = {
  percentageBps: { min: 100, max: 10_000 },
  validDays: { min: 1, max: 90 },
  products: { min: 1, max: 100 },
  collections: { min: 1, max: 100 },
} as const;

/** Longest texts, characters. */
export const TEXT_LENGTHS = { subject: 150, heading: 150, body: 4_000, button: 60 } as const;
export type TextPart = keyof typeof TEXT_LENGTHS;
export const TEXT_PARTS = Object.keys(TEXT_LENGTHS) as TextPart[];
export const ARM_NAME_LENGTH = 40;

/** What a message may fill in; those of the offer only where every arm has one. */
export const MERGE_FIELDS = [
  'first_name',
  'shop_name',
  'code',
  'offer',
  'ends',
  'products',
  'points',
  'points_name',
  'points_ending',
  'points_end',
  'reward',
] as const;
export type MergeField = (typeof MERGE_FIELDS)[number];
export const OFFER_FIELDS: readonly MergeField[] = ['code', 'offer', 'ends'];

/** The words we ship that fit a kind. */
export const TEMPLATES: Readonly<Record<CampaignKind, readonly TemplateName[]>> = {
  second_purchase: ['second_purchase_offer'],
  win_back: ['win_back_reminder', 'win_back_offer', 'win_back_last_offer'],
  top_customers_quiet: ['top_customer_offer', 'win_back_reminder', 'win_back_last_offer'],
  back_again: ['back_again_thanks'],
  points_expiring: ['points_expiring', 'points_expiring_soon'],
  reward_reachable: ['reward_reachable'],
};

/** Kinds that tell members of their own points: no offers, nobody held back, nothing for the widgets to show. */
export function isService(kind: CampaignKind): boolean {
  return kind === 'points_expiring' || kind === 'reward_reachable';
}
