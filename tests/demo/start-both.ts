import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { createServer } from 'node:net';
import { readConfig } from '../../web/config.ts';
import type { DrivenClock } from './driven-clock.ts';
import { type HostedEncore, hostEncore } from './encore-host.ts';
import { connectShop, type LocalShop } from './local-shop.ts';
import { type Running, startProcess } from './processes.ts';

const API_KEY = 'encore-local-client-id';

export type StartOptions = {
  domain: string;
  /** The shop as `POST /__dev/shops` takes it, without its domain. */
  shop: object;
  /** When the shop is opened, its history ending there; null = now. */
  opensAt: Date | null;
  ports: { encore: string; shopify: string };
  /** Where the embedded database lies, unless DATABASE_URL is given. */
  dataDir: string;
  clock: DrivenClock;
  logLevel: string;
  onLine?: ((line: string) => void) | undefined;
};

export type Both = { store: Running; shop: LocalShop; encore: HostedEncore };

/** The local Shopify as a process of its own with one shop, and Encore in this one, both on one clock. */
export async function startBoth(options: StartOptions): Promise<Both> {
  const { domain, clock, onLine } = options;
  // The two must know each other's address before either listens, so a free port is chosen for the check.
  const [port, storePort] = await Promise.all([
    portOrFree(options.ports.encore),
    portOrFree(options.ports.shopify),
  ]);
  const appUrl = `http://localhost:${port}`;
  const keys = { SHOPIFY_API_KEY: API_KEY, SHOPIFY_API_SECRET: randomBytes(24).toString('hex') };
  const anyPort = options.ports.shopify === '0' ? ['--smtp-port', '0'] : [];
  const store = await startProcess({
    name: 'the local Shopify',
    script: 'tests/dev-store/main.ts',
    args: ['--port', String(storePort), '--app-url', appUrl, ...anyPort],
    env: keys,
    ...(onLine ? { onLine } : {}),
  });
  const shop = connectShop(store.url, domain);
  if (options.opensAt) await clock.moveTo(shop, options.opensAt, 1);
  await shop.post('/__dev/shops', { domain, install: true, ...options.shop });
  const config = readConfig({
    ...keys,
    PORT: String(port),
    APP_URL: appUrl,
    ENCORE_LOCAL: '1',
    // The same for every run: a database that is given has what an earlier run encrypted.
    ENCRYPTION_KEY: Buffer.alloc(32, 'encore demo').toString('base64'),
    SHOPIFY_API_ORIGIN: store.url,
    APP_BRIDGE_URL: `${store.url}/app-bridge.js`,
    FRAME_ANCESTORS: store.url,
    LOG_LEVEL: options.logLevel,
    ...(process.env.DATABASE_URL
      ? { DATABASE_URL: process.env.DATABASE_URL }
      : { DATA_DIR: options.dataDir }),
  });
  return { store, shop, encore: await hostEncore(config, clock) };
}

/** The pages are built once; a change under web/frontend is seen by `npm run build:admin`. */
export function buildAdmin(say: (line: string) => void): void {
  if (existsSync('dist/admin/index.html')) return;
  say('Building the admin pages …');
  const result = spawnSync('npm', ['run', '--silent', 'build:admin'], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  if (result.status !== 0) throw new Error('the admin pages could not be built');
}

function portOrFree(port: string): Promise<number> {
  if (port !== '0') return Promise.resolve(Number(port));
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}
