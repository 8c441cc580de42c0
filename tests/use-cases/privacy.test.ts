import { describe, expect, test } from 'vitest';
import type { CustomerId } from '../../web/domain/shared/ids.ts';
import { exportHeldData } from '../../web/use-cases/export-held-data.ts';
import { newPipelines } from '../support/open-pipeline.ts';
import type { Pipeline } from '../support/pipeline.ts';

const newPipeline = newPipelines();

/** Every text of every table, in which the identifier stands. */
async function tablesWith(pipeline: Pipeline, identifier: string): Promise<string[]> {
  const { rows } = await pipeline.pool.query<{ table_name: string }>(
    `SELECT table_name FROM information_schema.tables WHERE table_schema = 'public' AND table_type = 'BASE TABLE'`,
  );
  const found: string[] = [];
  for (const { table_name: table } of rows) {
    const hits = await pipeline.pool.query(
      `SELECT 1 FROM "${table}" t WHERE position($1 IN t::text) > 0 LIMIT 1`,
      [identifier],
    );
    if (hits.rows.length > 0) found.push(table);
  }
  return found.sort();
}

function redact(pipeline: Pipeline, customerId: CustomerId): void {
  pipeline.fake.deliver('customers/redact', { kind: 'customer-redacted', customerId, orderIds: [] });
}

describe('customers/redact', () => {
  test('a tagged customer with orders → no identifier in any table or log line; the shop’s sums stay', async () => {
    const pipeline = newPipeline();
    const customerId = pipeline.fake.addCustomer();
    pipeline.fake.placeOrder(customerId);
    await pipeline.start();
    expect(await tablesWith(pipeline, customerId)).toEqual([
      'customer_fact',
      'order_fact',
      'stage_change',
      'tag_sync',
    ]);
    redact(pipeline, customerId);
    await pipeline.settle();
    expect(await tablesWith(pipeline, customerId)).toEqual([]);
    expect(JSON.stringify(pipeline.log.lines)).not.toContain(customerId);
    const { shopId } = await pipeline.shop();
    expect(await pipeline.store.orders.count(shopId)).toBe(1);
  });

  test('late deliveries, a night and a second backfill after it → the person does not come back', async () => {
    const pipeline = newPipeline();
    const customerId = pipeline.fake.addCustomer();
    const orderId = pipeline.fake.placeOrder(customerId);
    await pipeline.start();
    redact(pipeline, customerId);
    await pipeline.settle();
    pipeline.clock.advance(60_000);
    pipeline.fake.changeOrder(orderId, { fulfillment: 'none' });
    pipeline.fake.changeCustomer(customerId, { locale: 'th' });
    await pipeline.settle();
    pipeline.fake.placeOrder(customerId);
    pipeline.fake.takeOutbox();
    await pipeline.night();
    pipeline.fake.profile = { ...pipeline.fake.profile, scopes: ['read_orders'] };
    pipeline.fake.deliver('app/scopes_update', { kind: 'shop-changed' });
    await pipeline.settle();
    pipeline.fake.profile = { ...pipeline.fake.profile, scopes: ['read_orders', 'read_all_orders'] };
    pipeline.fake.deliver('app/scopes_update', { kind: 'shop-changed' });
    await pipeline.settle();
    expect(await tablesWith(pipeline, customerId)).toEqual([]);
    const { shopId } = await pipeline.shop();
    expect(await pipeline.store.orders.count(shopId)).toBe(2);
  });

  test('an id this shop does not hold → dropped with a note, nothing is remembered', async () => {
    const pipeline = await newPipeline().start();
    redact(pipeline, '123456789012345' as CustomerId);
    await pipeline.settle();
    const { rows } = await pipeline.pool.query(
      `SELECT state, note FROM webhook_inbox WHERE topic = 'customers/redact' AND shop_id = $1`,
      [(await pipeline.shop()).shopId],
    );
    expect(rows).toEqual([{ state: 'dropped', note: 'this shop holds no such customer' }]);
    const { shopId } = await pipeline.shop();
    expect((await pipeline.store.customers.isRedacted(shopId, ['123456789012345' as CustomerId])).size).toBe(
      0,
    );
  });

  test('while the first sync has not read the person yet → done as soon as it has', async () => {
    const pipeline = newPipeline();
    const customerId = pipeline.fake.addCustomer();
    pipeline.fake.placeOrder(customerId);
    pipeline.fake.takeOutbox();
    await pipeline.install();
    redact(pipeline, customerId);
    await pipeline.receive(pipeline.fake.takeOutbox());
    await pipeline.drain();
    await pipeline.runJobs();
    expect(await tablesWith(pipeline, customerId)).not.toEqual([]);
    pipeline.clock.advance(2 * 60_000);
    await pipeline.drain();
    expect(await tablesWith(pipeline, customerId)).toEqual([]);
  });
});

