import { afterEach, describe, expect, it } from 'vitest';
import { createOfflineTokens } from '../../../web/shopify/offline-token.ts';
import { createShopifyApi } from '../../../web/shopify/shopify-app.ts';
import type { Timing } from '../../../web/shopify/timing.ts';
import {
  APP,
  jumpingTiming,
  keepingLog,
  memoryStorage,
  offlineSession,
  type Scripted,
  SHOP,
  sessionToken,
  standingTiming,
  startScripted,
} from './support/fixtures.ts';

const ID = `offline_${SHOP}`;
const tokens = (n: number, changes: object = {}): Scripted => ({
  body: {
    access_token: `shpat_${n}`,
    scope: 'read_orders',
    expires_in: 3600,
    refresh_token: `shprt_${n}`,
    refresh_token_expires_in: 7_776_000,
    ...changes,
  },
});
const refused: Scripted = { status: 400, body: { error: 'invalid_request' } };

const open: { close(): Promise<void> }[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((server) => server.close()));
});

async function setUp(script: Scripted[], given?: Timing) {
  const server = await startScripted(script);
  open.push(server);
  const timing = jumpingTiming();
  const storage = memoryStorage();
  const log = keepingLog();
  const needsReauth: string[] = [];
  const make = () =>
    createOfflineTokens({
      api: createShopifyApi(APP, log),
      storage,
      apiOrigin: server.url,
      timing: given ?? timing,
      log,
      onNeedsReauth: async (shop) => {
        needsReauth.push(shop);
      },
    });
  const asked = () => server.seen.map((seen) => JSON.parse(seen.body) as Record<string, string>);
  return { server, timing, storage, log, needsReauth, make, offline: make(), asked };
}

describe('first page of a shop', () => {
  it('no session yet → exchanged for an expiring offline token, which is stored', async () => {
    const { offline, asked, server, storage } = await setUp([tokens(1)]);
    const token = sessionToken();
    const session = await offline.getOfflineSession(SHOP, token);
    expect(session).toMatchObject({ id: ID, accessToken: 'shpat_1', refreshToken: 'shprt_1' });
    expect(asked()).toEqual([
      expect.objectContaining({
        expiring: '1',
        subject_token: token,
        requested_token_type: 'urn:shopify:params:oauth:token-type:offline-access-token',
      }),
    ]);
    expect(server.seen[0]).toMatchObject({ path: '/admin/oauth/access_token' });
    expect(server.seen[0]?.headers['x-forwarded-host']).toBe(SHOP);
    expect((await storage.loadSession(ID))?.accessToken).toBe('shpat_1');
    expect(storage.leases.size).toBe(0);
  });

  it('two pages at once → one exchange', async () => {
    const { make, asked } = await setUp([tokens(1)], standingTiming());
    const both = await Promise.all([
      make().getOfflineSession(SHOP, sessionToken()),
      make().getOfflineSession(SHOP, sessionToken()),
    ]);
    expect(both.map((session) => session.accessToken)).toEqual(['shpat_1', 'shpat_1']);
    expect(asked().length).toBe(1);
  });

  it('Shopify refuses the session token → UNAUTHORIZED, the shop is not given up', async () => {
    const { offline, needsReauth } = await setUp([refused]);
    await expect(offline.getOfflineSession(SHOP, sessionToken())).rejects.toMatchObject({
      code: 'UNAUTHORIZED',
    });
    expect(needsReauth).toEqual([]);
  });

  it('a worker before any merchant came → NEEDS_REAUTH', async () => {
    const { offline, needsReauth, asked } = await setUp([tokens(1)]);
    await expect(offline.getOfflineSession(SHOP)).rejects.toMatchObject({ code: 'NEEDS_REAUTH' });
    expect(needsReauth).toEqual([SHOP]);
    expect(asked()).toEqual([]);
  });
});

describe('installed again within the hour', () => {
  it('the stored session looks alive → exchanged anew all the same, without a try to refresh', async () => {
    const { offline, storage, asked } = await setUp([tokens(4)]);
    await storage.storeSession(offlineSession());
    expect((await offline.exchange(SHOP, sessionToken())).accessToken).toBe('shpat_4');
    expect(asked()).toEqual([expect.objectContaining({ expiring: '1' })]);
  });

  it('several pages at once → one exchange', async () => {
    const { make, storage, asked } = await setUp([tokens(4)], standingTiming());
    await storage.storeSession(offlineSession());
    const all = await Promise.all([1, 2, 3].map(() => make().exchange(SHOP, sessionToken())));
    expect(new Set(all.map((session) => session.accessToken))).toEqual(new Set(['shpat_4']));
    expect(asked().length).toBe(1);
  });
});

