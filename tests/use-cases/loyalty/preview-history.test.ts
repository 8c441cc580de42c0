import { expect, test } from 'vitest';
import type { ProgramTerms } from '../../../web/domain/loyalty/program.ts';
import type { Order } from '../../../web/domain/orders/order.ts';
import { isoToDay } from '../../../web/domain/shared/time.ts';
import type { LoyaltyCtx } from '../../../web/use-cases/ports.ts';
import { previewProgram } from '../../../web/use-cases/preview-program.ts';
import type { LoyaltyShop } from '../../support/loyalty-shop.ts';
import { newLoyaltyShops } from '../../support/loyalty-shops.ts';

const newShop = newLoyaltyShops();
const DAY_MS = 86_400_000;
const ORDERS = 240;

/** The same shop as one that is read from its first order to its last, the rule alone telling which of them count. */
function readWhole(ctx: LoyaltyCtx): LoyaltyCtx {
  const { orders } = ctx.store;
  const streamPlaced: typeof orders.streamPlaced = (shop, _, batch) => orders.stream(shop, null, batch);
  return { ...ctx, store: { ...ctx.store, orders: { ...orders, streamPlaced } } };
}

/** The same shop, and how many orders a preview reads of it. */
function watched(ctx: LoyaltyCtx): { ctx: LoyaltyCtx; read: () => number } {
  const { orders } = ctx.store;
  let read = 0;
  const streamPlaced: typeof orders.streamPlaced = async function* (...asked) {
    for await (const page of orders.streamPlaced(...asked)) {
      read += page.length;
      yield page;
    }
  };
  return { ctx: { ...ctx, store: { ...ctx.store, orders: { ...orders, streamPlaced } } }, read: () => read };
}

/** Orders of the 100 days before now, at odd minutes and about each midnight, of all sorts. */
function history(shop: LoyaltyShop): void {
  let state = 11;
  const draw = (below: number) => {
    state = (state * 48_271) % 2_147_483_647;
    return state % below;
  };
  const buyers = Array.from({ length: 50 }, () => shop.fake.addCustomer());
  for (let n = 0; n < ORDERS; n++) {
    const near = draw(2) === 0 ? draw(3) - 1 : draw(1_440) * 60_000;
    const processedAt = new Date(shop.clock.now().getTime() - draw(100) * DAY_MS - near);
    const sorts: readonly Partial<Order>[] = [
      {},
      {},
      {},
      { cancelledAt: new Date(processedAt.getTime() + 1_000), netPaymentMinor: 0 },
      { financialStatus: 'PENDING', netPaymentMinor: 0 },
      { test: true },
      { currency: 'EUR' },
    ];
    const buyer = draw(8) === 0 ? null : (buyers[draw(50)] ?? null);
    const totalMinor = 100 + draw(90_000);
    shop.fake.placeOrder(buyer, { totalMinor, ...sorts[draw(sorts.length)], processedAt });
  }
}

const TIERS: ProgramTerms['tiers'] = {
  by: 'spend',
  levels: [
    { key: 'member', name: 'Member', threshold: 0, multiplierBps: 12_000 },
    { key: 'plus', name: 'Plus', threshold: 2_000, multiplierBps: 30_000 },
  ],
  graceDays: 0,
};

test.each(['Asia/Bangkok', 'America/New_York', 'Pacific/Kiritimati'])(
  '%s: history of all sorts, from any day, before and after the launch → read in part, what it comes to is as read whole',
  async (timeZone) => {
    const shop = newShop({ timeZone }, '2026-03-20T17:00:00Z');
    history(shop);
    await shop.start();
    const bonus = {
      name: 'Tết',
      fromOn: isoToDay('2026-02-10'),
      toOn: isoToDay('2026-02-20'),
      multiplierBps: 20_000,
    };
    const compare = async () => {
      const points = new Set<number>();
      for (const day of [
        '1970-01-01',
        '2025-12-31',
        '2026-01-31',
        '2026-03-08',
        '2026-03-19',
        '2026-03-20',
      ]) {
        const terms = { ...shop.terms(), tiers: TIERS, bonuses: [bonus], historyFromOn: isoToDay(day) };
        const ctx = await shop.loyalty();
        const part = watched(ctx);
        const answer = await previewProgram(part.ctx, { terms });
        expect(answer, day).toEqual(await previewProgram(readWhole(ctx), { terms }));
        expect(answer.history.sampled).toBe(false);
        points.add(answer.history.points);
        const within = [...shop.fake.orders.values()].filter(
          ({ customerId, processedAt }) =>
            customerId !== null && processedAt.getTime() >= (isoToDay(day) - 1) * DAY_MS,
        );
        expect(part.read()).toBeLessThanOrEqual(within.length);
      }
      return points;
    };
    expect((await compare()).size).toBeGreaterThan(4);
    await shop.program({ historyFromOn: isoToDay('2026-02-01') });
    shop.clock.advance(3 * DAY_MS);
    shop.fake.placeOrder(shop.fake.addCustomer(), { totalMinor: 77_700 });
    await shop.settle();
    await compare();
  },
);

test('few of a shop’s orders are reached back to → each is looked at, however many there are before', async () => {
  const shop = newShop({}, '2026-03-20T17:00:00Z');
  history(shop);
  await shop.start();
  const terms = { ...shop.terms(), historyFromOn: isoToDay('2026-03-18') };
  const ctx = await shop.loyalty();
  const exact = await previewProgram(ctx, { terms });
  expect(exact.history.orders).toBeGreaterThan(0);
  expect(await previewProgram(ctx, { terms, exactUpTo: 40 })).toEqual(exact);
  const all = { ...terms, historyFromOn: isoToDay('2025-01-01') };
  expect((await previewProgram(ctx, { terms: all, exactUpTo: 40 })).history.sampled).toBe(true);
});
