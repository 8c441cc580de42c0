import { expect, test } from 'vitest';
import { SHOP_TABLES } from '../../../../web/db/shop-store.ts';
import { DEFAULT_RULES } from '../../../../web/domain/rules.ts';
import type { ShopId, VariantId } from '../../../../web/domain/shared/ids.ts';
import { addCampaignRows, CAMPAIGN_PROBES } from './campaign-probes.ts';
import { AT, collect, eachStore, type StoreBench } from './each-store.ts';
import { addLoyaltyRows, LOYALTY_PROBES } from './loyalty-probes.ts';
import type { Probe } from './probe.ts';
import {
  customerId,
  day,
  orderId,
  sampleDataRequest,
  sampleDelivery,
  sampleModel,
  sampleMove,
  sampleNight,
  sampleProfile,
  sampleState,
  sampleStored,
  sampleVerdict,
} from './sample-rows.ts';

const ID = customerId(7);
const VARIANT = '9007199254740999' as VariantId;
const model = sampleModel();
const EVER = { fromAt: new Date(0), beforeAt: day('2100-01-01') };

const NOTHING = undefined;
const noScores = { scores: null, stage: null, summary: null, excluded: false };

const months = Array.from({ length: 12 }, () => expect.objectContaining({}));
const NO_METRICS = {
  secondPurchase: {
    windowDays: 1,
    bought: 0,
    outOf: 0,
    months: months.map(() => expect.objectContaining({ bought: 0, outOf: 0 })),
  },
  active: months.map(() => expect.objectContaining({ count: 0 })),
  existingRevenue: {
    last30Days: { existingMinor: 0, totalMinor: 0 },
    months: months.map(() => expect.objectContaining({ existingMinor: 0, totalMinor: 0 })),
  },
  segments: expect.objectContaining({ cells: [] }),
  ordersInOtherCurrency: 0,
  retention: expect.objectContaining({
    buyers: 0,
    repeatBuyers: 0,
    occasions: 0,
    revenueMinor: 0,
    boughtFirst: 0,
    kept: 0,
    cohorts: [],
  }),
};

