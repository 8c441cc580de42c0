import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { AppError } from '../../../web/domain/shared/errors.ts';
import type { CustomerId } from '../../../web/domain/shared/ids.ts';
import type { AdminClient } from '../../../web/shopify/admin-client.ts';
import { createShopify } from '../../../web/shopify/create-shopify.ts';
import { changeTagsInBulk } from '../../../web/shopify/tags/change-tags-in-bulk.ts';
import type { TagChange, TagOutcome } from '../../../web/use-cases/ports.ts';
import { type DevStore, openDevStore } from './support/dev-store.ts';
import { jumpingTiming, startScripted } from './support/fixtures.ts';

let store: DevStore;
beforeAll(async () => {
  store = await openDevStore({});
});
afterAll(() => store.close());
beforeEach(async () => {
  await store.dev('DELETE', 'faults');
  await store.resetStats();
});

const tagsOf = async (id: CustomerId) => (await store.control('GET', `customers/${id}`)).tags;
const outcomes = (all: readonly TagOutcome[]) => all.map(({ outcome }) => outcome);
const nobody = '12345' as CustomerId;

describe.each(['changeTags', 'changeTagsInBulk'] as const)('%s', (method) => {
  const change = (changes: TagChange[]) => store.shopify[method](changes);

  it('adds, removals and both → tags stand as wanted, those of other apps untouched', async () => {
    const [a, b, c] = await Promise.all([
      store.customer({ tags: ['wholesale'] }),
      store.customer({ tags: ['encore-repeat', 'wholesale'] }),
      store.customer({ tags: ['encore-repeat'] }),
    ]);
    const done = await change([
      { customerId: a, add: ['encore-vip'], remove: [] },
      { customerId: b, add: ['encore-lapsed'], remove: ['encore-repeat'] },
      { customerId: c, add: [], remove: ['encore-repeat', 'never-there'] },
    ]);
    expect(done).toEqual([a, b, c].map((customerId) => ({ customerId, outcome: 'done' })));
    expect(await tagsOf(a)).toEqual(['encore-vip', 'wholesale']);
    expect(await tagsOf(b)).toEqual(['encore-lapsed', 'wholesale']);
    expect(await tagsOf(c)).toEqual([]);
  });

  it('a customer that is no more → gone, the others are done', async () => {
    const a = await store.customer();
    const done = await change([
      { customerId: nobody, add: ['x'], remove: [] },
      { customerId: a, add: ['x'], remove: [] },
      { customerId: nobody, add: [], remove: ['x'] },
    ]);
    expect(outcomes(done)).toEqual(['gone', 'done', 'gone']);
    expect(await tagsOf(a)).toEqual(['x']);
  });

  it('a tag Shopify does not take → refused with its message', async () => {
    const a = await store.customer();
    const [done] = await change([{ customerId: a, add: ['x'.repeat(300)], remove: [] }]);
    expect(done).toMatchObject({ customerId: a, outcome: 'refused', message: expect.stringMatching(/./) });
  });

  it('nothing to change → nothing called', async () => {
    expect(await change([])).toEqual([]);
    expect((await store.stats()).calls).toBe(0);
  });

  it('throttled and failing in between → done all the same', async () => {
    for (const kind of ['throttle', '429', '503', 'drop-before', 'drop-after'])
      await store.dev('POST', 'faults', { kind, times: 1 });
    const ids = await Promise.all(Array.from({ length: 6 }, () => store.customer()));
    const done = await change(ids.map((customerId) => ({ customerId, add: ['encore-vip'], remove: [] })));
    expect(outcomes(done)).toEqual(ids.map(() => 'done'));
    for (const id of ids) expect(await tagsOf(id)).toEqual(['encore-vip']);
  });
});

describe('few changes', () => {
  it('Shopify is silent → the rest is unknown without a call each', async () => {
    const ids = await Promise.all(Array.from({ length: 30 }, () => store.customer()));
    const deaf = openDeaf();
    const done = await deaf.shopify.changeTags(
      ids.map((customerId) => ({ customerId, add: ['x'], remove: [] })),
    );
    expect(new Set(outcomes(done))).toEqual(new Set(['unknown']));
    expect(deaf.sends()).toBeLessThanOrEqual(4);
  });
});

