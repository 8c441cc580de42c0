import { beforeAll, describe, expect, test } from 'vitest';
import type { OrderLine } from '../../../../web/domain/orders/order.ts';
import type { ShopId, VariantId } from '../../../../web/domain/shared/ids.ts';
import { localDayOf } from '../../../../web/domain/shared/time.ts';
import type { OrderCredit } from '../../../../web/use-cases/credit-port.ts';
import type { NewEnrolment } from '../../../../web/use-cases/enrolment-port.ts';
import type { StoredOrder } from '../../../../web/use-cases/store-port.ts';
import { launched, sampleEnrolment, sampleMessage } from './campaign-rows.ts';
import { AT, eachStore } from './each-store.ts';
import { type PlainShop, plainArm, plainGroups, plainPeople, plainProfit } from './plain-measure.ts';
import { customerId, orderId, sampleOrder, sampleStored, sampleVerdict } from './sample-rows.ts';

const DAY_MS = 86_400_000;
const TIME_ZONE = 'America/New_York';
const PEOPLE = 300;
const inDays = (days: number) => new Date(AT.getTime() + days * DAY_MS);

/** Numbers in [0,1), the same in every run (mulberry32). */
function drawing(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

function randomOrder(draw: () => number, id: number, customer: number): StoredOrder {
  const whole = (below: number) => Math.floor(draw() * below);
  const lines: OrderLine[] = Array.from({ length: 1 + whole(3) }, (_, n) => {
    const quantity = 1 + whole(3);
    const discountedMinor = 100 + whole(4_000);
    return {
      ...sampleOrder().lines[0],
      lineId: String(n + 1) as OrderLine['lineId'],
      productId: null,
      variantId: draw() < 0.1 ? null : (String(1 + whole(6)) as VariantId),
      quantity,
      currentQuantity: whole(quantity + 1),
      discountedMinor,
      taxMinor: whole(discountedMinor / 5),
      giftCard: draw() < 0.1,
      sellingPlan: false,
    };
  });
  const revenue = whole(6_000);
  const at = inDays(draw() * 90);
  return sampleStored(
    {
      orderId: orderId(id),
      customerId: customerId(customer),
      processedAt: at,
      currency: draw() < 0.05 ? 'EUR' : 'USD',
      taxesIncluded: draw() < 0.5,
      currentTotalMinor: revenue,
      netPaymentMinor: revenue - whole(200),
      refundedMinor: whole(300),
      lines,
    },
    sampleVerdict({ netRevenueMinor: revenue, qualifies: draw() < 0.9 }),
  );
}

eachStore((bench) => {
  let shop: ShopId;
  let plain: PlainShop;
  let campaignIds: readonly [number, number];

  let lostIn: readonly number[] = [];
  beforeAll(async () => {
    const { store } = bench;
    const draw = drawing(5);
    shop = await bench.newShop();
    await store.shops.saveProfile(shop, { name: '', currency: 'USD', timeZone: TIME_ZONE, scopes: [] });
    campaignIds = [await launched(store, shop, 30), await launched(store, shop, 45)];
    await bench.pool.query('UPDATE campaign_version SET cap_minor = NULL WHERE campaign_id = $1', [
      campaignIds[1],
    ]);
    const wanted: NewEnrolment[] = Array.from({ length: PEOPLE * 2 }, (_, n) => {
      const heldOut = draw() < 0.3;
      return sampleEnrolment(campaignIds[draw() < 0.6 ? 0 : 1], {
        customerId: customerId(1 + Math.floor(draw() * PEOPLE)),
        triggerOn: n,
        heldOut,
        arm: heldOut ? null : Math.floor(draw() * 2),
        shareBps: draw() < 0.5 ? 2_000 : 1_000,
        // Whole hours, so that enrolments of a person tie and days of changing clocks are met.
        enrolledAt: new Date(AT.getTime() + Math.floor(draw() * 50 * 24) * 3_600_000),
      });
    });
    const enrolments = await store.enrolments.enrol(shop, wanted);
    const orders = Array.from({ length: PEOPLE * 2 }, (_, n) =>
      randomOrder(draw, n + 1, 1 + Math.floor(draw() * PEOPLE)),
    );
    await store.orders.putMany(shop, orders);
    const costs = new Map([1, 2, 3, 4, 5, 6].map((variant) => [String(variant), 90 * variant]));
    await store.costs.putMany(
      shop,
      [...costs].map(([variantId, unitCostMinor]) => ({
        variantId: variantId as VariantId,
        cost: { unitCostMinor, currency: 'USD' },
      })),
      AT,
    );
    const messages = await store.messages.add(
      shop,
      enrolments
        .filter((_, n) => n % 3 === 0)
        .map((row) => sampleMessage(row, { customerId: row.customerId, state: 'ready' })),
    );
    const sent: { customerId: string; at: Date }[] = [];
    for (const message of messages.slice(0, 60)) {
      const at = inDays(draw() * 60);
      await store.messages.move(shop, [message.messageId], { from: 'ready', to: 'sent', reason: null }, at);
      sent.push({ customerId: message.customerId, at });
    }
    // Shown on site, and by mail nobody knows: the message counts as sent, and is listed as unknown.
    const lost = messages.slice(0, 60).filter((_, n) => n % 10 === 0);
    for (const { messageId } of lost) {
      await store.messages.addDeliveries(shop, [{ messageId, channel: 'email', remoteId: messageId }]);
      await store.messages.claim(shop, messageId, 'email', AT);
      const result = { state: 'unknown', reason: 'answer_lost', note: null, retryAt: null } as const;
      await store.messages.settle(shop, messageId, 'email', result, AT);
    }
    lostIn = lost.map(({ campaignId }) => campaignId);
    const credits: OrderCredit[] = orders
      .filter((_, n) => n % 7 === 0)
      .map(({ order }, n) => ({
        orderId: order.orderId,
        customerId: order.customerId,
        campaignId: campaignIds[n % 2 === 0 ? 0 : 1],
        version: 1,
        enrolmentId: enrolments[n]?.enrolmentId ?? '',
        basis: n % 3 === 0 ? 'link' : 'code',
        revenueMinor: 1_000 + n,
        discountMinor: 10 + n,
        orderedAt: order.processedAt,
      }));
    for (const credit of credits) await store.credits.put(shop, credit.orderId, credit);
    const versions = await Promise.all(campaignIds.map((id) => store.campaigns.versions(shop, id)));
    plain = {
      timeZone: TIME_ZONE,
      currency: 'USD',
      versions: versions.flat(),
      enrolments,
      orders,
      costs,
      sent,
      credits,
    };
  });

  describe.each([
    { which: [0], days: 63.3, costBps: 4_000 },
    { which: [0], days: 63.3, costBps: null },
    { which: [1], days: 70, costBps: 3_333 },
    { which: [0, 1], days: 89.9, costBps: 4_000 },
    { which: [0, 1], days: 12, costBps: 4_000 },
  ])('campaigns $which after $days days, costs $costBps', ({ which, days, costBps }) => {
    const asked = () => ({
      campaignIds: which.map((n) => campaignIds[n] ?? 0),
      asOf: inDays(days),
      costBps,
    });
    const measured = () => {
      const { campaignIds: ids, ...rest } = asked();
      return bench.store.campaignResults.measure(shop, {
        ...rest,
        of: ids.map((campaignId) => ({ campaignId, version: 1 })),
      });
    };

    test('the groups, today and by day → equal the plain computation', async () => {
      const { outcome, series } = await measured();
      const todayOn = localDayOf(inDays(days), TIME_ZONE);
      expect(outcome.groups).toEqual(plainGroups(plain, asked(), todayOn));
      const closing = plainPeople(plain, asked())
        .filter((one) => one.closesAt <= inDays(days))
        .map((one) => localDayOf(one.closesAt, TIME_ZONE));
      expect(series.map(({ dayOn }) => dayOn)).toEqual([...new Set(closing)].sort((a, b) => a - b));
      for (const { dayOn, groups } of series) expect(groups).toEqual(plainGroups(plain, asked(), dayOn));
      if (days > 20) expect(closing.length).toBeGreaterThan(50);
      if (days > 20) expect(outcome.groups.some((group) => group.heldOutReached > 0)).toBe(true);
      if (days > 20) expect(outcome.groups[0]?.treated.cappedProfit === null).toBe(costBps === null);
    });

    test('arms, cost, pace and funnel → equal the plain computation', async () => {
      const { outcome, arms, funnel } = await measured();
      const people = plainPeople(plain, asked());
      const over = people.filter((one) => one.closesAt <= inDays(days));
      for (const { campaignId, arm, outcome: ofArm } of arms) {
        const mine = over.filter((one) => one.campaignId === campaignId && one.arm === arm);
        expect(ofArm).toEqual(plainArm(plain, mine, costBps === null ? null : asked()));
      }
      expect(arms.reduce((sum, arm) => sum + arm.outcome.customers, 0)).toBe(
        over.filter((one) => !one.heldOut).length,
      );
      const credits = plain.credits.filter((credit) => asked().campaignIds.includes(credit.campaignId));
      const profits = credits.map((credit) => {
        const order = plain.orders.find(({ order: { orderId: id } }) => id === credit.orderId);
        const ours = order?.order.currency === plain.currency ? order : null;
        const profit = ours ? plainProfit(ours, plain.costs, costBps) : 0;
        return profit === null ? null : profit + credit.discountMinor;
      });
      expect(outcome.cost).toEqual({
        ordersUsed: credits.length,
        discountMinor: credits.reduce((sum, credit) => sum + credit.discountMinor, 0),
        profitBeforeMinor: profits.includes(null)
          ? null
          : profits.reduce<number>((sum, profit) => sum + (profit ?? 0), 0),
      });
      expect(outcome).toMatchObject({ ageDays: Math.floor(days), windowDays: which.includes(1) ? 45 : 30 });
      const todayOn = localDayOf(inDays(days), TIME_ZONE);
      const recentDays = Math.min(28, Math.floor(days));
      const recent = people.filter((one) => localDayOf(one.enrolledAt, TIME_ZONE) > todayOn - recentDays);
      expect(outcome.enrolledPerWeek).toBeCloseTo((recent.length * 7) / recentDays, 10);
      const numbers = (out: boolean) => people.filter((one) => one.heldOut === out);
      const orderedOf = (out: boolean) => numbers(out).filter((one) => one.orders.length > 0).length;
      expect(funnel).toMatchObject({
        inCampaign: numbers(false).length,
        ordered: orderedOf(false),
        comparison: numbers(true).length,
        comparisonOrdered: orderedOf(true),
        unknown: lostIn.filter((campaignId) => asked().campaignIds.includes(campaignId)).length,
      });
    });
  });

  test('nothing was launched of what is asked for → nobody, no error', async () => {
    const none = await bench.store.campaignResults.measure(shop, {
      of: [{ campaignId: 99_999, version: 1 }],
      asOf: inDays(80),
      costBps: null,
    });
    expect(none.outcome).toEqual({
      groups: [],
      cost: { ordersUsed: 0, discountMinor: 0, profitBeforeMinor: 0 },
      ageDays: 0,
      windowDays: 0,
      enrolledPerWeek: 0,
    });
  });

  test('a campaign has ended → nobody is enrolled a week any more', async () => {
    const of = [{ campaignId: campaignIds[0], version: 1 }];
    const measured = async () =>
      (await bench.store.campaignResults.measure(shop, { of, asOf: inDays(60), costBps: null })).outcome;
    expect((await measured()).enrolledPerWeek).toBeGreaterThan(0);
    const pause = { from: ['running'], to: 'ended', reason: null } as const;
    await bench.store.campaigns.setState(shop, campaignIds[0], pause, inDays(60));
    expect((await measured()).enrolledPerWeek).toBe(0);
  });
});
