import { expect, test } from 'vitest';
import { anyCandidate, launched, sampleEnrolment } from './campaign-rows.ts';
import { collect, eachStore } from './each-store.ts';
import { ending, ids, memberBench, reward, TODAY } from './member-bench.ts';
import { customerId, sampleModel, sampleSummary } from './sample-rows.ts';

eachStore((bench) => {
  const { launch, know, found } = memberBench(bench);

  test('without an order → found and counted by their points as buyers are, with neither stage nor days; not where a spend is asked for', async () => {
    const shop = await bench.newShop();
    await launch(shop);
    const campaignId = await launched(bench.store, shop);
    const enough = [{ days: -1, points: 500 }];
    await know(shop, [
      { id: 1, moves: enough, endsIn: 9 },
      { id: 2, moves: enough, endsIn: 12, never: true },
      { id: 3, moves: enough, endsIn: 3, never: true },
      { id: 4, moves: enough, endsIn: 5, never: true, excluded: true },
      { id: 5, moves: [{ days: -1, points: 5 }], endsIn: 40, never: true },
    ]);
    expect(ids(await found(shop, ending(1, 30), { newestFirst: true }, 1))).toEqual([2, 1, 3]);
    expect(ids(await found(shop, reward(-31), {}, 2)).toSorted()).toEqual([1, 2, 3]);
    expect(ids(await found(shop, ending(1, 30), { minSpentMinor: 1 }))).toEqual([1]);
    expect(ids(await found(shop, ending(1, 30), { countries: ['VN'] }))).toEqual([3, 2]);
    const [, two] = await found(shop, ending(1, 30), { countries: ['VN'] });
    expect(two).toMatchObject({
      stage: null,
      lastOn: null,
      lastOccasionOn: null,
      frequency: 0,
      lastOrder: null,
    });
    const of = await bench.store.enrolments.candidatesOf(shop, [customerId(2)]);
    expect(of.get(customerId(2))).toEqual(two);
    expect(ids(await collect(bench.store.enrolments.candidates(shop, anyCandidate, 3)))).toEqual([1]);

    const computed = await bench.store.campaignAudience.compute(shop, TODAY, sampleModel());
    expect(computed.kinds.points_expiring).toMatchObject({ matchesNow: 3, backlog: 3 });
    expect(computed.kinds.reward_reachable).toMatchObject({ matchesNow: 3, backlog: 3 });
    expect(computed.kinds.win_back.matchesNow + computed.kinds.back_again.matchesNow).toBe(0);
    const { monetaryMinor, ordersCount } = sampleSummary();
    expect(computed.kinds.points_expiring.typicalOrderMinor).toBe(Math.floor(monetaryMinor / ordersCount));

    const enrolled = sampleEnrolment(campaignId, { customerId: customerId(2), triggerOn: TODAY + 12 });
    await bench.store.enrolments.enrol(shop, [enrolled]);
    expect(ids(await found(shop, ending(1, 30), { campaignId, notEnrolled: true }))).toEqual([3, 1]);
    const kind = 'points_expiring';
    const asked = { campaignId, kind, dayOn: TODAY, secondPurchase: { startDay: 21, endDay: 120 } } as const;
    expect(await bench.store.campaignAudience.enrolledOfBacklog(shop, asked)).toBe(1);
  });
});
