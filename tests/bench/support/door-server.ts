// node tests/bench/support/door-server.ts ours|peer [address of a bulk result of orders]
// One webhook door on DATABASE_URL. With an address, a backfill runs in the same process until it is killed.
import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import pg from 'pg';
import { createApp } from '../../../web/app.ts';
import { readConfig } from '../../../web/config.ts';
import { openDatabase } from '../../../web/db/open-database.ts';
import { createLog } from '../../../web/log.ts';
import { benchPackage } from './bench-packages.ts';
import { readOrdersForEver } from './endless-backfill.ts';

const LONGEST_STATEMENT_MS = 600_000;

/** Encore as `createApp` joins it; its workers stay off, so that both doors do the same work. */
async function ours(bulkUrl: string | undefined): Promise<RequestListener> {
  const config = readConfig(process.env);
  const clock = { now: () => new Date() };
  const log = createLog(config.logLevel);
  const { http } = await createApp(config, {
    log,
    clock,
    open: async (options) => {
      const database = await openDatabase({ ...options, statementLimitMs: LONGEST_STATEMENT_MS });
      if (bulkUrl) void readOrdersForEver(database.pool, { bulkUrl, clock, log });
      return database;
    },
  });
  return http;
}

/** What the peer must be told of the library's module; it is installed for benchmarks only. */
type ShopifyAppExpress = {
  shopifyApp(options: object): { processWebhooks(options: object): RequestListener[] };
};
type ShopifyApi = {
  ApiVersion: Record<string, string>;
  DeliveryMethod: { Http: string };
  LogSeverity: Record<string, number>;
};
type Express = () => RequestListener & { post(path: string, ...handlers: unknown[]): void };

const INSERT = `INSERT INTO webhook_inbox (shop_id, topic, webhook_id, received_at, body)
  SELECT shop_id, $2, $3, $4, $5 FROM shop WHERE domain = $1 ON CONFLICT (shop_id, topic, webhook_id) DO NOTHING`;

/** Shopify's own express package, whose handler inserts one such row before the package answers 200. */
async function peer(): Promise<RequestListener> {
  const { shopifyApp } = await benchPackage<ShopifyAppExpress>('@shopify/shopify-app-express');
  const { default: express } = await benchPackage<{ default: Express }>('express');
  const { ApiVersion, DeliveryMethod, LogSeverity } = await benchPackage<ShopifyApi>('@shopify/shopify-api');
  const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL, max: 10 });
  const shopify = shopifyApp({
    api: {
      apiKey: process.env.SHOPIFY_API_KEY,
      apiSecretKey: process.env.SHOPIFY_API_SECRET,
      apiVersion: Object.values(ApiVersion).at(-1),
      hostName: 'peer.example.com',
      isEmbeddedApp: true,
      logger: { level: LogSeverity.Error },
    },
    auth: { path: '/auth', callbackPath: '/auth/callback' },
    webhooks: { path: '/webhooks' },
  });
  const callback = async (topic: string, domain: string, body: string, webhookId: string) => {
    await pool.query({
      name: 'insert',
      text: INSERT,
      values: [domain, topic.toLowerCase().replace('_', '/'), webhookId, new Date(), body],
    });
  };
  const app = express();
  const handler = { deliveryMethod: DeliveryMethod.Http, callbackUrl: '/webhooks', callback };
  app.post('/webhooks', ...shopify.processWebhooks({ webhookHandlers: { ORDERS_CREATE: handler } }));
  return app;
}

const [kind, bulkUrl] = process.argv.slice(2);
const server = createServer(kind === 'peer' ? await peer() : await ours(bulkUrl));
server.keepAliveTimeout = 65_000;
server.listen(0);
await once(server, 'listening');
console.log(
  JSON.stringify({ ready: true, url: `http://localhost:${(server.address() as AddressInfo).port}` }),
);
process.once('SIGTERM', () => process.exit(0));
