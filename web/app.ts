import dns from 'node:dns/promises';
import type { RequestListener } from 'node:http';
import { fileURLToPath } from 'node:url';
import type { Express } from 'express';
import type { Config } from './config.ts';
import { dataKey } from './db/data-key.ts';
import { isDatabaseAway } from './db/database-away.ts';
import { createKeyedDraws } from './db/keyed-draws.ts';
import { migrate } from './db/migrate.ts';
import { openDatabase } from './db/open-database.ts';
import { createPrisma } from './db/prisma-client.ts';
import { createReader } from './db/reader.ts';
import { createSessionStore } from './db/session-store.ts';
import { createStore } from './db/store.ts';
import { createTokenCipher } from './db/token-cipher.ts';
import { vacuumDaily } from './db/vacuum.ts';
import { showPresence } from './db/worker-presence.ts';
import { AppError } from './domain/shared/errors.ts';
import type { CustomerId, ShopId } from './domain/shared/ids.ts';
import { blockRoutes } from './http/block-routes.ts';
import { campaignRoutes } from './http/campaign-routes.ts';
import { campaignTrialRoutes } from './http/campaign-trial-routes.ts';
import { channelRoutes } from './http/channel-routes.ts';
import { customerRoutes } from './http/customer-routes.ts';
import { customersRoutes } from './http/customers-routes.ts';
import { flowRoutes } from './http/flow-routes.ts';
import { homeRoutes } from './http/home-routes.ts';
import { linkRoutes } from './http/link-routes.ts';
import { createLinks } from './http/links.ts';
import { batchRoutes, memberRoutes } from './http/member-routes.ts';
import { createPoster } from './http/outgoing-webhook.ts';
import { privacyRoutes } from './http/privacy-routes.ts';
import { programRoutes } from './http/program-routes.ts';
import { resultRoutes } from './http/result-routes.ts';
import { segmentsRoutes } from './http/segments-routes.ts';
import { createServer } from './http/server.ts';
import { settingsRoutes } from './http/settings-routes.ts';
import { shopRoutes } from './http/shop-routes.ts';
import type { ShopperCaller } from './http/shopper-door.ts';
import { shopperRoutes } from './http/shopper-routes.ts';
import { shopHandlers } from './jobs/handlers.ts';
import { createInboxDrainer } from './jobs/inbox-drainer.ts';
import { createJobQueue, type JobHandlers } from './jobs/queue.ts';
import { createSchedule } from './jobs/schedule.ts';
import { createReturnMailbox } from './mail/bounces/create-return-mailbox.ts';
import { createMailer } from './mail/create-mailer.ts';
import { mailWriter } from './mail/render-mail.ts';
import { createAdminClients } from './shopify/admin-client.ts';
import { createShopify } from './shopify/create-shopify.ts';
import { checkFlowRequest } from './shopify/flow-check.ts';
import { createShopifyOffers } from './shopify/offers/create-shopify-offers.ts';
import { createOfflineTokens } from './shopify/offline-token.ts';
import { requireProxyCaller } from './shopify/proxy-signature.ts';
import { createShopifyRewards } from './shopify/rewards/create-shopify-rewards.ts';
import { requireAdminToken, requireShopperToken } from './shopify/session-token.ts';
import { createShopifyApi } from './shopify/shopify-app.ts';
import { storefrontAddress } from './shopify/storefront-address.ts';
import { realTiming } from './shopify/timing.ts';
import { checkWebhook } from './shopify/webhook-check.ts';
import { installShop } from './use-cases/install-shop.ts';
import { keepHouse } from './use-cases/keep-house.ts';
import type { AppCtx, Clock, Log, Shop } from './use-cases/ports.ts';
import { receiveWebhooks } from './use-cases/receive-webhooks.ts';
import { recordWebhooks } from './use-cases/record-webhooks.ts';

/** Encore, joined and not yet listening. */
export type App = {
  http: RequestListener;
  /** What express routes of it. */
  routed: Express;
  startWorkers(): Promise<void>;
  /** What the clock starts every minute, now: for who drives the clock. */
  tick(): Promise<void>;
  /** Lets work under way finish, then closes the database. */
  stop(): Promise<void>;
};

const ADMIN_FOLDER = fileURLToPath(new URL('../dist/admin', import.meta.url));
const INBOX_BATCH = 200;

/**
 * What comes from outside the app. `open` lets a test look into the database it gives; `wait` is how that clock's time passes;
 * `pollSeconds` is how often the queue looks for jobs that nobody woke it for.
 */
export type Outer = {
  log: Log;
  clock: Clock;
  open?: typeof openDatabase;
  wait?: (ms: number) => Promise<void>;
  pollSeconds?: number;
};

