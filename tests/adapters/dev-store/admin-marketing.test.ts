import { describe, expect, it } from 'vitest';
import { upsertCustomer } from '../../dev-store/state/customers.ts';
import { AdminShop } from './support/admin-shop.ts';

const UPSERT = `mutation($input: MarketingActivityUpsertExternalInput!) { marketingActivityUpsertExternal(input: $input) {
  marketingActivity { id title status tactic marketingChannelType isExternal createdAt updatedAt utmParameters { campaign source medium }
    marketingEvent { remoteId manageUrl startedAt endedAt utmCampaign } }
  userErrors { field message code } } }`;
const ENGAGE = `mutation($id: ID, $remoteId: String, $engagement: MarketingEngagementInput!) {
  marketingEngagementCreate(marketingActivityId: $id, remoteId: $remoteId, marketingEngagement: $engagement) {
    marketingEngagement { occurredOn sendsCount clicksCount isCumulative marketingActivity { id } } userErrors { field message code } } }`;
const TRIGGER = `mutation($handle: String, $payload: JSON) { flowTriggerReceive(handle: $handle, payload: $payload) {
  userErrors { field message } } }`;

const INPUT = {
  remoteId: 'campaign-7',
  title: 'Win-back',
  remoteUrl: 'https://encore.example/campaigns/7',
  status: 'ACTIVE',
  tactic: 'MESSAGE',
  marketingChannelType: 'EMAIL',
  start: '2026-11-20T08:00:00Z',
  utm: { campaign: 'encore-7', source: 'encore', medium: 'email' },
};

type Payload = {
  marketingActivity?: { id: string; title: string } | null;
  marketingEngagement?: object | null;
  userErrors: { field: string[] | null; message: string; code?: string }[];
};
const payloadOf = (data: Record<string, unknown>): Payload => Object.values(data)[0] as Payload;
const upsert = (store: AdminShop, change: object = {}): Payload =>
  payloadOf(store.data(UPSERT, { input: { ...INPUT, ...change } }));
const engage = (store: AdminShop, variables: object): Payload =>
  payloadOf(
    store.data(ENGAGE, {
      engagement: { occurredOn: '2026-11-20', utcOffset: '+07:00', sendsCount: 3 },
      ...variables,
    }),
  );
const codes = (payload: Payload): readonly (string | undefined)[] =>
  payload.userErrors.map(({ code }) => code);

describe('marketing activities', () => {
  it('a new one → kept with its event; the same remoteId again → changed, not doubled', () => {
    const store = new AdminShop();
    const { marketingActivity, userErrors } = upsert(store);
    expect(userErrors).toEqual([]);
    expect(marketingActivity).toMatchObject({
      title: 'Win-back',
      isExternal: true,
      utmParameters: INPUT.utm,
      marketingEvent: { remoteId: 'campaign-7', startedAt: '2026-11-20T08:00:00Z', endedAt: null },
    });
    store.now += 60_000;
    const again = upsert(store, { title: 'Win-back 2', status: 'PAUSED', end: '2026-12-01T00:00:00Z' });
    expect(again.marketingActivity).toMatchObject({
      id: marketingActivity?.id,
      title: 'Win-back 2',
      status: 'PAUSED',
      createdAt: '2026-11-20T08:00:00Z',
      updatedAt: '2026-11-20T08:01:00Z',
      marketingEvent: { endedAt: '2026-12-01T00:00:00Z' },
    });
    expect(store.shop.marketing.activities.size).toBe(1);
  });

  it('without the scope → denied', () => {
    const store = new AdminShop();
    store.scopes = ['write_customers', 'read_marketing_events'];
    const reply = store.run(UPSERT, { input: INPUT });
    expect(reply.errors?.[0]?.extensions).toMatchObject({ code: 'ACCESS_DENIED' });
  });

  it.each([
    [{ utm: { ...INPUT.utm, campaign: 'other' } }, 'IMMUTABLE_UTM_PARAMETERS'],
    [{ urlParameterValue: 'x' }, 'IMMUTABLE_URL_PARAMETER'],
    [{ hierarchyLevel: 'AD' }, 'IMMUTABLE_HIERARCHY_LEVEL'],
    [{ tactic: 'STOREFRONT_APP' }, 'CANNOT_UPDATE_TACTIC_TO_STOREFRONT_APP'],
    [{ remoteId: 'campaign-8' }, 'MARKETING_ACTIVITY_WITH_UTM_CAMPAIGN_ALREADY_EXISTS'],
    [{ remoteId: 'campaign-8', utm: null }, 'NON_HIERARCHIAL_REQUIRES_UTM_URL_PARAMETER'],
    [{ remoteId: 'campaign-8', parentRemoteId: 'nowhere' }, 'INVALID_REMOTE_ID'],
    [{ title: ' ' }, 'INVALID'],
  ])('%j beside a known one → %s', (change, code) => {
    const store = new AdminShop();
    upsert(store);
    const refused = upsert(store, change);
    expect(codes(refused)).toEqual([code]);
    expect(refused.marketingActivity).toBeNull();
  });

  it('an unknown tactic → refused by the schema', () => {
    expect(new AdminShop().run(UPSERT, { input: { ...INPUT, tactic: 'SMS' } }).errors).toBeDefined();
  });
});

