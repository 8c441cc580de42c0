import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CustomerId } from '../../web/domain/shared/ids.ts';
import { linkRoutes } from '../../web/http/link-routes.ts';
import { createLinks } from '../../web/http/links.ts';
import { createServer as createEncore } from '../../web/http/server.ts';
import { storefrontAddress } from '../../web/shopify/storefront-address.ts';
import type { AppCtx, Message } from '../../web/use-cases/ports.ts';
import { writeBackConsent } from '../../web/use-cases/write-back-consent.ts';
import { APP_URL } from '../support/campaign-shop.ts';
import { type ScreenShop, screenShops, TERMS } from '../support/screen-shop.ts';

const shopWith = screenShops();
const BROWSER = { 'user-agent': 'Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 Chrome/142.0 Mobile' };

/** Encore's whole server; only the links are called here, without any session. */
async function serve(shop: ScreenShop): Promise<{ url: string; server: Server }> {
  const ctx = await shop.ctx();
  const never = () => Promise.reject(new Error('no session was given'));
  const { listener } = createEncore({
    door: {
      check: () => ({ valid: false, status: 401, reason: '' }),
      receive: never,
      stored: () => {},
      log: ctx.log,
    },
    openShop: never,
    api: [],
    open: [
      linkRoutes({
        open: ctx.links.open,
        shopOf: async (shopId) => (shopId === ctx.shop.shopId ? ctx : null),
        addressOf: storefrontAddress(null),
      }),
    ],
    adminPage: { folder: 'nowhere', apiKey: '', appBridgeUrl: '', frameAncestors: [] },
    healthy: async () => undefined,
    isAway: () => false,
    log: ctx.log,
  });
  const server = createServer(listener).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, server };
}

/** A sent message with an issued code to the first customer. */
async function sentMessage(ctx: AppCtx, customerId: CustomerId): Promise<Message> {
  const { store, shop, clock } = ctx;
  const { shopId } = shop;
  const now = clock.now();
  const { campaignId } = await store.campaigns.create(shopId, TERMS, now);
  await store.campaigns.launch(shopId, campaignId, { shareBps: 0, windowDays: 30, capMinor: null }, now);
  const base = { campaignId, version: 1, customerId, step: 0, arm: 0, validUntil: null };
  const [enrolment] = await store.enrolments.enrol(shopId, [
    {
      ...base,
      triggerOn: 20_000,
      heldOut: false,
      shareBps: 0,
      backlog: false,
      enrolledAt: now,
      state: 'waiting',
      dueAt: now,
    },
  ]);
  const enrolmentId = enrolment?.enrolmentId ?? '';
  const [message] = await store.messages.add(shopId, [
    { ...base, enrolmentId, newOffer: true, state: 'sent', reason: null, plannedAt: now, countedAt: now },
  ]);
  const offer = TERMS.arms[0]?.offers[0];
  if (!message || !offer) throw new Error('no message was made');
  const endsAt = new Date(now.getTime() + 86_400_000);
  const { discountId } = await store.offers.discountFor(shopId, {
    ...base,
    endsOn: 20_600,
    endsAt,
    terms: offer,
  });
  const { messageId } = message;
  const code = 'BACK-ABCDEFGH';
  await store.offers.reserve(shopId, [{ ...base, messageId, enrolmentId, discountId, code, endsAt }], now);
  const [reserved] = await store.offers.ofMessages(shopId, [messageId]);
  await store.offers.setState(shopId, [reserved?.offerId ?? ''], { state: 'issued' }, now);
  return message;
}

