import { readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { type CustomerId, type OrderId, parseId } from '../../../../web/domain/shared/ids.ts';
import { type AdminClient, createAdminClients } from '../../../../web/shopify/admin-client.ts';
import { createShopify } from '../../../../web/shopify/create-shopify.ts';
import { createOfflineTokens, type OfflineTokens } from '../../../../web/shopify/offline-token.ts';
import { createShopifyApi } from '../../../../web/shopify/shopify-app.ts';
import type { Timing } from '../../../../web/shopify/timing.ts';
import type { Shopify } from '../../../../web/use-cases/ports.ts';
import { LocalShopify } from '../../../dev-store/controls/local-shopify.ts';
import { startServer } from '../../../dev-store/server.ts';
import { APP, keepingLog, memoryStorage, SHOP } from './fixtures.ts';

/** Ids start above 2^53, so that a reader that loses digits is found. */
const FIRST_ID = '9007199254740993';

type Body = Record<string, unknown>;
export type Stats = { calls: number; byOperation: Record<string, number>; throttled: number };

export type DevStore = {
  shopify: Shopify;
  client: AdminClient;
  tokens: OfflineTokens;
  needsReauth: string[];
  /** A control of the local Shopify, e.g. `control('POST', 'orders', {…})` under the shop. */
  control(method: string, path: string, body?: Body): Promise<Body>;
  /** The same below `/__dev/`, for all shops. */
  dev(method: string, path: string, body?: Body): Promise<Body>;
  order(input: Body): Promise<{ id: OrderId; lines: { id: string }[] }>;
  customer(input?: Body): Promise<CustomerId>;
  stats(): Promise<Stats>;
  /** Forgets the counts so far. */
  resetStats(): Promise<void>;
  /** The newest delivery's body of a topic. */
  lastBody(topic: string): Promise<string>;
  close(): Promise<void>;
};

/** The local Shopify over HTTP with the app installed, and the port under test speaking to it by the one origin setting. */
export async function openDevStore(input: Body = {}): Promise<DevStore> {
  const toml = readFileSync(new URL('../../../../shopify.app.toml', import.meta.url), 'utf8');
  const app = { clientId: APP.apiKey, clientSecret: APP.apiSecret };
  const local = new LocalShopify({ toml, appUrl: 'http://127.0.0.1:1', app });
  const server = await startServer(local, 0);
  const dev = async (method: string, path: string, body?: Body) => {
    const response = await fetch(`${server.url}/__dev/${path}`, {
      method,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const answer = (await response.json()) as Body;
    if (!response.ok) throw new Error(`${method} ${path}: ${JSON.stringify(answer)}`);
    return answer;
  };
  const control = (method: string, path: string, body?: Body) => dev(method, `shops/${SHOP}/${path}`, body);
  await dev('POST', 'shops', { domain: SHOP, firstId: FIRST_ID, install: true, ...input });
  await dev('POST', 'webhooks/hold');
  await dev('POST', 'bulk', { startDelayMs: 0, runMs: 0 });
  const frame = await control('POST', 'frame', {});
  const parts = await connect(server.url, String(frame.idToken), hurried(local));
  return {
    ...parts,
    control,
    dev,
    order: async (order) => {
      const placed = (await control('POST', 'orders', order)) as { id: string; lines: { id: string }[] };
      return { id: placed.id as OrderId, lines: placed.lines };
    },
    customer: async (customer = {}) => {
      const id = parseId<CustomerId>((await control('POST', 'customers', customer)).id);
      if (id === null) throw new Error('the local Shopify gave no id');
      return id;
    },
    stats: async () => {
      const all = (await dev('GET', 'stats')) as Record<string, Stats>;
      return all[SHOP] ?? { calls: 0, byOperation: {}, throttled: 0 };
    },
    resetStats: async () => {
      await dev('DELETE', 'stats');
    },
    lastBody: async (topic) => {
      const { deliveries } = (await dev('GET', `webhooks?topic=${topic}&bodies`)) as {
        deliveries: { body: string }[];
      };
      return deliveries.at(-1)?.body ?? '';
    },
    close: () => server.close(),
  };
}

/** Time in which no wait takes longer than 20 ms: the rest of it is jumped over, on both sides. */
function hurried(local: LocalShopify): Timing {
  let jumped = 0;
  return {
    now: () => Date.now() + jumped,
    wait: async (ms) => {
      const waited = Math.min(ms, 20);
      await delay(waited);
      jumped += ms - waited;
      await local.clock.advance(ms - waited);
    },
    random: () => 0.5,
  };
}

async function connect(apiOrigin: string, idToken: string, timing: Timing) {
  const log = keepingLog();
  const needsReauth: string[] = [];
  const tokens = createOfflineTokens({
    api: createShopifyApi(APP, log),
    storage: memoryStorage(),
    apiOrigin,
    timing,
    log,
    onNeedsReauth: async (shop) => {
      needsReauth.push(shop);
    },
  });
  await tokens.getOfflineSession(SHOP, idToken);
  const client = createAdminClients({ tokens, apiOrigin, timing, log })(SHOP);
  return { client, tokens, needsReauth, shopify: createShopify({ client, timing }) };
}
