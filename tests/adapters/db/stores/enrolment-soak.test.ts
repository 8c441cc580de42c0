import { expect, test } from 'vitest';
import type { ShopId } from '../../../../web/domain/shared/ids.ts';
import { later, launched, sampleEnrolment, sampleMessage } from './campaign-rows.ts';
import { eachStore } from './each-store.ts';
import { customerId } from './sample-rows.ts';

const PEOPLE = 60;
const STEPS = 3;
const WORKERS = 4;

eachStore((bench) => {
  /** One round of a worker: takes some customers, writes the message of each step, moves on. Answers how many it took. */
  const round = (shop: ShopId, minute: number, takenTogether: string[][]) =>
    bench.store.transaction(async (tx) => {
      const due = await tx.enrolments.takeDue(shop, later(minute), 5);
      for (const rows of Map.groupBy(due, (row) => row.customerId).values())
        takenTogether.push(rows.map((row) => row.enrolmentId));
      await tx.messages.add(
        shop,
        due.map((row) =>
          sampleMessage(row, { customerId: row.customerId, step: row.step, countedAt: later(minute) }),
        ),
      );
      const next = due.map((row) => {
        const over = row.step + 1 === STEPS;
        return {
          enrolmentId: row.enrolmentId,
          state: over ? ('finished' as const) : ('waiting' as const),
          step: row.step + 1,
          dueAt: over ? null : later(minute + 1),
          validUntil: null,
        };
      });
      const moves = next.map(({ enrolmentId, state, step }) => ({
        enrolmentId,
        from: 'waiting' as const,
        to: state,
        step,
        reason: 'due' as const,
        params: {},
      }));
      expect(await tx.enrolments.change(shop, next, moves, later(minute))).toBe(next.length);
      return due.length;
    });

  test('workers at once over many people, some forgotten and merged meanwhile → each step once, customers whole, moves unbroken', async () => {
    const shop = await bench.newShop();
    const campaignId = await launched(bench.store, shop);
    const people = Array.from({ length: PEOPLE }, (_, n) => customerId(n + 1));
    const enrolled = await bench.store.enrolments.enrol(
      shop,
      people.flatMap((id) =>
        [1, 2].map((triggerOn) =>
          sampleEnrolment(campaignId, { customerId: id, triggerOn: triggerOn * 100 }),
        ),
      ),
    );
    const together: string[][] = [];
    const work = async (minutes: number) => {
      for (let minute = 0; minute < minutes; minute += 1) {
        let idle = 0;
        while (idle < 2) idle = (await round(shop, minute, together)) === 0 ? idle + 1 : 0;
      }
    };
    const disturb = async () => {
      for (const n of [3, 13, 23]) {
        await bench.store.enrolments.forget(shop, people[n] ?? people[0] ?? customerId(1));
        const [from = customerId(1), to = customerId(2)] = people.slice(n + 1, n + 3);
        await bench.store.enrolments.passOver(shop, from, to);
      }
    };
    await Promise.all([...Array.from({ length: WORKERS }, () => work(STEPS)), disturb()]);
    // Who was left to another worker comes a minute later, so that the last steps are due after the others.
    await work(2 * STEPS);

    const ids = enrolled.map((row) => row.enrolmentId);
    const rows = await bench.store.enrolments.find(shop, ids);
    expect(rows).toHaveLength(ids.length);
    expect(rows.filter((row) => row.state === 'waiting')).toEqual([]);
    expect(rows.filter((row) => row.state === 'finished').length).toBeGreaterThan(PEOPLE);
    const messages = await bench.store.messages.ofEnrolments(shop, ids);
    const moves = await bench.store.enrolments.moves(shop, ids);
    for (const row of rows) {
      const steps = messages.filter((one) => one.enrolmentId === row.enrolmentId).map((one) => one.step);
      expect(steps).toEqual(Array.from({ length: row.step }, (_, step) => step));
      const chain = moves.filter((one) => one.enrolmentId === row.enrolmentId);
      for (const [n, one] of chain.entries()) expect(one.from).toBe(n === 0 ? null : chain[n - 1]?.to);
      expect(chain.at(-1)?.to).toBe(row.state);
    }
    const whole = together.filter((taken) => taken.length === 2).length;
    expect(whole).toBeGreaterThan(PEOPLE);
    const { rows: strays } = await bench.pool.query(
      'SELECT FROM enrolment_move m WHERE shop_id = $1 AND NOT EXISTS (SELECT FROM enrolment e WHERE e.shop_id = $1 AND e.enrolment_id = m.enrolment_id)',
      [shop],
    );
    expect(strays).toEqual([]);
  });
});
