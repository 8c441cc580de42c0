import { expect, test } from 'vitest';
import type { CustomerId } from '../../../web/domain/shared/ids.ts';
import { listBatches } from '../../../web/use-cases/list-batches.ts';
import { type BatchInput, type BatchOutcome, runBatch } from '../../../web/use-cases/run-batch.ts';
import { undoBatch } from '../../../web/use-cases/undo-batch.ts';
import type { LoyaltyShop } from '../../support/loyalty-shop.ts';
import { newLoyaltyShops } from '../../support/loyalty-shops.ts';
import { eachDatabase } from '../../support/test-database.ts';

/** More than are settled at once. */
const ROWS = 1_100;
const MINUTE_MS = 60_000;
const MAPPING = { customer: 0, customerBy: 'id', points: 1, expires: null } as const;

eachDatabase((kind) => {
  const newShop = newLoyaltyShops(kind);

  async function launched(): Promise<{ shop: LoyaltyShop; ids: CustomerId[] }> {
    const shop = newShop();
    const ids = Array.from({ length: ROWS }, () => shop.fake.addCustomer());
    await shop.start();
    await shop.program();
    return { shop, ids };
  }

  async function send(shop: LoyaltyShop, ids: readonly CustomerId[], points: number): Promise<BatchOutcome> {
    const rows = ids.map((id, index) => ({ line: index + 1, cells: [id, String(points)] }));
    const sent: BatchInput = {
      kind: points < 0 ? 'adjust' : 'import',
      rows,
      mapping: MAPPING,
      header: false,
      reason: 'correction',
      dryRun: false,
      fileName: null,
      requestKey: `file-of-${points}`,
    };
    return runBatch(await shop.loyalty(), sent);
  }

  async function states(shop: LoyaltyShop): Promise<string[]> {
    return (await listBatches(await shop.loyalty())).map(({ state }) => state);
  }

  async function balances(shop: LoyaltyShop): Promise<{ points: string; members: number }[]> {
    const { rows } = await shop.pool.query<{ points: string; members: number }>(
      `SELECT available AS points, count(*)::int AS members FROM loyalty_account WHERE shop_id = $1
       GROUP BY available ORDER BY available`,
      [(await shop.shop()).shopId],
    );
    return rows;
  }

  /** The next pass of `settle-points` dies in its n-th transaction. */
  async function dieIn(shop: LoyaltyShop, nth: number): Promise<void> {
    const { shopId } = await shop.shop();
    const { wrap } = shop;
    let transactions = 0;
    const store: typeof wrap.store = (given) => ({
      ...given,
      transaction: (work) => {
        transactions += 1;
        return transactions === nth ? Promise.reject(new Error('killed')) : given.transaction(work);
      },
    });
    shop.wrap = { ...wrap, store };
    const job = { id: 0, name: 'settle-points', payload: { shopId }, startAfter: shop.clock.now() } as const;
    await expect(shop.run(job)).rejects.toThrow('killed');
    shop.wrap = wrap;
  }

  test('a large file → all of it stands at once, balances follow in batches; a kill among them loses nothing', async () => {
    const { shop, ids } = await launched();
    const { batchId } = await send(shop, ids, 500);
    expect(await states(shop)).toEqual(['running']);
    await dieIn(shop, 3);
    expect(await balances(shop)).toEqual([
      { points: '0', members: ROWS - 400 },
      { points: '500', members: 400 },
    ]);
    expect(await states(shop)).toEqual(['running']);
    const { store, shop: here } = await shop.loyalty();
    expect(await store.loyalty.work(here.shopId, shop.clock.now())).toMatchObject({ settle: true });
    await shop.runJobs();
    expect(await balances(shop)).toEqual([{ points: '500', members: ROWS }]);
    expect(await states(shop)).toEqual(['done']);
    expect(await send(shop, ids, 500)).toMatchObject({ batchId });
    expect(await shop.drifted()).toEqual([]);

    await undoBatch(await shop.loyalty(), batchId ?? '');
    await shop.runJobs();
    expect(await balances(shop)).toEqual([{ points: '0', members: ROWS }]);
    expect(await states(shop)).toEqual(['undone']);
    expect((await shop.books()).balanced).toBe(true);
  });

  test('points of a file whose balances are still to follow → can be spent, and be taken by the next file, and no more', async () => {
    const { shop, ids } = await launched();
    await send(shop, ids, 500);
    const [spender] = ids;
    if (!spender) throw new Error('nobody');
    await shop.redeem(spender);
    shop.clock.advance(MINUTE_MS);
    expect(await send(shop, ids, -450)).toMatchObject({
      batchId: null,
      issues: [{ line: 1, message: 'below_zero', allowed: 'at least -400' }],
    });
    expect(await send(shop, ids, -400)).toMatchObject({ issues: [] });
    await shop.runJobs();
    expect(await balances(shop)).toEqual([
      { points: '0', members: 1 },
      { points: '100', members: ROWS - 1 },
    ]);
    expect(await states(shop)).toEqual(['done', 'done']);
    expect(await shop.drifted()).toEqual([]);
  });
});