describe('deliveries that name the person wait while customers/redact comes', () => {
  /** A body as Shopify sends it: it names the buyer beside the order. */
  function naming(pipeline: Pipeline, customerId: CustomerId, number = 0) {
    const sent = pipeline.fake.takeOutbox()[number];
    if (!sent) throw new Error('nothing was sent');
    const hint = JSON.parse(String(sent.body)) as object;
    const gid = `gid://shopify/Customer/${customerId}`;
    return { ...sent, body: JSON.stringify({ ...hint, email: 'jane@example.com', gid }) };
  }

  async function redaction(pipeline: Pipeline, customerId: CustomerId) {
    redact(pipeline, customerId);
    await pipeline.receive(pipeline.fake.takeOutbox());
  }

  test('Shopify is away → the waiting body goes at once, no identifier in any table; the night brings the order', async () => {
    const pipeline = newPipeline();
    const [customerId, other] = [pipeline.fake.addCustomer(), pipeline.fake.addCustomer()];
    await pipeline.start();
    pipeline.fake.placeOrder(customerId);
    await pipeline.receive([naming(pipeline, customerId)]);
    pipeline.fake.placeOrder(other);
    await pipeline.receive([naming(pipeline, other)]);
    pipeline.fake.away = true;
    await expect(pipeline.drain()).rejects.toMatchObject({ code: 'SHOPIFY_UNAVAILABLE' });
    await redaction(pipeline, customerId);
    await pipeline.drain();
    expect(await tablesWith(pipeline, customerId)).toEqual([]);
    expect(await tablesWith(pipeline, other)).toContain('webhook_inbox');
    pipeline.fake.away = false;
    pipeline.clock.advance(60_000);
    await pipeline.drain();
    await pipeline.night();
    expect(await tablesWith(pipeline, customerId)).toEqual([]);
    expect(await pipeline.store.orders.count((await pipeline.shop()).shopId)).toBe(2);
  });

  test.each(['with', 'without'])(
    'the person’s first order in the same batch, its body %s the person’s id → whatever the order, the person is not kept',
    async (which) => {
      for (const redactFirst of [true, false]) {
        const pipeline = await newPipeline().start();
        const customerId = pipeline.fake.addCustomer();
        pipeline.fake.takeOutbox();
        pipeline.fake.placeOrder(customerId);
        const order = which === 'with' ? [naming(pipeline, customerId)] : pipeline.fake.takeOutbox();
        if (!redactFirst) await pipeline.receive(order);
        await redaction(pipeline, customerId);
        if (redactFirst) await pipeline.receive(order);
        await pipeline.drain();
        expect(await tablesWith(pipeline, customerId)).toEqual([]);
        const { shopId } = await pipeline.shop();
        expect(await pipeline.store.orders.count(shopId)).toBe(1);
        expect((await pipeline.store.customers.isRedacted(shopId, [customerId])).size).toBe(1);
      }
    },
  );

  test('a body with a longer id that contains the person’s → waits on', async () => {
    const pipeline = newPipeline();
    const customerId = pipeline.fake.addCustomer();
    await pipeline.start();
    const longer = pipeline.fake.deliver('customers/update', {
      kind: 'customer',
      customerId: `1${customerId}` as CustomerId,
      news: { kind: 'unknown' },
    });
    pipeline.fake.takeOutbox();
    await pipeline.receive([longer]);
    pipeline.fake.away = true;
    await expect(pipeline.drain()).rejects.toMatchObject({ code: 'SHOPIFY_UNAVAILABLE' });
    await redaction(pipeline, customerId);
    await pipeline.drain();
    expect(await tablesWith(pipeline, `1${customerId}`)).toEqual(['webhook_inbox']);
  });
});

