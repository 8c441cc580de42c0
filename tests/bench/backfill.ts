// npm run bench -- backfill [--orders 1000000] [--customers 300000] [--flags="--max-semi-space-size=8"]
// The whole first sync by the real process (`web/main.ts`, as `npm start` runs it): bulk files read, histories summed up, everybody scored.
import { readFileSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { startFlags, startProcess } from '../demo/processes.ts';
import { type BenchShop, environmentOf, openBenchShop } from './support/bench-shop.ts';
import { startFakeAdmin } from './support/fake-admin.ts';
import { grouped, report, rounded } from './support/report.ts';

const { values } = parseArgs({
  options: {
    orders: { type: 'string', default: '1000000' },
    customers: { type: 'string', default: '300000' },
    /** Flags of Node instead of those in package.json's start script. */
    flags: { type: 'string' },
  },
});
const size = { orders: Number(values.orders), customers: Number(values.customers) };
const MAX_MB = 300;
const GIVE_UP_MS = 60 * 60_000;

type Moment = { step: string; state: string; customersRead: number; ordersRead: number };

async function look({ store, shop }: BenchShop): Promise<Moment> {
  const run = await store.syncRuns.latest(shop.shopId, 'backfill');
  const { state = 'running', customersRead = 0, ordersRead = 0 } = run ?? {};
  return { step: String(run?.progress.step ?? ''), state, customersRead, ordersRead };
}

/** Resident memory of a process now and at its highest since it started, in MB (Linux). */
function memoryOf(pid: number): { now: number; peak: number } {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  const mb = (key: string) => Number(new RegExp(`${key}:\\s+(\\d+) kB`).exec(status)?.[1] ?? 0) / 1_000;
  return { now: mb('VmRSS'), peak: mb('VmHWM') };
}

/** Waits until a moment of the run; answers how long that took from `since`, and the peak of memory until then. */
async function until(shop: BenchShop, pid: number, since: number, reached: (moment: Moment) => boolean) {
  for (const end = Date.now() + GIVE_UP_MS; Date.now() < end; await wait(200)) {
    const moment = await look(shop);
    if (moment.state === 'failed') throw new Error('the backfill failed');
    if (reached(moment)) return { seconds: (performance.now() - since) / 1_000, peakMb: memoryOf(pid).peak };
  }
  throw new Error('the backfill did not end');
}

async function main(): Promise<void> {
  const shop = await openBenchShop();
  const admin = await startFakeAdmin(size);
  const flags = values.flags?.split(' ').filter(Boolean) ?? startFlags();
  const encore = await startProcess({
    name: 'Encore',
    script: 'web/main.ts',
    flags,
    env: environmentOf(shop.url, admin.url),
    onLine: (line) => console.error(line),
  });
  const pid = encore.process.pid ?? 0;
  const atStartMb = rounded(memoryOf(pid).now);
  const from = performance.now();
  const customers = await until(shop, pid, from, ({ ordersRead }) => ordersRead > 0);
  const ordersFrom = performance.now();
  const orders = await until(shop, pid, ordersFrom, ({ ordersRead }) => ordersRead >= size.orders);
  const summed = await until(shop, pid, ordersFrom, ({ step }) => step === 'scoring' || step === 'done');
  const scored = await until(shop, pid, ordersFrom, ({ step }) => step === 'done');
  encore.process.kill('SIGKILL');
  const stored = await shop.store.orders.count(shop.shop.shopId);
  await admin.close();
  await shop.close();
  if (stored !== size.orders) throw new Error(`${stored} of ${size.orders} orders are stored`);

  const perSecond = size.orders / orders.seconds;
  const peak = rounded(scored.peakMb);
  report(
    `Backfill of ${grouped(size.orders)} orders and ${grouped(size.customers)} customers`,
    [
      { what: 'orders', value: `${grouped(perSecond)}/s` },
      { what: 'customers', value: `${grouped(size.customers / customers.seconds)}/s` },
      { what: 'reading orders', value: `${rounded(orders.seconds, 1)} s` },
      { what: 'summing up histories', value: `${rounded(summed.seconds - orders.seconds, 1)} s` },
      { what: 'first scoring', value: `${rounded(scored.seconds - summed.seconds, 1)} s` },
      { what: 'memory when it began to serve', value: `${atStartMb} MB` },
      {
        what: 'peak memory while reading orders',
        value: `${rounded(orders.peakMb)} MB`,
        target: `< ${MAX_MB} MB`,
        met: orders.peakMb < MAX_MB,
      },
      {
        what: 'peak memory of the whole sync',
        value: `${peak} MB`,
        target: `< ${MAX_MB} MB`,
        met: peak < MAX_MB,
      },
    ],
    {
      ...size,
      flags,
      ordersPerSecond: rounded(perSecond),
      seconds: {
        orders: rounded(orders.seconds, 1),
        summing: rounded(summed.seconds - orders.seconds, 1),
        scoring: rounded(scored.seconds - summed.seconds, 1),
      },
      atStartMb,
      peakMb: { orders: rounded(orders.peakMb), all: peak },
    },
  );
}

await main();
