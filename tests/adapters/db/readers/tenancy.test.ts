import { beforeAll, expect, test } from 'vitest';
import { HELD_BY_CAMPAIGNS, HELD_BY_LOYALTY } from '../../../../web/db/privacy-reader.ts';
import type { CustomerId, ShopId } from '../../../../web/domain/shared/ids.ts';
import type { Reader } from '../../../../web/use-cases/read-port.ts';
import { launched, sampleEnrolment } from '../stores/campaign-rows.ts';
import { AT, collect } from '../stores/each-store.ts';
import { addLoyaltyRows } from '../stores/loyalty-probes.ts';
import {
  orderId,
  sampleDataRequest,
  sampleDecision,
  sampleDelivery,
  sampleModel,
  sampleMove,
  sampleNight,
  sampleProfile,
  sampleState,
  sampleStored,
} from '../stores/sample-rows.ts';
import { eachReader } from './each-reader.ts';

const ID = '7' as CustomerId;
const ORDER = { sort: 'spent', direction: 'desc' } as const;
const PAGE = { after: null, limit: 10 };
const KINDS = ['stage', 'order', 'refund', 'points', 'campaign'] as const;
const NOBODY = { first_time: 0, repeat: 0, vip: 0, lapsed: 0 };

/** Asks as a shop that has nothing, and what must come back although the neighbour has rows under the same ids. */
type Probe = { ask: (reader: Reader, shop: ShopId) => Promise<unknown>; nothing: unknown };

const NO_CAMPAIGNS = Object.fromEntries(Object.keys(HELD_BY_CAMPAIGNS).map((part) => [part, []]));
const NO_LOYALTY = Object.fromEntries(Object.keys(HELD_BY_LOYALTY).map((part) => [part, []]));
const NO_TOTALS = {
  asOf: null,
  members: 0,
  withPoints: 0,
  available: 0,
  pending: 0,
  reserved: 0,
  debt: 0,
  issued: 0,
  spent: 0,
  expired: 0,
  forgotten: 0,
  tiers: [],
};

let requestOfB = '';
let accountOfB = '';

