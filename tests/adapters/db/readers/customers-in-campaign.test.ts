import { beforeAll, expect, test } from 'vitest';
import { customerWhere, FEW_PEOPLE, readCustomerWhere } from '../../../../web/db/customer-filter.ts';
import type { CustomerId, ShopId } from '../../../../web/domain/shared/ids.ts';
import type { CustomerFilter } from '../../../../web/use-cases/read-port.ts';
import { launched, sampleEnrolment } from '../stores/campaign-rows.ts';
import { AT, collect } from '../stores/each-store.ts';
import { customerId, sampleState } from '../stores/sample-rows.ts';
import { eachReader } from './each-reader.ts';

const ORDER = { sort: 'last_order', direction: 'desc' } as const;
const PAGE = { after: null, limit: 50 };
const idsOf = (rows: readonly { customerId: CustomerId }[]) => rows.map((row) => row.customerId);

eachReader((bench) => {
  let shop: ShopId;
  let neighbour: ShopId;
  let first: number;
  let second: number;
  beforeAll(async () => {
    const { store } = bench;
    shop = await bench.newShop();
    neighbour = await bench.newShop();
    for (const place of [shop, neighbour]) {
      const states = Array.from({ length: 9 }, (_, index) =>
        sampleState({ customerId: customerId(index + 1) }),
      );
      await store.customers.saveMany(place, states, AT);
    }
    first = await launched(store, shop);
    second = await launched(store, shop, 30, new Date(AT.getTime() + 60_000));
    const enrol = (campaignId: number, id: number, triggerOn = 20_000) =>
      sampleEnrolment(campaignId, { customerId: customerId(id), triggerOn, heldOut: id % 2 === 0 });
    // Customer 3 was enrolled twice, customer 8 in both campaigns.
    await store.enrolments.enrol(shop, [enrol(first, 3), enrol(first, 3, 20_300), enrol(first, 8)]);
    await store.enrolments.enrol(shop, [enrol(second, 8), enrol(second, 5)]);
    const theirs = await launched(store, neighbour);
    await store.enrolments.enrol(neighbour, [enrol(theirs, 1)]);
  });
  const found = async (filter: CustomerFilter, of = shop) =>
    idsOf(await bench.reader.customers.page(of, filter, ORDER, PAGE));
  const peopleAre = (people: number) =>
    bench.pool.query('UPDATE campaign SET people = $1 WHERE shop_id = $2', [people, shop]);

  test.for([
    ['few', 3],
    ['many', FEW_PEOPLE + 1],
  ] as const)(
    'people of campaigns, %s of them → each once, held out or not, in pages, counts and export alike',
    async ([, people]) => {
      await peopleAre(people);
      expect(await found({ campaigns: [first] })).toEqual([customerId(8), customerId(3)]);
      expect(await found({ campaigns: [first, second] })).toEqual([8, 5, 3].map(customerId));
      expect(await found({ campaigns: [first], stage: 'vip' })).toEqual([]);
      expect(await found({ campaigns: [second], ids: [customerId(5), customerId(3)] })).toEqual([
        customerId(5),
      ]);
      const { customers } = bench.reader;
      expect(await customers.counts(shop, { campaigns: [first] })).toMatchObject({ repeat: 2, vip: 0 });
      expect(idsOf(await collect(customers.stream(shop, { campaigns: [second] }, ORDER)))).toEqual(
        [8, 5].map(customerId),
      );
    },
  );

  test('how many people decides the way: few are looked up, many are met on the way through the list', async () => {
    const filter = { campaigns: [first] };
    await peopleAre(FEW_PEOPLE);
    expect(await readCustomerWhere(bench.pool, shop, filter)).toEqual(customerWhere(shop, filter, true));
    await peopleAre(FEW_PEOPLE + 1);
    expect(await readCustomerWhere(bench.pool, shop, filter)).toEqual(customerWhere(shop, filter, false));
    await peopleAre(FEW_PEOPLE);
    const both = { campaigns: [first, second] };
    expect(await readCustomerWhere(bench.pool, shop, both)).toEqual(customerWhere(shop, both, false));
  });

  test('a campaign of another shop, or of nobody → nobody', async () => {
    expect(await found({ campaigns: [first] }, neighbour)).toEqual([]);
    expect(await found({ campaigns: [2_147_483_647] })).toEqual([]);
  });

  test('the campaigns to choose from → those launched at some time, newest first, no drafts', async () => {
    const { store, reader } = bench;
    const own = await bench.newShop();
    const older = await launched(store, own);
    const newer = await launched(store, own, 30, new Date(AT.getTime() + 60_000));
    const { draft } = (await store.campaigns.find(own, older)) ?? {};
    if (!draft) throw new Error('the campaign was just launched');
    await store.campaigns.create(own, { ...draft, name: 'Not yet' }, AT);
    await store.campaigns.setState(own, older, { from: ['running'], to: 'ended', reason: null }, AT);
    expect(await reader.customers.campaigns(own)).toEqual([
      { campaignId: newer, name: draft.name, state: 'running' },
      { campaignId: older, name: draft.name, state: 'ended' },
    ]);
  });
});
