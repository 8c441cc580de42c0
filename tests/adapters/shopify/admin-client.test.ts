import { afterEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { AppError } from '../../../web/domain/shared/errors.ts';
import { type AdminClientOptions, createAdminClients } from '../../../web/shopify/admin-client.ts';
import type { OfflineTokens } from '../../../web/shopify/offline-token.ts';
import { defineMutation, defineQuery } from '../../../web/shopify/operations/operation.ts';
import {
  jumpingTiming,
  keepingLog,
  offlineSession,
  type Scripted,
  SHOP,
  startScripted,
} from './support/fixtures.ts';

const data = z.object({ shop: z.object({ name: z.string() }) });
const QUERY = defineQuery({
  name: 'Q',
  document: 'query Q { shop { name } }',
  data,
  mayBeDenied: ['email'],
  cost: () => 10,
});
const ONCE = defineMutation({
  name: 'M',
  document: 'mutation M { x }',
  repeatable: false,
  data,
  cost: () => 10,
});
const TWICE = defineMutation({
  name: 'R',
  document: 'mutation R { x }',
  repeatable: true,
  data,
  cost: () => 10,
});

const cost = (currentlyAvailable: number, requested = 10) => ({
  cost: {
    requestedQueryCost: requested,
    actualQueryCost: requested,
    throttleStatus: { maximumAvailable: 2000, currentlyAvailable, restoreRate: 100 },
  },
});
const good: Scripted = { body: { data: { shop: { name: 'Phở' } }, extensions: cost(1990) } };
const throttled: Scripted = {
  body: {
    errors: [{ message: 'Throttled', extensions: { code: 'THROTTLED' } }],
    extensions: cost(200, 500),
  },
};

const open: { close(): Promise<void> }[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((server) => server.close()));
});

async function setUp(script: Scripted[], tokens: Partial<OfflineTokens> = {}, requestMs = 30_000) {
  const server = await startScripted(script);
  open.push(server);
  const timing = jumpingTiming();
  const log = keepingLog();
  const calls: string[] = [];
  const abandon = async () => {
    calls.push('abandon');
    throw new AppError('NEEDS_REAUTH', 'gone');
  };
  const options: AdminClientOptions = {
    apiOrigin: server.url,
    timing,
    log,
    requestMs,
    tokens: {
      getOfflineSession: async () => offlineSession({ token: 'shpat_1', now: timing.now() }),
      exchange: async () => offlineSession(),
      renew: async (_shop, rejected) => {
        calls.push(`renew ${rejected}`);
        return offlineSession({ token: 'shpat_2', now: timing.now() });
      },
      abandon,
      ...tokens,
    },
  };
  return { server, timing, log, calls, client: createAdminClients(options)(SHOP) };
}

describe('an answered call', () => {
  it('goes to the origin with the shop, version and token in place, and is read', async () => {
    const { server, client } = await setUp([good]);
    expect(await client.run(QUERY, { a: 1 })).toEqual({ shop: { name: 'Phở' } });
    expect(server.seen[0]).toMatchObject({
      method: 'POST',
      path: '/admin/api/2026-10/graphql.json',
      body: JSON.stringify({ query: QUERY.document, variables: { a: 1 } }),
    });
    expect(server.seen[0]?.headers).toMatchObject({
      'x-forwarded-host': SHOP,
      'x-shopify-access-token': 'shpat_1',
    });
  });

  it('told its true cost → the next guess is that', async () => {
    const { client } = await setUp([{ body: { data: { shop: { name: 'a' } }, extensions: cost(1990, 37) } }]);
    await client.run(QUERY, {});
    expect(client.costOf(QUERY, {})).toBe(37);
  });

  it('a field denied that may be → the rest is used and the path is logged; any other → FORBIDDEN', async () => {
    const denied = { message: 'no', path: ['shop', 'email'], extensions: { code: 'ACCESS_DENIED' } };
    const { client, log } = await setUp([{ body: { data: { shop: { name: 'a' } }, errors: [denied] } }]);
    expect(await client.run(QUERY, {})).toEqual({ shop: { name: 'a' } });
    expect(log.lines).toContainEqual(
      expect.objectContaining({ level: 'warn', message: 'fields were denied' }),
    );
  });
});