/** Every function of every store that takes a shop; the empty ones are for all shops by nature. */
const PROBES: Record<string, Record<string, Probe | 'for all shops'>> = {
  ...CAMPAIGN_PROBES,
  ...LOYALTY_PROBES,
  shops: {
    findByDomain: 'for all shops',
    install: 'for all shops',
    listRunning: 'for all shops',
    find: { ask: (store, a) => store.shops.find(a), gives: expect.objectContaining({ name: '' }) },
    saveProfile: {
      ask: (store, a) =>
        store.shops.saveProfile(a, { name: 'A', currency: 'THB', timeZone: 'Asia/Bangkok', scopes: [] }),
      gives: NOTHING,
    },
    setState: { ask: (store, a) => store.shops.setState(a, 'needs_reauth', AT), gives: NOTHING },
    uninstall: { ask: (store, a) => store.shops.uninstall(a, AT), gives: true },
    erase: { ask: (store, a) => store.shops.erase(a), gives: NOTHING },
  },
  rules: {
    current: { ask: (store, a) => store.rules.current(a), gives: { version: 0, rules: DEFAULT_RULES } },
    history: { ask: (store, a) => store.rules.history(a), gives: [DEFAULT_RULES] },
    save: { ask: (store, a) => store.rules.save(a, DEFAULT_RULES, 0, AT), gives: 1 },
  },
  inbox: {
    receive: 'for all shops',
    shopsWithPending: 'for all shops',
    purge: 'for all shops',
    lease: { ask: (store, a) => store.inbox.lease(a, 10, AT, 1_000), gives: [] },
    finish: { ask: (store, a) => store.inbox.finish(a, allInboxIds, 'done'), gives: NOTHING },
    fail: { ask: (store, a) => store.inbox.fail(a, allInboxIds, 'note', null), gives: NOTHING },
    dropNaming: {
      ask: (store, a) => store.inbox.dropNaming(a, customerId('9007199254740993'), 'note'),
      gives: 0,
    },
  },
  orders: {
    put: {
      ask: (store, a) => store.orders.put(a, sampleStored({ customerId: customerId(8) })),
      gives: { before: null, after: customerId(8) },
    },
    putMany: { ask: (store, a) => store.orders.putMany(a, [sampleStored({ tipMinor: 99 })]), gives: 1 },
    remove: { ask: (store, a) => store.orders.remove(a, orderId(1)), gives: null },
    historiesOf: { ask: (store, a) => store.orders.historiesOf(a, [ID]), gives: new Map() },
    updatedAt: { ask: (store, a) => store.orders.updatedAt(a, [orderId(1)]), gives: new Map() },
    count: { ask: (store, a) => store.orders.count(a), gives: 0 },
    due: { ask: (store, a) => store.orders.due(a, 99_999, 10), gives: [] },
    stream: { ask: (store, a) => collect(store.orders.stream(a, null, 10)), gives: [] },
    streamPlaced: { ask: (store, a) => collect(store.orders.streamPlaced(a, EVER, 10)), gives: [] },
    countPlaced: { ask: (store, a) => store.orders.countPlaced(a, EVER), gives: 0 },
    samplePlaced: { ask: (store, a) => store.orders.samplePlaced(a, EVER, 1, 10), gives: [] },
    streamRuleDependent: { ask: (store, a) => collect(store.orders.streamRuleDependent(a, 10)), gives: [] },
    saveVerdicts: {
      ask: (store, a) => {
        const { orderId: id, updatedAt } = sampleStored().order;
        return store.orders.saveVerdicts(a, [
          { orderId: id, updatedAt, verdict: sampleVerdict({ localOn: 1 }) },
        ]);
      },
      gives: NOTHING,
    },
    streamHistories: { ask: (store, a) => collect(store.orders.streamHistories(a)), gives: [] },
    anonymise: { ask: (store, a) => store.orders.anonymise(a, ID), gives: 0 },
    passOver: { ask: (store, a) => store.orders.passOver(a, [orderId(1)], customerId(2)), gives: 0 },
    ids: { ask: (store, a) => collect(store.orders.ids(a)), gives: [] },
  },
  costs: {
    putMany: {
      ask: (store, a) => store.costs.putMany(a, [{ variantId: VARIANT, cost: null }], day('2026-09-01')),
      gives: NOTHING,
    },
    ofVariants: { ask: (store, a) => store.costs.ofVariants(a, [VARIANT]), gives: new Map() },
    streamStale: {
      ask: (store, a) => collect(store.costs.streamStale(a, { soldSince: new Date(0), seenSince: AT })),
      gives: [],
    },
  },
  customers: {
    lockMany: {
      ask: async (store, a) => [
        ...(await store.customers.lockMany(a, [ID], 'skip')),
        ...(await store.customers.lockMany(a, [ID], 'create')),
      ],
      gives: [expect.objectContaining(noScores)],
    },
    saveMany: {
      ask: (store, a) => store.customers.saveMany(a, [sampleState({ decision: null })], AT),
      gives: NOTHING,
    },
    addMoves: { ask: (store, a) => store.customers.addMoves(a, [sampleMove()], AT), gives: NOTHING },
    putProfiles: {
      ask: (store, a) => store.customers.putProfiles(a, [sampleProfile({ locale: 'th' })], []),
      gives: [],
    },
    unsubscribe: { ask: (store, a) => store.customers.unsubscribe(a, ID), gives: NOTHING },
    mirrors: { ask: (store, a) => store.customers.mirrors(a, [ID]), gives: new Map() },
    profileUpdatedAt: { ask: (store, a) => store.customers.profileUpdatedAt(a, [ID]), gives: new Map() },
    remove: { ask: (store, a) => store.customers.remove(a, ID), gives: NOTHING },
    redact: { ask: (store, a) => store.customers.redact(a, ID, AT), gives: NOTHING },
    isRedacted: { ask: (store, a) => store.customers.isRedacted(a, [ID, customerId(9)]), gives: new Set() },
    stream: { ask: (store, a) => collect(store.customers.stream(a, 10)), gives: [] },
    count: { ask: (store, a) => store.customers.count(a), gives: 0 },
    ids: { ask: (store, a) => collect(store.customers.ids(a)), gives: [] },
  },
  models: {
    current: { ask: (store, a) => store.models.current(a), gives: null },
    before: { ask: (store, a) => store.models.before(a, 99_999), gives: null },
    save: {
      ask: (store, a) => store.models.save(a, model, { rulesVersion: 9, night: sampleNight, at: AT }),
      gives: NOTHING,
    },
    cutPoints: {
      ask: (store, a) => store.models.cutPoints(a, 20_600, 0.75, false),
      gives: expect.objectContaining({ buyers: 0, revenueMinor: 0, occasions: 0 }),
    },
    gapHistograms: {
      ask: (store, a) => store.models.gapHistograms(a, 20_600),
      gives: { firstToSecond: [], laterGaps: [], meanGapDays: null, historyDays: 0 },
    },
    vipThresholds: { ask: (store, a) => store.models.vipThresholds(a, model, DEFAULT_RULES), gives: null },
    rescoreAll: { ask: (store, a) => store.models.rescoreAll(a, model), gives: 0 },
  },
  metrics: {
    compute: {
      ask: (store, a) =>
        store.metrics.compute(a, {
          todayOn: 20_470,
          secondWindowDays: 1,
          model: sampleModel({ lapse: { ...model.lapse, oneOccasionDays: 9, laterDays: 9 } }),
        }),
      gives: NO_METRICS,
    },
  },
  tags: {
    want: { ask: (store, a) => store.tags.want(a, [{ customerId: ID, desired: ['lapsed'] }], AT), gives: 1 },
    wantShortLived: {
      ask: (store, a) => store.tags.wantShortLived(a, [{ customerId: ID, tags: ['offer'] }], AT),
      gives: 1,
    },
    wearing: { ask: (store, a) => store.tags.wearing(a, 'vip', [ID]), gives: new Set() },
    saw: { ask: (store, a) => store.tags.saw(a, [{ customerId: ID, standing: ['x'] }], AT), gives: 0 },
    dirty: { ask: (store, a) => store.tags.dirty(a, 10), gives: [] },
    sent: {
      ask: (store, a) => store.tags.sent(a, [{ customerId: ID, standing: ['vip'] }], AT),
      gives: NOTHING,
    },
    failed: { ask: (store, a) => store.tags.failed(a, ID, 'note', AT), gives: NOTHING },
    wantNothing: { ask: (store, a) => store.tags.wantNothing(a, AT), gives: 0 },
    counts: { ask: (store, a) => store.tags.counts(a), gives: { waiting: 0, failed: 0 } },
  },
  dataRequests: {
    heldOf: {
      ask: (store, a) => store.dataRequests.heldOf(a, ID),
      gives: { facts: 0, orders: 0, stageChanges: 0, tags: 0, campaigns: 0 },
    },
    add: { ask: (store, a) => store.dataRequests.add(a, sampleDataRequest()), gives: NOTHING },
    markAnswered: {
      ask: async (store, a) =>
        Promise.all(allRequestIds.map((id) => store.dataRequests.markAnswered(a, id, AT))),
      gives: [false],
    },
    passOver: { ask: (store, a) => store.dataRequests.passOver(a, ID, customerId(8)), gives: NOTHING },
  },
  syncRuns: {
    latest: { ask: (store, a) => store.syncRuns.latest(a, 'backfill'), gives: null },
    latestDone: { ask: (store, a) => store.syncRuns.latestDone(a, 'reconcile'), gives: null },
    startOrResume: {
      ask: (store, a) => store.syncRuns.startOrResume(a, 'backfill', AT),
      gives: expect.objectContaining({ ordersRead: 0 }),
    },
    update: { ask: (store, a) => store.syncRuns.update(a, neighbourRun, { ordersRead: 1 }), gives: NOTHING },
  },
};