describe('an hour later', () => {
  it('more than five minutes left → used as it is', async () => {
    const { offline, storage, asked, timing } = await setUp([tokens(2)]);
    await storage.storeSession(offlineSession({ lifeMs: 5 * 60_000 + 1000, now: timing.now() }));
    expect((await offline.getOfflineSession(SHOP)).accessToken).toBe('shpat_1');
    expect(asked()).toEqual([]);
  });

  it('less than five minutes left → refreshed and stored; its life counts from our clock', async () => {
    const { offline, storage, asked, timing } = await setUp([tokens(2)]);
    timing.advance(3 * 3_600_000);
    await storage.storeSession(offlineSession({ lifeMs: 5 * 60_000 - 1000, now: timing.now() }));
    const session = await offline.getOfflineSession(SHOP);
    expect(asked()).toEqual([
      expect.objectContaining({ grant_type: 'refresh_token', refresh_token: 'shprt_1' }),
    ]);
    expect((await storage.loadSession(ID))?.refreshToken).toBe('shprt_2');
    const life = (session.expires?.getTime() ?? 0) - timing.now();
    expect(Math.abs(life - 3_600_000)).toBeLessThan(60_000);
  });

  it('the answer of the refresh is lost → asked again with the same refresh token', async () => {
    const { offline, storage, asked } = await setUp(['cut', { status: 520, body: '<html>' }, tokens(3)]);
    await storage.storeSession(offlineSession({ lifeMs: 0 }));
    expect((await offline.getOfflineSession(SHOP)).accessToken).toBe('shpat_3');
    expect(asked().map((body) => body.refresh_token)).toEqual(['shprt_1', 'shprt_1', 'shprt_1']);
  });

  it('no answer at all → SHOPIFY_UNAVAILABLE; session and lease are left as they were', async () => {
    const { offline, storage, needsReauth } = await setUp(['cut']);
    await storage.storeSession(offlineSession({ lifeMs: 0 }));
    await expect(offline.getOfflineSession(SHOP)).rejects.toMatchObject({ code: 'SHOPIFY_UNAVAILABLE' });
    expect((await storage.loadSession(ID))?.refreshToken).toBe('shprt_1');
    expect(needsReauth).toEqual([]);
    expect(storage.leases.size).toBe(0);
  });

  it('the refresh is refused → the session is forgotten, the shop reported, NEEDS_REAUTH', async () => {
    const { offline, storage, needsReauth } = await setUp([refused]);
    await storage.storeSession(offlineSession({ lifeMs: 0 }));
    await expect(offline.getOfflineSession(SHOP)).rejects.toMatchObject({ code: 'NEEDS_REAUTH' });
    expect(needsReauth).toEqual([SHOP]);
    expect(await storage.loadSession(ID)).toBeUndefined();
  });

  it('refused, but another process stored a newer one meanwhile → that one', async () => {
    const { offline, storage, needsReauth } = await setUp([
      async (_seen, response) => {
        await storage.storeSession(offlineSession({ token: 'shpat_9', refresh: 'shprt_9' }));
        response.writeHead(401, { 'content-type': 'application/json' }).end('{"error":"invalid_request"}');
      },
    ]);
    await storage.storeSession(offlineSession({ lifeMs: 0 }));
    expect((await offline.getOfflineSession(SHOP)).accessToken).toBe('shpat_9');
    expect(needsReauth).toEqual([]);
  });

  it('reinstalled: the old refresh token is refused, a merchant is there → exchanged', async () => {
    const { offline, storage, needsReauth, asked } = await setUp([refused, tokens(5)]);
    await storage.storeSession(offlineSession({ lifeMs: 0 }));
    expect((await offline.getOfflineSession(SHOP, sessionToken())).accessToken).toBe('shpat_5');
    expect(asked()[1]).toMatchObject({ expiring: '1' });
    expect(needsReauth).toEqual([]);
  });

  it.each([
    ['a refresh token without expiry', offlineSession({ lifeMs: null })],
    [
      'a token that never expires',
      Object.assign(offlineSession({ lifeMs: null }), { refreshToken: undefined }),
    ],
  ])('%s → never trusted: exchanged when a merchant comes, else NEEDS_REAUTH', async (_case, session) => {
    const { offline, storage, asked } = await setUp([tokens(6)]);
    await storage.storeSession(session);
    expect((await offline.getOfflineSession(SHOP, sessionToken())).accessToken).toBe('shpat_6');
    expect(asked()[0]).toMatchObject({ expiring: '1' });
    await storage.storeSession(session);
    await expect(offline.getOfflineSession(SHOP)).rejects.toMatchObject({ code: 'NEEDS_REAUTH' });
  });
});

describe('the lease', () => {
  it('two processes want to refresh → one asks, both get its token', async () => {
    const { make, storage, asked } = await setUp([tokens(2)], standingTiming());
    await storage.storeSession(offlineSession({ lifeMs: 0 }));
    const both = await Promise.all([make().getOfflineSession(SHOP), make().getOfflineSession(SHOP)]);
    expect(both.map((session) => session.accessToken)).toEqual(['shpat_2', 'shpat_2']);
    expect(asked().length).toBe(1);
  });

  it('its holder died → taken over when it has run out', async () => {
    const { offline, storage, timing } = await setUp([tokens(2)]);
    await storage.storeSession(offlineSession({ lifeMs: 0 }));
    const until = new Date(timing.now() + 30_000);
    await storage.takeLease({ id: ID, shop: SHOP, now: new Date(timing.now()), until });
    expect((await offline.getOfflineSession(SHOP)).accessToken).toBe('shpat_2');
    expect(timing.now()).toBeGreaterThanOrEqual(until.getTime());
  });
});

describe('renew after a 401', () => {
  it('the stored token is already another → that one, nothing asked', async () => {
    const { offline, storage, asked } = await setUp([tokens(2)]);
    await storage.storeSession(offlineSession({ token: 'shpat_7' }));
    expect((await offline.renew(SHOP, 'shpat_1')).accessToken).toBe('shpat_7');
    expect(asked()).toEqual([]);
  });

  it('the refused token is the stored one → refreshed though it has not expired', async () => {
    const { offline, storage, asked } = await setUp([tokens(2)]);
    await storage.storeSession(offlineSession());
    expect((await offline.renew(SHOP, 'shpat_1')).accessToken).toBe('shpat_2');
    expect(asked().length).toBe(1);
  });
});

it('tokens and secrets → in no log line', async () => {
  const { offline, storage, log } = await setUp(['cut', refused, tokens(2)]);
  await storage.storeSession(offlineSession({ lifeMs: 0 }));
  await offline.getOfflineSession(SHOP, sessionToken());
  expect(log.lines.length).toBeGreaterThan(0);
  expect(JSON.stringify(log.lines)).not.toMatch(/shpat_|shprt_|a-secret|eyJ/);
});
