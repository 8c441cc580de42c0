import { describe, expect, test } from 'vitest';
import type { CustomerId, OrderId } from '../../web/domain/shared/ids.ts';
import { recordWebhooks } from '../../web/use-cases/record-webhooks.ts';
import { giveHistory, seededRandom } from '../support/busy-shop.ts';
import { CrashingPorts } from '../support/crashing-ports.ts';
import { newPipelines } from '../support/open-pipeline.ts';
import type { Pipeline } from '../support/pipeline.ts';
import { snapshot } from '../support/pipeline-snapshot.ts';

const newPipeline = newPipelines();

async function shopWithOne(): Promise<{ pipeline: Pipeline; customerId: CustomerId; orderId: OrderId }> {
  const pipeline = newPipeline();
  const customerId = pipeline.fake.addCustomer();
  const orderId = pipeline.fake.placeOrder(customerId);
  await pipeline.start();
  await pipeline.settle();
  return { pipeline, customerId, orderId };
}

async function notes(pipeline: Pipeline): Promise<unknown[]> {
  const { shopId } = await pipeline.shop();
  const { rows } = await pipeline.pool.query(
    'SELECT topic, state, note FROM webhook_inbox WHERE shop_id = $1 AND note IS NOT NULL ORDER BY inbox_id',
    [shopId],
  );
  return rows;
}

describe('deliveries this shop has nothing to do with', () => {
  test('true bodies of another shop under this shop’s headers → no effect, whatever they ask for', async () => {
    const { pipeline } = await shopWithOne();
    const other = await shopWithOne();
    const before = await snapshot(pipeline);
    other.pipeline.fake.changeOrder(other.orderId, { fulfillment: 'partial' });
    other.pipeline.fake.deliver('orders/delete', { kind: 'order-deleted', orderId: other.orderId });
    other.pipeline.fake.changeCustomer(other.customerId, {});
    other.pipeline.fake.deliver('customers/delete', {
      kind: 'customer-deleted',
      customerId: other.customerId,
    });
    other.pipeline.fake.deliver('customers/redact', {
      kind: 'customer-redacted',
      customerId: other.customerId,
      orderIds: [other.orderId],
    });
    other.pipeline.fake.deliver('customers/merge', {
      kind: 'customers-merged',
      keptId: '77' as CustomerId,
      goneId: other.customerId,
    });
    await pipeline.receive(
      other.pipeline.fake.takeOutbox().map((one) => ({ ...one, domain: pipeline.fake.domain })),
    );
    await pipeline.drain();
    expect(await snapshot(pipeline)).toEqual(before);
    // The redaction itself is believed: what else waits about that person is dropped unread, which no other shop notices.
    expect(await notes(pipeline)).toMatchObject(
      ['customers/update', 'customers/delete', 'customers/merge'].map((topic) => ({
        topic,
        state: 'dropped',
      })),
    );
  });

  test('deletions of what stands in Shopify → believed from Shopify, not from the body', async () => {
    const { pipeline, customerId, orderId } = await shopWithOne();
    const before = await snapshot(pipeline);
    pipeline.fake.deliver('orders/delete', { kind: 'order-deleted', orderId });
    pipeline.fake.deliver('customers/delete', { kind: 'customer-deleted', customerId });
    await pipeline.settle();
    expect(await snapshot(pipeline)).toEqual(before);
  });

  test('a body that is no JSON, a topic nobody follows → dropped with a note, never again', async () => {
    const { pipeline } = await shopWithOne();
    const broken = {
      ...pipeline.fake.deliver('orders/updated', { kind: 'ignored', reason: '' }),
      body: '{"id":',
    };
    pipeline.fake.takeOutbox();
    pipeline.fake.deliver('carts/update', { kind: 'ignored', reason: 'unknown topic' });
    await pipeline.receive([broken, ...pipeline.fake.takeOutbox()]);
    await pipeline.drain();
    expect(await notes(pipeline)).toEqual([
      { topic: 'orders/updated', state: 'dropped', note: 'the body is no JSON' },
      { topic: 'carts/update', state: 'dropped', note: 'unknown topic' },
    ]);
    expect(await recordWebhooks(await pipeline.ctx(), { limit: 10 })).toBe(false);
  });
});

describe('Shopify is away', () => {
  test('no answer → nothing is lost: the deliveries wait and are recorded when it is back', async () => {
    const { pipeline, customerId } = await shopWithOne();
    pipeline.fake.placeOrder(customerId);
    await pipeline.receive(pipeline.fake.takeOutbox());
    pipeline.fake.away = true;
    await expect(pipeline.drain()).rejects.toMatchObject({ code: 'SHOPIFY_UNAVAILABLE' });
    pipeline.fake.away = false;
    pipeline.clock.advance(6_000);
    await pipeline.drain();
    expect(await pipeline.store.orders.count((await pipeline.shop()).shopId)).toBe(2);
  });

  test('our token is refused → the shop asks for the merchant; the merchant comes → all is caught up', async () => {
    const { pipeline, customerId } = await shopWithOne();
    pipeline.fake.placeOrder(customerId);
    await pipeline.receive(pipeline.fake.takeOutbox());
    pipeline.fake.revoked = true;
    await expect(pipeline.drain()).rejects.toMatchObject({ code: 'NEEDS_REAUTH' });
    expect((await pipeline.shop()).state).toBe('needs_reauth');
    pipeline.fake.revoked = false;
    await pipeline.start();
    expect(await pipeline.shop()).toMatchObject({ state: 'active' });
    expect(await pipeline.store.orders.count((await pipeline.shop()).shopId)).toBe(2);
  });
});

test('a customer merge by webhook → one customer with both histories, both stages decided again', async () => {
  const pipeline = newPipeline();
  const [kept, gone] = [pipeline.fake.addCustomer(), pipeline.fake.addCustomer()];
  pipeline.fake.placeOrder(gone, { processedAt: new Date('2026-01-05T00:00:00Z') });
  pipeline.fake.placeOrder(kept);
  await pipeline.start();
  pipeline.clock.advance(60_000);
  pipeline.fake.mergeCustomers(kept, gone);
  await pipeline.settle();
  const { customers } = await snapshot(pipeline);
  expect(customers).toEqual([expect.objectContaining({ customer_id: kept, frequency: 2, stage: 'vip' })]);
});

test('one order in a shop of 3 and of 150 customers → the same number of steps', async () => {
  const steps: number[] = [];
  for (const customers of [3, 150]) {
    const pipeline = newPipeline();
    giveHistory(pipeline.fake, seededRandom(4), customers);
    await pipeline.start();
    await pipeline.settle();
    pipeline.clock.advance(86_400_000);
    pipeline.fake.placeOrder(pipeline.fake.addCustomer());
    await pipeline.receive(pipeline.fake.takeOutbox());
    const counting = new CrashingPorts(Number.POSITIVE_INFINITY);
    pipeline.wrap = counting.wrap();
    await recordWebhooks(await pipeline.ctx(), { limit: 200 });
    steps.push(counting.steps);
  }
  expect(steps[1]).toBe(steps[0]);
});
