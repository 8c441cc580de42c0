import { expect, test } from 'vitest';
import type { ShopId } from '../../../../web/domain/shared/ids.ts';
import type { EnrolmentMove } from '../../../../web/use-cases/enrolment-port.ts';
import { later, launched, sampleCredit, sampleEnrolment, sampleMessage } from './campaign-rows.ts';
import { AT, eachStore, overlapping } from './each-store.ts';
import { customerId } from './sample-rows.ts';

eachStore((bench) => {
  const open = async () => {
    const shop = await bench.newShop();
    return { shop, campaignId: await launched(bench.store, shop) };
  };
  const enrolled = async (
    shop: ShopId,
    campaignId: number,
    minutes: readonly (readonly [number, number])[],
  ) =>
    bench.store.enrolments.enrol(
      shop,
      minutes.map(([id, minute], n) =>
        sampleEnrolment(campaignId, { customerId: customerId(id), triggerOn: n, dueAt: later(minute) }),
      ),
    );
  const move = (enrolmentId: string, change: Partial<EnrolmentMove> = {}): EnrolmentMove => ({
    enrolmentId,
    from: 'waiting',
    to: 'finished',
    step: 1,
    reason: 'all_steps_done',
    params: { steps: 1 },
    ...change,
  });

  test('enrolled twice for one occasion → one row, told as new once, with its first move', async () => {
    const { shop, campaignId } = await open();
    const { enrolments } = bench.store;
    const held = sampleEnrolment(campaignId, { customerId: customerId(8), arm: null, heldOut: true });
    const first = await enrolments.enrol(shop, [sampleEnrolment(campaignId), held]);
    expect(first).toEqual([
      { ...sampleEnrolment(campaignId), enrolmentId: first[0]?.enrolmentId },
      { ...held, enrolmentId: first[1]?.enrolmentId },
    ]);
    const again = await enrolments.enrol(shop, [
      sampleEnrolment(campaignId, { arm: 1 }),
      sampleEnrolment(campaignId, { triggerOn: 20_100 }),
    ]);
    expect(again.map((row) => row.triggerOn)).toEqual([20_100]);
    const ids = [...first, ...again].map((row) => row.enrolmentId);
    expect(await enrolments.find(shop, ids)).toEqual([...first, ...again]);
    expect(await enrolments.moves(shop, ids)).toEqual(
      ids.map((enrolmentId) => ({
        ...move(enrolmentId, { from: null, to: 'waiting', step: 0, reason: 'enrolled', params: {} }),
        movedAt: AT,
      })),
    );
  });

  test('due → whole customers, oldest first, at most so many; what is not due stays', async () => {
    const { shop, campaignId } = await open();
    await enrolled(shop, campaignId, [
      [1, 5],
      [2, 3],
      [1, 9],
      [3, 4],
      [2, 99],
    ]);
    const taken = (customers: number) =>
      bench.store.transaction((tx) => tx.enrolments.takeDue(shop, later(10), customers));
    expect((await taken(2)).map((row) => [row.customerId, row.dueAt])).toEqual([
      ['2', later(3)],
      ['3', later(4)],
    ]);
    expect((await taken(3)).map((row) => [row.customerId, row.dueAt])).toEqual([
      ['2', later(3)],
      ['3', later(4)],
      ['1', later(5)],
      ['1', later(9)],
    ]);
    expect(await bench.store.enrolments.nextDueAt(shop)).toEqual(later(3));
    expect(await bench.store.transaction((tx) => tx.enrolments.takeDue(shop, AT, 9))).toEqual([]);
  });

  // The embedded database has one session: nobody else can hold a row.
  if (bench.kind !== 'pglite')
    test('two take at once, or one row is held by somebody else → no customer in parts, none twice', async () => {
      const { shop, campaignId } = await open();
      await enrolled(shop, campaignId, [
        [1, 1],
        [2, 2],
        [1, 3],
        [3, 4],
      ]);
      const take = (customers: number) =>
        bench.store.transaction((tx) => tx.enrolments.takeDue(shop, later(10), customers));
      const { promise: held, resolve: release } = Promise.withResolvers<void>();
      const { promise: first, resolve: taken } = Promise.withResolvers<readonly string[]>();
      const one = bench.store.transaction(async (tx) => {
        taken((await tx.enrolments.takeDue(shop, later(10), 1)).map((row) => row.customerId));
        await held;
      });
      expect(await first).toEqual(['1', '1']);
      expect((await take(9)).map((row) => row.customerId)).toEqual(['2', '3']);
      release();
      await one;
      const other = await bench.pool.connect();
      await other.query('BEGIN');
      await other.query('SELECT FROM enrolment WHERE shop_id = $1 AND due_at = $2 FOR UPDATE', [
        shop,
        later(3),
      ]);
      expect((await take(9)).map((row) => row.customerId)).toEqual(['2', '3']);
      await other.query('ROLLBACK');
      other.release();
    });

  test('a change → state, step and times as given, with its moves in their order', async () => {
    const { shop, campaignId } = await open();
    const { enrolments } = bench.store;
    const [row] = await enrolled(shop, campaignId, [[7, 0]]);
    const enrolmentId = row?.enrolmentId ?? '';
    const change = { enrolmentId, state: 'waiting', step: 1, dueAt: later(5), validUntil: null } as const;
    const moves = [
      move(enrolmentId, {
        to: 'waiting',
        step: 0,
        reason: 'quiet_hours',
        params: { until: '9007199254740993' },
      }),
      move(enrolmentId, { to: 'waiting', reason: 'due', params: {} }),
    ];
    expect(await enrolments.change(shop, [change], moves, later(1))).toBe(1);
    expect(await enrolments.waitingOf(shop, [customerId(7)])).toEqual([{ ...row, ...change }]);
    expect((await enrolments.moves(shop, [enrolmentId])).slice(1)).toEqual(
      moves.map((one) => ({ ...one, movedAt: later(1) })),
    );
  });

  test('a row that is over, or further on → left, and its moves are not written', async () => {
    const { shop, campaignId } = await open();
    const { enrolments } = bench.store;
    const rows = await enrolled(shop, campaignId, [
      [7, 0],
      [8, 0],
    ]);
    const [over = '', further = ''] = rows.map((row) => row.enrolmentId);
    const to = (enrolmentId: string, state: 'stopped' | 'waiting', step: number) => ({
      enrolmentId,
      state,
      step,
      dueAt: null,
      validUntil: null,
    });
    await enrolments.change(shop, [to(over, 'stopped', 0), to(further, 'waiting', 2)], [], later(1));
    const late = [to(over, 'waiting', 1), to(further, 'waiting', 1)];
    expect(await enrolments.change(shop, late, [move(over), move(further)], later(2))).toBe(0);
    expect(await enrolments.moves(shop, [over, further])).toHaveLength(2);
    expect((await enrolments.find(shop, [over, further])).map((row) => [row.state, row.step])).toEqual([
      ['stopped', 0],
      ['waiting', 2],
    ]);
  });

  test('a campaign ends → everybody who waits is stopped with the reason; others as they were', async () => {
    const { shop, campaignId } = await open();
    const other = await launched(bench.store, shop);
    const [mine, finished] = await enrolled(shop, campaignId, [
      [7, 0],
      [8, 0],
    ]);
    const [theirs] = await enrolled(shop, other, [[9, 0]]);
    const done = {
      enrolmentId: finished?.enrolmentId ?? '',
      state: 'finished',
      step: 1,
      dueAt: null,
      validUntil: null,
    } as const;
    await bench.store.enrolments.change(shop, [done], [], later(1));
    expect(await bench.store.enrolments.stopAll(shop, campaignId, 'campaign_ended', later(2))).toBe(1);
    const ids = [mine, finished, theirs].map((row) => row?.enrolmentId ?? '');
    expect((await bench.store.enrolments.find(shop, ids)).map((row) => [row.state, row.dueAt])).toEqual([
      ['stopped', null],
      ['finished', null],
      ['waiting', AT],
    ]);
    expect((await bench.store.enrolments.moves(shop, ids.slice(0, 1))).at(-1)).toEqual({
      ...move(ids[0] ?? '', { to: 'stopped', step: 0, reason: 'campaign_ended', params: {} }),
      movedAt: later(2),
    });
  });

  test('what counts in the caps → since then, and of the ladders named however old; once each', async () => {
    const { shop, campaignId } = await open();
    const rows = await enrolled(shop, campaignId, [
      [7, 0],
      [7, 0],
      [8, 0],
    ]);
    const [one, two, three] = rows;
    if (!one || !two || !three) throw new Error('three were enrolled');
    const message = (of: typeof one, step: number, countedAt: Date | null) =>
      sampleMessage(of, {
        customerId: of.customerId,
        step,
        countedAt,
        newOffer: step === 1,
        state: 'held_out',
      });
    await bench.store.messages.add(shop, [
      message(one, 0, later(-500)),
      message(one, 1, later(5)),
      message(one, 2, null),
      message(two, 0, later(-400)),
      message(three, 0, later(6)),
    ]);
    const counted = (enrolmentIds: string[]) =>
      bench.store.enrolments.counted(shop, [customerId(7)], AT, enrolmentIds);
    const fresh = { customerId: '7', enrolmentId: one.enrolmentId, countedAt: later(5), newOffer: true };
    expect(await counted([])).toEqual([fresh]);
    expect(await counted([one.enrolmentId])).toEqual([
      { ...fresh, countedAt: later(-500), newOffer: false },
      fresh,
    ]);
  });

  test('the list of campaigns in numbers → people, the next step, orders credited; today’s backlog', async () => {
    const { shop, campaignId } = await open();
    const empty = await launched(bench.store, shop);
    const [one] = await enrolled(shop, campaignId, [
      [7, 8],
      [8, 5],
    ]);
    await bench.store.enrolments.enrol(shop, [
      sampleEnrolment(campaignId, {
        customerId: customerId(9),
        state: 'stopped',
        backlog: true,
        dueAt: null,
      }),
    ]);
    if (one) await bench.store.credits.put(shop, sampleCredit(one).orderId, sampleCredit(one));
    expect(await bench.store.enrolments.overview(shop)).toEqual([
      { campaignId, people: 3, nextDueAt: later(5), ordersCredited: 1 },
      { campaignId: empty, people: 0, nextDueAt: null, ordersCredited: 0 },
    ]);
    expect(await bench.store.enrolments.countBacklogSince(shop, campaignId, AT)).toBe(1);
    expect(await bench.store.enrolments.countBacklogSince(shop, campaignId, later(1))).toBe(0);
  });

  test('two enrol the same people at once → each is new to one of them only', async () => {
    const { shop, campaignId } = await open();
    const people = [1, 2, 3].map((id) => sampleEnrolment(campaignId, { customerId: customerId(id) }));
    const [one, two] = await overlapping(
      bench,
      (tx) => tx.enrolments.enrol(shop, people),
      () => bench.store.enrolments.enrol(shop, people.toReversed()),
    );
    expect(one).toMatchObject({ status: 'fulfilled', value: [{}, {}, {}] });
    expect(two).toEqual({ status: 'fulfilled', value: [] });
  });
});
