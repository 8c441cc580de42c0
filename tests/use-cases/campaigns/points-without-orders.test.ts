import { afterEach, beforeAll, expect, it } from 'vitest';
import { presetOf } from '../../../web/domain/campaigns/kinds.ts';
import type { CustomerId } from '../../../web/domain/shared/ids.ts';
import { dryRun } from '../../../web/use-cases/dry-run.ts';
import { getOutlook } from '../../../web/use-cases/get-outlook.ts';
import { getShopper } from '../../../web/use-cases/get-shopper.ts';
import { measureCampaigns } from '../../../web/use-cases/measure-campaigns.ts';
import { runBatch } from '../../../web/use-cases/run-batch.ts';
import { sendOne } from '../../../web/use-cases/send-one.ts';
import { CampaignWorld } from '../../support/campaign-world.ts';
import { MAIL_ONLY } from '../../support/open-worlds.ts';
import { eachDatabase, type TestDatabase } from '../../support/test-database.ts';
import { adjust, DAY_MS, launchProgram, passDays, subjects } from './points-world.ts';

const POINTS = 50;
const BONUS = 20;

eachDatabase((_, open) => {
  let database: TestDatabase;
  const worlds: CampaignWorld[] = [];
  beforeAll(async () => {
    database = await open();
  });
  afterEach(async () => {
    for (const world of worlds.splice(0)) await world.close();
  });
  const newWorld = async (costPoints?: number) => {
    const world = await CampaignWorld.open(database);
    worlds.push(world);
    const [buyer = '' as CustomerId] = await world.buyers(1, 60);
    await world.install();
    await launchProgram(world, costPoints, BONUS);
    return { world, buyer };
  };
  /** Somebody new, of whom Shopify told us. */
  const newcomer = async (world: CampaignWorld, input: Record<string, unknown> = {}) => {
    const id = await world.customer(input);
    await world.hearShopify();
    return id;
  };
  const signUp = async (world: CampaignWorld, customerId: CustomerId) =>
    getShopper(await world.ctx(), { customerId });
  const importBalance = async (world: CampaignWorld, customerId: CustomerId, points: number) => {
    const mapping = { customer: 0, customerBy: 'id', points: 1, expires: null } as const;
    const outcome = await runBatch(await world.ctx(), {
      kind: 'import',
      rows: [{ line: 1, cells: [customerId, String(points)] }],
      mapping,
      header: false,
      reason: 'correction',
      dryRun: false,
      fileName: null,
      requestKey: 'balances',
    });
    expect(outcome).toMatchObject({ customers: 1, issues: [] });
  };
  const excludeTag = async (world: CampaignWorld, tag: string) => {
    const { store, shop } = await world.ctx();
    const { version, rules } = await store.rules.current(shop.shopId);
    await store.rules.save(shop.shopId, { ...rules, excludedTags: [tag] }, version, world.now);
  };
  const enrolled = (world: CampaignWorld) =>
    world.rows<{ customer_id: CustomerId; held_out: boolean; share_bps: number }>(
      'SELECT customer_id, held_out, share_bps FROM enrolment WHERE shop_id = $1 ORDER BY customer_id',
    );

  it('a bonus for signing up, an import, points by hand, never an order → the dry run names them, the launch tells each twice and nobody else', async () => {
    const { world, buyer } = await newWorld();
    await excludeTag(world, 'Wholesale');
    const signedUp = await newcomer(world);
    await signUp(world, signedUp);
    const imported = await newcomer(world);
    await importBalance(world, imported, POINTS);
    const given = await newcomer(world);
    const silent = await newcomer(world, { emailConsent: { state: 'NOT_SUBSCRIBED' } });
    const leftOut = await newcomer(world, { tags: ['Wholesale'] });
    for (const id of [given, silent, leftOut, buyer]) await adjust(world, id, POINTS);
    await passDays(world, 1);
    const told = [buyer, signedUp, imported, given].toSorted();
    const terms = { ...presetOf('points_expiring'), backlogPerDay: null };
    const asked = { terms, campaignId: null, offset: 0, limit: 50 };
    const forecast = await dryRun(await world.ctx(), asked);
    const gets = forecast.rows.filter(({ outcome }) => outcome === 'gets');
    expect(gets.map(({ customerId }) => customerId).toSorted()).toEqual(told);
    expect(forecast.totals).toMatchObject({ gets: told.length, comparison: 0, discountCostMinor: 0 });
    expect([...forecast.totals.skipped]).toEqual([['no_channel', 1]]);
    const { next14Days } = await getOutlook(await world.ctx(), { terms, campaignId: null });
    expect(next14Days).toEqual({ people: told.length, comparison: 0, discountCostMinor: 0 });

    await world.launch('points_expiring', { backlogPerDay: null });
    await passDays(world, 2);
    const found = await enrolled(world);
    expect(found.map((one) => one.customer_id)).toEqual(told);
    for (const one of found) expect(one).toMatchObject({ held_out: false, share_bps: 0 });
    expect(subjects(world, signedUp)).toEqual([expect.stringContaining(`${BONUS} of your points`)]);
    await world.advance(20 * DAY_MS);
    await passDays(world, 5);
    for (const id of told) expect(subjects(world, id)).toHaveLength(2);
    for (const id of [silent, leftOut]) expect(subjects(world, id)).toEqual([]);
  });

  it('enough for a reward without an order, then a first order → told once, and the order is an outcome of the campaign', async () => {
    const { world } = await newWorld(POINTS);
    const version = await world.launch('reward_reachable');
    const [orders, waits, leaves] = [await newcomer(world), await newcomer(world), await newcomer(world)];
    for (const id of [orders, waits, leaves]) await adjust(world, id, POINTS);
    const { offers } = await world.ctx();
    await offers.unsubscribeEmail(leaves);
    await passDays(world, 2);
    for (const id of [orders, waits])
      expect(subjects(world, id)).toEqual([expect.stringContaining('Your points are enough')]);
    expect(subjects(world, leaves)).toEqual([]);
    await world.bought(orders, 0);
    await world.hearShopify();
    await passDays(world, 31);
    const ctx = await world.ctx();
    await measureCampaigns(ctx);
    const measured = await ctx.store.campaignResults.newest(ctx.shop.shopId, version);
    expect(measured?.funnel).toMatchObject({ inCampaign: 3, sent: 2, ordered: 1, comparison: 0 });
    const counted = { customers: 3, ordered: 1, orders: 1 };
    expect(measured?.outcome.groups).toMatchObject([{ treated: counted, enrolled: { heldOut: 0 } }]);
    expect(subjects(world, waits)).toHaveLength(1);
  });

  it('sent to one of them now → a reminder goes; a campaign of purchases knows nobody without one', async () => {
    const { world } = await newWorld();
    const id = await newcomer(world);
    await adjust(world, id, POINTS);
    const { campaignId } = await world.launch('points_expiring');
    const offers = await world.launch('second_purchase', { channels: MAIL_ONLY });
    const ctx = await world.ctx();
    await expect(sendOne(ctx, { campaignId: offers.campaignId, customerId: id })).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
    await world.advance(DAY_MS);
    expect(await sendOne(ctx, { campaignId, customerId: id })).toEqual({ outcome: 'sending', reason: null });
    await world.runJobs();
    expect(subjects(world, id)).toHaveLength(1);
    const enrolments = await enrolled(world);
    expect(enrolments.filter((one) => one.customer_id === id)).toHaveLength(1);
  });
});
