// npm run bench -- webhook-door [--rounds 5] [--requests 8000] [--connections 32]
// Durable webhook doors: Encore's against Shopify's own express package doing one such insert, then Encore's under a backfill.
import { parseArgs } from 'node:util';
import { startFlags, startProcess } from '../demo/processes.ts';
import { benchPackage, ensureBenchPackages } from './support/bench-packages.ts';
import { type BenchShop, environmentOf, openBenchShop } from './support/bench-shop.ts';
import { startFakeAdmin } from './support/fake-admin.ts';
import { orderBody, signedHeaders } from './support/order-delivery.ts';
import { grouped, median, report, rounded } from './support/report.ts';

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '5' },
    requests: { type: 'string', default: '8000' },
    connections: { type: 'string', default: '32' },
    seconds: { type: 'string', default: '15' },
  },
});
const rounds = Number(values.rounds);
const requests = Number(values.requests);
const connections = Number(values.connections);

type Shot = { url: string; amount: number; overallRate?: number };
type Result = {
  '2xx': number;
  non2xx: number;
  errors: number;
  timeouts: number;
  duration: number;
  latency: { p50: number; p99: number; p99_9: number; max: number };
};
type Autocannon = (
  options: object,
) => Promise<Result> & { on(event: 'response', listener: () => void): void };

const BODIES = 64;
let sent = 0;

/** Fires truly signed 13 kB orders, each with a webhook id of its own, and throws unless every one is acknowledged. */
async function fire(autocannon: Autocannon, shot: Shot): Promise<Result> {
  const deliveries = Array.from({ length: BODIES }, (_, index) => {
    const at = new Date();
    const body = orderBody({ orderId: String(6_000_000_000 + index), customerId: '5000000001', at });
    return { body, headers: signedHeaders(body, '') };
  });
  const setupRequest = (request: object) => {
    sent += 1;
    const delivery = deliveries[sent % BODIES];
    return {
      ...request,
      body: delivery?.body,
      headers: { ...delivery?.headers, 'x-shopify-webhook-id': `bench-${sent}` },
    };
  };
  const { url, ...limits } = shot;
  const options = {
    url: `${url}/webhooks`,
    connections,
    ...limits,
    requests: [{ method: 'POST', setupRequest }],
  };
  const start = performance.now();
  let end = start;
  const running = autocannon(options);
  running.on('response', () => {
    end = performance.now();
  });
  // Its own duration counts in whole seconds.
  const result = { ...(await running), duration: (end - start) / 1_000 };
  if (result.non2xx + result.errors + result.timeouts > 0)
    throw new Error(`${result.non2xx} refused, ${result.errors} errors, ${result.timeouts} timeouts`);
  return result;
}

async function inboxRows({ database }: BenchShop): Promise<number> {
  const { rows } = await database.pool.query<{ n: string }>('SELECT count(*) AS n FROM webhook_inbox');
  return Number(rows[0]?.n);
}

/** Requests per second of one door; its acknowledged deliveries must be its new rows. */
async function round(
  shop: BenchShop,
  autocannon: Autocannon,
  url: string,
): Promise<{ perSecond: number; p99: number }> {
  const before = await inboxRows(shop);
  const result = await fire(autocannon, { url, amount: requests });
  const stored = (await inboxRows(shop)) - before;
  if (stored !== result['2xx'])
    throw new Error(`${result['2xx']} deliveries were acknowledged, ${stored} are stored`);
  return { perSecond: result['2xx'] / result.duration, p99: result.latency.p99 };
}

async function main(): Promise<void> {
  ensureBenchPackages();
  const { default: autocannon } = await benchPackage<{ default: Autocannon }>('autocannon');
  const shop = await openBenchShop();
  const admin = await startFakeAdmin({ orders: 50_000_000, customers: 1_000_000 });
  const env = environmentOf(shop.url, admin.url);
  const door = (name: string, ...args: string[]) =>
    startProcess({
      name,
      flags: args[0] === 'ours' ? startFlags() : [],
      script: 'tests/bench/support/door-server.ts',
      args,
      env,
      onLine: (line) => console.error(line),
    });
  const [ours, peer] = [await door('Encore', 'ours'), await door('the peer', 'peer')];
  await Promise.all([ours, peer].map(({ url }) => fire(autocannon, { url, amount: 1_000 })));
  const measured = {
    ours: [] as number[],
    peer: [] as number[],
    oursP99: [] as number[],
    peerP99: [] as number[],
  };
  for (let n = 0; n < rounds; n++) {
    const first = await round(shop, autocannon, ours.url);
    const second = await round(shop, autocannon, peer.url);
    measured.ours.push(first.perSecond);
    measured.oursP99.push(first.p99);
    measured.peer.push(second.perSecond);
    measured.peerP99.push(second.p99);
  }
  await Promise.all([ours.stop(), peer.stop()]);
  await shop.sql('TRUNCATE webhook_inbox');

  const busy = await door('Encore under a backfill', 'ours', `${admin.url}/orders.jsonl`);
  await fire(autocannon, { url: busy.url, amount: 1_000 });
  const ordersBefore = await shop.store.orders.count(shop.shop.shopId);
  const full = await fire(autocannon, { url: busy.url, amount: Number(values.seconds) * 1_000 });
  const ordersPerSecond = ((await shop.store.orders.count(shop.shop.shopId)) - ordersBefore) / full.duration;
  const steady = await fire(autocannon, {
    url: busy.url,
    amount: Number(values.seconds) * 200,
    overallRate: 200,
  });
  busy.process.kill('SIGKILL');
  await admin.close();
  await shop.close();

  const perSecond = { ours: median(measured.ours), peer: median(measured.peer) };
  const ratio = perSecond.ours / perSecond.peer;
  const rate = (value: number) => `${grouped(value)}/s`;
  report(
    `Webhook door, 13 kB orders, ${connections} connections, median of ${rounds} rounds`,
    [
      { what: 'Encore', value: rate(perSecond.ours) },
      { what: '@shopify/shopify-app-express, one insert', value: rate(perSecond.peer) },
      { what: 'ratio', value: `${ratio.toFixed(2)}×`, target: '≥ 3×', met: ratio >= 3 },
      { what: 'p99 Encore · peer', value: `${median(measured.oursP99)} · ${median(measured.peerP99)} ms` },
      { what: 'under a backfill: Encore', value: rate(full['2xx'] / full.duration) },
      { what: 'under a backfill: orders taken', value: rate(ordersPerSecond) },
      {
        what: 'under a backfill: p99 at full load',
        value: `${full.latency.p99} ms`,
        target: '< 100 ms',
        met: full.latency.p99 < 100,
      },
      {
        what: 'under a backfill: p99 at 200/s',
        value: `${steady.latency.p99} ms`,
        target: '< 100 ms',
        met: steady.latency.p99 < 100,
      },
    ],
    {
      ratio: rounded(ratio, 2),
      perSecond: { ours: rounded(perSecond.ours), peer: rounded(perSecond.peer) },
      backfill: {
        p99Full: full.latency.p99,
        p99At200: steady.latency.p99,
        maxFull: full.latency.max,
        ordersPerSecond: rounded(ordersPerSecond),
      },
    },
  );
}

await main();
