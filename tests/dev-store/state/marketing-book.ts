/** An amount as a caller gave it. */
export interface GivenMoney {
  readonly amount: string;
  readonly currencyCode: string;
}

export interface UtmRecord {
  readonly campaign: string;
  readonly source: string;
  readonly medium: string;
}

/** What an app says of a marketing activity that runs outside Shopify. */
export interface ActivityInput {
  readonly remoteId: string;
  readonly title: string;
  readonly status: string;
  readonly tactic: string;
  readonly marketingChannelType: string;
  readonly remoteUrl: string;
  readonly remotePreviewImageUrl: string | null;
  readonly urlParameterValue: string | null;
  readonly utm: UtmRecord | null;
  readonly hierarchyLevel: string | null;
  readonly parentRemoteId: string | null;
  readonly adSpend: GivenMoney | null;
  readonly budget: { readonly budgetType: string; readonly total: GivenMoney } | null;
  readonly start: number | null;
  readonly end: number | null;
  readonly scheduledEnd: number | null;
}

export interface ActivityRecord extends ActivityInput {
  readonly id: string;
  readonly eventId: string;
  readonly appId: string;
  readonly createdAt: number;
  readonly updatedAt: number;
}

/** One day's numbers of an activity. */
export interface EngagementRecord {
  readonly activityId: string;
  readonly occurredOn: string;
  readonly utcOffset: string;
  /** The numbers and amounts as given, by their names in the schema. */
  readonly figures: Readonly<Record<string, unknown>>;
  readonly receivedAt: number;
}

/** The marketing activities of one shop and what apps reported about them. */
export class MarketingBook {
  readonly activities = new Map<string, ActivityRecord>();
  /** Keyed by activity, day and offset: a day told again replaces what was told. */
  readonly #engagements = new Map<string, EngagementRecord>();

  byRemoteId(appId: string, remoteId: string): ActivityRecord | undefined {
    return [...this.activities.values()].find(
      (activity) => activity.appId === appId && activity.remoteId === remoteId,
    );
  }

  record(engagement: EngagementRecord): void {
    const { activityId, occurredOn, utcOffset } = engagement;
    this.#engagements.set(`${activityId} ${occurredOn} ${utcOffset}`, engagement);
  }

  engagements(): readonly EngagementRecord[] {
    return [...this.#engagements.values()];
  }
}
