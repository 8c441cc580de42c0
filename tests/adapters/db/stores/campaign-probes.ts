import { expect } from 'vitest';
import { DEFAULT_CAMPAIGN_SETTINGS } from '../../../../web/domain/campaigns/settings.ts';
import type { ShopId } from '../../../../web/domain/shared/ids.ts';
import type { Store } from '../../../../web/use-cases/store-port.ts';
import {
  anyCandidate,
  later,
  launched,
  sampleCredit,
  sampleDiscount,
  sampleEmail,
  sampleEnrolment,
  sampleFigures,
  sampleMessage,
  sampleOffer,
  TERMS,
} from './campaign-rows.ts';
import { AT, collect } from './each-store.ts';
import { CODE, MESSAGE_PROBES } from './message-probes.ts';
import { type Probe, refused, theirs } from './probe.ts';
import { customerId, orderId, sampleModel } from './sample-rows.ts';

const NOTHING = undefined;
const ID = customerId(7);
const FAR = later(365 * 1_440);
const FROZEN = { shareBps: 1, windowDays: 30, capMinor: null };

const key = () => ({ campaignId: theirs.campaignId, version: 1 });

/** Rows in every table of campaigns. */
export async function addCampaignRows(store: Store, shop: ShopId): Promise<void> {
  const campaignId = await launched(store, shop);
  await store.campaigns.saveSettings(shop, DEFAULT_CAMPAIGN_SETTINGS, 0, AT);
  const [row] = await store.enrolments.enrol(shop, [sampleEnrolment(campaignId)]);
  if (!row) throw new Error('one was enrolled');
  const [message] = await store.messages.add(shop, [sampleMessage(row, { state: 'ready' })]);
  if (!message) throw new Error('the step is new');
  const { messageId } = message;
  await store.messages.addDeliveries(shop, [{ messageId, channel: 'email', remoteId: 'm1@example.com' }]);
  const { discountId } = await store.offers.discountFor(shop, sampleDiscount(campaignId));
  await store.offers.setDiscount(shop, discountId, { gid: 'gid://x/1', state: 'active' });
  await store.offers.reserve(shop, [sampleOffer(message, discountId, CODE)], AT);
  const [offer] = await store.offers.ofMessages(shop, [messageId]);
  await store.offers.saveSegment(shop, { gid: 'gid://x/2', tag: 'offer' });
  await store.credits.addFollow(shop, messageId, AT);
  await store.credits.put(shop, orderId(1), sampleCredit(row));
  await store.channels.save(shop, 'email', { settings: sampleEmail, secrets: { password: 'x' } }, AT);
  await store.suppressions.suppress(shop, { customerId: ID, reason: 'bounced', note: null, since: AT });
  await store.campaignResults.saveDay(shop, { campaignId, version: 1 }, 20_600, sampleFigures, AT);
  const audience = await store.campaignAudience.compute(shop, 20_600, sampleModel());
  await store.campaignAudience.save(shop, audience, AT);
  const { enrolmentId } = row;
  Object.assign(theirs, { campaignId, enrolmentId, messageId, discountId, offerId: offer?.offerId });
}

