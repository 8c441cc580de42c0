import { describe, expect, it } from 'vitest';
import { KIND_RULES } from '../../../web/domain/campaigns/kinds.ts';
import type { OfferScope, OfferTerms } from '../../../web/domain/offers/terms.ts';
import type { CustomerId } from '../../../web/domain/shared/ids.ts';
import type { CampaignWorld } from '../../support/campaign-world.ts';
import { MAIL_ONLY, NOBODY_HELD_BACK, openWorlds } from '../../support/open-worlds.ts';

const newWorld = openWorlds();
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

async function passDays(world: CampaignWorld, days: number): Promise<void> {
  for (let day = 0; day < days; day++) {
    await world.advance(DAY_MS);
    await world.tick();
  }
}

const moveReasons = (world: CampaignWorld, campaignId: number) =>
  world.rows<{ reason: string; params: object }>(
    `SELECT v.reason, v.params FROM enrolment_move v JOIN enrolment e USING (shop_id, enrolment_id)
     WHERE v.shop_id = $1 AND e.campaign_id = $2 ORDER BY v.move_id`,
    [campaignId],
  );

describe('caps over two campaigns', () => {
  it('both want the same person → the higher priority writes, the other waits in its favour and goes when the cap reopens', async () => {
    const world = await newWorld();
    const [one = '' as CustomerId] = await world.buyers(1, 200);
    await world.install({
      comparisonGroup: NOBODY_HELD_BACK,
      caps: { offersPer30Days: 5, messagesPer7Days: 1 },
    });
    const reminder = KIND_RULES.win_back.preset.steps.slice(0, 1);
    const terms = { channels: MAIL_ONLY, steps: reminder, arms: [{ name: 'Reminder', offers: [null] }] };
    const low = await world.launch('win_back', { ...terms, priority: 10 });
    const high = await world.launch('win_back', { ...terms, name: 'Second', priority: 90 });
    await world.runJobs();
    expect(world.mailsTo(one)).toHaveLength(1);
    expect(await moveReasons(world, high.campaignId)).toMatchObject([
      { reason: 'enrolled' },
      { reason: 'due' },
    ]);
    expect(await moveReasons(world, low.campaignId)).toMatchObject([
      { reason: 'enrolled' },
      { reason: 'higher_priority', params: { inFavourOf: high.campaignId } },
    ]);
    await passDays(world, 6);
    expect(world.mailsTo(one)).toHaveLength(1);
    await passDays(world, 1);
    await world.advance(HOUR_MS);
    await world.tick();
    expect(world.mailsTo(one)).toHaveLength(2);
    expect(await moveReasons(world, low.campaignId)).toHaveLength(3);
  });

  it('one offer in 30 days over both, the second good for 14 → skipped as too late, never a second code', async () => {
    const world = await newWorld();
    const [one = '' as CustomerId] = await world.buyers(1, 30);
    await world.install({ comparisonGroup: NOBODY_HELD_BACK });
    await world.launch('second_purchase', { channels: MAIL_ONLY, priority: 90 });
    await world.launch('second_purchase', { channels: MAIL_ONLY, name: 'Another', priority: 10 });
    await world.runJobs();
    await passDays(world, 16);
    expect(world.mailsTo(one)).toHaveLength(1);
    expect(await world.messagesOf(one)).toEqual([
      { state: 'sent', reason: null, counted: true },
      { state: 'skipped', reason: 'waited_too_long', counted: false },
    ]);
    expect(await world.rows('SELECT FROM offer WHERE shop_id = $1')).toHaveLength(1);
  });
});

describe('the backlog', () => {
  it('three a day → newest first, three more each day, and no more however often the clock looks', async () => {
    const world = await newWorld();
    const newestFirst: CustomerId[] = [];
    for (let i = 0; i < 8; i++) newestFirst.push(...(await world.buyers(1, 190 + 5 * i)));
    await world.install({ comparisonGroup: NOBODY_HELD_BACK });
    await world.launch('win_back', { channels: MAIL_ONLY, backlogPerDay: 3 });
    await world.runJobs();
    await world.tick();
    const enrolled = async () =>
      (
        await world.rows<{ customer_id: CustomerId }>(
          'SELECT customer_id FROM enrolment WHERE shop_id = $1 AND backlog ORDER BY enrolment_id',
        )
      ).map((row) => row.customer_id);
    expect((await enrolled()).sort()).toEqual(newestFirst.slice(0, 3).sort());
    await passDays(world, 1);
    await world.tick();
    expect((await enrolled()).sort()).toEqual(newestFirst.slice(0, 6).sort());
    await passDays(world, 2);
    expect((await enrolled()).sort()).toEqual([...newestFirst].sort());
  });
});

