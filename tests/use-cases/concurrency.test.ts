import { describe, expect, test } from 'vitest';
import type { CustomerId } from '../../web/domain/shared/ids.ts';
import { recordWebhooks } from '../../web/use-cases/record-webhooks.ts';
import { scoreShop } from '../../web/use-cases/score-shop.ts';
import { giveHistory, pick, seededRandom } from '../support/busy-shop.ts';
import { newPipelines } from '../support/open-pipeline.ts';
import type { Pipeline } from '../support/pipeline.ts';
import { snapshot } from '../support/pipeline-snapshot.ts';
import { whyNoPostgres } from '../support/postgres-server.ts';

const reason = whyNoPostgres();
const name = reason === null ? 'several workers at once' : `several workers at once (skipped: ${reason})`;

describe.skipIf(reason !== null)(name, () => {
  const newPipeline = newPipelines('postgres');

  async function shopOf(customers: number, orders: number): Promise<Pipeline> {
    const pipeline = newPipeline();
    giveHistory(pipeline.fake, seededRandom(3), 30);
    await pipeline.start();
    await pipeline.settle();
    pipeline.clock.advance(3_600_000);
    const random = seededRandom(6);
    const few = [...pipeline.fake.customers.keys()].slice(0, customers);
    for (let count = 0; count < orders; count += 1) pipeline.fake.placeOrder(pick(few, random));
    const [kept, gone] = few as [CustomerId, CustomerId];
    pipeline.fake.mergeCustomers(kept, gone);
    await pipeline.receive(pipeline.fake.takeOutbox());
    return pipeline;
  }

  async function drainAll(pipeline: Pipeline): Promise<void> {
    while (await recordWebhooks(await pipeline.ctx(), { limit: 5 }));
  }

  test('four drains and a scoring of the whole shop over the same few customers → no deadlock, as if one by one', async () => {
    const pipeline = await shopOf(4, 60);
    const scoring = scoreShop(await pipeline.ctx(), { cause: 'rules' });
    await Promise.all([
      drainAll(pipeline),
      drainAll(pipeline),
      drainAll(pipeline),
      drainAll(pipeline),
      scoring,
    ]);
    await drainAll(pipeline);
    await pipeline.runJobs();
    await pipeline.settle();
    await pipeline.night();
    const alone = await shopOf(4, 60);
    await drainAll(alone);
    await alone.runJobs();
    await alone.settle();
    await alone.night();
    const plain = (shot: Awaited<ReturnType<typeof snapshot>>) =>
      shot.customers.map((row) => ({ ...(row as object), customer_id: 0 }));
    expect(plain(await snapshot(pipeline))).toEqual(plain(await snapshot(alone)));
    expect(pipeline.log.lines.filter(({ level }) => level === 'error')).toEqual([]);
  });

  test('five workers record forty orders of one customer → none is missing in the customer’s numbers', async () => {
    const pipeline = newPipeline();
    const customerId = pipeline.fake.addCustomer();
    await pipeline.start();
    for (let count = 0; count < 40; count += 1) {
      pipeline.clock.advance(86_400_000);
      pipeline.fake.placeOrder(customerId);
    }
    await pipeline.receive(pipeline.fake.takeOutbox());
    const workers = Array.from({ length: 5 }, async () => {
      while (await recordWebhooks(await pipeline.ctx(), { limit: 1 }));
    });
    await Promise.all(workers);
    const { customers } = await snapshot(pipeline);
    expect(customers).toEqual([expect.objectContaining({ orders_count: 40, frequency: 40 })]);
  });
});
