import { describe, expect, it } from 'vitest';
import type { CustomerId } from '../../../web/domain/shared/ids.ts';
import { isoToDay, localDayOf } from '../../../web/domain/shared/time.ts';
import { changeCampaign } from '../../../web/use-cases/change-campaign.ts';
import { removeTags } from '../../../web/use-cases/remove-tags.ts';
import { pauseEverything, saveCampaignSettings } from '../../../web/use-cases/save-campaign-settings.ts';
import type { CampaignWorld } from '../../support/campaign-world.ts';
import { MAIL_ONLY, NOBODY_HELD_BACK, openWorlds } from '../../support/open-worlds.ts';

const newWorld = openWorlds();
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

async function launched(count = 3) {
  const world = await newWorld();
  const people = await world.buyers(count, 30);
  await world.install({ comparisonGroup: NOBODY_HELD_BACK });
  const { campaignId } = await world.launch('second_purchase', { channels: MAIL_ONLY });
  return { world, people, campaignId };
}

const states = (world: CampaignWorld) =>
  world.rows<{ state: string; reason: string | null; count: number }>(
    'SELECT state, reason, count(*)::int AS count FROM message WHERE shop_id = $1 GROUP BY 1, 2',
  );
const campaignOf = async (world: CampaignWorld, campaignId: number) => {
  const { store, shop } = await world.ctx();
  return store.campaigns.find(shop.shopId, campaignId);
};

describe('the merchant’s hand', () => {
  it('paused while messages are ready → nothing goes until it is resumed, then each once', async () => {
    const { world, people, campaignId } = await launched();
    await world.runOnly('run-campaigns');
    await world.runOnly('issue-offers');
    await changeCampaign(await world.ctx(), { campaignId, action: 'pause' });
    await world.runJobs();
    await world.tick();
    expect(world.mails()).toEqual([]);
    expect(await states(world)).toEqual([{ state: 'ready', reason: null, count: people.length }]);
    await changeCampaign(await world.ctx(), { campaignId, action: 'resume' });
    await world.runJobs();
    for (const id of people) expect(world.mailsTo(id)).toHaveLength(1);
  });

  it('everything paused before anybody is decided about → nothing at all happens, no hourly notes; then all goes', async () => {
    const { world, people } = await launched();
    await pauseEverything(await world.ctx(), { paused: true });
    for (let hour = 0; hour < 3; hour++) {
      await world.tick();
      await world.advance(HOUR_MS);
    }
    expect(await world.rows('SELECT FROM enrolment_move WHERE shop_id = $1')).toEqual([]);
    expect(world.discounts()).toEqual([]);
    await pauseEverything(await world.ctx(), { paused: false });
    await world.runJobs();
    for (const id of people) expect(world.mailsTo(id)).toHaveLength(1);
  });

  it('everything paused while messages are ready → they keep their place', async () => {
    const { world, people } = await launched();
    await world.runOnly('run-campaigns');
    await world.runOnly('issue-offers');
    await pauseEverything(await world.ctx(), { paused: true });
    await world.runJobs();
    expect(world.mails()).toEqual([]);
    await pauseEverything(await world.ctx(), { paused: false });
    await world.runJobs();
    for (const id of people) expect(world.mailsTo(id)).toHaveLength(1);
  });

  it('ended while codes are being made and mails are ready → no mail, messages out of the caps, codes and tags gone', async () => {
    const { world, people, campaignId } = await launched();
    await world.runOnly('run-campaigns');
    await changeCampaign(await world.ctx(), { campaignId, action: 'end' });
    await world.runJobs();
    await world.advance(HOUR_MS);
    await world.tick();
    expect(world.mails()).toEqual([]);
    expect(await states(world)).toEqual([
      { state: 'skipped', reason: 'campaign_ended', count: people.length },
    ]);
    expect(await world.rows('SELECT FROM message WHERE shop_id = $1 AND counted_at IS NOT NULL')).toEqual([]);
    expect(world.discounts().flatMap(({ codes }) => codes)).toEqual([]);
    for (const id of people) expect(world.tagsOf(id)).not.toContain('encore-offer');
  });

  it('a blackout that begins while mails are ready → they go on the day after it, with codes lengthened by it', async () => {
    const { world, people } = await launched();
    await world.runOnly('run-campaigns');
    await world.runOnly('issue-offers');
    const [before] = world.discounts();
    const ctx = await world.ctx();
    const { settings, version } = await ctx.store.campaigns.settings(ctx.shop.shopId);
    const todayOn = localDayOf(world.now, ctx.shop.timeZone);
    const blackouts = [{ name: 'Sale', fromOn: todayOn, toOn: todayOn + 2 }];
    await saveCampaignSettings(ctx, { settings: { ...settings, blackouts }, basedOn: version });
    await world.runJobs();
    await world.advance(2 * DAY_MS);
    await world.tick();
    expect(world.mails()).toEqual([]);
    await world.advance(DAY_MS);
    await world.tick();
    for (const id of people) expect(world.mailsTo(id)).toHaveLength(1);
    const [after] = world.discounts();
    const lengthened = (after?.settings.endsAt ?? 0) - (before?.settings.endsAt ?? 0);
    expect(lengthened).toBe(3 * DAY_MS);
  });
});