describe('pacing', () => {
  it('throttled with 200 → waits until the points are there, then goes again', async () => {
    const { client, timing, server } = await setUp([throttled, good]);
    await client.run(QUERY, {}, { priority: 'interactive' });
    expect(server.seen.length).toBe(2);
    const waited = timing.waits.reduce((sum, ms) => sum + ms, 0);
    expect(waited).toBeGreaterThanOrEqual(3000);
    expect(waited).toBeLessThan(4500);
  });

  it('429 with Retry-After: 2.0 → two seconds, not two milliseconds', async () => {
    const { client, timing } = await setUp([
      { status: 429, headers: { 'retry-after': '2.0' }, body: '' },
      good,
    ]);
    await client.run(QUERY, {});
    expect(timing.waits[0]).toBeGreaterThanOrEqual(2000);
    expect(timing.waits[0]).toBeLessThanOrEqual(3000);
  });

  it('the bucket is nearly empty → a background call waits for half of it, an interactive one does not', async () => {
    const low = { body: { data: { shop: { name: 'a' } }, extensions: cost(100) } };
    const { client, timing } = await setUp([low]);
    await client.run(QUERY, {}, { priority: 'interactive' });
    await client.run(QUERY, {}, { priority: 'interactive' });
    expect(timing.waits).toEqual([]);
    await client.run(QUERY, {});
    expect(timing.waits[0]).toBe(9100);
  });

  it('throttled for ever → SHOPIFY_UNAVAILABLE at the deadline', async () => {
    const { client, timing } = await setUp([throttled]);
    const before = timing.now();
    await expect(client.run(QUERY, {}, { deadlineMs: 30_000 })).rejects.toMatchObject({
      code: 'SHOPIFY_UNAVAILABLE',
      message: expect.stringContaining('throttling'),
    });
    expect(timing.now() - before).toBeLessThanOrEqual(30_000);
  });
});

