import type {
  ActivityInput,
  ActivityRecord,
  EngagementRecord,
  GivenMoney,
} from '../../state/marketing-book.ts';
import type { AdminContext, ResolverMap } from '../context.ts';
import { gid, idOfType } from '../gid.ts';
import { isoOrNull, isoSeconds } from '../instant.ts';
import { activityFault, engagementFault, type MarketingFault } from '../marketing-rules.ts';
import { badRequest } from '../refusal.ts';

type Given = Readonly<Record<string, unknown>>;

const LATEST_DAY_AHEAD_MS = 14 * 3_600_000;

/** Inserts or replaces the activity of a `remoteId`; what the call leaves out of a known one stays. */
function upsertActivity(context: AdminContext, given: Given) {
  const { shop, state, caller } = context;
  const refuse = (fault: MarketingFault) => ({ marketingActivity: null, userErrors: [fault] });
  if (given.channelHandle != null || given.referringDomain != null) {
    throw badRequest('The local Shopify has no marketing channels: channelHandle and referringDomain');
  }
  const input = readActivity(given);
  const book = shop.marketing;
  const known = book.byRemoteId(caller.app.id, input.remoteId);
  const fault = activityFault(book, input, known, caller.app.id);
  if (fault !== undefined) return refuse(fault);
  const now = state.clock.now();
  const told = Object.fromEntries(Object.entries(input).filter(([, value]) => value !== null));
  const activity: ActivityRecord =
    known === undefined
      ? {
          ...input,
          id: shop.newId(),
          eventId: shop.newId(),
          appId: caller.app.id,
          createdAt: now,
          updatedAt: now,
        }
      : { ...known, ...told, updatedAt: now };
  book.activities.set(activity.id, activity);
  return { marketingActivity: activity, userErrors: [] };
}

function readActivity(given: Given): ActivityInput {
  const at = (name: string): number | null =>
    typeof given[name] === 'string' ? Date.parse(given[name]) : null;
  const text = (name: string): string | null => (typeof given[name] === 'string' ? given[name] : null);
  return {
    remoteId: text('remoteId') ?? '',
    title: text('title') ?? '',
    status: text('status') ?? '',
    tactic: text('tactic') ?? '',
    marketingChannelType: text('marketingChannelType') ?? '',
    remoteUrl: text('remoteUrl') ?? '',
    remotePreviewImageUrl: text('remotePreviewImageUrl'),
    urlParameterValue: text('urlParameterValue'),
    utm: (given.utm as ActivityInput['utm'] | undefined) ?? null,
    hierarchyLevel: text('hierarchyLevel'),
    parentRemoteId: text('parentRemoteId'),
    adSpend: (given.adSpend as GivenMoney | undefined) ?? null,
    budget: (given.budget as ActivityInput['budget'] | undefined) ?? null,
    start: at('start') ?? at('scheduledStart'),
    end: at('end'),
    scheduledEnd: at('scheduledEnd'),
  };
}

interface EngagementArgs {
  readonly channelHandle?: string | null;
  readonly marketingActivityId?: string | null;
  readonly remoteId?: string | null;
  readonly marketingEngagement: Given & { readonly occurredOn: string; readonly utcOffset: string };
}

function createEngagement(context: AdminContext, args: EngagementArgs) {
  const refuse = (fault: MarketingFault) => ({ marketingEngagement: null, userErrors: [fault] });
  const { shop, state, caller } = context;
  if (args.channelHandle != null)
    throw badRequest('The local Shopify has no marketing channels: channelHandle');
  if ((args.marketingActivityId == null) === (args.remoteId == null)) {
    const message =
      'For activity level engagement, either the marketing activity ID or remote ID must be provided. For channel level engagement, the channel handle must be provided.';
    return refuse({ field: null, message, code: 'INVALID_MARKETING_ENGAGEMENT_ARGUMENTS' });
  }
  const activity =
    args.remoteId == null
      ? shop.marketing.activities.get(idOfType(args.marketingActivityId ?? '', 'MarketingActivity'))
      : shop.marketing.byRemoteId(caller.app.id, args.remoteId);
  if (activity === undefined || activity.appId !== caller.app.id) {
    const message = 'Marketing activity does not exist.';
    return refuse({ field: null, message, code: 'MARKETING_ACTIVITY_DOES_NOT_EXIST' });
  }
  const now = state.clock.now();
  const latestDay = new Date(now + LATEST_DAY_AHEAD_MS).toISOString().slice(0, 10);
  const fault = engagementFault(args.marketingEngagement, activity, latestDay);
  if (fault !== undefined) return refuse(fault);
  const { occurredOn, utcOffset, isCumulative: _running, ...figures } = args.marketingEngagement;
  const engagement: EngagementRecord = {
    activityId: activity.id,
    occurredOn,
    utcOffset,
    figures,
    receivedAt: now,
  };
  shop.marketing.record(engagement);
  return { marketingEngagement: engagement, userErrors: [] };
}

