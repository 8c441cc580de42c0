import { expect, test } from 'vitest';
import { AT, eachStore } from '../stores/each-store.ts';
import { customerId } from '../stores/sample-rows.ts';
import { later } from './loyalty-rows.ts';

const event = (eventKey: string) => ({
  kind: 'points_changed' as const,
  eventKey,
  customerId: customerId('9007199254740993'),
  payload: { points: 5, tier: 'plus' },
});

eachStore((bench) => {
  test('nothing chosen → no trigger is told; chosen → those until the next choice', async () => {
    const shop = await bench.newShop();
    const { flow } = bench.store;
    expect(await flow.wanted(shop)).toEqual(new Set());
    await flow.setWanted(shop, ['stage_changed', 'tier_changed'], AT);
    expect(await flow.wanted(shop)).toEqual(new Set(['stage_changed', 'tier_changed']));
    await flow.setWanted(shop, [], AT);
    expect(await flow.wanted(shop)).toEqual(new Set());
  });

  test('an event of the same key → kept once; taken oldest first, each once', async () => {
    const shop = await bench.newShop();
    const { flow, loyalty } = bench.store;
    await flow.add(shop, [event('a'), event('b'), event('a')], AT);
    await flow.add(shop, [event('b'), event('c')], AT);
    expect((await loyalty.work(shop, AT)).flow).toBe(true);
    const [first, second] = await flow.take(shop, 2, AT);
    const { eventKey: _, ...told } = event('a');
    expect(first).toEqual({ ...told, eventId: expect.any(String) });
    expect(Number(second?.eventId)).toBeGreaterThan(Number(first?.eventId));
    expect(await flow.take(shop, 9, AT)).toHaveLength(1);
    expect(await flow.take(shop, 9, AT)).toEqual([]);
    expect((await loyalty.work(shop, AT)).flow).toBe(false);
  });

  test('two take at once → no event twice', async () => {
    const shop = await bench.newShop();
    const { flow } = bench.store;
    await flow.add(
      shop,
      Array.from({ length: 50 }, (_, n) => event(`k${n}`)),
      AT,
    );
    const taken = await Promise.all(Array.from({ length: 5 }, () => flow.take(shop, 20, AT)));
    const ids = taken.flat().map(({ eventId }) => eventId);
    expect(ids).toHaveLength(50);
    expect(new Set(ids).size).toBe(50);
  });

  test('put back → taken again; nobody says what became of it → unknown, never sent again', async () => {
    const shop = await bench.newShop();
    const { flow } = bench.store;
    await flow.add(shop, [event('a'), event('b'), event('c')], AT);
    const [a, b] = await flow.take(shop, 2, AT);
    await flow.settle(shop, [a?.eventId ?? ''], 'waiting', AT);
    expect((await flow.take(shop, 1, later(5))).map(({ eventId }) => eventId)).toEqual([a?.eventId]);
    await flow.settle(shop, [a?.eventId ?? ''], 'sent', later(6));
    await flow.take(shop, 1, later(11));
    const { rows } = await bench.pool.query(
      'SELECT event_key, state FROM flow_event WHERE shop_id = $1 ORDER BY event_id',
      [shop],
    );
    expect(rows).toEqual([
      { event_key: 'a', state: 'sent' },
      { event_key: 'b', state: 'unknown' },
      { event_key: 'c', state: 'sending' },
    ]);
    await flow.settle(shop, [b?.eventId ?? ''], 'refused', later(12));
    expect(await flow.take(shop, 9, later(60))).toEqual([]);
  });

  test('what was told long ago → gone; what waits and what is new stay', async () => {
    const shop = await bench.newShop();
    const { flow } = bench.store;
    await flow.add(shop, [event('told'), event('waits')], later(-60));
    const [told] = await flow.take(shop, 1, later(-60));
    await flow.settle(shop, [told?.eventId ?? ''], 'sent', later(-60));
    await flow.noteActionRun(shop, 'old', 'give-points', {}, later(-60));
    await flow.noteActionRun(shop, 'new', 'give-points', {}, AT);
    expect(await flow.purge(later(-30))).toBe(2);
    expect(await flow.actionRun(shop, 'old')).toBeNull();
    expect(await flow.actionRun(shop, 'new')).toEqual({});
    expect(await flow.take(shop, 9, AT)).toHaveLength(1);
  });

  test('an action runs twice → the second finds the first’s outcome', async () => {
    const shop = await bench.newShop();
    const { flow } = bench.store;
    expect(await flow.actionRun(shop, 'run')).toBeNull();
    expect(await flow.noteActionRun(shop, 'run', 'give-points', { points: 5 }, AT)).toBe(true);
    expect(await flow.noteActionRun(shop, 'run', 'give-points', { points: 9 }, AT)).toBe(false);
    expect(await flow.actionRun(shop, 'run')).toEqual({ points: 5 });
  });
});
