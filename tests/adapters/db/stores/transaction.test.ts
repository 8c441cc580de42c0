import { expect, test } from 'vitest';
import { createStore } from '../../../../web/db/store.ts';
import { AT, collect, eachStore, untilSomebodyWaits } from './each-store.ts';
import { customerId, orderId, sampleState, sampleStored } from './sample-rows.ts';

eachStore((bench) => {
  const jobs = async () => (await bench.pool.query('SELECT name, payload FROM test_job')).rows;

  test('committed → row and job both stand; thrown inside → neither, and the error comes out', async () => {
    const shop = await bench.newShop();
    const write = (fail: boolean) =>
      bench.store.transaction(async (tx) => {
        await tx.orders.put(shop, sampleStored());
        await tx.enqueue('sync-tags', { shopId: shop });
        if (fail) throw new RangeError('no');
        return 'done';
      });
    await expect(write(true)).rejects.toThrow(new RangeError('no'));
    expect(await bench.store.orders.count(shop)).toBe(0);
    expect(await jobs()).toEqual([]);
    expect(await write(false)).toBe('done');
    expect(await bench.store.orders.count(shop)).toBe(1);
    expect(await jobs()).toEqual([{ name: 'sync-tags', payload: { shopId: shop } }]);
  });

  test('the work swallows the error of a statement → INTERNAL, because its writes are lost', async () => {
    const shop = await bench.newShop();
    const work = bench.store.transaction(async (tx) => {
      await tx.orders.put(shop, sampleStored());
      await tx.orders.historiesOf(shop, [customerId('no number')]).catch(() => undefined);
    });
    await expect(work).rejects.toMatchObject({ code: 'INTERNAL' });
    expect(await bench.store.orders.count(shop)).toBe(0);
  });

  test('two transactions lock two customers crosswise → one is retried and both end', async () => {
    const shop = await bench.newShop();
    const ids = [customerId(1), customerId(2)];
    await bench.store.customers.saveMany(
      shop,
      ids.map((id) => sampleState({ customerId: id })),
      AT,
    );
    let attempts = 0;
    let holding = 0;
    const { promise: bothHoldOne, resolve: bothHold } = Promise.withResolvers<void>();
    const crosswise = (order: readonly number[]) =>
      bench.store.transaction(async (tx) => {
        attempts += 1;
        await tx.customers.lockMany(shop, [customerId(order[0] ?? 0)], 'create');
        holding += 1;
        if (holding >= 2 || bench.kind === 'pglite') bothHold();
        await bothHoldOne;
        await tx.customers.lockMany(shop, [customerId(order[1] ?? 0)], 'create');
      });
    await Promise.all([crosswise([1, 2]), crosswise([2, 1])]);
    // On a busy machine both may be found in each other's way.
    if (bench.kind === 'postgres') expect(attempts).toBeGreaterThan(2);
    else expect(attempts).toBe(2);
  });

  test('a model is read inside a transaction → a new one is saved only after its end', async () => {
    const shop = await bench.newShop();
    const extra = { rulesVersion: 0, night: null, at: AT };
    const model = (asOfOn: number) => ({ asOfOn }) as Parameters<typeof bench.store.models.save>[1];
    await bench.store.models.save(shop, model(1), extra);
    const { promise: held, resolve: release } = Promise.withResolvers<void>();
    const { promise: read, resolve: reading } = Promise.withResolvers<void>();
    const order: string[] = [];
    const scoring = bench.store.transaction(async (tx) => {
      expect(await tx.models.current(shop)).toMatchObject({ model: { asOfOn: 1 }, rulesVersion: 0 });
      reading();
      await held;
      order.push('scored');
    });
    await read;
    const saving = bench.store.models.save(shop, model(2), extra).then(() => order.push('saved'));
    await untilSomebodyWaits(bench);
    release();
    await Promise.all([scoring, saving]);
    expect(order).toEqual(['scored', 'saved']);
    expect(await bench.store.models.current(shop)).toMatchObject({ model: { asOfOn: 2 } });
    expect(await bench.store.models.before(shop, 2)).toMatchObject({ asOfOn: 1 });
    expect(await bench.store.models.before(shop, 1)).toBeNull();
  });

  test('the shop moved west and its day is numbered lower → the model made last is in force, the day before it stays the day before', async () => {
    const shop = await bench.newShop();
    const model = (asOfOn: number) => ({ asOfOn }) as Parameters<typeof bench.store.models.save>[1];
    const save = (asOfOn: number, hour: number) =>
      bench.store.models.save(shop, model(asOfOn), {
        rulesVersion: hour,
        night: null,
        at: new Date(AT.getTime() + hour * 3_600_000),
      });
    for (const [day, hour] of [
      [8, 0],
      [9, 24],
      [10, 48],
      [9, 50],
    ] as const)
      await save(day, hour);
    expect(await bench.store.models.current(shop)).toMatchObject({ model: { asOfOn: 9 }, rulesVersion: 50 });
    expect(await bench.store.models.before(shop, 9)).toMatchObject({ asOfOn: 8 });
    await save(10, 72);
    expect(await bench.store.models.current(shop)).toMatchObject({ model: { asOfOn: 10 }, rulesVersion: 72 });
  });

  test('a second store on the same pool → prepared statements are shared without a clash', async () => {
    const shop = await bench.newShop();
    const other = createStore({ pool: bench.pool, redactionKey: 'other key', enqueueIn: async () => {} });
    await bench.store.orders.put(shop, sampleStored());
    await other.orders.put(shop, sampleStored({ orderId: orderId(2) }));
    expect(await collect(other.orders.ids(shop))).toEqual(['1', '2']);
    await bench.store.customers.redact(shop, customerId(7), AT);
    expect((await other.customers.isRedacted(shop, [customerId(7)])).size).toBe(0);
  });
});
