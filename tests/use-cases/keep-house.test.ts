import { describe, expect, it } from 'vitest';
import { createStore } from '../../web/db/store.ts';
import type { CustomerId } from '../../web/domain/shared/ids.ts';
import { keepHouse } from '../../web/use-cases/keep-house.ts';
import { recordingLog } from '../support/silent-log.ts';
import { eachDatabase } from '../support/test-database.ts';

const DAY_MS = 86_400_000;
const RECEIVED = new Date('2026-03-01T08:00:00Z');
const DOMAIN = 'house.myshopify.com';

eachDatabase((_kind, open) => {
  describe('housekeeping', () => {
    it('a delivery that waits → its body goes before the seventh day, its row after a month', async () => {
      const { pool } = await open();
      const store = createStore({ pool, redactionKey: 'test key', enqueueIn: async () => undefined });
      await store.shops.install(DOMAIN, RECEIVED, []);
      const delivery = { domain: DOMAIN, topic: 'orders/create', webhookId: 'w', eventId: null };
      await store.inbox.receive([{ ...delivery, triggeredAt: null, body: '{}' }], RECEIVED);

      const keptAfter = async (days: number) => {
        const clock = { now: () => new Date(RECEIVED.getTime() + days * DAY_MS) };
        await keepHouse({ store, clock, log: recordingLog() });
        return (await pool.query('SELECT body FROM webhook_inbox')).rows;
      };
      expect(await keptAfter(5.9)).toEqual([{ body: '{}' }]);
      expect(await keptAfter(6.1)).toEqual([{ body: null }]);
      expect(await keptAfter(29.9)).toEqual([{ body: null }]);
      expect(await keptAfter(30.1)).toEqual([]);
    });

    it('what Shopify Flow was told → goes after a month; what waits stays', async () => {
      const { pool } = await open();
      const store = createStore({ pool, redactionKey: 'test key', enqueueIn: async () => undefined });
      const { shopId } = (await store.shops.install(DOMAIN, RECEIVED, [])).shop;
      const event = { kind: 'tier_changed' as const, customerId: '7' as CustomerId, payload: {} };
      await store.flow.add(shopId, [{ ...event, eventKey: 'told' }], RECEIVED);
      const [told] = await store.flow.take(shopId, 1, RECEIVED);
      await store.flow.settle(shopId, [told?.eventId ?? ''], 'sent', RECEIVED);
      await store.flow.add(shopId, [{ ...event, eventKey: 'waits' }], RECEIVED);
      const keptAfter = async (days: number) => {
        const clock = { now: () => new Date(RECEIVED.getTime() + days * DAY_MS) };
        await keepHouse({ store, clock, log: recordingLog() });
        return (await pool.query('SELECT event_key FROM flow_event ORDER BY event_id')).rows;
      };
      expect(await keptAfter(29.9)).toHaveLength(2);
      expect(await keptAfter(30.1)).toEqual([{ event_key: 'waits' }]);
    });
  });
});
