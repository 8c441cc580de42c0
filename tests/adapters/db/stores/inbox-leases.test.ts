import { expect, test } from 'vitest';
import { giveBackLeases } from '../../../../web/db/inbox-store.ts';
import { AT, eachStore } from './each-store.ts';
import { sampleDelivery } from './sample-rows.ts';

eachStore((bench) => {
  test('a process died with deliveries leased → given back, they are leased anew at once; finished ones stay finished', async () => {
    const shop = await bench.newShop();
    const domain = (await bench.store.shops.find(shop))?.domain ?? '';
    const sent = ['one', 'two', 'three'].map((webhookId) => sampleDelivery({ domain, webhookId }));
    await bench.store.inbox.receive(sent, AT);
    const [first] = await bench.store.inbox.lease(shop, 2, AT, 300_000);
    await bench.store.inbox.finish(shop, [first?.inboxId ?? ''], 'done');
    expect(await bench.store.inbox.lease(shop, 10, AT, 300_000)).toHaveLength(1);
    expect(await bench.store.inbox.lease(shop, 10, AT, 300_000)).toEqual([]);
    await giveBackLeases(bench.pool);
    expect(await bench.store.inbox.lease(shop, 10, AT, 300_000)).toHaveLength(2);
  });
});
