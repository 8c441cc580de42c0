import type { CampaignState, CampaignTerms } from '../domain/campaigns/campaign.ts';
import type { CampaignReason } from '../domain/campaigns/enrolment.ts';
import type { CampaignSettings } from '../domain/campaigns/settings.ts';
import type { TypicalOrder } from '../domain/offers/depth.ts';
import type { ShopId } from '../domain/shared/ids.ts';
import type { LocalDay } from '../domain/shared/time.ts';

/** A campaign as it stands; `version` is the newest launched one, 0 before the first launch. */
export type Campaign = {
  campaignId: number;
  state: CampaignState;
  stopReason: CampaignReason | null;
  version: number;
  /** What the editor holds; equals the newest version's terms until it is edited. */
  draft: CampaignTerms;
  /** The last local day whose newcomers were enrolled; null before the first pass. */
  enrolledThroughOn: LocalDay | null;
  createdAt: Date;
  launchedAt: Date | null;
  endedAt: Date | null;
  updatedAt: Date;
};

/** Frozen at launch. `capMinor`: the pre-declared 99.5th percentile at which money per person is capped in results. */
export type CampaignVersion = {
  campaignId: number;
  version: number;
  terms: CampaignTerms;
  shareBps: number;
  windowDays: number;
  capMinor: number | null;
  launchedAt: Date;
};

/** Whether people are to be enrolled or steps to be decided, codes to be made or bound, messages to be sent. */
export type CampaignWork = { run: boolean; issue: boolean; deliver: boolean };

export type CampaignStore = {
  /** What there is to do now: asked by the clock every minute. */
  work(shop: ShopId, now: Date): Promise<CampaignWork>;
  list(shop: ShopId): Promise<readonly Campaign[]>;
  find(shop: ShopId, campaignId: number): Promise<Campaign | null>;
  create(shop: ShopId, draft: CampaignTerms, at: Date): Promise<Campaign>;
  /** CONFLICT when the campaign changed after `basedOn`. */
  saveDraft(shop: ShopId, campaignId: number, draft: CampaignTerms, basedOn: Date, at: Date): Promise<void>;
  remove(shop: ShopId, campaignId: number): Promise<void>;
  /** Freezes the draft as the next version and runs it. */
  launch(
    shop: ShopId,
    campaignId: number,
    frozen: Pick<CampaignVersion, 'shareBps' | 'windowDays' | 'capMinor'>,
    at: Date,
  ): Promise<CampaignVersion>;
  /** Moves only from one of `from`; false = it stood elsewhere. */
  setState(
    shop: ShopId,
    campaignId: number,
    change: { from: readonly CampaignState[]; to: CampaignState; reason: CampaignReason | null },
    at: Date,
  ): Promise<boolean>;
  enrolledThrough(shop: ShopId, campaignId: number, on: LocalDay): Promise<void>;
  version(shop: ShopId, campaignId: number, version: number): Promise<CampaignVersion | null>;
  versions(shop: ShopId, campaignId: number): Promise<readonly CampaignVersion[]>;
  /** What an order of this shop typically comes to, by the newest night; nulls before. */
  typicalOrder(shop: ShopId): Promise<TypicalOrder>;
  settings(shop: ShopId): Promise<{ settings: CampaignSettings; version: number }>;
  /** CONFLICT when `basedOn` is no longer the newest version. */
  saveSettings(shop: ShopId, settings: CampaignSettings, basedOn: number, at: Date): Promise<number>;
};

/** A campaign in numbers: everybody ever enrolled, the next step due, orders credited to it. */
export type CampaignCounts = {
  campaignId: number;
  people: number;
  nextDueAt: Date | null;
  ordersCredited: number;
};
