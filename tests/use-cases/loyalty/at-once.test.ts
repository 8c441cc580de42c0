import { expect, test } from 'vitest';
import { AppError } from '../../../web/domain/shared/errors.ts';
import type { CustomerId } from '../../../web/domain/shared/ids.ts';
import { adjustPoints } from '../../../web/use-cases/adjust-points.ts';
import { recordWebhooks } from '../../../web/use-cases/record-webhooks.ts';
import { runBatch } from '../../../web/use-cases/run-batch.ts';
import { settlePoints } from '../../../web/use-cases/settle-points.ts';
import type { LoyaltyShop } from '../../support/loyalty-shop.ts';
import { newLoyaltyShops } from '../../support/loyalty-shops.ts';
import { eachDatabase } from '../../support/test-database.ts';

eachDatabase((kind) => {
  const newShop = newLoyaltyShops(kind);

  async function launched(): Promise<LoyaltyShop> {
    const shop = await newShop().start();
    await shop.program();
    return shop;
  }

  async function expectWhole(shop: LoyaltyShop): Promise<void> {
    expect(await shop.drifted()).toEqual([]);
    expect((await shop.books()).balanced).toBe(true);
  }

  /** How many went well; whoever did not was refused for want of points, and for nothing else. */
  async function successes(asked: readonly Promise<unknown>[]): Promise<number> {
    const answers = await Promise.allSettled(asked);
    const refused = answers.flatMap((one) => (one.status === 'rejected' ? [one.reason] : []));
    for (const reason of refused) expect(reason).toBeInstanceOf(AppError);
    expect(refused.filter(({ code }) => code !== 'CONFLICT' && code !== 'INVALID_INPUT')).toEqual([]);
    return answers.length - refused.length;
  }

  test('200 redemptions of one balance at once → as many as it pays for, never below 0', async () => {
    const shop = await launched();
    const customerId = await shop.member(350);
    const asked = Array.from({ length: 200 }, (_, count) => shop.redeem(customerId, `request-${count}`));
    expect(await successes(asked)).toBe(3);
    expect(shop.rewards.codes.size).toBe(3);
    expect(await shop.account(customerId)).toMatchObject({ available: 50, reserved: 0, debt: 0 });
    expect((await shop.books()).all).toMatchObject({ spent: 300 });
    await expectWhole(shop);
  }, 120_000);

  test('one request 200 times at once → one code, and whoever is told one is told that', async () => {
    const shop = await launched();
    const customerId = await shop.member(350);
    const asked = Array.from({ length: 200 }, () => shop.redeem(customerId, 'request-1'));
    const codes = new Set((await Promise.all(asked)).flatMap(({ code }) => code?.code ?? []));
    expect(codes.size).toBe(1);
    expect(shop.rewards.codes.size).toBe(1);
    expect(await shop.account(customerId)).toMatchObject({ available: 250, reserved: 0 });
    await expectWhole(shop);
  }, 120_000);

  test('orders, a merge, files, adjustments and redemptions of the same few at once → no deadlock, books as one by one', async () => {
    const shop = await launched();
    const ids = [
      await shop.member(500),
      await shop.member(500),
      await shop.member(500),
      await shop.member(500),
    ];
    const [kept, gone] = ids as [CustomerId, CustomerId];
    for (let count = 0; count < 24; count++) {
      shop.clock.advance(60_000);
      const customerId = ids[count % ids.length];
      if (customerId) shop.fake.placeOrder(customerId, { totalMinor: 1_000 });
    }
    shop.fake.mergeCustomers(kept, gone);
    await shop.receive(shop.fake.takeOutbox());
    const ctx = await shop.loyalty();
    const drain = async () => {
      while (await recordWebhooks(await shop.ctx(), { limit: 4 }));
    };
    const others = ids.slice(2);
    const file = (order: readonly CustomerId[], requestKey: string) =>
      runBatch(ctx, {
        kind: 'adjust',
        rows: order.map((id, index) => ({ line: index + 1, cells: [id, '10'] })),
        mapping: { customer: 0, customerBy: 'id', points: 1, expires: null },
        header: false,
        reason: 'other',
        dryRun: false,
        fileName: null,
        requestKey,
      });
    const work = [drain(), drain(), drain(), settlePoints(ctx)];
    const files = [file(others, 'file-forth'), file(others.toReversed(), 'file-back')];
    const given = others.flatMap((customerId) =>
      Array.from({ length: 10 }, (_, count) =>
        adjustPoints(ctx, { customerId, points: 1, reason: 'other', requestKey: `request-${count}` }),
      ),
    );
    const redeemed = others.flatMap((customerId) =>
      Array.from({ length: 4 }, (_, count) => shop.redeem(customerId, `request-${count}`)),
    );
    await Promise.all([...work, ...files, ...given, ...redeemed]);
    await drain();
    await shop.runJobs();
    await shop.settle();
    expect(await shop.account(kept)).toMatchObject({ available: 1_000 + 12 * 10, debt: 0 });
    for (const customerId of others)
      expect(await shop.account(customerId)).toMatchObject({ available: 500 + 60 + 20 + 10 - 400 });
    expect(shop.log.lines.filter(({ level }) => level === 'error')).toEqual([]);
    await expectWhole(shop);
  }, 120_000);
});