const PROBES: { [G in keyof Reader]: Record<keyof Reader[G], Probe> } = {
  customers: {
    page: { ask: ({ customers }, a) => customers.page(a, { ids: [ID] }, ORDER, PAGE), nothing: [] },
    counts: { ask: ({ customers }, a) => customers.counts(a, {}), nothing: NOBODY },
    stream: { ask: ({ customers }, a) => collect(customers.stream(a, {}, ORDER)), nothing: [] },
    countries: { ask: ({ customers }, a) => customers.countries(a), nothing: [] },
    campaigns: { ask: ({ customers }, a) => customers.campaigns(a), nothing: [] },
    find: { ask: ({ customers }, a) => customers.find(a, ID), nothing: null },
    orders: { ask: ({ customers }, a) => customers.orders(a, ID, PAGE), nothing: [] },
    timeline: { ask: ({ customers }, a) => customers.timeline(a, ID, KINDS, PAGE), nothing: [] },
    enrolments: { ask: ({ customers }, a) => customers.enrolments(a, ID, AT), nothing: null },
  },
  home: {
    stageCounts: { ask: ({ home }, a) => home.stageCounts(a), nothing: NOBODY },
    stageCountsOf: {
      ask: ({ home }, a) => home.stageCountsOf(a, { fromOn: 0, toOn: 99_999 }),
      nothing: null,
    },
    night: { ask: ({ home }, a) => home.night(a), nothing: null },
    moves: { ask: ({ home }, a) => home.moves(a, new Date(0)), nothing: [] },
    cameBackSince: { ask: ({ home }, a) => home.cameBackSince(a, 0, sampleModel()), nothing: 0 },
    inboxWaiting: { ask: ({ home }, a) => home.inboxWaiting(a), nothing: 0 },
    lastOrderAt: { ask: ({ home }, a) => home.lastOrderAt(a), nothing: null },
    historySinceOn: { ask: ({ home }, a) => home.historySinceOn(a), nothing: null },
    tagCounts: {
      ask: ({ home }, a) => home.tagCounts(a),
      nothing: { standing: 0, waiting: 0, refused: 0, carrying: 0 },
    },
  },
  settings: {
    gapCounts: { ask: ({ settings }, a) => settings.gapCounts(a), nothing: { first: [], later: [] } },
    occasionCounts: { ask: ({ settings }, a) => settings.occasionCounts(a), nothing: [] },
    spentBins: { ask: ({ settings }, a) => settings.spentBins(a, 5), nothing: [] },
  },
  privacy: {
    requests: { ask: ({ privacy }, a) => privacy.requests(a, 10), nothing: [] },
    request: { ask: ({ privacy }, a) => privacy.request(a, requestOfB), nothing: null },
    heldData: {
      ask: ({ privacy }, a) => privacy.heldData(a, ID),
      nothing: {
        facts: null,
        orders: [],
        stageChanges: [],
        tags: null,
        campaigns: NO_CAMPAIGNS,
        loyalty: NO_LOYALTY,
        dataRequests: [],
      },
    },
  },
  loyalty: {
    members: {
      ask: ({ loyalty }, a) => loyalty.members(a, { ids: [ID] }, { sort: 'points', direction: 'desc' }, PAGE),
      nothing: [],
    },
    ledger: { ask: ({ loyalty }, a) => loyalty.ledger(a, accountOfB, PAGE), nothing: [] },
    orderPoints: {
      ask: ({ loyalty }, a) => loyalty.orderPoints(a, { customerId: ID, orderId: orderId(1) }),
      nothing: null,
    },
    batches: { ask: ({ loyalty }, a) => loyalty.batches(a, 10), nothing: [] },
    referralCounts: {
      ask: ({ loyalty }, a) => loyalty.referralCounts(a, accountOfB),
      nothing: { held: 0, paid: 0, refused: 0 },
    },
    totals: { ask: ({ loyalty }, a) => loyalty.totals(a), nothing: NO_TOTALS },
    payment: {
      ask: ({ loyalty }, a) => loyalty.payment(a, new Date(0)),
      nothing: { orders: 0, unpaidAndFulfilled: 0 },
    },
  },
};

eachReader((bench) => {
  let a: ShopId;
  let b: ShopId;
  beforeAll(async () => {
    a = await bench.newShop();
    b = await bench.newShop();
    const { store } = bench;
    const domain = (await store.shops.find(b))?.domain ?? '';
    await store.inbox.receive([sampleDelivery({ domain })], AT);
    await store.orders.put(b, sampleStored());
    await store.customers.putProfiles(b, [sampleProfile()], []);
    const decision = { ...sampleDecision, marks: ['back_again' as const] };
    await store.customers.saveMany(b, [sampleState({ decision })], AT);
    await store.customers.addMoves(b, [sampleMove()], AT);
    await store.models.save(b, sampleModel(), { rulesVersion: 0, night: sampleNight, at: AT });
    await store.tags.want(b, [{ customerId: ID, desired: ['vip'] }], AT);
    await store.dataRequests.add(b, sampleDataRequest());
    await addLoyaltyRows(store, b);
    await store.enrolments.enrol(b, [sampleEnrolment(await launched(store, b))]);
    accountOfB = (await store.loyalty.find(b, ID))?.accountId ?? '';
    requestOfB = (await bench.reader.privacy.requests(b, 1))[0]?.requestId ?? '';
  });

  test('a function is added to the reader → this file has to probe it', () => {
    const names = (groups: object) =>
      Object.entries(groups).map(([group, functions]) => [group, Object.keys(functions).sort()]);
    expect(names(PROBES)).toEqual(names(bench.reader));
  });

  const probes = Object.entries(PROBES).flatMap(([group, functions]) =>
    Object.entries<Probe>(functions).map(([name, probe]) => ({ call: `${group}.${name}`, probe })),
  );

  test.for(probes)('$call → shop A sees nothing of what shop B sees', async ({ probe }) => {
    expect(await probe.ask(bench.reader, a)).toEqual(probe.nothing);
    expect(await probe.ask(bench.reader, b)).not.toEqual(probe.nothing);
  });
});