/** The composition root: the only file that names concrete adapters. Brings the database to the newest migration first. */
export async function createApp(config: Config, outer: Outer): Promise<App> {
  const { log, clock, open = openDatabase, wait, pollSeconds } = outer;
  const database = await open(config.database);
  await migrate(database);
  const { pool } = database;
  const cipher = createTokenCipher(config.encryptionKeys);
  const redactionKey = await dataKey(pool, cipher, 'redacted customers');
  const campaignKey = await dataKey(pool, cipher, 'campaigns');
  const queue = createJobQueue(pool, log, pollSeconds);
  await queue.start();
  if (database.kind === 'pglite') await queue.takeOver();
  const presence = await showPresence(database);
  const store = createStore({
    pool,
    redactionKey,
    enqueueIn: queue.enqueueIn,
    cipher,
    worker: presence.worker,
    enqueued: queue.wake,
  });
  const reader = createReader(pool);

  const timing = { ...realTiming(clock), ...(wait && { wait }) };
  const api = createShopifyApi(config, log);
  const prisma = createPrisma(pool);
  const tokens = createOfflineTokens({
    api,
    storage: createSessionStore(prisma, cipher, clock),
    apiOrigin: config.apiOrigin,
    timing,
    log,
    async onNeedsReauth(domain) {
      const shop = await store.shops.findByDomain(domain);
      const running = shop?.state === 'active' || shop?.state === 'installing';
      if (running) await store.shops.setState(shop.shopId, 'needs_reauth', clock.now());
    },
  });
  const clientOf = createAdminClients({ tokens, apiOrigin: config.apiOrigin, timing, log });

  const mailer = createMailer({ now: clock.now, resolver: dns });
  const shared = {
    store,
    reader,
    queue,
    clock,
    draws: createKeyedDraws(campaignKey),
    links: createLinks(config.appUrl, campaignKey),
    mailer,
    writer: mailWriter,
    poster: createPoster(),
    returnMailbox: createReturnMailbox({ now: clock.now }),
    pause: timing.wait,
  };
  const contextOf = (shop: Shop, priority: 'interactive' | 'background'): AppCtx => {
    const client = clientOf(shop.domain);
    return {
      ...shared,
      shop,
      shopify: createShopify({ client, timing, priority }),
      offers: createShopifyOffers(client, { priority }),
      rewards: createShopifyRewards(client, { priority }),
      log: log.child({ shopId: shop.shopId }),
    };
  };
  const jobContext = async (shopId: ShopId): Promise<AppCtx> => {
    const shop = await store.shops.find(shopId);
    if (!shop) throw new AppError('NOT_FOUND', `there is no shop ${shopId}`);
    return contextOf(shop, 'background');
  };

  /** A link in a message outlives the session that sent it, but not the installation. */
  const shopOfLink = async (shopId: ShopId): Promise<AppCtx | null> => {
    const shop = await store.shops.find(shopId);
    return shop === null || shop.state === 'uninstalled' ? null : contextOf(shop, 'interactive');
  };

  const installedShop = async (domain: string): Promise<AppCtx | null> => {
    const shop = await store.shops.findByDomain(domain);
    return shop === null || shop.state === 'uninstalled' ? null : contextOf(shop, 'interactive');
  };

  /** Whom Shopify signed for, in the context of the shop it signed for. */
  const shopper = async (caller: { shop: string; customerId: CustomerId | null }): Promise<ShopperCaller> => {
    const ctx = await installedShop(caller.shop);
    if (!ctx) throw new AppError('NOT_FOUND', 'Encore is not installed in this shop');
    return { ctx, customerId: caller.customerId };
  };

  const openShop = async (sessionToken: string): Promise<AppCtx> => {
    const { shop: domain } = await requireAdminToken(api, sessionToken);
    const standing = await store.shops.findByDomain(domain);
    if (standing?.state === 'active' || standing?.state === 'installing')
      return contextOf(standing, 'interactive');
    const session = await tokens.exchange(domain, sessionToken);
    const scopes = session.scope?.split(',') ?? [];
    return contextOf(await installShop({ store, clock }, { domain, scopes }), 'interactive');
  };

  const drainer = createInboxDrainer({
    shopsWithPending: () => store.inbox.shopsWithPending(clock.now()),
    drain: async (shopId) => recordWebhooks(await jobContext(shopId), { limit: INBOX_BATCH }),
    log,
  });
  const schedule = createSchedule({
    queue,
    listRunning: store.shops.listRunning,
    campaignWork: store.campaigns.work,
    loyaltyWork: store.loyalty.work,
    clock,
    log,
  });
  const handlers: JobHandlers = {
    ...shopHandlers(jobContext),
    housekeeping: async () => {
      await keepHouse({ store, clock, log });
      if (database.kind === 'pglite') await vacuumDaily(pool);
    },
  };

  const { listener, app } = createServer({
    door: {
      check: (rawBody, headers) => checkWebhook(config.apiSecret, rawBody, headers),
      async receive(delivery) {
        const [outcome] = await receiveWebhooks({ store, clock }, [delivery]);
        return outcome ?? 'failed';
      },
      stored: drainer.wake,
      log,
    },
    openShop,
    api: [
      homeRoutes(),
      shopRoutes(),
      customersRoutes(),
      segmentsRoutes(),
      customerRoutes(),
      campaignRoutes(),
      campaignTrialRoutes(),
      channelRoutes(),
      resultRoutes(),
      settingsRoutes(),
      privacyRoutes(),
      programRoutes({ clientId: config.apiKey }),
      memberRoutes(),
      batchRoutes(),
    ],
    open: [
      linkRoutes({
        open: shared.links.open,
        shopOf: shopOfLink,
        addressOf: storefrontAddress(config.apiOrigin),
      }),
      blockRoutes(openShop),
      shopperRoutes({
        byProxy: async (rawQuery) => shopper(await requireProxyCaller(api, rawQuery)),
        byToken: async (token) => shopper(await requireShopperToken(api, token)),
      }),
      flowRoutes({
        signed: (rawBody, headers) => checkFlowRequest(config.apiSecret, rawBody, headers),
        shopOf: installedShop,
      }),
    ],
    adminPage: { ...config, folder: ADMIN_FOLDER },
    async healthy() {
      await pool.query('SELECT 1');
    },
    isAway: isDatabaseAway,
    log,
  });

  return {
    http: listener,
    routed: app,
    async startWorkers() {
      await queue.work(handlers);
      drainer.start();
      schedule.start();
    },
    tick: schedule.tick,
    async stop() {
      await schedule.stop();
      await drainer.stop();
      await presence.end();
      await queue.stop();
      mailer.close();
      await prisma.$disconnect();
      await database.close();
    },
  };
}
