import { expect, test } from 'vitest';
import { launched, sampleEnrolment } from './campaign-rows.ts';
import { eachStore } from './each-store.ts';
import { COST, ending, ids, type Member, memberBench, noon, reward, TODAY } from './member-bench.ts';
import { customerId, sampleModel } from './sample-rows.ts';

const balanceOf = ({ moves }: Member) => moves.reduce((sum, { points }) => sum + points, 0);

/** The plain computation: day by day forward, when the balance last came to reach the cost; null = it does not. */
function plainSince(member: Member): number | null {
  let balance = 0;
  let since: number | null = null;
  for (const { days, points } of member.moves) {
    const before = balance;
    balance += points;
    if (balance < COST) since = null;
    else if (before < COST) since = days;
  }
  return since;
}

eachStore((bench) => {
  const { launch, know, found } = memberBench(bench);

  test('random balances over a year → since when they suffice, of everybody as the plain computation says', async () => {
    const shop = await bench.newShop();
    await launch(shop);
    let state = 5;
    const draw = (below: number) => {
      state = (state * 48_271) % 2_147_483_647;
      return state % below;
    };
    const members = Array.from({ length: 60 }, (_, n): Member => {
      const moves: { days: number; points: number }[] = [];
      let balance = 0;
      for (let days = -300 + draw(200); days < 0; days += 1 + draw(60)) {
        const points = balance > 0 && draw(3) === 0 ? -1 - draw(balance) : 1 + draw(90);
        balance += points;
        moves.push({ days, points });
      }
      return { id: n + 1, moves, endsIn: draw(2) === 0 ? null : draw(80) - 10 };
    });
    await know(shop, members);
    const rows = await bench.store.enrolments.candidatesOf(
      shop,
      members.map(({ id }) => customerId(id)),
    );
    let suffice = 0;
    for (const member of members) {
      const since = plainSince(member);
      suffice += since === null ? 0 : 1;
      expect(rows.get(customerId(member.id))?.points, `${member.id}`).toEqual({
        available: balanceOf(member),
        nextExpiry:
          member.endsIn === null || member.moves.length === 0 ? null : { at: noon(member.endsIn), points: 7 },
        rewardSince: since === null ? null : noon(since),
      });
    }
    expect(suffice).toBeGreaterThan(15);
    const late = members.filter((one) => (plainSince(one) ?? -999) >= -32).map(({ id }) => id);
    expect(late.length).toBeGreaterThan(3);
    expect(ids(await found(shop, reward(-31))).toSorted((a, b) => a - b)).toEqual(late);
    const ends = members.filter(
      ({ endsIn, moves }) => moves.length > 0 && endsIn !== null && endsIn >= 0 && endsIn <= 31,
    );
    expect(ids(await found(shop, ending(1, 30))).toSorted((a, b) => a - b)).toEqual(ends.map(({ id }) => id));
  });

  test('in batches → by the end, the latest first where the newest come first; nobody twice', async () => {
    const shop = await bench.newShop();
    await launch(shop);
    const members = [9, 3, 9, 20, 1].map((endsIn, n) => ({
      id: n + 1,
      moves: [{ days: -5, points: 90 + 5 * n }],
      endsIn,
    }));
    await know(shop, members);
    expect(ids(await found(shop, ending(1, 30), {}, 2))).toEqual([5, 2, 1, 3, 4]);
    expect(ids(await found(shop, ending(1, 30), { newestFirst: true }, 2))).toEqual([4, 3, 1, 2, 5]);
    expect(ids(await found(shop, reward(-31), { newestFirst: true }, 2))).toEqual([3, 4, 5]);
    expect(ids(await found(shop, reward(-31), {}, 2))).toEqual([5, 4, 3]);
    expect(ids(await found(shop, ending(1, 30), { countries: ['VN'] }))).toEqual([]);
    expect(ids(await found(shop, ending(1, 30), { stages: ['lapsed'] }))).toEqual([]);
  });

  test('a program that is off, or none → nobody has points, whatever the accounts hold', async () => {
    const shop = await bench.newShop();
    await know(shop, [{ id: 7, moves: [{ days: -3, points: 500 }], endsIn: 9 }]);
    const none = async () => {
      expect(await found(shop, ending(1, 30))).toEqual([]);
      expect(await found(shop, reward(-31))).toEqual([]);
      const of = await bench.store.enrolments.candidatesOf(shop, [customerId(7)]);
      expect(of.get(customerId(7))?.points).toBeNull();
      const { kinds } = await bench.store.campaignAudience.compute(shop, TODAY, sampleModel());
      expect([kinds.points_expiring.matchesNow, kinds.reward_reachable.matchesNow]).toEqual([0, 0]);
    };
    await none();
    await launch(shop);
    expect(ids(await found(shop, ending(1, 30)))).toEqual([7]);
    await launch(shop, false, 1);
    await none();
  });

  test('another shop’s program and balances → nothing of them is seen', async () => {
    const [mine, theirs] = [await bench.newShop(), await bench.newShop()];
    await launch(mine);
    await launch(theirs);
    await know(theirs, [{ id: 7, moves: [{ days: -3, points: 500 }], endsIn: 9 }]);
    await know(mine, [{ id: 7, moves: [], endsIn: null }]);
    expect(await found(mine, ending(1, 30))).toEqual([]);
    expect(await found(mine, reward(-31))).toEqual([]);
    const of = await bench.store.enrolments.candidatesOf(mine, [customerId(7)]);
    expect(of.get(customerId(7))?.points).toEqual({ available: 0, nextExpiry: null, rewardSince: null });
  });

  test('enrolled for an end → left out for ends of the three weeks after it too; for a reward until it is reached anew', async () => {
    const shop = await bench.newShop();
    await launch(shop);
    const campaignId = await launched(bench.store, shop);
    const of = (id: number, triggerOn: number) =>
      sampleEnrolment(campaignId, { customerId: customerId(id), triggerOn });
    await know(shop, [
      { id: 1, moves: [{ days: -3, points: 500 }], endsIn: 30 },
      { id: 2, moves: [{ days: -3, points: 500 }], endsIn: 30 },
      { id: 3, moves: [{ days: -3, points: 500 }], endsIn: 30 },
      {
        id: 4,
        moves: [
          { days: -30, points: 500 },
          { days: -20, points: -450 },
          { days: -3, points: 90 },
        ],
        endsIn: null,
      },
    ]);
    await bench.store.enrolments.enrol(shop, [
      of(1, TODAY + 30),
      of(2, TODAY + 9),
      of(3, TODAY + 7),
      of(4, TODAY - 30),
    ]);
    const notEnrolled = { campaignId, notEnrolled: true };
    expect(ids(await found(shop, ending(1, 30), notEnrolled))).toEqual([3]);
    expect(ids(await found(shop, reward(-31), notEnrolled)).toSorted()).toEqual([1, 2, 3, 4]);
    await bench.store.enrolments.enrol(shop, [of(4, TODAY - 3)]);
    expect(ids(await found(shop, reward(-31), notEnrolled)).toSorted()).toEqual([1, 2, 3]);
  });

  test('how many each kind would reach → matches now, and of them who did before today; of those who is in the campaign', async () => {
    const shop = await bench.newShop();
    await launch(shop);
    const campaignId = await launched(bench.store, shop);
    const enough = (days: number) => [{ days, points: 500 }];
    await know(shop, [
      { id: 1, moves: enough(0), endsIn: 30 },
      { id: 2, moves: enough(-1), endsIn: 29 },
      { id: 3, moves: enough(-30), endsIn: 7 },
      { id: 4, moves: enough(-31), endsIn: 6 },
      { id: 5, moves: enough(-200), endsIn: 0 },
      { id: 6, moves: [{ days: -1, points: 99 }], endsIn: 31 },
      { id: 7, moves: enough(-1), endsIn: 9 },
    ]);
    await bench.pool.query(
      'UPDATE customer_fact SET excluded = true WHERE shop_id = $1 AND customer_id = 7',
      [shop],
    );
    const { kinds } = await bench.store.campaignAudience.compute(shop, TODAY, sampleModel());
    expect(kinds.points_expiring).toMatchObject({ matchesNow: 4, backlog: 2, typicalMonth: 4, base: null });
    expect(kinds.reward_reachable).toMatchObject({ matchesNow: 3, backlog: 2, typicalMonth: 3, base: null });
    await bench.store.enrolments.enrol(shop, [
      sampleEnrolment(campaignId, { customerId: customerId(2), triggerOn: TODAY + 29 }),
    ]);
    const enrolled = (kind: 'points_expiring' | 'reward_reachable') =>
      bench.store.campaignAudience.enrolledOfBacklog(shop, {
        campaignId,
        kind,
        dayOn: TODAY,
        secondPurchase: { startDay: 21, endDay: 120 },
      });
    expect([await enrolled('points_expiring'), await enrolled('reward_reachable')]).toEqual([1, 0]);
  });
});
