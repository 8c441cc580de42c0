import { expect, test } from 'vitest';
import type { ShopId } from '../../../../web/domain/shared/ids.ts';
import { AT, eachStore } from './each-store.ts';
import { sampleModel } from './sample-rows.ts';

const LATER = new Date(AT.getTime() + 60_000);
const EARLIER = new Date(AT.getTime() - 60_000);

eachStore((bench) => {
  const installed = async (domain: string) =>
    (await bench.store.shops.install(domain, AT, ['read_orders'])).shop;

  test('first opened from many tabs at once → one shop, one winner', async () => {
    const calls = await Promise.all(
      Array.from({ length: 6 }, () => bench.store.shops.install('race.myshopify.com', AT, ['read_orders'])),
    );
    expect(calls.filter((call) => call.installed)).toHaveLength(1);
    expect(new Set(calls.map((call) => call.shop.shopId)).size).toBe(1);
    const shop = calls[0]?.shop;
    expect(shop).toMatchObject({
      domain: 'race.myshopify.com',
      state: 'installing',
      scopes: ['read_orders'],
      seesAllOrders: false,
      installedAt: AT,
    });
    expect(await bench.store.shops.findByDomain('race.myshopify.com')).toEqual(shop);
    expect(await bench.store.shops.find(shop?.shopId ?? (0 as ShopId))).toEqual(shop);
    expect(await bench.store.shops.findByDomain('nobody.myshopify.com')).toBeNull();
    expect(await bench.store.shops.find(999_999 as ShopId)).toBeNull();
  });

  test('a profile is saved → name, currency, zone and scopes hold; read_all_orders shows the whole history', async () => {
    const { shopId } = await installed('profile.myshopify.com');
    const scopes = ['read_orders', 'read_all_orders'];
    await bench.store.shops.saveProfile(shopId, {
      name: 'Tết Ơi',
      currency: 'VND',
      timeZone: 'Asia/Ho_Chi_Minh',
      scopes,
    });
    expect(await bench.store.shops.find(shopId)).toMatchObject({
      name: 'Tết Ơi',
      currency: 'VND',
      timeZone: 'Asia/Ho_Chi_Minh',
      scopes,
      seesAllOrders: true,
    });
  });

  test('an uninstall older than the present installation → ignored; a true one → done once; then installed anew', async () => {
    const { shopId } = await installed('come-back.myshopify.com');
    await bench.store.shops.setState(shopId, 'active', AT);
    expect(await bench.store.shops.uninstall(shopId, EARLIER)).toBe(false);
    expect(await bench.store.shops.find(shopId)).toMatchObject({ state: 'active' });
    expect(await bench.store.shops.uninstall(shopId, LATER)).toBe(true);
    expect(await bench.store.shops.uninstall(shopId, LATER)).toBe(false);
    expect(await bench.store.shops.find(shopId)).toMatchObject({ state: 'uninstalled' });
    const again = new Date(LATER.getTime() + 1);
    const { shop, installed: anew } = await bench.store.shops.install('come-back.myshopify.com', again, [
      'read_all_orders',
    ]);
    expect({ anew, ...shop }).toMatchObject({
      anew: true,
      shopId,
      state: 'installing',
      installedAt: again,
      seesAllOrders: true,
    });
    expect(await bench.store.shops.uninstall(shopId, LATER)).toBe(false);
  });

  test('running shops → those installing and active, not those uninstalled or without a token', async () => {
    const states = ['installing', 'active', 'needs_reauth', 'uninstalled'] as const;
    const ids = new Map<string, ShopId>();
    for (const state of states) {
      const { shopId } = await installed(`${state.replace('_', '-')}.myshopify.com`);
      await bench.store.shops.setState(shopId, state, AT);
      ids.set(state, shopId);
    }
    const running = (await bench.store.shops.listRunning()).map((shop) => shop.shopId);
    expect(states.filter((state) => running.includes(ids.get(state) ?? (0 as ShopId)))).toEqual([
      'installing',
      'active',
    ]);
  });

  test('running shops → with the start of the latest reading and the newest scored day', async () => {
    const shopId = await bench.newShop();
    const ofThis = async () => {
      const shop = (await bench.store.shops.listRunning()).find((running) => running.shopId === shopId);
      return [shop?.lastReadAt, shop?.lastScoredOn];
    };
    expect(await ofThis()).toEqual([null, null]);
    const { runId } = await bench.store.syncRuns.startOrResume(shopId, 'reconcile', LATER);
    await bench.store.syncRuns.update(shopId, runId, { state: 'done' });
    await bench.store.syncRuns.startOrResume(shopId, 'backfill', AT);
    for (const asOfOn of [20_002, 20_003, 20_001])
      await bench.store.models.save(
        shopId,
        { ...sampleModel(), asOfOn },
        { rulesVersion: 1, night: null, at: AT },
      );
    expect(await ofThis()).toEqual([LATER, 20_003]);
  });
});