let allInboxIds: string[] = [];
let allRequestIds: string[] = [];
let neighbourRun = '';

/** A shop with rows in every table, under the same customer and order ids the probes ask for. */
async function neighbour(bench: StoreBench): Promise<ShopId> {
  const { store, pool } = bench;
  const b = await bench.newShop();
  const domain = (await store.shops.find(b))?.domain ?? '';
  await store.shops.saveProfile(b, { name: 'B', currency: 'VND', timeZone: 'UTC', scopes: ['read_orders'] });
  await store.rules.save(b, { ...DEFAULT_RULES, provisionalDays: 77 }, 0, AT);
  await store.inbox.receive([sampleDelivery({ domain })], AT);
  await store.orders.put(b, sampleStored({ b2b: true }, { revisitOn: 5 }));
  await store.costs.putMany(
    b,
    [{ variantId: VARIANT, cost: { unitCostMinor: 5, currency: 'VND' } }],
    day('2026-01-01'),
  );
  await store.customers.putProfiles(b, [sampleProfile()], []);
  await store.customers.saveMany(b, [sampleState()], AT);
  await store.customers.addMoves(b, [sampleMove()], AT);
  await store.customers.redact(b, customerId(9), AT);
  await store.models.save(b, model, { rulesVersion: 1, night: sampleNight, at: AT });
  await store.tags.want(b, [{ customerId: ID, desired: ['vip'] }], AT);
  const done = await store.syncRuns.startOrResume(b, 'reconcile', AT);
  await store.syncRuns.update(b, done.runId, { state: 'done' });
  neighbourRun = (await store.syncRuns.startOrResume(b, 'backfill', AT)).runId;
  await pool.query(
    `INSERT INTO shop_session (shop_id, session_id, is_online, updated_at) VALUES ($1, 'offline', false, $2)`,
    [b, AT],
  );
  await addCampaignRows(store, b);
  await addLoyaltyRows(store, b);
  const inbox = await pool.query<{ inbox_id: string }>('SELECT inbox_id FROM webhook_inbox');
  allInboxIds = inbox.rows.map((row) => row.inbox_id);
  await store.dataRequests.add(b, sampleDataRequest());
  const requests = await pool.query<{ request_id: string }>(
    'SELECT request_id FROM data_request WHERE shop_id = $1',
    [b],
  );
  allRequestIds = requests.rows.map((row) => row.request_id);
  return b;
}