describe('the links in a message', () => {
  let shop: ScreenShop;
  let ctx: AppCtx;
  let message: Message;
  let url: string;
  let server: Server;
  beforeAll(async () => {
    shop = await shopWith([30, 31, 32]);
    ctx = await shop.ctx();
    const [customerId] = shop.pipeline.fake.customers.keys();
    message = await sentMessage(ctx, customerId as CustomerId);
    ({ url, server } = await serve(shop));
  });
  afterAll(() => server.close());

  const at = (link: string) => link.replace(APP_URL, url);
  const follow = () => at(ctx.links.follow(ctx.shop.shopId, message.messageId));
  const leave = () => at(ctx.links.unsubscribe(ctx.shop.shopId, message.messageId));
  const follows = () =>
    ctx.store.credits.follows(ctx.shop.shopId, [message.customerId], new Date('2000-01-01T00:00:00Z'));
  const consent = async () =>
    (await ctx.store.customers.mirrors(ctx.shop.shopId, [message.customerId])).get(message.customerId)
      ?.emailConsent;

  it('followed → the shop with the code applied, noted each time; a program that only looks is not', async () => {
    const looks: RequestInit[] = [
      { method: 'HEAD' },
      { headers: { ...BROWSER, 'sec-purpose': 'prefetch;prerender' } },
      { headers: { ...BROWSER, purpose: 'prefetch' } },
      { headers: { ...BROWSER, 'x-moz': 'prefetch' } },
    ];
    for (const look of looks) {
      const shown = await fetch(follow(), { ...look, redirect: 'manual' });
      expect(shown.status).toBe(302);
      expect(shown.headers.get('location')).toContain('/discount/BACK-ABCDEFGH');
    }
    expect(await follows()).toHaveLength(0);
    const answer = await fetch(follow(), { redirect: 'manual' });
    expect(answer.status).toBe(302);
    const target = new URL(answer.headers.get('location') ?? '');
    expect(target.origin + target.pathname).toBe(`https://${ctx.shop.domain}/discount/BACK-ABCDEFGH`);
    expect(target.searchParams.get('redirect')).toContain('utm_source=encore');
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(await follows()).toMatchObject([
      { campaignId: message.campaignId, enrolmentId: message.enrolmentId },
    ]);
  });

  it('a program in the seconds after the sending → shown the way, not noted; a browser then, or a program later, is', async () => {
    const [, , third] = shop.pipeline.fake.customers.keys();
    const { store, clock } = ctx;
    const { shopId } = ctx.shop;
    const theirs = await sentMessageOf(third as CustomerId);
    const noted = async () =>
      (await store.credits.follows(shopId, [theirs.customerId], new Date('2000-01-01T00:00:00Z'))).length;
    const open = (headers: Record<string, string>) =>
      fetch(at(ctx.links.follow(shopId, theirs.messageId)), { redirect: 'manual', headers });
    const move = (from: 'sent' | 'ready', to: 'sent' | 'ready') =>
      store.messages.move(shopId, [theirs.messageId], { from, to, reason: null }, clock.now());
    await move('sent', 'ready');
    expect((await open({ 'user-agent': 'LinkScanner/1.0' })).status, 'while it is handed over').toBe(302);
    await move('ready', 'sent');
    expect((await open({ 'user-agent': 'LinkScanner/1.0' })).status).toBe(302);
    expect(await noted()).toBe(0);
    await open(BROWSER);
    expect(await noted()).toBe(1);
    shop.pipeline.clock.advance(11_000);
    await open({ 'user-agent': 'LinkScanner/1.0' });
    expect(await noted()).toBe(2);
  });

  it('its code taken out → the shop all the same, without a code', async () => {
    const { shopId } = ctx.shop;
    const [offer] = await ctx.store.offers.ofMessages(shopId, [message.messageId]);
    const set = (state: 'removed' | 'issued') =>
      ctx.store.offers.setState(shopId, [offer?.offerId ?? ''], { state }, ctx.clock.now());
    await set('removed');
    const answer = await fetch(follow(), { redirect: 'manual' });
    expect(answer.headers.get('location')).toMatch(new RegExp(`^https://${ctx.shop.domain}/\\?utm_source`));
    await set('issued');
  });

  it('forged, cut off, of another purpose, of no message, of another installation → a plain 404 page', async () => {
    const other = createLinks(url, 'another key').follow(ctx.shop.shopId, message.messageId);
    const unknown = at(ctx.links.follow(ctx.shop.shopId, '999999'));
    const swapped = follow().replace('/l/', '/u/');
    const cut = leave().slice(0, -3);
    for (const link of [other, unknown, swapped, cut, `${url}/l/x`, `${url}/u/x`]) {
      const answer = await fetch(link, { redirect: 'manual' });
      expect(answer.status, link).toBe(404);
      expect(answer.headers.get('content-type')).toMatch(/^text\/html/);
      expect((await fetch(link.replace('/l/', '/u/'), { method: 'POST' })).status).toBe(404);
    }
    expect(await consent()).toBe('SUBSCRIBED');
  });

  it('the unsubscribe page → asks in the customer’s language, names nobody, changes nothing by being opened', async () => {
    const answer = await fetch(leave());
    expect(answer.status).toBe(200);
    const html = await answer.text();
    expect(html).toContain('<html lang="th">');
    expect(html).toContain('ยกเลิกรับอีเมล');
    expect(html.match(/<button/g)).toHaveLength(1);
    expect(html).not.toContain(message.customerId);
    expect(html).not.toContain('<script');
    expect(answer.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(await consent()).toBe('SUBSCRIBED');
  });

  it('one click of a mail program (RFC 8058), twice → 200 without a redirect, nothing more goes out, Shopify told by one job', async () => {
    const click = () =>
      fetch(leave(), {
        method: 'POST',
        redirect: 'manual',
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        body: 'List-Unsubscribe=One-Click',
      });
    const [first, second] = [await click(), await click()];
    expect([first.status, second.status]).toEqual([200, 200]);
    expect(await first.text()).toContain('role="status"');
    expect(await consent()).toBe('UNSUBSCRIBED');
    const { shopId } = ctx.shop;
    const jobs = (await shop.pipeline.queue.waiting(shopId)).filter(({ name }) => name === 'unsubscribe');
    expect(jobs.map(({ payload }) => payload)).toEqual([{ shopId, messageId: message.messageId }]);
    await writeBackConsent(ctx, { messageId: message.messageId });
    expect(shop.outside.unsubscribed).toEqual([message.customerId]);
  });

  it('two customers unsubscribe before the queue comes to it → a job each', async () => {
    const [, second] = shop.pipeline.fake.customers.keys();
    const theirs = await sentMessageOf(second as CustomerId);
    await fetch(at(ctx.links.unsubscribe(ctx.shop.shopId, theirs.messageId)), { method: 'POST' });
    const jobs = await shop.pipeline.queue.waiting(ctx.shop.shopId);
    expect(jobs.filter(({ name }) => name === 'unsubscribe')).toHaveLength(2);
  });

  /** Another step of the same campaign, to somebody else. */
  async function sentMessageOf(customerId: CustomerId): Promise<Message> {
    const { messageId: _, sentAt: __, ...rest } = message;
    const now = ctx.clock.now();
    const [enrolment] = await ctx.store.enrolments.enrol(ctx.shop.shopId, [
      {
        campaignId: rest.campaignId,
        version: 1,
        customerId,
        triggerOn: 20_001,
        arm: 0,
        heldOut: false,
        shareBps: 0,
        backlog: false,
        enrolledAt: now,
        state: 'waiting',
        step: 0,
        dueAt: now,
        validUntil: null,
      },
    ]);
    const row = { ...rest, customerId, enrolmentId: enrolment?.enrolmentId ?? '' };
    const [made] = await ctx.store.messages.add(ctx.shop.shopId, [row]);
    if (!made) throw new Error('no message was made');
    return made;
  }
});
