// npm run bench -- webhook-door [--rounds 5] [--requests 8000] [--connections 64]
// Durable webhook doors: Encore's against Shopify's own express package doing one such insert, then Encore's under a backfill.
import { parseArgs } from 'node:util';
import { startFlags, startProcess } from '../demo/processes.ts';
import { ensureBenchPackages } from './support/bench-packages.ts';
import { type BenchShop, environmentOf, openBenchShop } from './support/bench-shop.ts';
import { startFakeAdmin } from './support/fake-admin.ts';
import { type Fired, fire, type Request } from './support/fire.ts';
import { orderBody, signedHeaders } from './support/order-delivery.ts';
import { grouped, median, report, rounded } from './support/report.ts';

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '5' },
    requests: { type: 'string', default: '8000' },
    connections: { type: 'string', default: '64' },
    seconds: { type: 'string', default: '15' },
  },
});
const rounds = Number(values.rounds);
const requests = Number(values.requests);
const connections = Number(values.connections);

const BODIES = 64;
const ID = '@id@';

/** Truly signed 13 kB orders; the webhook id is left open, so that each delivery has its own. */
function signedOrders(): Request[] {
  return Array.from({ length: BODIES }, (_, index) => {
    const text = orderBody({
      orderId: String(6_000_000_000 + index),
      customerId: '5000000001',
      at: new Date(),
    });
    const body = Buffer.from(text);
    const headers = { host: 'localhost', 'content-length': String(body.length), ...signedHeaders(text, ID) };
    const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
    const head = `POST /webhooks HTTP/1.1\r\n${lines.join('')}\r\n`.replace(`event-id: ${ID}`, 'event-id: e');
    const [headBeforeId = '', headAfterId = ''] = head.split(ID);
    return { headBeforeId, headAfterId, body };
  });
}

async function inboxRows({ database }: BenchShop): Promise<number> {
  const { rows } = await database.pool.query<{ n: string }>('SELECT count(*) AS n FROM webhook_inbox');
  return Number(rows[0]?.n);
}

type Shoot = (url: string, amount: number, perSecond?: number) => Promise<Fired>;

/** Requests per second of one door; its acknowledged deliveries must be its new rows. */
async function round(
  shop: BenchShop,
  shoot: Shoot,
  url: string,
): Promise<{ perSecond: number; p99: number }> {
  const before = await inboxRows(shop);
  const { acknowledged, seconds, p99 } = await shoot(url, requests);
  const stored = (await inboxRows(shop)) - before;
  if (stored !== acknowledged)
    throw new Error(`${acknowledged} deliveries were acknowledged, ${stored} are stored`);
  return { perSecond: acknowledged / seconds, p99 };
}

async function main(): Promise<void> {
  ensureBenchPackages();
  const orders = signedOrders();
  const shoot: Shoot = (url, amount, perSecond) =>
    fire(url, orders, { connections, amount, ...(perSecond ? { perSecond } : {}) });
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
  await Promise.all([ours, peer].map(({ url }) => shoot(url, 2_000)));
  const measured = {
    ours: [] as number[],
    peer: [] as number[],
    oursP99: [] as number[],
    peerP99: [] as number[],
  };
  for (let n = 0; n < rounds; n++) {
    const first = await round(shop, shoot, ours.url);
    const second = await round(shop, shoot, peer.url);
    measured.ours.push(first.perSecond);
    measured.oursP99.push(first.p99);
    measured.peer.push(second.perSecond);
    measured.peerP99.push(second.p99);
  }
  await Promise.all([ours.stop(), peer.stop()]);
  await shop.sql('TRUNCATE webhook_inbox');

  const busy = await door('Encore under a backfill', 'ours', `${admin.url}/orders.jsonl`);
  await shoot(busy.url, 2_000);
  const ordersBefore = await shop.store.orders.count(shop.shop.shopId);
  const full = await shoot(busy.url, Number(values.seconds) * 1_000);
  const ordersPerSecond = ((await shop.store.orders.count(shop.shop.shopId)) - ordersBefore) / full.seconds;
  const steady = await shoot(busy.url, Number(values.seconds) * 200, 200);
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
      { what: 'under a backfill: Encore', value: rate(full.acknowledged / full.seconds) },
      { what: 'under a backfill: orders taken', value: rate(ordersPerSecond) },
      {
        what: 'under a backfill: p99 at full load',
        value: `${full.p99} ms`,
        target: '< 100 ms',
        met: full.p99 < 100,
      },
      {
        what: 'under a backfill: p99 at 200/s',
        value: `${steady.p99} ms`,
        target: '< 100 ms',
        met: steady.p99 < 100,
      },
    ],
    {
      ratio: rounded(ratio, 2),
      perSecond: { ours: rounded(perSecond.ours), peer: rounded(perSecond.peer) },
      backfill: {
        p99Full: full.p99,
        p99At200: steady.p99,
        maxFull: full.max,
        ordersPerSecond: rounded(ordersPerSecond),
      },
    },
  );
}

await main();