describe('engagements', () => {
  it('a day told twice → the later numbers stand; by remoteId or by id', () => {
    const store = new AdminShop();
    const { marketingActivity } = upsert(store);
    expect(engage(store, { remoteId: 'campaign-7' })).toMatchObject({
      marketingEngagement: {
        occurredOn: '2026-11-20',
        sendsCount: 3,
        clicksCount: null,
        isCumulative: false,
      },
      userErrors: [],
    });
    const later = { occurredOn: '2026-11-20', utcOffset: '+07:00', sendsCount: 5, clicksCount: 1 };
    engage(store, { id: marketingActivity?.id, engagement: later });
    expect(store.shop.marketing.engagements()).toMatchObject([
      { figures: { sendsCount: 5, clicksCount: 1 } },
    ]);
  });

  it.each([
    [{}, 'INVALID_MARKETING_ENGAGEMENT_ARGUMENTS'],
    [{ remoteId: 'nowhere' }, 'MARKETING_ACTIVITY_DOES_NOT_EXIST'],
    [{ remoteId: 'campaign-7', engagement: { occurredOn: '2026-11-25', utcOffset: '+07:00' } }, 'INVALID'],
    [
      {
        remoteId: 'campaign-7',
        engagement: { occurredOn: '2026-11-20', utcOffset: '+07:00', isCumulative: true },
      },
      'INVALID',
    ],
    [
      {
        remoteId: 'campaign-7',
        engagement: { occurredOn: '2026-11-20', utcOffset: '+07:00', sendsCount: -1 },
      },
      'INVALID',
    ],
    [
      {
        remoteId: 'campaign-7',
        engagement: {
          occurredOn: '2026-11-20',
          utcOffset: '+07:00',
          adSpend: { amount: '1', currencyCode: 'USD' },
          sales: { amount: '1', currencyCode: 'VND' },
        },
      },
      'CURRENCY_CODE_MISMATCH_INPUT',
    ],
  ])('%j → %s, nothing recorded', (variables, code) => {
    const store = new AdminShop();
    upsert(store);
    expect(codes(engage(store, variables))).toEqual([code]);
    expect(store.shop.marketing.engagements()).toEqual([]);
  });
});

describe('Flow triggers', () => {
  function withTrigger(): AdminShop {
    const store = new AdminShop();
    store.shop.flowTriggerHandles.add('offer-issued');
    upsertCustomer(store.state, store.shop, { id: '77', email: 'a@example.com' });
    return store;
  }
  const trigger = (store: AdminShop, handle: string, payload: unknown): Payload =>
    payloadOf(store.data(TRIGGER, { handle, payload }));

  it('a trigger in use → received with its payload and moment', () => {
    const store = withTrigger();
    const payload = { customer_id: 77, 'offer code': 'BACK-1', Link: 'https://tea.example' };
    expect(trigger(store, 'offer-issued', payload).userErrors).toEqual([]);
    expect(store.shop.flowTriggersReceived).toEqual([
      { handle: 'offer-issued', payload, receivedAt: store.now },
    ]);
  });

  it.each([
    ['stage-changed', { customer_id: 77 }, 'handle'],
    ['', {}, 'handle'],
    ['offer-issued', { customer_id: 'gid://shopify/Customer/77' }, 'payload'],
    ['offer-issued', { customer_id: 78 }, 'payload'],
    ['offer-issued', { offer_code: 'x' }, 'payload'],
    ['offer-issued', { 'offer code': { nested: true } }, 'payload'],
    ['offer-issued', ['list'], 'payload'],
    ['offer-issued', { text: 'x'.repeat(50_001) }, 'payload'],
  ])('%s with %j → refused at its field', (handle, payload, field) => {
    const store = withTrigger();
    expect(trigger(store, handle, payload).userErrors).toMatchObject([{ field: [field] }]);
    expect(store.shop.flowTriggersReceived).toEqual([]);
  });
});
