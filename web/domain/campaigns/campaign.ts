import type { OfferTerms } from '../offers/terms.ts';
import type { LocalDay } from '../shared/time.ts';

export const CAMPAIGN_KINDS = [
  'second_purchase',
  'win_back',
  'top_customers_quiet',
  'back_again',
  'points_expiring',
  'reward_reachable',
] as const;
/** Each kind is named data and a check function in `kinds/`. */
export type CampaignKind = (typeof CAMPAIGN_KINDS)[number];

/**
 * Kinds that tell members of their own points: no offer, nobody held out (product.md section 4), and neither a purchase nor a
 * subscription, a return or a parcel on its way keeps them. They need the loyalty program.
 */
export const SERVICE_KINDS = [
  'points_expiring',
  'reward_reachable',
] as const satisfies readonly CampaignKind[];

/** Whether a kind is a service to members and no offer. */
export function isService(kind: CampaignKind): boolean {
  return (SERVICE_KINDS as readonly CampaignKind[]).includes(kind);
}

/** `stopped`: by itself, with a reason (the merchant deleted our discount); the others by the merchant. */
export type CampaignState = 'draft' | 'running' | 'paused' | 'ended' | 'stopped';

export const LANGUAGES = ['en', 'vi', 'th'] as const;
export type Language = (typeof LANGUAGES)[number];

export const CHANNELS = ['email', 'on_site', 'flow', 'webhook'] as const;
export type Channel = (typeof CHANNELS)[number];

/** What a message says; plain text with merge fields (`merge-fields.ts`). */
export type MessageTexts = { subject: string; heading: string; body: string; button: string };

/** Texts we ship, by name (web/mail/templates). */
export type TemplateName =
  | 'second_purchase_offer'
  | 'win_back_reminder'
  | 'win_back_offer'
  | 'win_back_last_offer'
  | 'top_customer_offer'
  | 'back_again_thanks'
  | 'points_expiring'
  | 'points_expiring_soon'
  | 'reward_reachable';

/** One rung of the ladder. */
export type Step = {
  /** Local days after the enrolment; the first step is 0, later ones ascend. */
  afterDays: number;
  /** How many days after its day a step that had to wait may still go out. */
  mayWaitDays: number;
  template: TemplateName;
  /** The merchant's own words; a language without them uses the template's. */
  texts: Partial<Record<Language, MessageTexts>>;
};

/** One way of treating people: the offer of each step (null = a message without one). People are split evenly over the arms. */
export type Arm = { name: string; offers: readonly (OfferTerms | null)[] };

/** Everything the merchant decides about a campaign; frozen in a version at launch, an edit makes the next version. */
export type CampaignTerms = {
  kind: CampaignKind;
  name: string;
  audience: {
    /** ISO 3166-1 alpha-2; empty = everywhere. */
    countries: readonly string[];
    minSpentMinor: number | null;
    /** Second purchase: days after the first purchase between which people are enrolled; null = measured (`ShopModel`). */
    startDay: number | null;
    endDay: number | null;
  };
  steps: readonly Step[];
  arms: readonly Arm[];
  channels: Readonly<Record<Channel, boolean>>;
  /** People who matched before the launch: worked off newest first, at most so many a day; null = left alone. */
  backlogPerDay: number | null;
  /** Higher goes first when several campaigns want the same person; 1–100. */
  priority: number;
  /** The last local day on which people are enrolled; absent or null = until the merchant ends it. */
  endsOn?: LocalDay | null;
};
