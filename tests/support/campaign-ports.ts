import type pg from 'pg';
import { createKeyedDraws } from '../../web/db/keyed-draws.ts';
import { createReader } from '../../web/db/reader.ts';
import { createStore } from '../../web/db/store.ts';
import { createTokenCipher } from '../../web/db/token-cipher.ts';
import { createLinks } from '../../web/http/links.ts';
import { createPoster } from '../../web/http/outgoing-webhook.ts';
import { shopHandlers } from '../../web/jobs/handlers.ts';
import { createMailer } from '../../web/mail/create-mailer.ts';
import { mailWriter } from '../../web/mail/render-mail.ts';
import { createAdminClients } from '../../web/shopify/admin-client.ts';
import { createShopify } from '../../web/shopify/create-shopify.ts';
import { createShopifyOffers } from '../../web/shopify/offers/create-shopify-offers.ts';
import { createOfflineTokens } from '../../web/shopify/offline-token.ts';
import { createShopifyRewards } from '../../web/shopify/rewards/create-shopify-rewards.ts';
import { createShopifyApi } from '../../web/shopify/shopify-app.ts';
import type { Timing } from '../../web/shopify/timing.ts';
import type { AppCtx, Clock, Shop, Store } from '../../web/use-cases/ports.ts';
import { memoryStorage } from '../adapters/shopify/support/fixtures.ts';
import type { LocalShopify } from '../dev-store/controls/local-shopify.ts';
import { type RecordingLog, recordingLog } from './silent-log.ts';
import { TableQueue, type WaitingJob } from './table-queue.ts';
import type { TestDatabase } from './test-database.ts';

export const APP_IDENTITY = { clientId: 'key', clientSecret: 'a-secret-of-some-length' };
const APP_URL = 'https://encore.example.com';
const KEY = 'a key for tests';

/** The ports as a test may replace them, e.g. by ones that crash. */
export type WrapPort = <T extends object>(port: T) => T;

export type CampaignPorts = {
  pool: pg.Pool;
  store: Store;
  clock: Clock;
  queue: TableQueue;
  log: RecordingLog;
  /** Put around store, queue, Shopify and mailer of every context made from now on. */
  wrap: WrapPort;
  shop(): Promise<Shop>;
  ctx(): Promise<AppCtx>;
  run(job: WaitingJob): Promise<void>;
  close(): void;
};

type Asked = {
  database: TestDatabase;
  local: LocalShopify;
  url: string;
  domain: string;
  idToken: string;
  pause(ms: number): Promise<void>;
};

/** What app.ts joins, on the local Shopify's clock. */
export async function openPorts(asked: Asked): Promise<CampaignPorts> {
  const { local, domain } = asked;
  const { pool } = asked.database;
  const log = recordingLog();
  const clock: Clock = { now: () => new Date(local.clock.now()) };
  const queue = new TableQueue(pool, clock.now);
  const cipher = createTokenCipher([Buffer.alloc(32, 7)]);
  const { enqueueIn } = queue;
  const store = createStore({ pool, redactionKey: KEY, enqueueIn, cipher });
  const timing: Timing = {
    now: () => local.clock.now(),
    wait: (ms) => local.clock.advance(ms),
    random: () => 0.5,
  };
  const client = await connect(asked, timing, log);
  const mailer = createMailer({ now: clock.now, resolver: { resolveTxt: async () => [] } });
  const shop = async () => {
    const found = await store.shops.findByDomain(domain);
    if (!found) throw new Error(`${domain} is not installed`);
    return found;
  };
  const ports: CampaignPorts = {
    pool,
    store,
    clock,
    queue,
    log,
    wrap: (port) => port,
    shop,
    ctx: async () => ({
      shop: await shop(),
      store: ports.wrap(store),
      reader: createReader(pool),
      shopify: ports.wrap(createShopify({ client, timing })),
      offers: ports.wrap(createShopifyOffers(client, {})),
      rewards: ports.wrap(createShopifyRewards(client, {})),
      queue: ports.wrap(queue.port()),
      mailer: ports.wrap(mailer),
      clock,
      log,
      draws: createKeyedDraws(KEY),
      links: createLinks(APP_URL, KEY),
      writer: mailWriter,
      poster: createPoster(),
      returnMailbox: { read: async () => ({ outcome: 'read', mails: 0, reports: 0 }) },
      pause: asked.pause,
    }),
    run: async (job) => {
      const handlers = shopHandlers(ports.ctx);
      if (job.name === 'housekeeping') return;
      await (handlers[job.name] as (payload: object) => Promise<void>)(job.payload);
    },
    close: () => mailer.close(),
  };
  return ports;
}

async function connect({ url, domain, idToken }: Asked, timing: Timing, log: RecordingLog) {
  const app = { apiKey: APP_IDENTITY.clientId, apiSecret: APP_IDENTITY.clientSecret, appUrl: APP_URL };
  const tokens = createOfflineTokens({
    api: createShopifyApi(app, log),
    storage: memoryStorage(),
    apiOrigin: url,
    timing,
    log,
    onNeedsReauth: async () => undefined,
  });
  await tokens.getOfflineSession(domain, idToken);
  return createAdminClients({ tokens, apiOrigin: url, timing, log })(domain);
}
