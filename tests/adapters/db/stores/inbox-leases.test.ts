import { beforeAll, describe, expect, test } from 'vitest';
import type { Database } from '../../../../web/db/open-database.ts';
import { createStore } from '../../../../web/db/store.ts';
import { showPresence, type WorkerPresence } from '../../../../web/db/worker-presence.ts';
import type { Store } from '../../../../web/use-cases/store-port.ts';
import { eachDatabase } from '../../../support/test-database.ts';
import { AT } from './each-store.ts';
import { sampleDelivery } from './sample-rows.ts';

const FIVE_MINUTES = 300_000;

eachDatabase((kind, open) => {
  let database: Database;
  let shops = 0;
  beforeAll(async () => {
    database = await open();
  });

  /** A process that works on the inbox: how it shows itself, and its store. */
  async function startWorker(): Promise<{ presence: WorkerPresence; store: Store }> {
    const presence = await showPresence(database);
    const { pool } = database;
    const { worker } = presence;
    return {
      presence,
      store: createStore({ pool, redactionKey: 'test key', enqueueIn: async () => {}, worker }),
    };
  }
  async function shopWith(store: Store, webhookIds: readonly string[]) {
    shops += 1;
    const domain = `leases-${shops}.myshopify.com`;
    const { shop } = await store.shops.install(domain, AT, []);
    await store.inbox.receive(
      webhookIds.map((webhookId) => sampleDelivery({ domain, webhookId })),
      AT,
    );
    return shop.shopId;
  }
  const lease = async (store: Store, shop: Awaited<ReturnType<typeof shopWith>>) =>
    (await store.inbox.lease(shop, 10, AT, FIVE_MINUTES)).map(({ inboxId }) => inboxId);

  describe('deliveries leased by a process', () => {
    test('it dies → free at once for another; what it finished stays finished, what pauses pauses on', async () => {
      const [dying, other] = [await startWorker(), await startWorker()];
      const shop = await shopWith(dying.store, ['finished', 'paused', 'open']);
      const [finished = '', paused = '', held = ''] = await lease(dying.store, shop);
      await dying.store.inbox.finish(shop, [finished], 'done');
      await dying.store.inbox.fail(shop, [paused], 'later', new Date(AT.getTime() + FIVE_MINUTES));
      expect(await lease(other.store, shop)).toEqual([]);
      expect(await other.store.inbox.shopsWithPending(AT)).not.toContain(shop);
      await dying.presence.end();
      expect(await other.store.inbox.shopsWithPending(AT)).toContain(shop);
      expect(await lease(other.store, shop)).toEqual([held]);
      await other.presence.end();
    });

    test('two live side by side → each keeps its own, also from a store that shows no process', async () => {
      const [one, two] = [await startWorker(), await startWorker()];
      expect(one.presence.worker).not.toBe(two.presence.worker);
      const shop = await shopWith(one.store, ['a', 'b']);
      expect(await one.store.inbox.lease(shop, 1, AT, FIVE_MINUTES)).toHaveLength(1);
      expect(await lease(two.store, shop)).toHaveLength(1);
      const hidden = createStore({ pool: database.pool, redactionKey: 'k', enqueueIn: async () => {} });
      expect(await lease(hidden, shop)).toEqual([]);
      await one.presence.end();
      await two.presence.end();
    });

    test('it lives and hangs → free when the lease is over', async () => {
      const [hanging, other] = [await startWorker(), await startWorker()];
      const shop = await shopWith(hanging.store, ['a']);
      await lease(hanging.store, shop);
      const later = new Date(AT.getTime() + FIVE_MINUTES);
      expect(await other.store.inbox.lease(shop, 10, later, FIVE_MINUTES)).toHaveLength(1);
      await hanging.presence.end();
      await other.presence.end();
    });

    if (kind === 'postgres')
      test('its session breaks while it lives → it is seen again under the same number', async () => {
        const [broken, other] = [await startWorker(), await startWorker()];
        const shop = await shopWith(broken.store, ['a', 'b']);
        const { worker } = broken.presence;
        const holders = () =>
          database.pool.query<{ pid: number }>(
            `SELECT pid FROM pg_locks WHERE locktype = 'advisory' AND objid = $1 AND objsubid = 2`,
            [worker],
          );
        const [before] = (await holders()).rows;
        await database.pool.query('SELECT pg_terminate_backend($1)', [before?.pid]);
        await expect.poll(async () => (await holders()).rows[0]?.pid ?? before?.pid).not.toBe(before?.pid);
        await lease(broken.store, shop);
        expect(await lease(other.store, shop)).toEqual([]);
        await broken.presence.end();
        expect(await lease(other.store, shop)).toHaveLength(2);
        await other.presence.end();
      });
  });
});
