// npm run bench -- night [--customers 1000000] [--rounds 5]
// The nightly scoring of one shop on PostgreSQL against DuckDB computing the same cut points and scores without writing.
import { parseArgs } from 'node:util';
import { DEFAULT_RULES } from '../../web/domain/rules.ts';
import { localDayOf } from '../../web/domain/shared/time.ts';
import type { Ctx, StageMove } from '../../web/use-cases/ports.ts';
import { decideStages } from '../../web/use-cases/steps/decide-stages.ts';
import { measureModel } from '../../web/use-cases/steps/measure-model.ts';
import { recordingLog } from '../support/silent-log.ts';
import { ensureBenchPackages } from './support/bench-packages.ts';
import { type BenchShop, openBenchShop } from './support/bench-shop.ts';
import { type DuckFacts, openDuckFacts } from './support/duck-facts.ts';
import { fillShop } from './support/fill-shop.ts';
import { grouped, median, report, rounded, timed } from './support/report.ts';

const { values } = parseArgs({
  options: {
    customers: { type: 'string', default: '1000000' },
    rounds: { type: 'string', default: '5' },
    stages: { type: 'string', default: 'yes' },
  },
});
const customers = Number(values.customers);
const CHANGED = 0.02;
const seconds = (ms: number) => `${rounded(ms / 1_000, ms < 10_000 ? 2 : 1)} s`;

type Night = { cutsMs: number; rescoreMs: number; duckMs: number; written: number };

/** One night of both. Before it, scores of 2 % are made wrong, as a day's orders would have left them. */
async function oneNight(shop: BenchShop, duck: DuckFacts, asOfOn: number): Promise<Night> {
  const { models } = shop.store;
  const { shopId } = shop.shop;
  const model = await measureModel(shop.store, shop.shop, DEFAULT_RULES, asOfOn);
  await shop.sql(
    `UPDATE customer_fact SET r_score = r_score % 5 + 1
      WHERE shop_id = $1 AND abs(hashint8(customer_id + $2) % 1000) < $3`,
    [shopId, Math.floor(Math.random() * 1e9), CHANGED * 1_000],
  );
  const cuts = await timed(() => models.cutPoints(shopId, asOfOn, DEFAULT_RULES.topPercentile, false));
  const written = await timed(() => shop.store.transaction((tx) => tx.models.rescoreAll(shopId, model)));
  const other = await timed(() => duck.night(asOfOn));
  if (JSON.stringify(other.result.cuts) !== JSON.stringify(cuts.result.cuts))
    throw new Error(`cut points differ: ${JSON.stringify([cuts.result.cuts, other.result.cuts])}`);
  await compareScores(shop, other.result.scores);
  return { cutsMs: cuts.ms, rescoreMs: written.ms, duckMs: other.ms, written: written.result };
}

async function compareScores(
  { database, shop }: BenchShop,
  expected: ReadonlyMap<string, number>,
): Promise<void> {
  const { rows } = await database.pool.query<{ scores: string; n: string }>(
    `SELECT r_score || '' || f_score || '' || m_score AS scores, count(*) AS n FROM customer_fact WHERE shop_id = $1 GROUP BY 1`,
    [shop.shopId],
  );
  const wrong = rows.filter(({ scores, n }) => expected.get(scores) !== Number(n));
  if (wrong.length > 0 || rows.length !== expected.size)
    throw new Error(`scores differ: ${JSON.stringify(wrong)}`);
}

/** Everybody's stage under the model of a day, streamed. */
function stages(ctx: Ctx, cause: StageMove['cause'], todayOn: number) {
  return timed(async () => {
    const model = await measureModel(ctx.store, ctx.shop, DEFAULT_RULES, todayOn);
    const scene = { shop: ctx.shop, rules: DEFAULT_RULES, model, todayOn, now: ctx.clock.now() };
    return decideStages(ctx, { scene, cause, everybody: false, decided: async () => undefined });
  });
}

async function main(): Promise<void> {
  ensureBenchPackages();
  const shop = await openBenchShop();
  const { store, clock } = shop;
  const { shopId } = shop.shop;
  const todayOn = localDayOf(clock.now(), 'UTC');
  const filling = await timed(() => fillShop(shop, { from: 0, to: customers, todayOn }));
  const orders = await store.orders.count(shopId);
  console.error(
    `${grouped(customers)} customers, ${grouped(orders)} orders filled in ${seconds(filling.ms)}`,
  );
  const model = await measureModel(store, shop.shop, DEFAULT_RULES, todayOn);
  const all = await timed(() => store.models.rescoreAll(shopId, model));
  await shop.sql('VACUUM (ANALYZE) customer_fact');
  const duck = await openDuckFacts(shop);
  await duck.night(todayOn);
  const nights: Night[] = [];
  for (let n = 0; n < Number(values.rounds); n++) nights.push(await oneNight(shop, duck, todayOn));
  duck.close();
  const secondWindowDays = 90;
  const metrics = await timed(() => store.metrics.compute(shopId, { todayOn, secondWindowDays, model }));
  const ctx = { shop: shop.shop, store, queue: shop.queue, clock, log: recordingLog() } as unknown as Ctx;
  const first = values.stages === 'yes' ? await stages(ctx, 'first', todayOn) : null;
  if (first) await shop.sql('VACUUM (ANALYZE) customer_fact');
  const night = first && (await stages(ctx, 'night', todayOn + 1));
  await shop.close();

  const pick = (key: keyof Night) => median(nights.map((one) => one[key]));
  const ours = median(nights.map(({ cutsMs, rescoreMs }) => cutsMs + rescoreMs));
  const ratio = ours / pick('duckMs');
  report(
    `Night of ${grouped(customers)} customers, ${grouped(orders)} orders, median of ${nights.length}`,
    [
      { what: 'cut points', value: seconds(pick('cutsMs')) },
      { what: `scores, ${grouped(pick('written'))} written`, value: seconds(pick('rescoreMs')) },
      { what: 'DuckDB: cut points and scores, nothing written', value: seconds(pick('duckMs')) },
      { what: 'ratio', value: `${ratio.toFixed(1)}×`, target: '≤ 10×', met: ratio <= 10 },
      { what: 'scores of everybody (the first night)', value: seconds(all.ms) },
      { what: 'metrics', value: seconds(metrics.ms) },
      ...(first
        ? [{ what: 'stages, streamed, everybody written (the first night)', value: seconds(first.ms) }]
        : []),
      ...(night ? [{ what: 'stages, streamed, the next night', value: seconds(night.ms) }] : []),
    ],
    {
      customers,
      orders,
      ratio: rounded(ratio, 2),
      ms: {
        cuts: rounded(pick('cutsMs')),
        rescore: rounded(pick('rescoreMs')),
        duck: rounded(pick('duckMs')),
        metrics: rounded(metrics.ms),
      },
      written: pick('written'),
      stagesSeconds: {
        first: first && rounded(first.ms / 1_000, 1),
        next: night && rounded(night.ms / 1_000, 1),
      },
    },
  );
}

await main();
