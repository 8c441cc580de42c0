import type pg from 'pg';
import { expect, test } from 'vitest';
import { createStore } from '../../../../web/db/store.ts';
import type { ProductId } from '../../../../web/domain/shared/ids.ts';
import type { Store } from '../../../../web/use-cases/store-port.ts';
import { AT, eachStore } from '../stores/each-store.ts';
import { later, sampleTerms } from './loyalty-rows.ts';

const product = (id: string) => id as ProductId;
const inCurrency = (pool: pg.Pool, shop: number, currency: string) =>
  pool.query('UPDATE shop SET currency = $2 WHERE shop_id = $1', [shop, currency]);

/** The same pool; `read` gets the names of statements run on it. */
function noting(pool: pg.Pool, read: string[]): pg.Pool {
  return new Proxy(pool, {
    get: (target, key) => {
      const own: unknown = Reflect.get(target, key);
      if (typeof own !== 'function') return own;
      return (...given: unknown[]) => {
        const [statement] = given;
        if (key === 'query' && typeof statement === 'object' && statement && 'name' in statement)
          read.push(String(statement.name));
        return Reflect.apply(own, target, given);
      };
    },
  });
}

eachStore((bench) => {
  test('never saved → no version, never launched', async () => {
    const shop = await bench.newShop();
    expect(await bench.store.loyalty.program(shop)).toEqual({ versions: [], launchedAt: null });
  });

  test('saved off, then on, then off → three versions, launched by the first that was on', async () => {
    const shop = await bench.newShop();
    const { loyalty } = bench.store;
    for (const [basedOn, on] of [false, true, false].entries())
      await loyalty.saveProgram(shop, sampleTerms({ on }), { excluded: [], basedOn, at: later(basedOn) });
    const { versions, launchedAt } = await loyalty.program(shop);
    expect(versions.map(({ version, savedAt }) => [version, savedAt])).toEqual([
      [1, AT],
      [2, later(1)],
      [3, later(2)],
    ]);
    expect(versions[1]?.terms).toEqual(sampleTerms());
    expect(launchedAt).toEqual(later(1));
  });

  test('products named and those of collections → earn nothing; what the collections hold later counts from then on', async () => {
    const shop = await bench.newShop();
    const { loyalty } = bench.store;
    const terms = sampleTerms();
    const earn = { ...terms.earn, excludedProducts: [product('9007199254740993')] };
    const excluded = [product('2')];
    await loyalty.saveProgram(shop, { ...terms, earn }, { excluded, basedOn: 0, at: AT });
    expect(await loyalty.changeExcluded(shop, 1, excluded, later(1))).toBe(false);
    expect(await loyalty.changeExcluded(shop, 1, [product('3')], later(2))).toBe(true);
    expect(await loyalty.changeExcluded(shop, 1, [product('3'), product('2')], later(3))).toBe(true);
    expect(await loyalty.changeExcluded(shop, 2, [], later(4))).toBe(false);
    await loyalty.saveProgram(shop, terms, { excluded: [], basedOn: 1, at: later(5) });
    const { versions, launchedAt } = await loyalty.program(shop);
    const listed = versions.map((each) => [
      each.version,
      each.savedAt,
      ['9007199254740993', '2', '3'].filter((id) => each.excluded.has(product(id))).join(),
    ]);
    expect(listed).toEqual([
      [1, AT, '9007199254740993,2'],
      [1, later(2), '9007199254740993,3'],
      [1, later(3), '9007199254740993,2,3'],
      [2, later(5), ''],
    ]);
    expect(launchedAt).toEqual(AT);
  });

  test('saved in another process, rolled back, saved again → each time what stands is read; what stood is not read twice', async () => {
    const shop = await bench.newShop();
    const read: string[] = [];
    const elsewhere = createStore({
      pool: noting(bench.pool, read),
      redactionKey: 'k',
      enqueueIn: () => Promise.resolve(),
    });
    const named = async () => {
      const { versions } = await elsewhere.loyalty.program(shop);
      return versions.map(({ terms }) => terms.pointsName.en).join();
    };
    const save = (store: Pick<Store, 'loyalty'>, basedOn: number, en: string) =>
      store.loyalty.saveProgram(shop, sampleTerms({ pointsName: { en, vi: '', th: '' } }), {
        excluded: [],
        basedOn,
        at: later(basedOn),
      });
    expect(await named()).toBe('');
    await save(bench.store, 0, 'a');
    expect(await named()).toBe('a');
    const undone = bench.store.transaction(async (tx) => {
      await save(tx, 1, 'never');
      expect((await tx.loyalty.program(shop)).versions).toHaveLength(2);
      throw new Error('undone');
    });
    await expect(undone).rejects.toThrow('undone');
    expect((await bench.store.loyalty.program(shop)).versions).toHaveLength(1);
    await save(elsewhere, 1, 'b');
    expect(await named()).toBe('a,b');
    expect((await bench.store.loyalty.program(shop)).versions.at(-1)?.terms.pointsName.en).toBe('b');
    await bench.store.loyalty.changeExcluded(shop, 2, [product('3')], later(9));
    expect(await named()).toBe('a,b,b');
    read.length = 0;
    expect(await named()).toBe('a,b,b');
    expect(read).toEqual(['loyalty_program_newest']);
  });

  test('a save and a change of what collections hold at once → both stand, one after the other', async () => {
    const shop = await bench.newShop();
    const { loyalty } = bench.store;
    const save = (basedOn: number) =>
      loyalty.saveProgram(shop, sampleTerms(), { excluded: [], basedOn, at: later(basedOn) });
    await save(0);
    for (let version = 1; version <= 5; version += 1) {
      await Promise.all([
        save(version),
        loyalty.changeExcluded(shop, version, [product('7')], later(version)),
      ]);
      const { versions } = await loyalty.program(shop);
      expect(versions.at(-1)?.version).toBe(version + 1);
      expect(versions.at(-1)?.excluded.has(product('7'))).toBe(false);
    }
  });

  test('the shop changes its currency → versions of before keep theirs, the next has the new one', async () => {
    const shop = await bench.newShop();
    const save = (basedOn: number) =>
      bench.store.loyalty.saveProgram(shop, sampleTerms(), { excluded: [], basedOn, at: later(basedOn) });
    await save(0);
    await inCurrency(bench.pool, shop, 'VND');
    await bench.store.loyalty.changeExcluded(shop, 1, [product('3')], later(1));
    await save(1);
    const { versions } = await bench.store.loyalty.program(shop);
    expect(versions.map(({ currency }) => currency)).toEqual(['USD', 'USD', 'VND']);
  });

  test('two build on the same version → one is saved, the other told', async () => {
    const shop = await bench.newShop();
    const save = () =>
      bench.store.loyalty.saveProgram(shop, sampleTerms(), { excluded: [], basedOn: 0, at: AT });
    const results = await Promise.allSettled([save(), save()]);
    expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    await expect(save()).rejects.toMatchObject({ code: 'CONFLICT' });
    expect((await bench.store.loyalty.program(shop)).versions).toHaveLength(1);
  });
});
