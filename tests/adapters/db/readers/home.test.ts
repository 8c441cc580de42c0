import { describe, expect, test } from 'vitest';
import { STAGES } from '../../../../web/domain/lifecycle/stage.ts';
import type { CustomerId, OrderId } from '../../../../web/domain/shared/ids.ts';
import { AT } from '../stores/each-store.ts';
import {
  sampleDecision,
  sampleDelivery,
  sampleModel,
  sampleMove,
  sampleNight,
  sampleState,
  sampleStored,
  sampleSummary,
} from '../stores/sample-rows.ts';
import { eachReader } from './each-reader.ts';

const DAY = 20_600;
const id = (number: number) => String(number) as CustomerId;

eachReader((bench) => {
  const home = () => bench.reader.home;

  describe('nights', () => {
    test('a scoring at work → the last finished night shows, not the new day without counts', async () => {
      const shop = await bench.newShop();
      const { models } = bench.store;
      const save = (asOfOn: number, rulesVersion: number, night: typeof sampleNight | null) =>
        models.save(shop, sampleModel({ asOfOn }), { rulesVersion, night, at: AT });
      await save(DAY, 1, null);
      expect(await home().night(shop)).toBeNull();
      await save(DAY, 1, sampleNight);
      await save(DAY + 1, 1, null);
      const shown = {
        asOfOn: DAY,
        model: sampleModel({ asOfOn: DAY }),
        metrics: sampleNight.metrics,
        rulesVersion: 1,
      };
      expect(await home().night(shop)).toEqual(shown);
      expect(await home().stageCountsOf(shop, { fromOn: DAY - 5, toOn: DAY + 1 })).toEqual(
        sampleNight.stageCounts,
      );
      expect((await models.current(shop))?.model.asOfOn).toBe(DAY + 1);
    });

    test('the same day is scored again → its counts stay until the new ones stand', async () => {
      const shop = await bench.newShop();
      const { models } = bench.store;
      const again = sampleModel({ asOfOn: DAY, buyers: 9 });
      await models.save(shop, sampleModel({ asOfOn: DAY }), { rulesVersion: 1, night: sampleNight, at: AT });
      await models.save(shop, again, { rulesVersion: 1, night: null, at: AT });
      expect(await home().night(shop)).toMatchObject({ model: again, metrics: sampleNight.metrics });
      const stageCounts = { first_time: 9, repeat: 0, vip: 0, lapsed: 0 };
      await models.save(shop, again, { rulesVersion: 2, night: { ...sampleNight, stageCounts }, at: AT });
      expect(await home().stageCountsOf(shop, { fromOn: DAY, toOn: DAY })).toEqual(stageCounts);
      expect((await home().night(shop))?.rulesVersion).toBe(2);
    });

    test('the shop’s zone moved west, so that today is the day before → the night computed last shows', async () => {
      const shop = await bench.newShop();
      const { models } = bench.store;
      const night = (active: number) => ({
        ...sampleNight,
        metrics: { ...sampleNight.metrics, active: [{ month: '2026-01', count: active }] },
      });
      const save = (asOfOn: number, active: number, at: Date) =>
        models.save(shop, sampleModel({ asOfOn }), { rulesVersion: 0, night: night(active), at });
      await save(DAY - 1, 1, new Date(AT.getTime() - 86_400_000));
      await save(DAY, 2, AT);
      await save(DAY - 1, 3, new Date(AT.getTime() + 3_600_000));
      expect(await home().night(shop)).toMatchObject({
        asOfOn: DAY - 1,
        metrics: { active: [{ month: '2026-01', count: 3 }] },
      });
    });

    test('a night from before orders in another currency were counted → none', async () => {
      const shop = await bench.newShop();
      await bench.store.models.save(shop, sampleModel(), { rulesVersion: 0, night: sampleNight, at: AT });
      await bench.pool.query(
        `UPDATE shop_model_day SET metrics = metrics - 'ordersInOtherCurrency' WHERE shop_id = $1`,
        [shop],
      );
      expect((await home().night(shop))?.metrics).toEqual({
        ...sampleNight.metrics,
        ordersInOtherCurrency: 0,
      });
    });

    test('counts of some days → the newest of them; none among them → null', async () => {
      const shop = await bench.newShop();
      for (const [asOfOn, lapsed] of [
        [DAY, 1],
        [DAY + 3, 2],
        [DAY + 9, 3],
      ] as const) {
        const night = { ...sampleNight, stageCounts: { ...sampleNight.stageCounts, lapsed } };
        await bench.store.models.save(shop, sampleModel({ asOfOn }), { rulesVersion: 0, night, at: AT });
      }
      const lapsedOf = async (fromOn: number, toOn: number) =>
        (await home().stageCountsOf(shop, { fromOn, toOn }))?.lapsed ?? null;
      expect(await lapsedOf(DAY, DAY + 8)).toBe(2);
      expect(await lapsedOf(DAY - 7, DAY)).toBe(1);
      expect(await lapsedOf(DAY + 4, DAY + 8)).toBeNull();
    });
  });

  test('stages now → everybody with one, counted', async () => {
    const shop = await bench.newShop();
    const states = [...STAGES, ...STAGES, 'lapsed' as const].map((stage, index) =>
      sampleState({ customerId: id(index + 1), decision: { ...sampleDecision, stage } }),
    );
    await bench.store.customers.saveMany(
      shop,
      [...states, sampleState({ customerId: id(99), decision: null })],
      AT,
    );
    expect(await home().stageCounts(shop)).toEqual({ first_time: 2, repeat: 2, vip: 2, lapsed: 3 });
  });

  test('moves since an instant → between stages only, without the first scoring and those who left, most first', async () => {
    const shop = await bench.newShop();
    const add = (moves: Parameters<typeof sampleMove>[0][], at: Date) =>
      bench.store.customers.addMoves(shop, moves.map(sampleMove), at);
    await add([{ from: 'repeat', to: 'lapsed' }], new Date(AT.getTime() - 1));
    await add(
      [
        { from: 'first_time', to: 'repeat' },
        { from: 'repeat', to: 'lapsed', cause: 'night' },
        { from: 'first_time', to: 'repeat' },
        { from: null, to: 'first_time' },
        { from: null, to: 'vip', cause: 'first' },
        { from: 'repeat', to: 'repeat', fromMarks: [], toMarks: ['at_risk'] },
        { from: 'repeat', to: null },
      ],
      AT,
    );
    expect(await home().moves(shop, AT)).toEqual([
      { from: 'first_time', to: 'repeat', count: 2 },
      { from: 'repeat', to: 'lapsed', count: 1 },
      { from: null, to: 'first_time', count: 1 },
    ]);
  });

  test('came back since a day → by the mark, and by an earlier occasion of these days whose mark the next one took', async () => {
    const shop = await bench.newShop();
    const model = sampleModel({
      lapse: { ...sampleModel().lapse, oneOccasionDays: 90, laterDays: 50 },
      meanGapDays: 30,
    });
    const state = (
      number: number,
      gapsDays: readonly number[],
      lastOn: number,
      marks: 'back_again'[] = [],
    ) => {
      const firstOn = lastOn - gapsDays.reduce((sum, gap) => sum + gap, 0);
      const days = { gapsDays, firstOn, lastOn, lastOccasionOn: lastOn, frequency: gapsDays.length + 1 };
      const summary = sampleSummary(days);
      return sampleState({ customerId: id(number), summary, decision: { ...sampleDecision, marks } });
    };
    await bench.store.customers.saveMany(
      shop,
      [
        state(1, [120], DAY + 3, ['back_again']),
        state(2, [91, 4], DAY + 5),
        state(3, [90, 4], DAY + 5), // within the one-occasion limit
        state(4, [10, 51, 4], DAY + 5),
        state(5, [10, 51, 4], DAY + 3), // came back the day before
        state(6, [120], DAY - 1, ['back_again']), // before these days
        state(7, [40, 40, 40, 60, 2], DAY + 5), // within the own limit of 2·(2·30+120)/5 = 72
        state(8, [40, 40, 40, 73, 2], DAY + 5),
        state(9, [100], DAY + 3), // no mark: the limit of that day was longer than today's
      ],
      AT,
    );
    expect(await home().cameBackSince(shop, DAY, model)).toBe(4);
  });

  test('the state of the sync → waiting deliveries, newest order, first day, tags by state', async () => {
    const shop = await bench.newShop();
    expect(await home().lastOrderAt(shop)).toBeNull();
    expect(await home().historySinceOn(shop)).toBeNull();
    expect(await home().tagCounts(shop)).toEqual({ standing: 0, waiting: 0, refused: 0, carrying: 0 });
    const { store } = bench;
    const domain = (await store.shops.find(shop))?.domain ?? '';
    await store.inbox.receive(
      ['a', 'b'].map((webhookId) => sampleDelivery({ domain, webhookId })),
      AT,
    );
    const [first] = await store.inbox.lease(shop, 1, AT, 1_000);
    await store.inbox.finish(shop, [first?.inboxId ?? ''], 'done');
    expect(await home().inboxWaiting(shop)).toBe(1);
    const orders = [
      { orderId: '1' as OrderId, processedAt: new Date('2026-01-05'), updatedAt: new Date('2026-02-09') },
      { orderId: '2' as OrderId, processedAt: new Date('2026-01-04'), updatedAt: new Date('2026-02-08') },
    ];
    await store.orders.putMany(
      shop,
      orders.map((order, index) => sampleStored(order, { localOn: 20_460 + index })),
    );
    expect(await home().lastOrderAt(shop)).toEqual(new Date('2026-02-09'));
    expect(await home().historySinceOn(shop)).toBe(20_461);
    await store.tags.want(
      shop,
      [1, 2, 3, 4].map((number) => ({ customerId: id(number), desired: ['vip'] })),
      AT,
    );
    await store.tags.sent(
      shop,
      [1, 2, 3].map((number) => ({ customerId: id(number), standing: ['vip'] })),
      AT,
    );
    await store.tags.want(
      shop,
      [
        { customerId: id(2), desired: ['lapsed'] },
        { customerId: id(3), desired: [] },
      ],
      AT,
    );
    await store.tags.failed(shop, id(3), 'refused', AT);
    expect(await home().tagCounts(shop)).toEqual({ standing: 1, waiting: 2, refused: 1, carrying: 3 });
  });
});
