// npm run bench -- campaigns [--customers 1000000] [--due 100000] [--rounds 60]
// People enrolled in one streaming pass with the memory it takes, then the pages Campaigns and Results, in a large shop on PostgreSQL.
import { parseArgs } from 'node:util';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { createCustomerReader } from '../../web/db/customer-reader.ts';
import { createKeyedDraws } from '../../web/db/keyed-draws.ts';
import { presetOf } from '../../web/domain/campaigns/kinds.ts';
import type { ShopModel } from '../../web/domain/rfm/model.ts';
import { DEFAULT_RULES } from '../../web/domain/rules.ts';
import { localDayOf } from '../../web/domain/shared/time.ts';
import { getResult } from '../../web/use-cases/get-result.ts';
import { listCampaigns } from '../../web/use-cases/list-campaigns.ts';
import { listResults } from '../../web/use-cases/list-results.ts';
import { measureCampaigns } from '../../web/use-cases/measure-campaigns.ts';
import type { CampaignCtx } from '../../web/use-cases/ports.ts';
import { enrolNewcomers } from '../../web/use-cases/steps/enrol-newcomers.ts';
import { measureModel } from '../../web/use-cases/steps/measure-model.ts';
import { recordingLog } from '../support/silent-log.ts';
import { type BenchShop, openBenchShop } from './support/bench-shop.ts';
import { fillShop } from './support/fill-shop.ts';
import { grouped, median, quantile, report, rounded, timed } from './support/report.ts';

const { values } = parseArgs({
  options: {
    customers: { type: 'string', default: '1000000' },
    due: { type: 'string', default: '100000' },
    rounds: { type: 'string', default: '60' },
  },
});
const customers = Number(values.customers);
const due = Number(values.due);
const DAY_MS = 86_400_000;
const PAGE_LIMIT_MS = 100;
/** A batch is 1,000 people. A pass that held all of them would hold over 100 MB. */
const MEMORY_LIMIT_MB = 32;
const WINDOW_DAYS = 40;
const CAMPAIGNS = 5;
const ORDER = { sort: 'last_order', direction: 'desc' } as const;
const PAGE = { after: null, limit: 50 };
const SAMPLE_MS = 250;
const MB = 1_048_576;