/** A client whose every call is given up at once. */
function openDeaf() {
  let sends = 0;
  const refuse = async () => {
    sends++;
    throw new AppError('SHOPIFY_UNAVAILABLE', 'silent');
  };
  const client = { shop: store.client.shop, costOf: () => 10, attempt: refuse, run: refuse };
  const timing = { now: () => 0, wait: async () => {}, random: () => 0 };
  return { shopify: createShopify({ client, timing }), sends: () => sends };
}

describe('many changes', () => {
  it('300 customers → two bulk mutations, every line accounted for', async () => {
    const ids = await Promise.all(Array.from({ length: 300 }, () => store.customer({ tags: ['old'] })));
    await store.resetStats();
    const done = await store.shopify.changeTagsInBulk(
      ids.map((customerId, n) => ({ customerId, add: [`new-${n % 4}`], remove: ['old'] })),
    );
    expect(new Set(outcomes(done))).toEqual(new Set(['done']));
    const { byOperation } = await store.stats();
    expect(byOperation).toMatchObject({ StageUpload: 2, RunBulkMutation: 2 });
    expect(byOperation.TagsAdd).toBeUndefined();
    const id = ids[5] ?? nobody;
    expect(await tagsOf(id)).toEqual(['new-1']);
  });

  it('five bulk mutations already run → waits until one is over', async () => {
    await store.dev('POST', 'bulk', { startDelayMs: 0, runMs: 60_000 });
    const ids = await Promise.all(Array.from({ length: 6 }, () => store.customer()));
    const all = ids.map((customerId) =>
      store.shopify.changeTagsInBulk([{ customerId, add: ['x'], remove: [] }]),
    );
    const ended = Promise.all(all);
    let over = false;
    void ended.finally(() => {
      over = true;
    });
    while (!over) await store.dev('POST', 'clock', { advanceMs: 20_000 });
    await store.dev('POST', 'bulk', { startDelayMs: 0, runMs: 0 });
    expect((await ended).map((done) => done[0]?.outcome)).toEqual(ids.map(() => 'done'));
  });
});

describe('result lines of a bulk mutation', () => {
  /** A client whose bulk mutation ends with these result lines. */
  async function withResult(lines: readonly object[], changes: readonly TagChange[]) {
    const server = await startScripted([{ body: lines.map((line) => JSON.stringify(line)).join('\n') }]);
    const answers: Record<string, unknown> = {
      StageUpload: {
        stagedUploadsCreate: {
          stagedTargets: [{ url: server.url, parameters: [{ name: 'key', value: 'a/b' }] }],
          userErrors: [],
        },
      },
      RunBulkMutation: { bulkOperationRunMutation: { bulkOperation: { id: 'gid://x/1' }, userErrors: [] } },
      BulkOperation: {
        bulkOperation: {
          id: 'x',
          status: 'COMPLETED',
          errorCode: null,
          rootObjectCount: '1',
          url: server.url,
        },
      },
    };
    const run: AdminClient['run'] = async (operation) => operation.data.parse(answers[operation.name]);
    const client: AdminClient = {
      shop: 'x',
      costOf: () => 10,
      run,
      attempt: async (operation, variables) => ({ state: 'answered', data: await run(operation, variables) }),
    };
    const done = await changeTagsInBulk(client, jumpingTiming(), changes);
    await server.close();
    return outcomes(done);
  }
  const changes = ['11', '12', '13', '14'].map((id) => ({
    customerId: id as CustomerId,
    add: ['x'],
    remove: [],
  }));
  const done = (id: string, __lineNumber: number) => ({
    data: { tagsAdd: { node: { id: `gid://shopify/Customer/${id}` }, userErrors: [] } },
    __lineNumber,
  });
  const gone = (__lineNumber: number) => ({
    data: { tagsAdd: { node: null, userErrors: [{ field: ['id'], message: 'Customer does not exist' }] } },
    __lineNumber,
  });

  it.each([0, 1])(
    'in any order, counted from %i, one missing → matched; the missing one is unknown',
    async (base) => {
      const lines = [gone(3 + base), done('13', 2 + base), done('11', base)];
      expect(await withResult(lines, changes)).toEqual(['done', 'unknown', 'done', 'gone']);
    },
  );

  it('a line with errors instead of data → refused with its message; an empty result → all unknown', async () => {
    const lines = [done('11', 0), { errors: [{ message: 'Too many tags' }], __lineNumber: 1 }];
    expect(await withResult(lines, changes)).toEqual(['done', 'refused', 'unknown', 'unknown']);
    expect(await withResult([], changes)).toEqual(changes.map(() => 'unknown'));
  });
});
