import type { Server } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import {
  customerPath,
  customerResponseSchema,
  customerTimelinePath,
  type TimelineEntry,
  type TimelineResponse,
  timelineResponseSchema,
} from '../../web/contract/customer.ts';
import type { CustomerId } from '../../web/domain/shared/ids.ts';
import { customerRoutes } from '../../web/http/customer-routes.ts';
import { serveRouters } from '../support/campaign-shop.ts';
import type { CampaignWorld } from '../support/campaign-world.ts';
import { MAIL_ONLY, NOBODY_HELD_BACK, openWorlds } from '../support/open-worlds.ts';

type CampaignEntry = Extract<TimelineEntry, { kind: 'campaign' }>;

const newWorld = openWorlds();
const EVERYBODY_HELD_BACK = { enabled: true, shareBps: 10_000 };
const DAY_MS = 86_400_000;

describe('campaigns on the page of a customer', () => {
  const servers: Server[] = [];
  afterEach(() => {
    for (const server of servers.splice(0)) server.close();
  });

  async function served(world: CampaignWorld) {
    const { api, server } = await serveRouters(() => world.ctx(), [customerRoutes()]);
    servers.push(server);
    const at = (path: string, id: CustomerId) => path.replace(':id', id);
    const timeline = async (id: CustomerId, limit = 100): Promise<CampaignEntry[]> => {
      const entries: TimelineEntry[] = [];
      for (let next: string | null = ''; next !== null; ) {
        const after: string = next === '' ? '' : `&after=${next}`;
        const path = `${at(customerTimelinePath, id)}?kinds=campaign&limit=${limit}${after}`;
        const page: TimelineResponse = timelineResponseSchema.parse((await api('GET', path)).body);
        entries.push(...page.items);
        next = page.next;
      }
      return entries.flatMap((entry) => (entry.kind === 'campaign' ? [entry] : []));
    };
    const customer = async (id: CustomerId) =>
      customerResponseSchema.parse((await api('GET', at(customerPath, id))).body);
    return { timeline, customer };
  }

  /** One customer who bought once, so many days ago, and a shop that has read it. */
  async function oneBuyer(daysAgo: number, comparisonGroup: { enabled: boolean; shareBps: number | null }) {
    const world = await newWorld();
    const [id = '' as CustomerId] = await world.buyers(1, daysAgo);
    await world.install({ comparisonGroup });
    return { world, id, page: await served(world) };
  }

  it('a code by mail alone → the same on the timeline and as the open offer; used → no longer open', async () => {
    const { world, id, page } = await oneBuyer(30, NOBODY_HELD_BACK);
    expect((await page.customer(id)).campaigns).toBeNull();
    const { campaignId } = await world.launch('second_purchase', { channels: MAIL_ONLY });
    await world.runJobs();
    const code = world.discounts()[0]?.codes[0]?.code;
    expect(code).toBeTruthy();
    const [sent, ...others] = await page.timeline(id);
    expect(others).toEqual([]);
    expect(sent).toMatchObject({
      campaignId,
      outcome: 'sent',
      step: 0,
      reason: null,
      ways: [{ channel: 'email', state: 'sent', reason: null }],
      offer: { code, state: 'open', currency: (await world.shop()).currency },
    });
    const { campaigns } = await page.customer(id);
    expect(campaigns?.offer).toMatchObject({ code, endsAt: sent?.offer?.endsAt });
    expect(campaigns?.current).toMatchObject([{ campaignId, heldOut: false, onItsWay: false, next: null }]);
    await world.control.post('/checkout', { customerId: id, lines: await someLine(world), codes: [code] });
    await world.hearShopify();
    expect(await page.timeline(id)).toMatchObject([{ offer: { code, state: 'used' } }]);
    expect((await page.customer(id)).campaigns?.offer).toBeNull();
  });

  it('they buy before the next message of a ladder → it ended, and why; one entry a page gives the same', async () => {
    const { world, id, page } = await oneBuyer(200, NOBODY_HELD_BACK);
    const { campaignId } = await world.launch('win_back', { channels: MAIL_ONLY });
    await world.runJobs();
    const [waiting] = (await page.customer(id)).campaigns?.current ?? [];
    expect(waiting).toMatchObject({ campaignId, next: { step: 1, waitsFor: null } });
    expect(Date.parse(waiting?.next?.at ?? '')).toBeGreaterThan(world.now.getTime() + 8 * DAY_MS);
    await world.advance(DAY_MS);
    await world.bought(id, 0);
    await world.hearShopify();
    const entries = await page.timeline(id);
    expect(entries.map(({ outcome, reason, step }) => [outcome, reason, step])).toEqual([
      ['stopped', 'bought', 1],
      ['sent', null, 0],
    ]);
    expect(await page.timeline(id, 1)).toEqual(entries);
    // Who was sent something counts to the end, whatever stopped it.
    expect((await page.customer(id)).campaigns).toMatchObject({
      current: [{ next: null, ordersCountUntil: expect.any(String) }],
      offer: null,
    });
  });

  it('held back → said so on both, no message ahead, no code', async () => {
    const { world, id, page } = await oneBuyer(200, EVERYBODY_HELD_BACK);
    const { campaignId } = await world.launch('win_back', { channels: MAIL_ONLY });
    await world.runJobs();
    expect(world.mails()).toEqual([]);
    expect(await page.timeline(id)).toMatchObject([
      { campaignId, outcome: 'held_out', reason: 'held_out', ways: [], offer: null },
    ]);
    const { campaigns } = await page.customer(id);
    expect(campaigns).toMatchObject({ current: [{ campaignId, heldOut: true, next: null }], offer: null });
    expect(campaigns?.current[0]?.ordersCountUntil).toMatch(/^2026-0[4-6]-\d\d$/);
  });

  it('the campaign or everything is paused → the message that lies ahead waits for that, and no longer once it goes on', async () => {
    const { world, id, page } = await oneBuyer(200, NOBODY_HELD_BACK);
    const { campaignId } = await world.launch('win_back', { channels: MAIL_ONLY });
    await world.runJobs();
    const { store, shop } = await world.ctx();
    const pause = { from: ['running'], to: 'paused', reason: null } as const;
    await store.campaigns.setState(shop.shopId, campaignId, pause, world.now);
    const waits = async () => (await page.customer(id)).campaigns?.current.map(({ next }) => next?.waitsFor);
    expect(await waits()).toEqual(['paused']);
    const goOn = { from: ['paused'], to: 'running', reason: null } as const;
    await store.campaigns.setState(shop.shopId, campaignId, goOn, world.now);
    expect(await waits()).toEqual([null]);
    const { settings, version } = await store.campaigns.settings(shop.shopId);
    await store.campaigns.saveSettings(
      shop.shopId,
      { ...settings, pausedEverything: true },
      version,
      world.now,
    );
    expect(await waits()).toEqual(['paused']);
  });

  it('three purchases 20 days apart → the next one is expected; two → nothing is', async () => {
    const world = await newWorld();
    const often = await world.customer();
    const twice = await world.customer();
    for (const daysAgo of [50, 30, 10]) await world.bought(often, daysAgo);
    for (const daysAgo of [30, 10]) await world.bought(twice, daysAgo);
    await world.install();
    const page = await served(world);
    // Every gap of the shop is 20 days long, so that 20 days after 10 days ago lie 10 ahead.
    expect((await page.customer(often)).expectedOrder).toEqual({ on: '2026-03-20', past: false });
    expect((await page.customer(twice)).expectedOrder).toBeNull();
  });
});

async function someLine(world: CampaignWorld): Promise<{ productId: string }[]> {
  const beans = { title: 'Beans', variants: [{ priceMinor: 300_000 }] };
  return [{ productId: (await world.control.post<{ id: string }>('/products', beans)).id }];
}
