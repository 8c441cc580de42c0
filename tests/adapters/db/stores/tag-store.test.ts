import { expect, test } from 'vitest';
import { AT, eachStore } from './each-store.ts';
import { customerId } from './sample-rows.ts';

const HUGE = customerId('9007199254740993');
const later = (minutes: number) => new Date(AT.getTime() + minutes * 60_000);

eachStore((bench) => {
  const want = (shop: Parameters<typeof bench.store.tags.want>[0], desired: string[], minutes = 0) =>
    bench.store.tags.want(shop, [{ customerId: HUGE, desired }], later(minutes));
  const stands = (standing: string[]) => [{ customerId: HUGE, standing }];

  test('a tag is wanted → dirty until it was sent; the same again in another order → nothing to do', async () => {
    const shop = await bench.newShop();
    expect(await want(shop, ['vip', 'at-risk'])).toBe(1);
    expect(await want(shop, ['at-risk', 'vip', 'vip'])).toBe(0);
    expect(await bench.store.tags.dirty(shop, 10)).toEqual([
      { customerId: HUGE, standing: [], desired: ['at-risk', 'vip'] },
    ]);
    await bench.store.tags.sent(shop, stands(['vip', 'at-risk']), later(1));
    expect(await bench.store.tags.dirty(shop, 10)).toEqual([]);
    expect(await want(shop, ['vip', 'at-risk'], 2)).toBe(0);
    expect(await want(shop, ['lapsed'], 3)).toBe(1);
    expect(await want(shop, ['vip', 'at-risk'], 4)).toBe(0);
    expect(await bench.store.tags.dirty(shop, 10)).toEqual([]);
  });

  test('something else is wanted while the tags are on their way → still dirty after they arrived', async () => {
    const shop = await bench.newShop();
    await want(shop, ['repeat']);
    await want(shop, ['vip'], 1);
    await bench.store.tags.sent(shop, stands(['repeat']), later(2));
    expect(await bench.store.tags.dirty(shop, 10)).toEqual([
      { customerId: HUGE, standing: ['repeat'], desired: ['vip'] },
    ]);
  });

  test('nothing is wanted of somebody without tags → no row; of somebody with a tag → it goes', async () => {
    const shop = await bench.newShop();
    expect(await want(shop, [])).toBe(0);
    expect((await bench.pool.query('SELECT FROM tag_sync WHERE shop_id = $1', [shop])).rows).toHaveLength(0);
    await want(shop, ['vip']);
    await bench.store.tags.sent(shop, stands(['vip']), AT);
    expect(await want(shop, [])).toBe(1);
    expect(await bench.store.tags.dirty(shop, 10)).toEqual([
      { customerId: HUGE, standing: ['vip'], desired: [] },
    ]);
  });

  test('an offer opens → its tag stands beside the others, however often the stage moves; it ends → only its tag goes', async () => {
    const shop = await bench.newShop();
    const offer = (tags: string[]) => bench.store.tags.wantShortLived(shop, [{ customerId: HUGE, tags }], AT);
    const desired = async () => (await bench.store.tags.dirty(shop, 10)).map((work) => work.desired);
    expect(await offer(['offer'])).toBe(1);
    expect(await desired()).toEqual([['offer']]);
    await want(shop, ['vip', 'at-risk']);
    expect(await desired()).toEqual([['at-risk', 'offer', 'vip']]);
    await bench.store.tags.sent(shop, stands(['at-risk', 'offer', 'vip']), later(1));
    expect(await want(shop, ['vip', 'at-risk'], 2)).toBe(0);
    expect(await offer(['offer'])).toBe(0);
    expect(await bench.store.tags.wearing(shop, 'offer', [HUGE, customerId('1')])).toEqual(new Set([HUGE]));
    await want(shop, ['lapsed'], 3);
    expect(await desired()).toEqual([['lapsed', 'offer']]);
    expect(await offer([])).toBe(1);
    expect(await desired()).toEqual([['lapsed']]);
    await bench.store.tags.sent(shop, stands(['lapsed']), later(4));
    expect(await bench.store.tags.wearing(shop, 'offer', [HUGE])).toEqual(new Set());
  });

  test('our own echo → nothing; a tag of ours taken away by hand → dirty again', async () => {
    const shop = await bench.newShop();
    await want(shop, ['vip']);
    await bench.store.tags.sent(shop, stands(['vip']), later(1));
    expect(await bench.store.tags.saw(shop, stands(['vip']), later(2))).toBe(0);
    expect(await bench.store.tags.saw(shop, stands([]), later(3))).toBe(1);
    expect(await bench.store.tags.dirty(shop, 10)).toEqual([
      { customerId: HUGE, standing: [], desired: ['vip'] },
    ]);
  });

  test('tags of ours seen on somebody not yet scored → left until a scoring wants something', async () => {
    const shop = await bench.newShop();
    expect(
      await bench.store.tags.saw(shop, [...stands(['vip']), { customerId: customerId(5), standing: [] }], AT),
    ).toBe(0);
    expect(await bench.store.tags.dirty(shop, 10)).toEqual([]);
    expect(await want(shop, ['lapsed'])).toBe(1);
    expect(await bench.store.tags.dirty(shop, 10)).toEqual([
      { customerId: HUGE, standing: ['vip'], desired: ['lapsed'] },
    ]);
  });

  test('refused by Shopify → counted as failed, tried again with later scorings but not for ever', async () => {
    const shop = await bench.newShop();
    let dirtyAgain = 0;
    for (let night = 0; night < 8; night += 1) {
      dirtyAgain += await want(shop, ['vip'], night);
      await bench.store.tags.failed(shop, HUGE, 'too many tags', later(night));
      expect(await bench.store.tags.counts(shop)).toEqual({ waiting: 0, failed: 1 });
    }
    expect(dirtyAgain).toBe(5);
    expect(await want(shop, ['repeat'])).toBe(1);
    expect(await bench.store.tags.counts(shop)).toEqual({ waiting: 1, failed: 0 });
  });

  test('our tags are to go from everybody → those who carry one are dirty and counted', async () => {
    const shop = await bench.newShop();
    const desired = ['vip'];
    await bench.store.tags.want(
      shop,
      [1, 2, 3].map((id) => ({ customerId: customerId(id), desired })),
      AT,
    );
    await bench.store.tags.sent(
      shop,
      [1, 2].map((id) => ({ customerId: customerId(id), standing: desired })),
      AT,
    );
    expect(await bench.store.tags.wantNothing(shop, later(1))).toBe(2);
    expect((await bench.store.tags.dirty(shop, 10)).map((work) => work.customerId)).toEqual(['1', '2']);
    expect(await bench.store.tags.counts(shop)).toEqual({ waiting: 2, failed: 0 });
  });

  test('more work than asked for → the longest waiting first', async () => {
    const shop = await bench.newShop();
    for (const [minute, id] of [3, 1, 2].entries())
      await bench.store.tags.want(shop, [{ customerId: customerId(id), desired: ['vip'] }], later(minute));
    expect((await bench.store.tags.dirty(shop, 2)).map((work) => work.customerId)).toEqual(['3', '1']);
  });
});