eachStore((bench) => {
  const rowsOf = async (shop: ShopId) => {
    const tables = SHOP_TABLES.map(async (table) => {
      const { rows } = await bench.pool.query(
        `SELECT to_jsonb(t) AS row FROM ${table} t WHERE shop_id = $1 ORDER BY 1`,
        [shop],
      );
      return [table, rows.map(({ row }) => row)] as const;
    });
    return Object.fromEntries(await Promise.all(tables));
  };

  test('a function is added to a store → this file has to probe it', () => {
    const { transaction: _, ...features } = bench.store;
    const namesOf = (group: object) =>
      Object.fromEntries(
        Object.entries(group).map(([name, functions]) => [name, Object.keys(functions).sort()]),
      );
    expect(namesOf(PROBES)).toEqual(namesOf(features));
  });

  const probes = Object.entries(PROBES).flatMap(([feature, functions]) =>
    Object.entries(functions).flatMap(([name, probe]) =>
      probe === 'for all shops' ? [] : [{ call: `${feature}.${name}`, probe }],
    ),
  );
  let b: ShopId | null = null;

  test.for(probes)(
    '$call for shop A → nothing of shop B comes back, and nothing of B changes',
    async ({ probe }) => {
      b ??= await neighbour(bench);
      const a = await bench.newShop();
      const before = await rowsOf(b);
      for (const table of SHOP_TABLES) expect(before[table], table).not.toHaveLength(0);
      expect(await probe.ask(bench.store, a)).toEqual(probe.gives);
      expect(await rowsOf(b)).toEqual(before);
    },
  );

  test('a shop is erased → no row of it is left in any table', async () => {
    const shop = await neighbour(bench);
    await bench.store.shops.erase(shop);
    for (const [table, rows] of Object.entries(await rowsOf(shop))) expect(rows, table).toEqual([]);
  });
});
