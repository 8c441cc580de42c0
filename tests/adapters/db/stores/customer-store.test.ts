import { describe, expect, test } from 'vitest';
import type { CustomerId, ShopId } from '../../../../web/domain/shared/ids.ts';
import { AT, collect, eachStore } from './each-store.ts';
import {
  customerId,
  NO_MEMORY,
  sampleDecision,
  sampleMemory,
  sampleMove,
  sampleProfile,
  sampleState,
  sampleSummary,
} from './sample-rows.ts';

const HUGE = customerId('9007199254740993');
const LATER = new Date(AT.getTime() + 60_000);

eachStore((bench) => {
  const stageSince = async (shop: number) =>
    (await bench.pool.query('SELECT stage_since_at, scored_at FROM customer_fact WHERE shop_id = $1', [shop]))
      .rows;

  const lock = async (shop: ShopId, id: CustomerId) =>
    (await bench.store.transaction((tx) => tx.customers.lockMany(shop, [id], 'create')))[0];

  describe('state', () => {
    test('a customer nobody knows is locked → an empty row', async () => {
      const shop = await bench.newShop();
      expect(await lock(shop, HUGE)).toEqual({
        customerId: HUGE,
        summary: null,
        scores: null,
        decision: null,
        stage: null,
        marks: [],
        reason: null,
        memory: NO_MEMORY,
        excluded: false,
        shopifyTotals: null,
      });
      expect(await bench.store.customers.count(shop)).toBe(1);
    });

    test('a state is saved → it comes back whole', async () => {
      const shop = await bench.newShop();
      const state = sampleState({ customerId: HUGE });
      await bench.store.customers.saveMany(shop, [state], AT);
      const row = await lock(shop, HUGE);
      expect(row).toMatchObject({
        ...state,
        stage: 'repeat',
        marks: sampleDecision.marks,
        reason: sampleDecision.reason,
      });
      expect(await stageSince(shop)).toEqual([{ stage_since_at: AT, scored_at: AT }]);
    });

    test('the last occasion is gone → summary, scores and stage go, the memory and the profile stay', async () => {
      const shop = await bench.newShop();
      await bench.store.customers.putProfiles(shop, [sampleProfile()], ['wholesale']);
      await bench.store.customers.saveMany(shop, [sampleState()], AT);
      await bench.store.customers.saveMany(
        shop,
        [sampleState({ summary: null, scores: null, decision: null })],
        LATER,
      );
      const row = await lock(shop, customerId(7));
      expect(row).toMatchObject({
        summary: null,
        scores: null,
        decision: null,
        stage: null,
        marks: [],
        reason: null,
      });
      expect(row).toMatchObject({ memory: sampleMemory, excluded: true });
      expect(row?.shopifyTotals).toEqual({ numberOfOrders: 9, amountSpentMinor: 9_007_199_254_740 });
      expect(await collect(bench.store.customers.stream(shop, 10))).toEqual([]);
    });

    test('the stage stays → since when it holds stays; the stage moves → since now; nothing differs → not written', async () => {
      const shop = await bench.newShop();
      await bench.store.customers.saveMany(shop, [sampleState()], AT);
      await bench.store.customers.saveMany(shop, [sampleState()], LATER);
      expect(await stageSince(shop)).toEqual([{ stage_since_at: AT, scored_at: AT }]);
      await bench.store.customers.saveMany(shop, [sampleState({ scores: { r: 1, f: 1, m: 1 } })], LATER);
      expect(await stageSince(shop)).toEqual([{ stage_since_at: AT, scored_at: LATER }]);
      const decision = { ...sampleDecision, stage: 'lapsed' as const };
      await bench.store.customers.saveMany(shop, [sampleState({ decision })], LATER);
      expect(await stageSince(shop)).toEqual([{ stage_since_at: LATER, scored_at: LATER }]);
    });

    test('many states, one of them twice → the last of each stands; streamed by ascending id in pages', async () => {
      const shop = await bench.newShop();
      const states = Array.from({ length: 4_100 }, (_, index) =>
        sampleState({ customerId: customerId(5_000 - index) }),
      );
      const again = sampleState({
        customerId: customerId(950),
        summary: sampleSummary({ monetaryMinor: 1 }),
      });
      await bench.store.customers.saveMany(shop, [...states, again], AT);
      const rows = await collect(bench.store.customers.stream(shop, 1_000));
      expect(rows).toHaveLength(4_100);
      expect(rows.map((row) => Number(row.customerId))).toEqual(
        Array.from({ length: 4_100 }, (_, i) => 901 + i),
      );
      expect(rows[49]).toMatchObject({
        customerId: '950',
        summary: { monetaryMinor: 1, gapsDays: [40, 62] },
      });
      expect(await collect(bench.store.customers.ids(shop))).toHaveLength(4_100);
    });
  });

  describe('locks', () => {
    test('many, some unknown and one named twice → one row each by ascending id', async () => {
      const shop = await bench.newShop();
      await bench.store.customers.saveMany(shop, [sampleState({ customerId: customerId(20) })], AT);
      const ids = [HUGE, 20, 3, 20].map((id) => customerId(id));
      const rows = await bench.store.transaction((tx) => tx.customers.lockMany(shop, ids, 'create'));
      expect(rows.map((row) => [row.customerId, row.stage])).toEqual([
        ['3', null],
        ['20', 'repeat'],
        [HUGE, null],
      ]);
    });

    test('those who have gone are skipped → no row is made for them', async () => {
      const shop = await bench.newShop();
      await bench.store.customers.saveMany(shop, [sampleState({ customerId: customerId(20) })], AT);
      const ids = [customerId(30), customerId(20)];
      const rows = await bench.store.transaction((tx) => tx.customers.lockMany(shop, ids, 'skip'));
      expect(rows.map((row) => row.customerId)).toEqual(['20']);
      expect(await bench.store.customers.count(shop)).toBe(1);
    });

    test('two transactions add to the same customer → neither sum is lost', async () => {
      const shop = await bench.newShop();
      const add = () =>
        bench.store.transaction(async (tx) => {
          const [row] = await tx.customers.lockMany(shop, [customerId(7)], 'create');
          const monetaryMinor = (row?.summary?.monetaryMinor ?? 0) + 1;
          await tx.customers.saveMany(shop, [sampleState({ summary: sampleSummary({ monetaryMinor }) })], AT);
        });
      await Promise.all(Array.from({ length: 8 }, add));
      const [row] = await collect(bench.store.customers.stream(shop, 10));
      expect(row?.summary?.monetaryMinor).toBe(8);
    });
  });

  test('moves → dated rows with reason and cause', async () => {
    const shop = await bench.newShop();
    const moves = [
      sampleMove(),
      sampleMove({
        from: 'repeat',
        to: null,
        fromMarks: ['at_risk'],
        toMarks: [],
        reason: null,
        cause: 'merge',
      }),
    ];
    await bench.store.customers.addMoves(shop, moves, AT);
    const { rows } = await bench.pool.query(
      `SELECT changed_at, from_stage, to_stage, from_marks, to_marks, reason_code, reason_params, cause
       FROM stage_change WHERE shop_id = $1 ORDER BY change_id`,
      [shop],
    );
    expect(rows).toEqual([
      {
        changed_at: AT,
        from_stage: null,
        to_stage: 'repeat',
        from_marks: [],
        to_marks: ['at_risk'],
        reason_code: 'repeat',
        reason_params: { occasions: 3 },
        cause: 'order',
      },
      {
        changed_at: AT,
        from_stage: 'repeat',
        to_stage: null,
        from_marks: ['at_risk'],
        to_marks: [],
        reason_code: null,
        reason_params: {},
        cause: 'merge',
      },
    ]);
  });
});