describe('failures', () => {
  it.each([
    ['500', { status: 500, body: '<html>' } satisfies Scripted],
    ['a broken answer', { status: 200, body: '<html>' } satisfies Scripted],
    ['a cut connection', 'cut' as const],
    [
      'an internal error with 200',
      {
        body: { errors: [{ message: 'oops', extensions: { code: 'INTERNAL_SERVER_ERROR' } }] },
      } satisfies Scripted,
    ],
  ])(
    '%s → a query and a repeatable mutation go again, another mutation is unknown',
    async (_case, failure) => {
      const query = await setUp([failure, good]);
      expect(await query.client.run(QUERY, {})).toEqual({ shop: { name: 'Phở' } });
      expect(query.timing.waits.length).toBe(1);
      const repeatable = await setUp([failure, good]);
      expect((await repeatable.client.attempt(TWICE, {})).state).toBe('answered');
      const once = await setUp([failure, good]);
      expect((await once.client.attempt(ONCE, {})).state).toBe('unknown');
      expect(once.server.seen.length).toBe(1);
      await expect((await setUp([failure])).client.run(ONCE, {})).rejects.toMatchObject({
        code: 'SHOPIFY_UNAVAILABLE',
      });
    },
  );

  it.each([
    ['a 500', { status: 500, body: 'oops' }],
    ['another shape', { body: { data: { shop: { title: 'Phở' } } } }],
    [
      'a part of the answer denied',
      {
        body: {
          data: { shop: null },
          errors: [{ message: 'no', path: ['x', 'shop'], extensions: { code: 'ACCESS_DENIED' } }],
        },
      },
    ],
    [
      'an error while the answer was read',
      { body: { data: null, errors: [{ message: 'no', path: ['x', 'id'], extensions: { code: 'ODD' } }] } },
    ],
    ['an error without a code', { body: { errors: [{ message: 'Something went wrong' }] } }],
  ] satisfies [string, Scripted][])(
    '%s to what must go once → unknown, sent once, even where it may be repeated',
    async (_case, answer) => {
      const { client, server } = await setUp([answer, good]);
      expect((await client.attempt(TWICE, {}, { once: true })).state).toBe('unknown');
      expect(server.seen.length).toBe(1);
    },
  );

  it.each([
    ['ACCESS_DENIED', 'FORBIDDEN'],
    ['BAD_REQUEST', 'SHOPIFY_REFUSED'],
  ])('%s of the whole of what must go once → %s: nothing was done', async (code, told) => {
    const errors = [{ message: 'no', path: ['x'], extensions: { code } }];
    const { client } = await setUp([{ body: { data: { x: null }, errors } }]);
    await expect(client.attempt(TWICE, {}, { once: true })).rejects.toMatchObject({ code: told });
  });

  it('no answer in time → as any lost answer: a query goes again, a mutation is unknown', async () => {
    const hang: Scripted = () => {};
    // Long enough for the good answer on a busy machine.
    const query = await setUp([hang, good], {}, 5000);
    expect(await query.client.run(QUERY, {})).toEqual({ shop: { name: 'Phở' } });
    const once = await setUp([hang, good], {}, 1000);
    expect(await once.client.attempt(ONCE, {})).toEqual({ state: 'unknown', reason: 'TimeoutError' });
    expect(once.server.seen.length).toBe(1);
  });

  it('nobody listens → the request was never sent, so even that mutation goes again', async () => {
    const { client, server, timing } = await setUp([good]);
    await server.close();
    await expect(client.attempt(ONCE, {}, { deadlineMs: 2000 })).rejects.toMatchObject({
      code: 'SHOPIFY_UNAVAILABLE',
      message: expect.stringContaining('ECONNREFUSED'),
    });
    expect(timing.waits.length).toBeGreaterThan(2);
  });

  it('a refusal → SHOPIFY_REFUSED with path and message, not repeated', async () => {
    const errors = [
      { message: 'Invalid id: x', path: ['node', 0], extensions: { code: 'RESOURCE_NOT_FOUND' } },
    ];
    const { client, server } = await setUp([{ body: { errors, data: null } }]);
    await expect(client.run(QUERY, {})).rejects.toMatchObject({
      code: 'SHOPIFY_REFUSED',
      issues: [{ field: 'node.0', message: 'Invalid id: x' }],
    });
    expect(server.seen.length).toBe(1);
  });

  it('the whole call denied → FORBIDDEN', async () => {
    const errors = [{ message: 'Access denied', path: ['orders'], extensions: { code: 'ACCESS_DENIED' } }];
    const { client } = await setUp([{ body: { errors, data: null } }]);
    await expect(client.run(QUERY, {})).rejects.toMatchObject({ code: 'FORBIDDEN' });
  });

  it('another shape than declared → SHOPIFY_REFUSED naming the field', async () => {
    const { client } = await setUp([{ body: { data: { shop: { name: 7 } } } }]);
    await expect(client.run(QUERY, {})).rejects.toMatchObject({
      code: 'SHOPIFY_REFUSED',
      issues: [{ field: 'shop.name' }],
    });
  });

  it.each([
    [402, 'frozen'],
    [404, 'no longer exists'],
    [423, 'locked'],
  ])('%i → a clear state, not repeated', async (status, words) => {
    const { client, server } = await setUp([{ status, body: { errors: 'x' } }]);
    await expect(client.run(QUERY, {})).rejects.toMatchObject({
      code: 'SHOPIFY_UNAVAILABLE',
      message: expect.stringContaining(words),
      issues: [{ field: 'shop' }],
    });
    expect(server.seen.length).toBe(1);
  });
});

describe('a refused token', () => {
  it('401 → one refresh, then the call succeeds with the new token', async () => {
    const { client, server, calls } = await setUp([{ status: 401, body: '' }, good]);
    await client.run(QUERY, {});
    expect(calls).toEqual(['renew shpat_1']);
    expect(server.seen[1]?.headers['x-shopify-access-token']).toBe('shpat_2');
  });

  it('401 or 403 again → given up for good: NEEDS_REAUTH', async () => {
    for (const status of [401, 403]) {
      const { client, server, calls } = await setUp([{ status, body: '' }]);
      await expect(client.run(QUERY, {})).rejects.toMatchObject({ code: 'NEEDS_REAUTH' });
      expect(calls).toEqual(['renew shpat_1', 'abandon']);
      expect(server.seen.length).toBe(2);
    }
  });

  it('a token near its end → asked for again before the call', async () => {
    let asked = 0;
    const { client, timing } = await setUp([good], {
      getOfflineSession: async () => {
        asked++;
        return offlineSession({ lifeMs: 10 * 60_000, now: timing.now() });
      },
    });
    await client.run(QUERY, {});
    await client.run(QUERY, {});
    expect(asked).toBe(1);
    timing.advance(6 * 60_000);
    await client.run(QUERY, {});
    expect(asked).toBe(2);
  });
});
