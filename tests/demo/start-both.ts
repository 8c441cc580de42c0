import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readConfig } from '../../web/config.ts';
import { uiExtensions } from '../dev-store/extension-host/extension-files.ts';
import { buildExtensions } from '../support/built-extensions.ts';
import type { DrivenClock } from './driven-clock.ts';
import { type HostedEncore, hostEncore } from './encore-host.ts';
import { connectShop, type LocalShop } from './local-shop.ts';
import { PortFault, portOf, portOrOther } from './ports.ts';
import { type Running, startProcess } from './processes.ts';

const API_KEY = 'encore-local-client-id';
const MAIL_PORT = 4025;
const LOOPBACK = '127.0.0.1';

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
  const { port, storePort, mailPort } = await choosePorts(options.ports);
  const appUrl = `http://localhost:${port}`;
  const keys = { SHOPIFY_API_KEY: API_KEY, SHOPIFY_API_SECRET: randomBytes(24).toString('hex') };
  const store = await startProcess({
    name: 'the local Shopify',
    script: 'tests/dev-store/main.ts',
    args: ['--port', String(storePort), '--smtp-port', String(mailPort), '--app-url', appUrl],
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

/**
 * What the local Shopify shows of us at checkout, on the thank-you page and in the account, built once per state of the sources.
 * The demo goes on without.
 */
export async function buildShopperPages(say: (line: string) => void): Promise<void> {
  if (uiExtensions().some((extension) => !extension.isBuilt)) say('Building the extensions …');
  const { ok } = await buildExtensions();
  if (!ok)
    say(
      'The extensions could not be built: `npm run build:extensions` says why. Checkout and account show a note in their place.',
    );
}

/** The two must know each other's address before either listens. Nobody types the mail server's: it goes where there is room. */
async function choosePorts({ encore, shopify }: StartOptions['ports']) {
  if (encore === shopify && encore !== '0')
    throw new PortFault(`PORT and DEV_STORE_PORT are both ${encore}: each needs one of its own.`);
  const { DEV_STORE_SMTP_PORT: mails } = process.env;
  const [port, storePort, mailPort] = await Promise.all([
    portOf({ variable: 'PORT', value: encore }),
    portOf({ variable: 'DEV_STORE_PORT', value: shopify }),
    mails
      ? portOf({ variable: 'DEV_STORE_SMTP_PORT', value: mails, host: LOOPBACK })
      : portOrOther(shopify === '0' ? 0 : MAIL_PORT, LOOPBACK),
  ]);
  return { port, storePort, mailPort };
}