const CAMPAIGNS: Record<string, Probe> = {
  work: {
    ask: (store, a) => store.campaigns.work(a, FAR),
    gives: { run: false, issue: false, deliver: false },
  },
  list: { ask: (store, a) => store.campaigns.list(a), gives: [] },
  find: { ask: (store, a) => store.campaigns.find(a, theirs.campaignId), gives: null },
  create: {
    ask: (store, a) => store.campaigns.create(a, TERMS, AT),
    gives: expect.objectContaining({ version: 0 }),
  },
  saveDraft: {
    ask: (store, a) => refused(store.campaigns.saveDraft(a, theirs.campaignId, TERMS, AT, AT)),
    gives: 'NOT_FOUND',
  },
  remove: { ask: (store, a) => store.campaigns.remove(a, theirs.campaignId), gives: NOTHING },
  launch: {
    ask: (store, a) => refused(store.campaigns.launch(a, theirs.campaignId, FROZEN, AT)),
    gives: 'NOT_FOUND',
  },
  setState: {
    ask: (store, a) =>
      store.campaigns.setState(a, theirs.campaignId, { from: ['running'], to: 'ended', reason: null }, AT),
    gives: false,
  },
  enrolledThrough: {
    ask: (store, a) => store.campaigns.enrolledThrough(a, theirs.campaignId, 1),
    gives: NOTHING,
  },
  version: { ask: (store, a) => store.campaigns.version(a, theirs.campaignId, 1), gives: null },
  versions: { ask: (store, a) => store.campaigns.versions(a, theirs.campaignId), gives: [] },
  typicalOrder: {
    ask: (store, a) => store.campaigns.typicalOrder(a),
    gives: { orderMinor: null, shippingMinor: null },
  },
  settings: {
    ask: (store, a) => store.campaigns.settings(a),
    gives: { version: 0, settings: DEFAULT_CAMPAIGN_SETTINGS },
  },
  saveSettings: {
    ask: (store, a) => store.campaigns.saveSettings(a, DEFAULT_CAMPAIGN_SETTINGS, 0, AT),
    gives: 1,
  },
};

const ENROLMENTS: Record<string, Probe> = {
  candidates: { ask: (store, a) => collect(store.enrolments.candidates(a, anyCandidate, 10)), gives: [] },
  countCandidates: { ask: (store, a) => store.enrolments.countCandidates(a, anyCandidate), gives: 0 },
  candidatesOf: { ask: (store, a) => store.enrolments.candidatesOf(a, [ID]), gives: new Map() },
  lastProducts: { ask: (store, a) => store.enrolments.lastProducts(a, [ID], 9), gives: new Map() },
  enrol: {
    ask: (store, a) => store.enrolments.enrol(a, [sampleEnrolment(theirs.campaignId)]),
    gives: [expect.objectContaining({ customerId: '7' })],
  },
  takeDue: { ask: (store, a) => store.enrolments.takeDue(a, FAR, 10), gives: [] },
  nextDueAt: { ask: (store, a) => store.enrolments.nextDueAt(a), gives: null },
  waitingOf: { ask: (store, a) => store.enrolments.waitingOf(a, [ID]), gives: [] },
  find: { ask: (store, a) => store.enrolments.find(a, [theirs.enrolmentId]), gives: [] },
  moves: { ask: (store, a) => store.enrolments.moves(a, [theirs.enrolmentId]), gives: [] },
  change: {
    ask: (store, a) => {
      const { enrolmentId } = theirs;
      const change = { enrolmentId, state: 'stopped', step: 9, dueAt: null, validUntil: null } as const;
      const move = {
        enrolmentId,
        from: 'waiting',
        to: 'stopped',
        step: 9,
        reason: 'bought',
        params: {},
      } as const;
      return store.enrolments.change(a, [change], [move], AT);
    },
    gives: 0,
  },
  stopAll: {
    ask: (store, a) => store.enrolments.stopAll(a, theirs.campaignId, 'campaign_ended', AT),
    gives: 0,
  },
  counted: { ask: (store, a) => store.enrolments.counted(a, [ID], AT, [theirs.enrolmentId]), gives: [] },
  countBacklogSince: {
    ask: (store, a) => store.enrolments.countBacklogSince(a, theirs.campaignId, AT),
    gives: 0,
  },
  overview: { ask: (store, a) => store.enrolments.overview(a), gives: [] },
  passOver: { ask: (store, a) => store.enrolments.passOver(a, ID, customerId(8)), gives: NOTHING },
  forget: { ask: (store, a) => store.enrolments.forget(a, ID), gives: NOTHING },
};