describe('customers/data_request', () => {
  let asked = 0;
  function ask(pipeline: Pipeline, customerId: CustomerId | null, shopDomain = pipeline.fake.domain) {
    asked += 1;
    const requestId = `700000000000000${asked}`;
    pipeline.fake.deliver('customers/data_request', {
      kind: 'data-requested',
      requestId,
      shopDomain,
      customerId,
    });
    return requestId;
  }
  async function requests(pipeline: Pipeline) {
    const { reader, shop } = await pipeline.readCtx();
    return reader.privacy.requests(shop.shopId, 10);
  }
  const noted = async (pipeline: Pipeline) =>
    (
      await pipeline.pool.query(
        `SELECT state, note FROM webhook_inbox WHERE shop_id = $1 AND topic = 'customers/data_request'`,
        [(await pipeline.shop()).shopId],
      )
    ).rows;

  test('a customer with two orders → due in 30 days, what is held is counted, no id in the log', async () => {
    const pipeline = newPipeline();
    const customerId = pipeline.fake.addCustomer();
    pipeline.fake.placeOrder(customerId);
    pipeline.fake.placeOrder(customerId);
    await pipeline.start();
    const shopifyRequestId = ask(pipeline, customerId);
    const receivedAt = pipeline.clock.now();
    await pipeline.settle();
    expect(await requests(pipeline)).toEqual([
      {
        requestId: expect.any(String),
        shopifyRequestId,
        customerId,
        receivedAt,
        dueAt: new Date(receivedAt.getTime() + 30 * 86_400_000),
        held: { facts: 1, orders: 2, stageChanges: 1, tags: 1, campaigns: 0 },
        answeredAt: null,
      },
    ]);
    const line = pipeline.log.lines.find(({ message }) => message === 'customer data request');
    expect(line?.fields).toMatchObject({ held: { orders: 2 } });
    expect(JSON.stringify(pipeline.log.lines)).not.toContain(customerId);
  });

  test('of a person this shop does not hold → kept to be answered, without the person’s id', async () => {
    const pipeline = await newPipeline().start();
    ask(pipeline, '123456789012345' as CustomerId);
    await pipeline.settle();
    expect(await requests(pipeline)).toMatchObject([{ customerId: null, held: { facts: 0, orders: 0 } }]);
    expect(await tablesWith(pipeline, '123456789012345')).toEqual([]);
  });

  test('a body that names another shop → dropped', async () => {
    const pipeline = newPipeline();
    const customerId = pipeline.fake.addCustomer();
    await pipeline.start();
    ask(pipeline, customerId, 'another.myshopify.com');
    await pipeline.settle();
    expect(await requests(pipeline)).toEqual([]);
    expect(await noted(pipeline)).toEqual([{ state: 'dropped', note: 'names another shop' }]);
  });

  test('while the first sync has not read the person yet → waits, then counted whole', async () => {
    const pipeline = newPipeline();
    const customerId = pipeline.fake.addCustomer();
    pipeline.fake.placeOrder(customerId);
    pipeline.fake.takeOutbox();
    await pipeline.install();
    ask(pipeline, customerId);
    await pipeline.receive(pipeline.fake.takeOutbox());
    await pipeline.drain();
    expect(await requests(pipeline)).toEqual([]);
    await pipeline.runJobs();
    pipeline.clock.advance(2 * 60_000);
    await pipeline.drain();
    expect(await requests(pipeline)).toMatchObject([{ customerId, held: { facts: 1, orders: 1 } }]);
  });

  test('erased while the request is open → the request stays without the person, its file is gone', async () => {
    const pipeline = newPipeline();
    const customerId = pipeline.fake.addCustomer();
    pipeline.fake.placeOrder(customerId);
    await pipeline.start();
    const shopifyRequestId = ask(pipeline, customerId);
    await pipeline.settle();
    expect(await tablesWith(pipeline, customerId)).toContain('data_request');
    redact(pipeline, customerId);
    await pipeline.settle();
    expect(await tablesWith(pipeline, customerId)).toEqual([]);
    expect(await tablesWith(pipeline, shopifyRequestId)).toEqual([]);
    const [left] = await requests(pipeline);
    expect(left).toMatchObject({ customerId: null, shopifyRequestId: null, answeredAt: null });
    const ctx = await pipeline.readCtx();
    await expect(exportHeldData(ctx, left?.requestId ?? '')).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  test('the person is merged into another → the request is about that one', async () => {
    const pipeline = newPipeline();
    const [keptId, goneId] = [pipeline.fake.addCustomer(), pipeline.fake.addCustomer()];
    pipeline.fake.placeOrder(keptId);
    pipeline.fake.placeOrder(goneId);
    await pipeline.start();
    ask(pipeline, goneId);
    await pipeline.settle();
    pipeline.fake.mergeCustomers(keptId, goneId);
    await pipeline.settle();
    const [request] = await requests(pipeline);
    expect(request).toMatchObject({ customerId: keptId });
    const { data } = await exportHeldData(await pipeline.readCtx(), request?.requestId ?? '');
    expect(data.orders).toHaveLength(2);
    expect(data.facts).toMatchObject({ customerId: keptId, frequency: expect.any(Number) });
  });
});

describe('the shop leaves', () => {
  test('uninstalled, 48 hours later erased → no row of the shop is left, another shop keeps its own', async () => {
    const [leaving, staying] = [newPipeline(), newPipeline()];
    for (const { fake } of [leaving, staying]) fake.placeOrder(fake.addCustomer());
    await leaving.start();
    await staying.start();
    const { shopId } = await leaving.shop();
    leaving.fake.revoked = true;
    leaving.fake.deliver('app/uninstalled', { kind: 'uninstalled' });
    await leaving.receive(leaving.fake.takeOutbox());
    await leaving.drain();
    expect((await leaving.shop()).state).toBe('uninstalled');
    leaving.fake.deliver('shop/redact', { kind: 'shop-redacted' });
    await leaving.receive(leaving.fake.takeOutbox());
    await leaving.drain();
    expect(await leaving.store.shops.findByDomain(leaving.fake.domain)).toBeNull();
    expect(await leaving.store.orders.count(shopId)).toBe(0);
    expect(await staying.store.orders.count((await staying.shop()).shopId)).toBe(1);
  });

  test('a merge arrived before the uninstall, both unread → the shop is uninstalled all the same, nothing waits', async () => {
    const pipeline = newPipeline();
    const [keptId, goneId] = [pipeline.fake.addCustomer(), pipeline.fake.addCustomer()];
    await pipeline.start();
    pipeline.fake.revoked = true;
    pipeline.fake.deliver('customers/merge', { kind: 'customers-merged', keptId, goneId });
    pipeline.fake.deliver('app/uninstalled', { kind: 'uninstalled' });
    await pipeline.receive(pipeline.fake.takeOutbox());
    await pipeline.drain();
    expect((await pipeline.shop()).state).toBe('uninstalled');
    const { rows } = await pipeline.pool.query(
      `SELECT topic, note FROM webhook_inbox WHERE shop_id = $1 AND topic = 'customers/merge'`,
      [(await pipeline.shop()).shopId],
    );
    expect(rows).toEqual([{ topic: 'customers/merge', note: 'the app is not installed' }]);
  });

  test('an uninstall that arrives after the reinstall, or for a shop whose token works → ignored', async () => {
    const pipeline = newPipeline();
    pipeline.fake.placeOrder(pipeline.fake.addCustomer());
    await pipeline.start();
    const late = pipeline.fake.deliver('app/uninstalled', { kind: 'uninstalled' });
    pipeline.fake.takeOutbox();
    await pipeline.receive([late]);
    await pipeline.drain();
    expect((await pipeline.shop()).state).toBe('active');
    await pipeline.store.shops.uninstall((await pipeline.shop()).shopId, pipeline.clock.now());
    pipeline.clock.advance(3_600_000);
    await pipeline.start();
    // Even if Shopify refuses our token for a moment: the delivery is older than the installation.
    pipeline.fake.revoked = true;
    await pipeline.receive([{ ...late, webhookId: 'again' }]);
    await pipeline.drain();
    expect((await pipeline.shop()).state).toBe('active');
  });

  test('shop/redact under the headers of an installed shop → nothing is erased', async () => {
    const pipeline = newPipeline();
    pipeline.fake.placeOrder(pipeline.fake.addCustomer());
    await pipeline.start();
    pipeline.fake.deliver('shop/redact', { kind: 'shop-redacted' });
    await pipeline.settle();
    expect(await pipeline.store.orders.count((await pipeline.shop()).shopId)).toBe(1);
  });

  test('reinstalled → the history is read again and nothing is lost or doubled', async () => {
    const pipeline = newPipeline();
    const customerId = pipeline.fake.addCustomer();
    pipeline.fake.placeOrder(customerId);
    await pipeline.start();
    const { shopId } = await pipeline.shop();
    await pipeline.store.shops.uninstall(shopId, pipeline.clock.now());
    pipeline.clock.advance(9 * 86_400_000);
    pipeline.fake.placeOrder(customerId);
    await pipeline.start();
    expect(await pipeline.shop()).toMatchObject({ shopId, state: 'active' });
    expect(await pipeline.store.orders.count(shopId)).toBe(2);
    expect(pipeline.fake.customers.get(customerId)?.tags).toEqual(['encore-vip']);
  });
});