/** What is held, garbage collected first: without that it would tell of the collector's habits. */
function heldBytes(): number {
  setFlagsFromString('--expose-gc');
  runInNewContext('gc')();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

/** A piece of work, and the most that was held at any time of it above the start. */
async function withPeak<T>(work: () => Promise<T>): Promise<{ result: T; ms: number; peakMb: number }> {
  const start = heldBytes();
  let peak = 0;
  const sample = () => {
    peak = Math.max(peak, heldBytes() - start);
  };
  const timer = setInterval(sample, SAMPLE_MS);
  const { result, ms } = await timed(work);
  clearInterval(timer);
  sample();
  return { result, ms, peakMb: peak / MB };
}

/** Stages as the rule gives them without memory: what candidates are chosen by. */
async function giveStages(shop: BenchShop, model: ShopModel, todayOn: number): Promise<void> {
  await shop.sql(
    `UPDATE customer_fact SET email_consent = 'SUBSCRIBED', reason_code = 'repeat', stage_since_at = now(),
      lapse_limit_days = CASE WHEN frequency = 1 THEN $3::int ELSE $4::int END,
      stage = CASE WHEN $2 - last_on > CASE WHEN frequency = 1 THEN $3::int ELSE $4::int END THEN 'lapsed'
        WHEN frequency = 1 THEN 'first_time' ELSE 'repeat' END
    WHERE shop_id = $1`,
    [shop.shop.shopId, todayOn, model.lapse.oneOccasionDays, model.lapse.laterDays],
  );
  await shop.sql('VACUUM (ANALYZE) customer_fact');
}

/** Launched 60 days ago; the pass enrols as of then, so that result windows are over. */
async function launch(ctx: CampaignCtx, launchedAt: Date): Promise<number> {
  const { store, shop } = ctx;
  const terms = { ...presetOf('win_back'), backlogPerDay: due, channels: presetOf('win_back').channels };
  const { campaignId } = await store.campaigns.create(shop.shopId, terms, launchedAt);
  const frozen = { shareBps: 2_000, windowDays: WINDOW_DAYS, capMinor: 500_000 };
  await store.campaigns.launch(shop.shopId, campaignId, frozen, launchedAt);
  return campaignId;
}

async function enrol(ctx: CampaignCtx, campaignId: number, model: ShopModel, at: Date): Promise<number> {
  const { store, shop } = ctx;
  const campaign = await store.campaigns.find(shop.shopId, campaignId);
  const version = await store.campaigns.version(shop.shopId, campaignId, 1);
  if (!campaign || !version) throw new Error('the campaign was launched');
  const todayOn = localDayOf(ctx.clock.now(), shop.timeZone);
  return enrolNewcomers(ctx, { campaign, version, model, todayOn, now: at });
}

/** Two messages for everybody, a third skipped, and an order of every fifth credited: as after 60 days. */
async function playOut(shop: BenchShop): Promise<void> {
  const { shopId } = shop.shop;
  await shop.sql(
    `INSERT INTO message (shop_id, enrolment_id, campaign_id, version, customer_id, step, arm, new_offer, state, reason, planned_at,
      counted_at, sent_at, updated_at)
    SELECT shop_id, enrolment_id, campaign_id, version, customer_id, step_no, arm, step_no = 1,
      CASE WHEN held_out THEN 'held_out' WHEN (enrolment_id + step_no) % 3 = 0 THEN 'skipped' ELSE 'sent' END,
      CASE WHEN (enrolment_id + step_no) % 3 = 0 THEN (ARRAY['bought', 'unsubscribed', 'message_cap'])[1 + enrolment_id % 3] END,
      enrolled_at, enrolled_at, CASE WHEN NOT held_out THEN enrolled_at END, enrolled_at
    FROM enrolment, generate_series(0, 1) AS step_no WHERE shop_id = $1`,
    [shopId],
  );
  await shop.sql(
    `INSERT INTO order_credit (shop_id, order_id, customer_id, campaign_id, version, enrolment_id, basis, revenue_minor, discount_minor, ordered_at)
    SELECT e.shop_id, o.order_id, e.customer_id, e.campaign_id, 1, e.enrolment_id, 'code', o.net_revenue_minor, o.net_revenue_minor / 10, o.processed_at
    FROM enrolment e CROSS JOIN LATERAL (SELECT * FROM order_fact o WHERE o.shop_id = e.shop_id AND o.customer_id = e.customer_id
      ORDER BY o.processed_at DESC LIMIT 1) AS o WHERE e.shop_id = $1 AND e.enrolment_id % 5 = 0 ON CONFLICT DO NOTHING`,
    [shopId],
  );
  for (const table of ['enrolment', 'enrolment_move', 'message', 'order_credit'])
    await shop.sql(`VACUUM (ANALYZE) ${table}`);
}

/** Calls one after another, the first few not counted. */
async function page(what: string, ask: () => Promise<unknown>, rounds = Number(values.rounds)) {
  const times: number[] = [];
  for (let round = 0; round < rounds + 5; round += 1) times.push((await timed(ask)).ms);
  const counted = times.slice(5);
  return { what, medianMs: median(counted), p95Ms: quantile(counted, 0.95) };
}

async function main(): Promise<void> {
  const shop = await openBenchShop();
  const { store, clock } = shop;
  const { shopId } = shop.shop;
  const todayOn = localDayOf(clock.now(), 'UTC');
  await store.shops.setState(shopId, 'active', clock.now());
  await fillShop(shop, { from: 0, to: customers, todayOn });
  const model = await measureModel(store, shop.shop, DEFAULT_RULES, todayOn);
  await store.models.save(shopId, model, { rulesVersion: 0, night: null, at: clock.now() });
  await giveStages(shop, model, todayOn);
  console.error(`${grouped(customers)} customers filled`);
  const current = (await store.shops.find(shopId)) ?? shop.shop;
  const parts = { shop: current, store, clock, draws: createKeyedDraws('bench'), log: recordingLog() };
  const ctx = parts as unknown as CampaignCtx;

  const launchedAt = new Date(clock.now().getTime() - 60 * DAY_MS);
  const first = await launch(ctx, launchedAt);
  const pass = await withPeak(() => enrol(ctx, first, model, new Date(launchedAt.getTime() + DAY_MS)));
  const again = await timed(() => enrol(ctx, first, model, clock.now()));
  for (let n = 1; n < CAMPAIGNS; n += 1) {
    const campaignId = await launch(ctx, launchedAt);
    await enrol(ctx, campaignId, model, new Date(launchedAt.getTime() + (n + 1) * DAY_MS));
  }
  await playOut(shop);
  const measured = await timed(() => measureCampaigns(ctx));
  const key = { campaignId: first, version: 1 };
  const middle =
    (await store.campaignResults.cameBack(shopId, key, { after: null, limit: 5_000 })).at(-1) ?? null;
  const pages = [
    await page('Campaigns', () => listCampaigns(ctx)),
    await page('Results', () => listResults(ctx)),
    await page('Results of one campaign', () => getResult(ctx, { campaignId: first, version: null })),
    await page('who came back, first page', () =>
      store.campaignResults.cameBack(shopId, key, { after: null, limit: 50 }),
    ),
    await page('who came back, further on', () =>
      store.campaignResults.cameBack(shopId, key, { after: middle, limit: 50 }),
    ),
    await page('is there anything to do', () => store.campaigns.work(shopId, clock.now())),
    await page('due customers taken, 200 at a time', () =>
      store.transaction((tx) => tx.enrolments.takeDue(shopId, clock.now(), 200)),
    ),
  ];
  const reader = createCustomerReader(shop.database.pool);
  const of = { campaigns: [first] };
  const lists = [
    await page(
      'its people in the customers’ list, newest first',
      () => reader.page(shopId, of, ORDER, PAGE),
      5,
    ),
    await page('how many they are by stage', () => reader.counts(shopId, of), 5),
  ];
  const people = await store.enrolments.overview(shopId);
  await shop.close();

  report(
    `Campaigns of a shop with ${grouped(customers)} customers, ${CAMPAIGNS} with ${grouped(people[0]?.people ?? 0)} people each`,
    [
      { what: `people enrolled in one pass`, value: grouped(pass.result) },
      { what: 'time of the pass', value: `${rounded(pass.ms / 1_000, 1)} s` },
      {
        what: 'most memory held, above the start',
        value: `${rounded(pass.peakMb)} MB`,
        target: `≤ ${MEMORY_LIMIT_MB} MB`,
        met: pass.peakMb <= MEMORY_LIMIT_MB,
      },
      {
        what: `the pass again, ${grouped(again.result)} enrolled`,
        value: `${rounded(again.ms / 1_000, 1)} s`,
      },
      { what: 'night: audiences and all figures', value: `${rounded(measured.ms / 1_000, 1)} s` },
      ...lists.map(({ what, medianMs, p95Ms }) => ({
        what: `${what}, median`,
        value: `${rounded(medianMs)} ms (p95 ${rounded(p95Ms)})`,
      })),
      ...pages.map(({ what, medianMs, p95Ms }) => ({
        what: `${what}, median`,
        value: `${rounded(medianMs, 1)} ms (p95 ${rounded(p95Ms, 1)})`,
        target: `p95 ≤ ${PAGE_LIMIT_MS} ms`,
        met: p95Ms <= PAGE_LIMIT_MS,
      })),
    ],
    {
      customers,
      enrolled: pass.result,
      seconds: {
        pass: rounded(pass.ms / 1_000, 2),
        again: rounded(again.ms / 1_000, 2),
        night: rounded(measured.ms / 1_000, 1),
      },
      peakMb: rounded(pass.peakMb, 1),
      p95Ms: Object.fromEntries(pages.map(({ what, p95Ms }) => [what, rounded(p95Ms, 1)])),
    },
  );
}

await main();