const RESULTS: Record<string, Probe> = {
  measure: {
    ask: (store, a) => store.campaignResults.measure(a, { of: [key()], asOf: FAR, costBps: null }),
    gives: expect.objectContaining({
      arms: [],
      series: [],
      outcome: expect.objectContaining({ groups: [] }),
    }),
  },
  touched: {
    ask: (store, a) => store.campaignResults.touched(a, key()),
    gives: { orders: 0, revenueMinor: 0, discountMinor: 0, byBasis: [] },
  },
  skipReasons: { ask: (store, a) => store.campaignResults.skipReasons(a, key()), gives: [] },
  cameBack: {
    ask: (store, a) => store.campaignResults.cameBack(a, key(), { after: null, limit: 10 }),
    gives: [],
  },
  codeUse: {
    ask: (store, a) => store.campaignResults.codeUse(a, new Date(0)),
    gives: { orders: 0, withCode: 0 },
  },
  spendCap: { ask: (store, a) => store.campaignResults.spendCap(a, FAR, 9_999), gives: null },
  saveDay: {
    ask: (store, a) => store.campaignResults.saveDay(a, key(), 20_700, sampleFigures, AT),
    gives: NOTHING,
  },
  newest: { ask: (store, a) => store.campaignResults.newest(a, key()), gives: null },
  newestOfAll: { ask: (store, a) => store.campaignResults.newestOfAll(a), gives: [] },
  days: { ask: (store, a) => store.campaignResults.days(a, key()), gives: [] },
};

/** Every function of the stores of campaigns. */
export const CAMPAIGN_PROBES: Record<string, Record<string, Probe>> = {
  campaigns: CAMPAIGNS,
  enrolments: ENROLMENTS,
  ...MESSAGE_PROBES,
  credits: {
    put: { ask: (store, a) => store.credits.put(a, orderId(1), null), gives: NOTHING },
    addFollow: { ask: (store, a) => store.credits.addFollow(a, theirs.messageId, AT), gives: false },
    follows: { ask: (store, a) => store.credits.follows(a, [ID], new Date(0)), gives: [] },
  },
  channels: {
    settings: { ask: (store, a) => store.channels.settings(a, 'email'), gives: null },
    secrets: { ask: (store, a) => store.channels.secrets(a, 'email'), gives: null },
    save: {
      ask: async (store, a) => {
        await store.channels.save(a, 'email', { settings: sampleEmail, secrets: {} }, AT);
        return store.channels.secrets(a, 'email');
      },
      gives: { password: null, dkimPrivateKey: null, returnPassword: null },
    },
    checked: {
      ask: (store, a) => store.channels.checked(a, 'webhook', { checkedAt: '', status: 200 }, AT),
      gives: NOTHING,
    },
    remove: { ask: (store, a) => store.channels.remove(a, 'email'), gives: NOTHING },
  },
  suppressions: {
    suppress: {
      ask: (store, a) =>
        store.suppressions.suppress(a, { customerId: ID, reason: 'complained', note: null, since: AT }),
      gives: NOTHING,
    },
    isSuppressed: { ask: (store, a) => store.suppressions.isSuppressed(a, [ID]), gives: new Set() },
    count: { ask: (store, a) => store.suppressions.count(a), gives: 0 },
    lift: { ask: (store, a) => store.suppressions.lift(a, ID), gives: false },
  },
  campaignResults: RESULTS,
  campaignAudience: {
    compute: {
      ask: (store, a) => store.campaignAudience.compute(a, 20_600, sampleModel()),
      gives: expect.objectContaining({ typicalOrder: { orderMinor: null, shippingMinor: null } }),
    },
    save: {
      ask: async (store, a) =>
        store.campaignAudience.save(a, await store.campaignAudience.compute(a, 20_600, sampleModel()), AT),
      gives: NOTHING,
    },
    read: { ask: (store, a) => store.campaignAudience.read(a), gives: null },
    enrolledOfBacklog: {
      ask: (store, a) =>
        store.campaignAudience.enrolledOfBacklog(a, {
          campaignId: theirs.campaignId,
          kind: 'win_back',
          dayOn: 99_999,
          secondPurchase: { startDay: 21, endDay: 120 },
        }),
      gives: 0,
    },
  },
};
