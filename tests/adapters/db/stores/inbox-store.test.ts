import { expect, test } from 'vitest';
import type { Delivery } from '../../../../web/use-cases/inbox-port.ts';
import { AT, eachStore } from './each-store.ts';
import { sampleDelivery } from './sample-rows.ts';

const later = (ms: number) => new Date(AT.getTime() + ms);

eachStore((bench) => {
  /** A shop, and deliveries addressed to it. */
  async function shopWithDelivery() {
    const shop = await bench.newShop();
    const found = await bench.store.shops.find(shop);
    const to = (change: Partial<Delivery>) => sampleDelivery({ domain: found?.domain ?? '', ...change });
    return { shop, to };
  }

  test('a delivery → stored once with everything it carried; the same again, and twice in one batch → duplicate', async () => {
    const { shop, to } = await shopWithDelivery();
    const body = '{"id":9007199254740993,"note":"ภาษาไทย \\"q\\" \\\\ {},é"}';
    const outcomes = await bench.store.inbox.receive(
      [to({ body }), to({ body: 'other' }), to({ topic: 'orders/paid' })],
      AT,
    );
    expect(outcomes).toEqual(['stored', 'duplicate', 'stored']);
    expect(await bench.store.inbox.receive([to({ body: 'again' })], later(1))).toEqual(['duplicate']);
    const items = await bench.store.inbox.lease(shop, 10, later(2), 1_000);
    expect(items).toMatchObject([
      { topic: 'orders/updated', triggeredAt: to({}).triggeredAt, receivedAt: AT, body, attempts: 1 },
      { topic: 'orders/paid' },
    ]);
  });

  test('a shop we do not know → unknown-shop, the others are stored', async () => {
    const { to } = await shopWithDelivery();
    const outcomes = await bench.store.inbox.receive([to({ domain: 'nobody.myshopify.com' }), to({})], AT);
    expect(outcomes).toEqual(['unknown-shop', 'stored']);
  });

  test('many requests at once with one unstorable body → only that one fails', async () => {
    const { shop, to } = await shopWithDelivery();
    const deliveries = Array.from({ length: 40 }, (_, index) =>
      to({ webhookId: `w${index}`, body: index === 17 ? 'broken\0body' : '{}' }),
    );
    const outcomes = await Promise.all(
      deliveries.map((delivery) => bench.store.inbox.receive([delivery], AT)),
    );
    expect(outcomes.flat().filter((outcome) => outcome === 'stored')).toHaveLength(39);
    expect(outcomes[17]).toEqual(['failed']);
    expect(await bench.store.inbox.lease(shop, 100, AT, 1_000)).toHaveLength(39);
  });

  test('inside a transaction that rolls back → nothing stored', async () => {
    const { shop, to } = await shopWithDelivery();
    const work = bench.store.transaction(async (tx) => {
      expect(await tx.inbox.receive([to({})], AT)).toEqual(['stored']);
      throw new Error('stop');
    });
    await expect(work).rejects.toThrow('stop');
    expect(await bench.store.inbox.lease(shop, 10, AT, 1_000)).toEqual([]);
  });

  test('workers lease at the same time → every row goes to exactly one, oldest first', async () => {
    const { shop, to } = await shopWithDelivery();
    await bench.store.inbox.receive(
      Array.from({ length: 30 }, (_, index) => to({ webhookId: `w${index}` })),
      AT,
    );
    const leases = await Promise.all([1, 2, 3, 4].map(() => bench.store.inbox.lease(shop, 10, AT, 60_000)));
    const ids = leases.flat().map((item) => item.inboxId);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids).toHaveLength(30);
    for (const items of leases) {
      const order = items.map((item) => Number(item.inboxId));
      expect(order).toEqual(order.toSorted((a, b) => a - b));
    }
  });

  test('a lease runs out → the row is pending for another worker, one attempt further', async () => {
    const { shop, to } = await shopWithDelivery();
    await bench.store.inbox.receive([to({})], AT);
    const [first] = await bench.store.inbox.lease(shop, 10, AT, 1_000);
    expect(await bench.store.inbox.shopsWithPending(later(999))).not.toContain(shop);
    expect(await bench.store.inbox.lease(shop, 10, later(999), 1_000)).toEqual([]);
    expect(await bench.store.inbox.shopsWithPending(later(1_000))).toContain(shop);
    expect(await bench.store.inbox.lease(shop, 10, later(1_000), 1_000)).toMatchObject([
      { inboxId: first?.inboxId, attempts: 2 },
    ]);
  });

  test('finished or dropped → never leased again and no body kept', async () => {
    const { shop, to } = await shopWithDelivery();
    await bench.store.inbox.receive([to({ webhookId: 'a' }), to({ webhookId: 'b' })], AT);
    const [a, b] = await bench.store.inbox.lease(shop, 10, AT, 1_000);
    await bench.store.transaction((tx) => tx.inbox.finish(shop, [a?.inboxId ?? ''], 'done'));
    await bench.store.inbox.finish(shop, [b?.inboxId ?? ''], 'dropped', 'unknown topic');
    expect(await bench.store.inbox.lease(shop, 10, later(5_000), 1_000)).toEqual([]);
    const { rows } = await bench.pool.query(
      'SELECT state, body, note FROM webhook_inbox WHERE shop_id = $1 ORDER BY inbox_id',
      [shop],
    );
    expect(rows).toEqual([
      { state: 'done', body: null, note: null },
      { state: 'dropped', body: null, note: 'unknown topic' },
    ]);
  });

  test('failed with a retry → pending from then on; without → failed for good, body kept for a look', async () => {
    const { shop, to } = await shopWithDelivery();
    await bench.store.inbox.receive([to({})], AT);
    const [item] = await bench.store.inbox.lease(shop, 10, AT, 1_000);
    await bench.store.inbox.fail(shop, [item?.inboxId ?? ''], 'Shopify is busy', later(60_000));
    expect(await bench.store.inbox.lease(shop, 10, later(59_999), 1_000)).toEqual([]);
    expect(await bench.store.inbox.lease(shop, 10, later(60_000), 1_000)).toHaveLength(1);
    await bench.store.inbox.fail(shop, [item?.inboxId ?? ''], 'no use', null);
    expect(await bench.store.inbox.lease(shop, 10, later(999_999_999), 1_000)).toEqual([]);
    const { rows } = await bench.pool.query(
      'SELECT state, body, note FROM webhook_inbox WHERE shop_id = $1',
      [shop],
    );
    expect(rows).toEqual([{ state: 'failed', body: to({}).body, note: 'no use' }]);
  });

  test('purge → bodies older than the first instant go, a row still pending then counts as failed; rows older than the second go', async () => {
    const { shop, to } = await shopWithDelivery();
    await bench.store.inbox.receive([to({ webhookId: 'very old' })], later(-9_000));
    await bench.store.inbox.receive([to({ webhookId: 'old' })], later(-7_000));
    await bench.store.inbox.receive([to({ webhookId: 'new' })], later(-1_000));
    expect(await bench.store.inbox.purge(later(-5_000), later(-8_000))).toBe(1);
    const { rows } = await bench.pool.query(
      'SELECT webhook_id, state, body FROM webhook_inbox WHERE shop_id = $1 ORDER BY inbox_id',
      [shop],
    );
    expect(rows).toEqual([
      { webhook_id: 'old', state: 'failed', body: null },
      { webhook_id: 'new', state: 'pending', body: to({}).body },
    ]);
  });
});