describe('quiet hours over a change of the clocks', () => {
  const BERLIN = { ianaTimezone: 'Europe/Berlin', countryCode: 'DE', currency: 'EUR' } as const;
  const quiet = async (fromMinute: number, toMinute: number) => {
    const world = await newWorld({ ...BERLIN, now: '2026-03-28T20:00:00Z' });
    const one = await world.customer({ countryCode: 'DE' });
    await world.bought(one, 30);
    await world.install({ comparisonGroup: NOBODY_HELD_BACK, quietHours: { fromMinute, toMinute } });
    await world.launch('second_purchase', { channels: MAIL_ONLY });
    await world.runJobs();
    return { world, one };
  };

  it('until 9:00 on the night the clocks go forward → the mail goes at 9:00 by the new time, not an hour later', async () => {
    const { world, one } = await quiet(20 * 60, 9 * 60);
    await world.setTime('2026-03-29T06:58:00Z');
    await world.tick();
    expect(world.mailsTo(one)).toEqual([]);
    await world.setTime('2026-03-29T07:00:00Z');
    await world.tick();
    expect(world.mailsTo(one)).toHaveLength(1);
  });

  it('until 2:30, which that night does not have → the mail goes at the first minute that is there', async () => {
    const { world, one } = await quiet(20 * 60, 150);
    await world.setTime('2026-03-29T00:58:00Z');
    await world.tick();
    expect(world.mailsTo(one)).toEqual([]);
    await world.setTime('2026-03-29T01:00:00Z');
    await world.tick();
    expect(world.mailsTo(one)).toHaveLength(1);
  });
});

describe('an offer on products bought before', () => {
  const onBoughtBefore = (scope: OfferScope): OfferTerms => {
    const [arm] = KIND_RULES.second_purchase.preset.arms;
    const offer = arm?.offers[0];
    if (!offer) throw new Error('the preset has an offer');
    return { ...offer, scope };
  };
  const launchScoped = (world: CampaignWorld) =>
    world.launch('second_purchase', {
      channels: MAIL_ONLY,
      arms: [{ name: 'Again', offers: [onBoughtBefore({ kind: 'bought_before' })] }],
    });

  it('→ the discount is for what its receivers bought, and for nothing else', async () => {
    const world = await newWorld();
    const product = async (title: string) =>
      (await world.control.post<{ id: string }>('/products', { title, variants: [{ priceMinor: 100_000 }] }))
        .id;
    const [tea, cup, hat] = [await product('Tea'), await product('Cup'), await product('Hat')];
    const people: CustomerId[] = [];
    for (const productId of [tea, cup, tea]) {
      const id = await world.customer();
      await world.bought(id, 30, { lines: [{ productId, quantity: 1, unitPriceMinor: 100_000 }] });
      people.push(id);
    }
    await world.install({ comparisonGroup: NOBODY_HELD_BACK });
    await launchScoped(world);
    await world.runJobs();
    const [discount] = world.discounts();
    const { terms } = discount?.settings ?? {};
    expect(terms).toMatchObject({ items: { kind: 'products', productIds: [tea, cup] } });
    const [owner] = await world.rows<{ customer_id: string; code: string }>(
      'SELECT customer_id, code FROM offer WHERE shop_id = $1 ORDER BY offer_id LIMIT 1',
    );
    const buy = (productId: string) =>
      world.control.post<{ placed: boolean }>('/checkout', {
        customerId: owner?.customer_id,
        lines: [{ productId }],
        codes: [owner?.code],
      });
    expect((await buy(hat)).placed).toBe(false);
    expect((await buy(tea)).placed).toBe(true);
    expect(world.mails()).toHaveLength(people.length);
  });

  it('nobody bought a product the shop knows → the messages fail and say so, the campaign runs on', async () => {
    const world = await newWorld();
    const [one = '' as CustomerId] = await world.buyers(1, 30);
    await world.install({ comparisonGroup: NOBODY_HELD_BACK });
    const { campaignId } = await launchScoped(world);
    await world.runJobs();
    expect(await world.messagesOf(one)).toEqual([
      { state: 'failed', reason: 'nothing_bought_in_scope', counted: false },
    ]);
    const { store, shop } = await world.ctx();
    expect(await store.campaigns.find(shop.shopId, campaignId)).toMatchObject({ state: 'running' });
    expect(world.discounts()).toEqual([]);
    expect(world.tagsOf(one)).not.toContain('encore-offer');
  });
});
