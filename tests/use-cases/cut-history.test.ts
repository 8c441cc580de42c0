import { describe, expect, test } from 'vitest';
import type { CustomerId } from '../../web/domain/shared/ids.ts';
import { newPipelines } from '../support/open-pipeline.ts';
import type { Pipeline } from '../support/pipeline.ts';

const openPipeline = newPipelines();
/** Shopify shows 60 days without read_all_orders. */
const newPipeline = () => openPipeline({ scopes: ['read_orders', 'read_customers', 'write_customers'] });
const DAY_MS = 86_400_000;

async function stored(pipeline: Pipeline, customerId: CustomerId) {
  const { rows } = await pipeline.pool.query<{ frequency: number; shopify_orders: number }>(
    'SELECT frequency, shopify_orders FROM customer_fact WHERE shop_id = $1 AND customer_id = $2',
    [(await pipeline.shop()).shopId, customerId],
  );
  return rows;
}

/** Two customers; one bought 70 days ago, of which Shopify shows nothing any more, the other yesterday. */
async function agedShop() {
  const pipeline = newPipeline();
  const [kept, gone] = [pipeline.fake.addCustomer(), pipeline.fake.addCustomer()];
  pipeline.fake.placeOrder(gone);
  await pipeline.start();
  pipeline.clock.advance(70 * DAY_MS);
  pipeline.fake.placeOrder(kept);
  await pipeline.settle();
  pipeline.clock.advance(DAY_MS);
  return { pipeline, kept, gone };
}

const ordersOf = async (pipeline: Pipeline) => {
  const { rows } = await pipeline.pool.query<{ customer_id: string }>(
    'SELECT customer_id FROM order_fact WHERE shop_id = $1 ORDER BY processed_at',
    [(await pipeline.shop()).shopId],
  );
  return rows.map(({ customer_id }) => customer_id);
};

describe('orders older than Shopify shows', () => {
  test('their customer is merged → they pass over to the customer who is kept, none is deleted', async () => {
    const { pipeline, kept, gone } = await agedShop();
    pipeline.fake.mergeCustomers(kept, gone);
    await pipeline.settle();
    expect(await ordersOf(pipeline)).toEqual([kept, kept]);
    expect(await stored(pipeline, kept)).toMatchObject([{ frequency: 2 }]);
    expect(await stored(pipeline, gone)).toEqual([]);
  });

  test('the merge was lost, or the deletion came before it → they stay, and pass over when the merge is known', async () => {
    const { pipeline, kept, gone } = await agedShop();
    pipeline.fake.mergeCustomers(kept, gone);
    const sent = pipeline.fake.takeOutbox();
    await pipeline.night();
    expect(await ordersOf(pipeline)).toEqual([gone, kept]);
    await pipeline.receive(sent.filter(({ topic }) => topic === 'customers/delete'));
    await pipeline.drain();
    await pipeline.runJobs();
    expect(await ordersOf(pipeline)).toEqual([gone, kept]);
    await pipeline.receive(sent);
    await pipeline.drain();
    expect(await ordersOf(pipeline)).toEqual([kept, kept]);
  });

  test('a recent order goes with its deletion all the same', async () => {
    const { pipeline, gone } = await agedShop();
    const orderId = [...pipeline.fake.orders.keys()].at(-1);
    if (!orderId) throw new Error('the shop is too small');
    pipeline.fake.deleteOrder(orderId);
    await pipeline.settle();
    expect(await ordersOf(pipeline)).toEqual([gone]);
  });
});

test('a known buyer orders again → the profile is asked for, because only Shopify knows the earlier orders', async () => {
  const pipeline = newPipeline();
  const customerId = pipeline.fake.addCustomer({ shopifyOrders: 7 });
  pipeline.fake.placeOrder(customerId);
  await pipeline.start();
  await pipeline.settle();
  expect(await stored(pipeline, customerId)).toMatchObject([{ shopify_orders: 7 }]);
  pipeline.clock.advance(DAY_MS);
  pipeline.fake.changeCustomer(customerId, { shopifyOrders: 9 });
  pipeline.fake.takeOutbox();
  pipeline.fake.placeOrder(customerId);
  await pipeline.receive(pipeline.fake.takeOutbox());
  await pipeline.drain();
  expect(await stored(pipeline, customerId)).toMatchObject([{ shopify_orders: 9 }]);
});