/** The first half has its mail, the rest is decided and not sent. */
async function halfSent() {
  const { world, people, campaignId } = await launched(2);
  await world.runJobs();
  const late = await world.customer();
  await world.bought(late, 20);
  await world.hearShopify();
  await world.advance(DAY_MS);
  await world.tick();
  return { world, people, late, campaignId };
}

describe('the merchant deletes our discount', () => {
  it('told by the webhook → the campaign stops and says so, what was not sent fails and leaves the caps, sent mails stand', async () => {
    const { world, people, campaignId } = await launched();
    await world.runOnly('run-campaigns');
    await world.runOnly('issue-offers');
    const [discount] = world.discounts();
    const base = `${world.local.url}/__dev/shops/${world.control.domain}/discounts/${discount?.id}`;
    await fetch(base, { method: 'DELETE' });
    await world.runOnly('issue-offers');
    await world.hearShopify();
    await world.runJobs();
    expect(world.mails()).toEqual([]);
    expect(await campaignOf(world, campaignId)).toMatchObject({
      state: 'stopped',
      stopReason: 'discount_deleted',
    });
    expect(await states(world)).toEqual([
      { state: 'failed', reason: 'discount_deleted', count: people.length },
    ]);
    expect(await world.rows('SELECT FROM message WHERE shop_id = $1 AND counted_at IS NOT NULL')).toEqual([]);
    for (const id of people) expect(world.tagsOf(id)).not.toContain('encore-offer');
  });

  it('found out when codes are added, no webhook came → the same', async () => {
    const { world, people, campaignId } = await launched();
    await world.runJobs();
    const [discount] = world.discounts();
    const base = `${world.local.url}/__dev/shops/${world.control.domain}/discounts/${discount?.id}`;
    await fetch(base, { method: 'DELETE' });
    const late = await world.customer();
    await world.bought(late, 25);
    await world.hearWithout('discounts/delete');
    const ctx = await world.ctx();
    await ctx.store.campaigns.enrolledThrough(ctx.shop.shopId, campaignId, isoToDay('2026-01-01'));
    await ctx.queue.enqueue('run-campaigns', { shopId: ctx.shop.shopId });
    await world.runJobs();
    expect(await campaignOf(world, campaignId)).toMatchObject({
      state: 'stopped',
      stopReason: 'discount_deleted',
    });
    expect(await world.messagesOf(late)).toEqual([
      { state: 'failed', reason: 'discount_deleted', counted: false },
    ]);
    expect(world.mails()).toHaveLength(people.length);
    expect(await states(world)).toContainEqual({ state: 'sent', reason: null, count: people.length });
  });

  it('a discount of ours that has ended, deleted by us → no campaign stops', async () => {
    const { world, campaignId } = await launched();
    await world.runJobs();
    await world.advance(20 * DAY_MS);
    await world.tick();
    await world.hearShopify();
    expect(world.discounts()).toEqual([]);
    expect(await campaignOf(world, campaignId)).toMatchObject({ state: 'running', stopReason: null });
  });
});

describe('“Remove our tags and codes”', () => {
  it('→ no tag, no discount of ours is left in the shop, campaigns are stopped, and their webhooks stop nothing twice', async () => {
    const { world, people, late, campaignId } = await halfSent();
    await removeTags(await world.ctx());
    await world.runJobs();
    await world.hearShopify();
    expect(world.discounts()).toEqual([]);
    for (const id of [...people, late])
      expect(world.tagsOf(id).filter((tag) => tag.startsWith('encore'))).toEqual([]);
    expect(await campaignOf(world, campaignId)).toMatchObject({
      state: 'stopped',
      stopReason: 'discount_deleted',
    });
    await world.advance(DAY_MS);
    await world.tick();
    expect(world.discounts()).toEqual([]);
    const sent: readonly CustomerId[] = people;
    for (const id of sent) expect(world.mailsTo(id)).toHaveLength(1);
  });
});