const figure = (name: string) => (engagement: EngagementRecord) => engagement.figures[name] ?? null;
const figures = [
  'adSpend',
  'allConversions',
  'clicksCount',
  'commentsCount',
  'complaintsCount',
  'failsCount',
  'favoritesCount',
  'firstTimeCustomers',
  'impressionsCount',
  'orders',
  'primaryConversions',
  'returningCustomers',
  'sales',
  'sendsCount',
  'sessionsCount',
  'sharesCount',
  'uniqueClicksCount',
  'uniqueViewsCount',
  'unsubscribesCount',
  'viewsCount',
];

export const marketingResolvers: ResolverMap = {
  Mutation: {
    marketingActivityUpsertExternal: (_root: unknown, args: { readonly input: Given }, context) =>
      upsertActivity(context, args.input),
    marketingEngagementCreate: (_root: unknown, args: EngagementArgs, context) =>
      createEngagement(context, args),
  },
  QueryRoot: {
    marketingActivity: (_root: unknown, args: { readonly id: string }, { shop }) =>
      shop.marketing.activities.get(idOfType(args.id, 'MarketingActivity')) ?? null,
  },
  MarketingActivity: {
    id: (activity: ActivityRecord) => gid('MarketingActivity', activity.id),
    title: (activity: ActivityRecord) => activity.title,
    status: (activity: ActivityRecord) => activity.status,
    tactic: (activity: ActivityRecord) => activity.tactic,
    marketingChannelType: (activity: ActivityRecord) => activity.marketingChannelType,
    isExternal: () => true,
    inMainWorkflowVersion: () => true,
    createdAt: (activity: ActivityRecord) => isoSeconds(activity.createdAt),
    updatedAt: (activity: ActivityRecord) => isoSeconds(activity.updatedAt),
    hierarchyLevel: (activity: ActivityRecord) => activity.hierarchyLevel,
    parentRemoteId: (activity: ActivityRecord) => activity.parentRemoteId,
    urlParameterValue: (activity: ActivityRecord) => activity.urlParameterValue,
    utmParameters: ({ utm }: ActivityRecord) => utm && { ...utm, content: null, term: null },
    adSpend: (activity: ActivityRecord) => activity.adSpend,
    budget: (activity: ActivityRecord) => activity.budget,
    marketingEvent: (activity: ActivityRecord) => activity,
  },
  MarketingEvent: {
    id: (activity: ActivityRecord) => gid('MarketingEvent', activity.eventId),
    legacyResourceId: (activity: ActivityRecord) => activity.eventId,
    remoteId: (activity: ActivityRecord) => activity.remoteId,
    type: (activity: ActivityRecord) => activity.tactic,
    marketingChannelType: (activity: ActivityRecord) => activity.marketingChannelType,
    manageUrl: (activity: ActivityRecord) => activity.remoteUrl,
    previewUrl: (activity: ActivityRecord) => activity.remotePreviewImageUrl,
    startedAt: (activity: ActivityRecord) => isoSeconds(activity.start ?? activity.createdAt),
    endedAt: (activity: ActivityRecord) => isoOrNull(activity.end),
    scheduledToEndAt: (activity: ActivityRecord) => isoOrNull(activity.scheduledEnd),
    utmCampaign: ({ utm }: ActivityRecord) => utm?.campaign ?? null,
    utmMedium: ({ utm }: ActivityRecord) => utm?.medium ?? null,
    utmSource: ({ utm }: ActivityRecord) => utm?.source ?? null,
  },
  MarketingEngagement: {
    ...Object.fromEntries(figures.map((name) => [name, figure(name)])),
    channelHandle: () => null,
    isCumulative: () => false,
    occurredOn: (engagement: EngagementRecord) => engagement.occurredOn,
    utcOffset: (engagement: EngagementRecord) => engagement.utcOffset,
    marketingActivity: ({ activityId }: EngagementRecord, _args: unknown, { shop }) =>
      shop.marketing.activities.get(activityId) ?? null,
  },
};
