import { expect, test } from 'vitest';
import type { ShopId } from '../../../../web/domain/shared/ids.ts';
import type { Tx } from '../../../../web/use-cases/store-port.ts';
import { AT, eachStore } from '../stores/each-store.ts';
import { customerId, orderId } from '../stores/sample-rows.ts';
import {
  later,
  memberWith,
  sampleEntry,
  sampleRedemption,
  sampleReward,
  sampleSettlement,
} from './loyalty-rows.ts';

const ID = customerId(7);
const RIVALS = 200;

eachStore((bench) => {
  const member = async (points = 0) => {
    const shop = await bench.newShop();
    return { shop, ...(await memberWith(bench.store.loyalty, shop, ID, points)) };
  };

  test('reserved → everything is kept, the code in capitals, found in any case', async () => {
    const { shop, accountId } = await member();
    const { loyalty } = bench.store;
    const { redemption, fresh } = await loyalty.reserve(shop, sampleRedemption(accountId));
    expect(fresh).toBe(true);
    expect(redemption).toEqual({
      redemptionId: expect.any(String),
      accountId,
      customerId: ID,
      requestKey: 'request-1',
      reward: sampleReward,
      points: 100,
      state: 'reserved',
      code: 'SAME-REWARD',
      discountGid: null,
      creditGid: null,
      endsAt: later(43_200),
      createdAt: AT,
      returnedAt: null,
      orderId: null,
      checkAt: later(2),
      attempts: 0,
    });
    expect(await loyalty.redemption(shop, redemption.redemptionId)).toEqual(redemption);
    expect(await loyalty.redemptionsByCode(shop, ['same-reward', 'other'])).toEqual([redemption]);
    expect(await loyalty.openRedemptions(shop, accountId)).toEqual([redemption]);
  });

  test('the same request again → the one that stands, not a second; of another member → its own', async () => {
    const { shop, accountId } = await member();
    const { loyalty } = bench.store;
    const first = await loyalty.reserve(shop, sampleRedemption(accountId));
    const again = await loyalty.reserve(shop, sampleRedemption(accountId, { code: 'ANOTHER', points: 5 }));
    expect(again).toEqual({ redemption: first.redemption, fresh: false });
    const other = await memberWith(loyalty, shop, customerId(8));
    const theirs = await loyalty.reserve(shop, sampleRedemption(other.accountId, { code: 'THEIRS' }));
    expect(theirs.fresh).toBe(true);
  });

  test('a code that another redemption has → CONFLICT, and a transaction around it lives on', async () => {
    const { shop, accountId } = await member();
    await bench.store.loyalty.reserve(shop, sampleRedemption(accountId));
    const second = sampleRedemption(accountId, { requestKey: 'request-2', code: 'same-REWARD' });
    const made = await bench.store.transaction(async (tx) => {
      await expect(tx.loyalty.reserve(shop, second)).rejects.toMatchObject({ code: 'CONFLICT' });
      return tx.loyalty.reserve(shop, { ...second, code: 'FREE' });
    });
    expect(made).toMatchObject({ fresh: true, redemption: { code: 'FREE' } });
  });

  test('moved from where it stands → only what is named changes; from elsewhere → nothing', async () => {
    const { shop, accountId } = await member();
    const { loyalty } = bench.store;
    const { redemption } = await loyalty.reserve(shop, sampleRedemption(accountId));
    const { redemptionId } = redemption;
    const issued = { state: 'issued', discountGid: 'gid://x/1', checkAt: later(9), attempts: 2 } as const;
    expect(await loyalty.moveRedemption(shop, redemptionId, ['reserved', 'unknown'], issued)).toBe(true);
    expect(await loyalty.moveRedemption(shop, redemptionId, ['reserved'], { state: 'released' })).toBe(false);
    expect(await loyalty.redemption(shop, redemptionId)).toEqual({ ...redemption, ...issued });
    const used = { state: 'used', orderId: orderId('9007199254740993'), checkAt: null } as const;
    await loyalty.moveRedemption(shop, redemptionId, ['issued'], used);
    expect(await loyalty.redemption(shop, redemptionId)).toEqual({ ...redemption, ...issued, ...used });
    expect(await loyalty.redemptionsOfOrder(shop, orderId('9007199254740993'))).toHaveLength(1);
    expect(await loyalty.openRedemptions(shop, accountId)).toEqual([]);
    const back = { state: 'returned', returnedAt: later(20), creditGid: 'gid://x/2', code: 'new' } as const;
    await loyalty.moveRedemption(shop, redemptionId, ['used'], back);
    expect(await loyalty.redemption(shop, redemptionId)).toMatchObject({ ...back, code: 'NEW' });
  });

  test('a credit that another redemption has, of whatever member → not taken, until that one lets go of it', async () => {
    const { shop, accountId } = await member();
    const { loyalty } = bench.store;
    const first = await loyalty.reserve(shop, sampleRedemption(accountId));
    const other = await memberWith(loyalty, shop, customerId(8));
    const second = await loyalty.reserve(shop, sampleRedemption(other.accountId, { code: 'THEIRS' }));
    const take = ({ redemption }: typeof first) =>
      loyalty.moveRedemption(shop, redemption.redemptionId, ['reserved'], {
        state: 'used',
        creditGid: 'gid://x/credit',
      });
    expect(await take(first)).toBe(true);
    expect(await take(second)).toBe(false);
    expect(await loyalty.redemption(shop, second.redemption.redemptionId)).toEqual(second.redemption);
    const letGo = { state: 'unknown', creditGid: null } as const;
    expect(await loyalty.moveRedemption(shop, first.redemption.redemptionId, ['used'], letGo)).toBe(true);
    expect(await take(second)).toBe(true);
  });

  test('the time to look one up has come → the earliest first, and the clock is told', async () => {
    const { shop, accountId } = await member();
    const { loyalty } = bench.store;
    for (const [n, minutes] of [5, 1, 9].entries())
      await loyalty.reserve(
        shop,
        sampleRedemption(accountId, { requestKey: `r-${n}`, code: `C${n}`, checkAt: later(minutes) }),
      );
    const codes = async (minutes: number, limit: number) =>
      (await loyalty.redemptionsToCheck(shop, later(minutes), limit)).map(({ code }) => code);
    expect(await codes(0, 9)).toEqual([]);
    expect(await codes(5, 9)).toEqual(['C1', 'C0']);
    expect(await codes(9, 1)).toEqual(['C1']);
    expect((await loyalty.work(shop, later(0))).redemptions).toBe(false);
    expect((await loyalty.work(shop, later(1))).redemptions).toBe(true);
  });

  test('the member was merged → the code belongs to whom they were merged into; erased → to nobody', async () => {
    const { shop, accountId } = await member();
    const { loyalty } = bench.store;
    const { redemption } = await loyalty.reserve(shop, sampleRedemption(accountId));
    const kept = await memberWith(loyalty, shop, customerId(8));
    await loyalty.merge(shop, accountId, kept.accountId, AT);
    expect(await loyalty.redemption(shop, redemption.redemptionId)).toMatchObject({ customerId: '8' });
    expect(await loyalty.openRedemptions(shop, kept.accountId)).toHaveLength(1);
    await loyalty.close(shop, kept.accountId, AT);
    expect(await loyalty.redemption(shop, redemption.redemptionId)).toMatchObject({ customerId: null });
  });

  /** As a use case redeems: lock, check, reserve, settle. */
  async function redeem(tx: Tx, shop: ShopId, accountId: string, requestKey: string): Promise<boolean> {
    const [account] = await tx.loyalty.lockAccountsById(shop, [accountId]);
    if (!account || account.available < 100) return false;
    const given = sampleRedemption(accountId, { requestKey, code: `CODE-${requestKey}` });
    const { redemption } = await tx.loyalty.reserve(shop, given);
    const spends = {
      position: `spend:${redemption.redemptionId}`,
      from: 'available',
      to: 'reserved',
    } as const;
    const state = { available: account.available - 100, reserved: account.reserved + 100 };
    const entries = [sampleEntry({ ...spends, points: 100, cause: 'redeem' })];
    await tx.loyalty.settle(shop, [sampleSettlement(accountId, state, { entries })], AT);
    return true;
  }

  test(`${RIVALS} redemptions of one balance at once → exactly one wins, and nothing falls below 0`, async () => {
    const { shop, accountId } = await member(150);
    const won = await Promise.all(
      Array.from({ length: RIVALS }, (_, n) =>
        bench.store.transaction((tx) => redeem(tx, shop, accountId, `request-${n}`)),
      ),
    );
    expect(won.filter(Boolean)).toHaveLength(1);
    expect(await bench.store.loyalty.find(shop, ID)).toMatchObject({ available: 50, reserved: 100 });
    const { rows } = await bench.pool.query(
      `SELECT (SELECT count(*)::int FROM loyalty_redemption WHERE shop_id = $1) AS redemptions,
        (SELECT sum(CASE 'available' WHEN to_book THEN points WHEN from_book THEN -points ELSE 0 END)::int
          FROM ledger_entry WHERE shop_id = $1) AS available`,
      [shop],
    );
    expect(rows).toEqual([{ redemptions: 1, available: 50 }]);
  });

  test('the same request comes many times at once → one redemption, its points taken once', async () => {
    const { shop, accountId } = await member(1_000);
    const results = await Promise.all(
      Array.from({ length: 20 }, () =>
        bench.store.transaction(async (tx) => {
          await tx.loyalty.lockAccountsById(shop, [accountId]);
          return (await tx.loyalty.reserve(shop, sampleRedemption(accountId))).fresh;
        }),
      ),
    );
    expect(results.filter(Boolean)).toHaveLength(1);
  });

  test('a friend’s order → kept as it first was, due when its hold is over, decided once', async () => {
    const { shop, accountId } = await member();
    const { loyalty } = bench.store;
    const referral = { orderId: orderId(5), accountId, friendId: customerId(8), reason: null } as const;
    expect(await loyalty.addReferral(shop, { ...referral, state: 'held', dueAt: null })).toBe(true);
    expect(await loyalty.addReferral(shop, { ...referral, state: 'refused', dueAt: AT })).toBe(false);
    expect(await loyalty.dueReferrals(shop, later(9), 9)).toEqual([]);
    const held = { state: 'held', reason: null, dueAt: later(5), at: AT } as const;
    await loyalty.decideReferral(shop, orderId(5), held);
    expect(await loyalty.dueReferrals(shop, later(4), 9)).toEqual([]);
    expect((await loyalty.work(shop, later(4))).settle).toBe(false);
    expect((await loyalty.work(shop, later(5))).settle).toBe(true);
    expect(await loyalty.dueReferrals(shop, later(5), 9)).toEqual([
      { orderId: '5', accountId, friendId: '8' },
    ]);
    await loyalty.decideReferral(shop, orderId(5), {
      state: 'paid',
      reason: null,
      dueAt: null,
      at: later(6),
    });
    await loyalty.decideReferral(shop, orderId(5), { ...held, state: 'refused', reason: 'same_address' });
    const { rows } = await bench.pool.query(
      'SELECT state, reason, decided_at FROM loyalty_referral WHERE shop_id = $1',
      [shop],
    );
    expect(rows).toEqual([{ state: 'paid', reason: null, decided_at: later(6) }]);
  });
});
