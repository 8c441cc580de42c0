import { beforeAll, describe, expect, test } from 'vitest';
import type { CustomerId } from '../../web/domain/shared/ids.ts';
import { type ListCustomersInput, listCustomers } from '../../web/use-cases/list-customers.ts';
import { newPipelines } from '../support/open-pipeline.ts';
import type { Pipeline } from '../support/pipeline.ts';

const newPipeline = newPipelines();
const NEWEST: ListCustomersInput = {
  filter: {},
  order: { sort: 'last_order', direction: 'desc' },
  search: null,
  after: null,
  limit: 2,
};

describe('customers', () => {
  let pipeline: Pipeline;
  let ids: CustomerId[];
  let visitor: CustomerId;
  beforeAll(async () => {
    pipeline = newPipeline();
    ids = [1, 2, 3, 4].map((day) => {
      const id = pipeline.fake.addCustomer();
      pipeline.fake.placeOrder(id, { processedAt: new Date(`2026-02-0${day}T03:00:00Z`) });
      return id;
    });
    visitor = pipeline.fake.addCustomer();
    await pipeline.start();
  });
  const list = async (change: Partial<ListCustomersInput> = {}) =>
    listCustomers(await pipeline.readCtx(), { ...NEWEST, ...change });
  const idsOf = (rows: readonly { customerId: CustomerId }[]) => rows.map((row) => row.customerId);

  test('page after page → counts on the first only, a next page only where there is one', async () => {
    const first = await list();
    expect(idsOf(first.rows)).toEqual([ids[3], ids[2]]);
    expect(first.counts).toEqual({ first_time: 4, repeat: 0, vip: 0, lapsed: 0 });
    expect(first.names.get(ids[3] ?? visitor)?.displayName).toBe(`Customer ${ids[3]}`);
    const second = await list({ after: first.next });
    expect(idsOf(second.rows)).toEqual([ids[1], ids[0]]);
    expect(second).toMatchObject({ counts: null, next: null, search: 'none' });
  });

  test('nobody on the page → Shopify is asked for no names', async () => {
    pipeline.fake.calls.clear();
    expect(await list({ filter: { stage: 'vip' } })).toMatchObject({ rows: [], next: null });
    expect(pipeline.fake.calls.size).toBe(0);
  });

  test('a search → Shopify’s order, under our filters, people without a purchase too, strangers not', async () => {
    const { searchHits } = pipeline.fake;
    searchHits.set(
      'mai',
      ['5' as CustomerId, ids[0], visitor, ids[2], ids[1]].flatMap((id) => id ?? []),
    );
    const found = await list({ search: 'mai' });
    expect(idsOf(found.rows)).toEqual([ids[0], visitor, ids[2], ids[1]]);
    expect(found).toMatchObject({ next: null, counts: null, search: 'answered' });
    expect([...found.names.keys()]).toEqual(idsOf(found.rows));
    expect(idsOf((await list({ search: 'mai', filter: { stage: 'first_time' } })).rows)).toEqual([
      ids[0],
      ids[2],
      ids[1],
    ]);
    expect(await list({ search: 'nobody' })).toMatchObject({ rows: [], search: 'answered' });
  });

  test('Shopify is away → the list stands without names; a search says that it could not be asked', async () => {
    pipeline.fake.away = true;
    const { rows, names, counts } = await list();
    expect(idsOf(rows)).toEqual([ids[3], ids[2]]);
    expect([...names.values()]).toEqual([null, null]);
    expect(counts?.first_time).toBe(4);
    expect(await list({ search: 'mai' })).toMatchObject({ rows: [], search: 'unavailable' });
    pipeline.fake.away = false;
  });
});
