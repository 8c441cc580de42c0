import { expect, test } from 'vitest';
import type { ProductId } from '../../../../web/domain/shared/ids.ts';
import { AT, eachStore } from '../stores/each-store.ts';
import { later, sampleTerms } from './loyalty-rows.ts';

const product = (id: string) => id as ProductId;

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

  test('products named and those of collections → together they earn nothing; the collections are read anew', async () => {
    const shop = await bench.newShop();
    const { loyalty } = bench.store;
    const terms = sampleTerms();
    const earn = { ...terms.earn, excludedProducts: [product('9007199254740993')] };
    const excluded = [product('2')];
    const saved = await loyalty.saveProgram(shop, { ...terms, earn }, { excluded, basedOn: 0, at: AT });
    expect(saved.excluded).toEqual(new Set(['9007199254740993', '2']));
    await loyalty.setExcluded(shop, 1, [product('3')]);
    const { versions } = await loyalty.program(shop);
    expect(versions[0]?.excluded).toEqual(new Set(['9007199254740993', '3']));
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
