// npm run demo [-- --check] [-- --orders FILE] [-- --customers N] [-- --days N]
// A local Shopify with a seeded shop and Encore beside it, on a fresh machine, with no Shopify account.
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { instantOfLocalTime, localDayOf } from '../../web/domain/shared/time.ts';
import { storefrontOrigin } from '../dev-store/storefront/storefront-origin.ts';
import { check } from './check.ts';
import { DrivenClock } from './driven-clock.ts';
import { connectEncore } from './encore-client.ts';
import { PortFault } from './ports.ts';
import { shopperToBe } from './shopper-to-be.ts';
import { SUBSCRIBED_SHARE } from './shoppers.ts';
import { showAlive } from './show.ts';
import { buildAdmin, buildShopperPages, startBoth } from './start-both.ts';
import { firstSync } from './waiting.ts';

const SHOP = 'mai-coffee.myshopify.com';
const TIME_ZONE = 'Asia/Ho_Chi_Minh';
/** Orders of a real history that come in live, so that the check ends with exactly the history's customers and orders. */
const HELD_BACK = 50;
/** A year of history and a month, so that the lapse limits are measured and not taken from a table. */
const SHOWN = { customers: 3_000, windowDays: 395, subscribedShare: SUBSCRIBED_SHARE };
const CHECKED = { customers: 2_000, windowDays: 548 };
const OPENS_MS = 8 * 3_600_000;
const A_YEAR_MS = 365 * 86_400_000;

const { values } = parseArgs({
  options: {
    check: { type: 'boolean', default: false },
    orders: { type: 'string' },
    customers: { type: 'string' },
    days: { type: 'string' },
    verbose: { type: 'boolean', default: false },
  },
});

const startedAt = performance.now();
const say = (line: string) => console.log(line);
const folder = mkdtempSync(path.join(os.tmpdir(), 'encore-demo-'));
process.once('exit', () => rmSync(folder, { recursive: true, force: true }));

/** A real history has no products to sell, and ends today. */
const days = values.check || values.orders ? 0 : Number(values.days ?? 60);
const seed = values.check ? CHECKED : SHOWN;
const customers = Number(values.customers ?? seed.customers);
const clock = new DrivenClock();

if (!values.check) {
  buildAdmin(say);
  await buildShopperPages(say);
}
say(
  `Starting the local Shopify with ${values.orders ? path.basename(values.orders) : `${customers} seeded customers`} …`,
);
const both = await startBoth({
  domain: SHOP,
  // Only on Plus may an app show something in the checkout.
  shop: { name: 'Mai Coffee', ianaTimezone: TIME_ZONE, plan: 'plus', ...history() },
  opensAt: days > 0 ? opening(days) : null,
  ports: {
    encore: process.env.PORT ?? (values.check ? '0' : '3000'),
    shopify: process.env.DEV_STORE_PORT ?? (values.check ? '0' : '4000'),
  },
  dataDir: path.join(folder, 'db'),
  clock,
  logLevel: values.verbose ? 'info' : values.check ? 'warn' : 'error',
  onLine: values.verbose ? say : undefined,
}).catch((error: unknown) => {
  console.error(error instanceof PortFault ? error.message : error);
  process.exit(1);
});
const { store, shop, encore } = both;
const client = connectEncore(encore.url, shop);
let exitCode = 0;
try {
  const stage = { encore, shop, clock, timeZone: TIME_ZONE };
  if (values.check)
    exitCode = await check(stage, client, { realHistory: values.orders !== undefined, startedAt });
  else await show(stage);
} catch (error) {
  console.error(error);
  exitCode = 1;
} finally {
  await encore.stop();
  await store.stop();
}
process.exit(exitCode);

function history() {
  return values.orders
    ? { history: path.resolve(values.orders), currency: 'USD', holdBack: values.check ? HELD_BACK : 0 }
    : { seed: { ...seed, customers } };
}

/** The morning so many days ago: where the history ends and the simulated days begin. */
function opening(daysAgo: number): Date {
  return instantOfLocalTime(localDayOf(new Date(), TIME_ZONE) - daysAgo, OPENS_MS, TIME_ZONE);
}

async function show(stage: Parameters<typeof showAlive>[0]): Promise<void> {
  const stop = new AbortController();
  const stopped = once(stop.signal, 'abort');
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.abort());
  await firstSync(client, (line) => say(line));
  const page = `${store.url}/store/${SHOP.replace('.myshopify.com', '')}`;
  const email = await shopperToBe(shop, new Date(stage.clock.now().getTime() - A_YEAR_MS));
  say('');
  say(`Local Shopify   ${page}/customers`);
  say(
    `Storefront      ${storefrontOrigin(store.url, SHOP)}/${email ? `   (log in as ${email}, no password)` : ''}`,
  );
  say(`Mails           ${store.url}/__dev/inbox`);
  say(`Encore          ${page}/apps/encore   (its own server: ${encore.url})`);
  say('ready');
  if (days > 0) {
    const newPerDay = customers / seed.windowDays;
    await showAlive(stage, client, { days, newPerDay, signal: stop.signal, say }).catch((error: unknown) => {
      // Ctrl-C ends the local Shopify too, in the middle of whatever it was asked.
      if (!stop.signal.aborted) throw error;
    });
  }
  if (!stop.signal.aborted) await stopped;
}
