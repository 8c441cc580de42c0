import { beforeAll, describe, expect, it } from 'vitest';
import {
  campaignResponseSchema,
  campaignsPath,
  campaignsResponseSchema,
} from '../../web/contract/campaigns.ts';
import { homeResponseSchema } from '../../web/contract/home.ts';
import {
  cameBackResponseSchema,
  resultResponseSchema,
  resultsPath,
  resultsResponseSchema,
} from '../../web/contract/results.ts';
import type { CustomerId, LineId, ProductId } from '../../web/domain/shared/ids.ts';
import { getHome } from '../../web/use-cases/get-home.ts';
import { measureCampaigns } from '../../web/use-cases/measure-campaigns.ts';
import type { AppCtx } from '../../web/use-cases/ports.ts';
import { runCampaigns } from '../../web/use-cases/run-campaigns.ts';
import { scoreShop } from '../../web/use-cases/score-shop.ts';
import { orderLine } from '../support/fake-shopify.ts';
import { type ScreenShop, screenShops, TERMS } from '../support/screen-shop.ts';

const shopWith = screenShops();
const DAY_MS = 86_400_000;
const PEOPLE = 240;

describe('a campaign with half held back', () => {
  let shop: ScreenShop;
  let ctx: AppCtx;
  let campaignId: number;
  let treated: CustomerId[];
  let comparison: CustomerId[];

  const results = async () => resultsResponseSchema.parse((await shop.api('GET', resultsPath)).body);
  const result = async (query = '') =>
    resultResponseSchema.parse((await shop.api('GET', `${resultsPath}/${campaignId}${query}`)).body);
  const order = (customerId: CustomerId) =>
    shop.pipeline.fake.placeOrder(customerId, {
      totalMinor: 50_000,
      lines: [
        orderLine('1' as LineId, { productId: '77' as ProductId, discountedMinor: 50_000, quantity: 1 }),
      ],
    });

  /** 240 first-time customers of 30 to 89 days ago, all worked off on the first day. */
  beforeAll(async () => {
    shop = await shopWith(Array.from({ length: PEOPLE }, (_, index) => 30 + (index % 60)));
    ctx = await shop.ctx();
    const { store, shop: of, clock } = ctx;
    const { settings, version } = await store.campaigns.settings(of.shopId);
    const comparisonGroup = { enabled: true, shareBps: 5_000 };
    await store.campaigns.saveSettings(of.shopId, { ...settings, comparisonGroup }, version, clock.now());
    const terms = { ...TERMS, backlogPerDay: 1_000 };
    const made = campaignResponseSchema.parse((await shop.api('POST', campaignsPath, { terms })).body);
    campaignId = made.campaignId;
    await shop.api('POST', `${campaignsPath}/${campaignId}/launch`, { updatedAt: made.updatedAt });
    await runCampaigns(ctx);
    const ids = [...shop.pipeline.fake.customers.keys()];
    const messages = await store.messages.inState(of.shopId, 'held_out', PEOPLE);
    const heldOut = new Set(messages.map(({ customerId }) => customerId));
    comparison = ids.filter((id) => heldOut.has(id));
    treated = ids.filter((id) => !heldOut.has(id));
    shop.outside.products.set('77', 'Jasmine tea');
  });

  it('on the day of the launch, not measured yet → named, nobody counted, too early to tell', async () => {
    expect(await results()).toMatchObject({
      together: null,
      measured: true,
      campaigns: [{ campaignId, verdict: 'cant_tell_yet', action: 'wait', why: { code: 'no_window_over' } }],
    });
    expect(await result()).toMatchObject({
      computedAt: null,
      windowDays: 30,
      holdoutShareBps: 5_000,
      series: [],
    });
  });

  it('half of the treated order, a tenth of the others → the figures follow the facts once the windows are over', async () => {
    const { pipeline } = shop;
    pipeline.clock.advance(5 * DAY_MS);
    const ordered = treated.slice(0, Math.floor(treated.length / 2));
    const unaided = comparison.slice(0, Math.floor(comparison.length / 10));
    const [first] = ordered;
    const { store, shop: of } = ctx;
    const [message] = (await store.messages.inState(of.shopId, 'issuing', PEOPLE)).filter(
      ({ customerId }) => customerId === first,
    );
    await store.credits.addFollow(of.shopId, message?.messageId ?? '', pipeline.clock.now());
    for (const id of [...ordered, ...unaided]) order(id);
    await pipeline.receive(pipeline.fake.takeOutbox());
    await pipeline.drain();

    await measureCampaigns(ctx);
    const early = await result();
    expect(early.funnel).toMatchObject({
      inCampaign: treated.length,
      ordered: ordered.length,
      comparison: comparison.length,
      comparisonOrdered: unaided.length,
    });
    expect(early.summary, 'no window is over').toMatchObject({
      verdict: 'cant_tell_yet',
      extraOrders: null,
      treated: { people: 0 },
    });
    expect(early.series.every(({ extraOrders }) => extraOrders === null)).toBe(true);

    pipeline.clock.advance(27 * DAY_MS);
    await measureCampaigns(ctx);
    const told = await result();
    expect(told.summary).toMatchObject({
      treated: { people: treated.length, ordered: ordered.length, orders: ordered.length },
      comparison: { people: comparison.length, ordered: unaided.length },
      verdict: 'solid',
      action: 'keep',
      why: { code: 'gain' },
      weeksMore: null,
    });
    const share = ordered.length / treated.length - unaided.length / comparison.length;
    expect(told.shareDifference?.estimate).toBeCloseTo(share, 10);
    const extra = told.summary.extraOrders;
    expect(extra?.estimate).toBeCloseTo(share * treated.length, 8);
    expect(extra?.low).toBeGreaterThan(0);
    expect(extra?.high).toBeLessThan(treated.length);
    expect(told.series).toHaveLength(33);
    expect(told.series.at(-1)?.extraOrders).toEqual(extra);
    expect(told.series.at(0)).toEqual({ day: '2026-03-01', extraOrders: null });
    expect(told.revenue).toBeNull();
    expect(told.moneyReason).toBe('too_few_customers');
    expect(told.checks).toMatchObject({ sampleRatioOk: true, contaminated: 0, ordersWithCodeShare: 0 });
    expect(told.method).toMatchObject({
      treatedPeople: treated.length,
      comparisonOrdered: unaided.length,
      difference: told.shareDifference?.estimate,
      windowDays: 30,
    });
    expect(told.touched).toMatchObject({
      orders: 1,
      revenue: { amountMinor: 50_000, currency: 'THB' },
      byBasis: [{ basis: 'link', orders: 1 }],
    });
  });

  it('the list, all together and Home → the same verdict', async () => {
    const list = await results();
    expect(list.campaigns).toHaveLength(1);
    expect(list.campaigns[0]).toMatchObject({ campaignId, name: TERMS.name, verdict: 'solid' });
    expect(list.together).toMatchObject({ campaignId: null, verdict: 'solid' });
    expect(list.together?.extraOrders).toEqual(list.campaigns[0]?.extraOrders);
    const home = await getHome(ctx);
    if (home.phase !== 'ready') throw new Error('the first sync has not finished');
    expect(home.campaigns.map(({ verdict }) => verdict.certainty)).toEqual(['solid']);
    const rows = campaignsResponseSchema.parse((await shop.api('GET', campaignsPath)).body);
    const [row] = rows.campaigns;
    expect(row).toMatchObject({ people: PEOPLE, ordersThatUsedTheOffer: 1 });
    expect(row?.extraOrders).toEqual(list.campaigns[0]?.extraOrders);
    const preset = rows.presets.find(({ kind }) => kind === 'second_purchase');
    expect(preset?.matchesNow).toBeGreaterThan(0);
  });

  it('Home → how many come back and what a customer is worth, its counts beside each share', async () => {
    shop.pipeline.clock.advance(DAY_MS);
    await scoreShop(ctx, { cause: 'night' });
    const body = homeResponseSchema.parse((await shop.api('GET', '/api/home')).body);
    if (body.phase !== 'ready') throw new Error('the first sync has not finished');
    const again = Math.floor(treated.length / 2) + Math.floor(comparison.length / 10);
    const revenue = { amountMinor: PEOPLE * 100_000 + again * 50_000, currency: 'THB' };
    const each = (of: number) => ({ amountMinor: Math.round(revenue.amountMinor / of), currency: 'THB' });
    expect(body.retention).toMatchObject({
      repeatRate: { share: again / PEOPLE, count: again, outOf: PEOPLE },
      averageOrder: { value: each(PEOPLE + again), revenue, occasions: PEOPLE + again },
      historicClv: { value: each(PEOPLE), revenue, customers: PEOPLE },
    });
    // First purchases from 2025-12-02 to 2026-01-30, seen on 2026-04-03.
    expect(body.retention?.retention).toMatchObject({
      first: { fromOn: '2025-10-01', throughOn: '2025-12-31' },
      later: { fromOn: '2026-01-01', throughOn: '2026-03-31' },
      outOf: 120,
    });
    expect(body.cohorts?.map(({ month, size, bought }) => [month, size, bought.at(-1)])).toEqual([
      ['2025-12', 120, null],
      ['2026-01', 120, null],
    ]);
    expect(body.campaigns).toMatchObject([{ campaignId, verdict: 'solid' }]);
  });

  it('who came back → the order with its products and the live name; an erased person without one', async () => {
    const path = `${resultsPath}/${campaignId}/came-back`;
    const read = async () => cameBackResponseSchema.parse((await shop.api('GET', path)).body);
    const list = await read();
    const [first] = treated;
    expect(list).toMatchObject({
      nextCursor: null,
      rows: [{ customerId: first, name: `Customer ${first}`, basis: 'link', products: ['Jasmine tea'] }],
    });
    const { store, shop: of } = ctx;
    await store.enrolments.forget(of.shopId, first as CustomerId);
    expect((await read()).rows).toMatchObject([{ customerId: null, name: null }]);
    const csv = await fetch(`${shop.url}${path}.csv`, { headers: { authorization: 'Bearer anybody' } });
    const row = list.rows[0];
    expect(await csv.text()).toBe(
      `order_id,customer_id,ordered_at,credited_by,discount,revenue,currency,product_ids\r\n${row?.orderId},,${row?.orderedAt},link,0.00,500.00,THB,77\r\n`,
    );
  });

  it('another version, one that never was, and a cursor of ours → found, 404, refused', async () => {
    expect((await result('?version=1')).summary.version).toBe(1);
    expect((await shop.api('GET', `${resultsPath}/${campaignId}?version=2`)).status).toBe(404);
    expect((await shop.api('GET', `${resultsPath}/${campaignId}?version=x`)).status).toBe(422);
    expect((await shop.api('GET', `${resultsPath}/${campaignId}/came-back?cursor=x`)).status).toBe(422);
  });

  it('measured again long after the end → the figures of a settled version stand', async () => {
    await shop.api('POST', `${campaignsPath}/${campaignId}/action`, { action: 'end' });
    shop.pipeline.clock.advance(59 * DAY_MS);
    await measureCampaigns(ctx);
    const moving = (await result()).computedAt;
    expect(moving).toBe(shop.pipeline.clock.now().toISOString());
    shop.pipeline.clock.advance(2 * DAY_MS);
    await measureCampaigns(ctx);
    expect((await result()).computedAt).toBe(moving);
  });
});
