import { expect, test } from 'vitest';
import { DEFAULT_RULES } from '../../../../web/domain/rules.ts';
import { AT, eachStore, overlapping } from './each-store.ts';

eachStore((bench) => {
  test('nothing saved yet → the defaults as version 0', async () => {
    const shop = await bench.newShop();
    expect(await bench.store.rules.current(shop)).toEqual({ version: 0, rules: DEFAULT_RULES });
    expect(await bench.store.rules.history(shop)).toEqual([DEFAULT_RULES]);
  });

  test('saved twice → the newest holds, all are remembered, the defaults last', async () => {
    const shop = await bench.newShop();
    const first = { ...DEFAULT_RULES, provisionalDays: 45 };
    const second = { ...first, tags: { ...first.tags, prefix: 'ร้าน ', marks: { at_risk: 'at-risk' } } };
    expect(await bench.store.rules.save(shop, first, 0, AT)).toBe(1);
    expect(await bench.store.rules.save(shop, second, 1, AT)).toBe(2);
    expect(await bench.store.rules.current(shop)).toEqual({ version: 2, rules: second });
    expect(await bench.store.rules.history(shop)).toEqual([second, first, DEFAULT_RULES]);
  });

  test('two save on top of the same version → the second gets CONFLICT and changes nothing', async () => {
    const shop = await bench.newShop();
    const saves = [1, 2, 3, 4].map((provisionalDays) =>
      bench.store.rules.save(shop, { ...DEFAULT_RULES, provisionalDays }, 0, AT),
    );
    const results = await Promise.allSettled(saves);
    expect(results.filter((result) => result.status === 'fulfilled')).toHaveLength(1);
    for (const result of results)
      if (result.status === 'rejected') expect(result.reason).toMatchObject({ code: 'CONFLICT' });
    expect(await bench.store.rules.history(shop)).toHaveLength(2);
    await expect(bench.store.rules.save(shop, DEFAULT_RULES, 7, AT)).rejects.toMatchObject({
      code: 'CONFLICT',
    });
  });

  test('one saves while the other has not committed → CONFLICT, no matter how late it looks', async () => {
    const shop = await bench.newShop();
    const [first, second] = await overlapping(
      bench,
      (tx) => tx.rules.save(shop, DEFAULT_RULES, 0, AT),
      () => bench.store.rules.save(shop, DEFAULT_RULES, 0, AT),
    );
    expect(first).toMatchObject({ value: 1 });
    expect(second).toMatchObject({ reason: { code: 'CONFLICT' } });
  });

  test('rules saved before a field existed → its default', async () => {
    const shop = await bench.newShop();
    await bench.pool.query(
      `INSERT INTO shop_rules (shop_id, version, rules, saved_at) VALUES ($1, 1, '{"provisionalDays": 9, "tags": {"prefix": "x-"}}', now())`,
      [shop],
    );
    const { rules } = await bench.store.rules.current(shop);
    expect(rules).toEqual({
      ...DEFAULT_RULES,
      provisionalDays: 9,
      tags: { ...DEFAULT_RULES.tags, prefix: 'x-' },
    });
  });
});
