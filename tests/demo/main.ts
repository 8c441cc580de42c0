// npm run demo [-- --check] [-- --orders FILE] [-- --customers N]
// A local Shopify with a seeded shop and Encore beside it, on a fresh machine, with no Shopify account.
import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { connectEncore } from './encore-client.ts';
import { checkTags } from './expected-tags.ts';
import { historyGoesOn, liveHour } from './live-hour.ts';
import { connectShop } from './local-shop.ts';
import { startFlags, startProcess } from './processes.ts';
import { firstSync, settled } from './waiting.ts';

const SHOP = 'mai-coffee.myshopify.com';
const TIME_ZONE = 'Asia/Ho_Chi_Minh';
/** Orders of a real history that come in live, so that the check ends with exactly the history's customers and orders. */
const HELD_BACK = 50;

const { values } = parseArgs({
  options: {
    check: { type: 'boolean', default: false },
    orders: { type: 'string' },
    customers: { type: 'string', default: '2000' },
    verbose: { type: 'boolean', default: false },
  },
});

const startedAt = performance.now();
const say = (line: string) => console.log(line);
const folder = mkdtempSync(path.join(os.tmpdir(), 'encore-demo-'));
process.once('exit', () => rmSync(folder, { recursive: true, force: true }));

const { store, encore } = await startBoth();
const shop = connectShop(store.url, SHOP);
const client = connectEncore(encore.url, shop);
let exitCode = 0;
try {
  if (values.check) exitCode = await check();
  else await show();
} catch (error) {
  console.error(error);
  exitCode = 1;
} finally {
  await encore.stop();
  await store.stop();
}
process.exit(exitCode);

async function startBoth() {
  const appPort = process.env.PORT ?? (values.check ? '0' : '3000');
  const storePort = process.env.DEV_STORE_PORT ?? (values.check ? '0' : '4000');
  if (!values.check) buildAdmin();
  const apiKey = 'encore-local-client-id';
  const apiSecret = randomBytes(24).toString('hex');
  // The two must know each other's address before either listens, so a free port is chosen for the check.
  const [freeApp, freeStore] = await Promise.all([portOrFree(appPort), portOrFree(storePort)]);
  const appUrl = `http://localhost:${freeApp}`;
  const storeUrl = `http://localhost:${freeStore}`;
  const history = values.orders
    ? { history: path.resolve(values.orders), currency: 'USD', holdBack: values.check ? HELD_BACK : 0 }
    : { seed: { customers: Number(values.customers) } };
  const opened = JSON.stringify({
    domain: SHOP,
    name: 'Mai Coffee',
    ianaTimezone: TIME_ZONE,
    install: true,
    ...history,
  });
  say(
    `Starting the local Shopify with ${values.orders ? path.basename(values.orders) : `${values.customers} seeded customers`} …`,
  );
  const keys = { SHOPIFY_API_KEY: apiKey, SHOPIFY_API_SECRET: apiSecret };
  const onLine = values.verbose ? say : undefined;
  const store = await startProcess({
    name: 'the local Shopify',
    script: 'tests/dev-store/main.ts',
    args: ['--port', String(freeStore), '--app-url', appUrl, '--shop', opened],
    env: keys,
    ...(onLine ? { onLine } : {}),
  });
  const encore = await startProcess({
    name: 'Encore',
    flags: startFlags(),
    script: 'web/main.ts',
    env: {
      ...keys,
      PORT: String(freeApp),
      APP_URL: appUrl,
      ENCORE_LOCAL: '1',
      // The same for every run: a database that is given has what an earlier run encrypted.
      ENCRYPTION_KEY: Buffer.alloc(32, 'encore demo').toString('base64'),
      SHOPIFY_API_ORIGIN: storeUrl,
      APP_BRIDGE_URL: `${storeUrl}/app-bridge.js`,
      FRAME_ANCESTORS: storeUrl,
      LOG_LEVEL: values.verbose ? 'info' : 'warn',
      ...(process.env.DATABASE_URL
        ? { DATABASE_URL: process.env.DATABASE_URL }
        : { DATA_DIR: path.join(folder, 'db') }),
    },
    onLine: onLine ?? ((line) => console.error(line)),
  });
  return { store, encore };
}

/** The pages are built once; a change under web/frontend is seen by `npm run build:admin`. */
function buildAdmin(): void {
  if (existsSync('dist/admin/index.html')) return;
  say('Building the admin pages …');
  const result = spawnSync('npm', ['run', '--silent', 'build:admin'], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  if (result.status !== 0) throw new Error('the admin pages could not be built');
}

async function show(): Promise<void> {
  await firstSync(client, (line) => say(line));
  say('');
  say(`Local Shopify   ${store.url}/store/${SHOP.replace('.myshopify.com', '')}/customers`);
  say(
    `Encore          ${store.url}/store/${SHOP.replace('.myshopify.com', '')}/apps/encore   (its own server: ${encore.url})`,
  );
  say('ready');
  await new Promise<void>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve());
  });
}

/**
 * The loop without a browser; its last line is one JSON object. A real history's last orders come in live while the rest is
 * still being read. Then everybody is decided once more, with live events before it in the seeded shop, and compared again.
 */
async function check(): Promise<number> {
  const live = values.orders ? await historyGoesOn(client, shop) : 0;
  await firstSync(client, (line) => console.error(line));
  await settled(client);
  const first = await checkTags(shop, TIME_ZONE);
  const happened = live + (values.orders ? 0 : await liveHour(shop));
  await shop.post('/__dev/webhooks/drain', {});
  await settled(client);
  await client.recompute();
  await settled(client);
  const { examples, remembered: _, ...result } = await checkTags(shop, TIME_ZONE, first.remembered);
  for (const example of [...first.examples, ...examples]) console.error(JSON.stringify(example));
  console.error(`${happened} live events`);
  const mismatches = first.mismatches + result.mismatches;
  const seconds = Math.round((performance.now() - startedAt) / 100) / 10;
  say(JSON.stringify({ ...result, mismatches, seconds }));
  const allStages = Object.values(result.stages).every((count) => count > 0);
  return mismatches === 0 && result.tagged > 0 && (values.orders !== undefined || allStages) ? 0 : 1;
}

async function portOrFree(port: string): Promise<number> {
  if (port !== '0') return Number(port);
  const { createServer } = await import('node:net');
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}
