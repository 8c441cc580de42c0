import { beforeAll, describe, expect, it } from 'vitest';
import { channelsPath, channelsResponseSchema, emailChannelPath } from '../../web/contract/channels.ts';
import { localDayOf } from '../../web/domain/shared/time.ts';
import { extendOffers } from '../../web/use-cases/extend-offers.ts';
import { EMAIL, type ScreenShop, screenShops, TERMS } from '../support/screen-shop.ts';

const shopWith = screenShops();

describe('channels', () => {
  let shop: ScreenShop;
  beforeAll(async () => {
    shop = await shopWith([30]);
  });
  const read = async () => channelsResponseSchema.parse((await shop.api('GET', channelsPath)).body);

  it('a mail server → saved without its password in any answer, checked, and to be checked again once it is changed', async () => {
    const { api, outside } = shop;
    const missing = await api('PUT', emailChannelPath, { settings: EMAIL });
    expect(missing).toMatchObject({ status: 422, body: { issues: [{ field: 'password' }] } });
    expect(await api('POST', '/api/channels/email/check')).toMatchObject({ status: 409 });
    const saved = await api('PUT', emailChannelPath, { settings: EMAIL, password: 'hunter2' });
    expect(saved.body).toMatchObject({ email: { settings: EMAIL, passwordSet: true, check: null } });
    expect(JSON.stringify(saved.body)).not.toContain('hunter2');
    const told = { connection: 'ok', spf: 'found', dkim: 'unknown', dmarc: 'missing' };
    expect((await api('POST', '/api/channels/email/check')).body).toMatchObject(told);
    expect((await read()).email?.check).toMatchObject(told);
    outside.mailCheck = { outcome: 'failed', failure: 'login_refused', reply: null };
    await api('PUT', emailChannelPath, { settings: { ...EMAIL, port: 465, security: 'tls' } });
    expect((await read()).email).toMatchObject({ passwordSet: true, check: null });
    expect((await api('POST', '/api/channels/email/check')).body).toMatchObject({
      connection: 'login_refused',
    });
    const bad = await api('PUT', emailChannelPath, { settings: { ...EMAIL, fromAddress: 'x', port: 0 } });
    const fields = (bad.body.issues as { field: string }[]).map(({ field }) => field);
    expect(fields.sort()).toEqual(['settings.fromAddress', 'settings.port']);
  });

  it('a webhook → its secret shown when it is made and never again, another on demand, gone when removed', async () => {
    const put = async (newSecret: boolean) =>
      channelsResponseSchema.parse(
        (
          await shop.api('PUT', '/api/channels/webhook', {
            settings: { url: 'https://a.example/in' },
            newSecret,
          })
        ).body,
      ).webhook?.secret;
    const first = await put(false);
    expect(first).toMatch(/^[\w-]{43}$/);
    expect(await put(false)).toBeNull();
    expect((await read()).webhook).toEqual({ settings: { url: 'https://a.example/in' }, secret: null });
    const second = await put(true);
    expect(second).not.toBe(first);
    const ctx = await shop.ctx();
    expect(await ctx.store.channels.secrets(ctx.shop.shopId, 'webhook')).toEqual({ signing: second });
    expect((await shop.api('DELETE', '/api/channels/webhook')).body).toMatchObject({ webhook: null });
  });

  it('settings out of their ranges → refused by name with the range; an older version → 409', async () => {
    const { settings, version } = await read();
    const path = '/api/channels/campaign-settings';
    const wrong = {
      ...settings,
      caps: { offersPer30Days: 99, messagesPer7Days: 2 },
      quietHours: { fromMinute: 1_440, toMinute: 0 },
      blackouts: [{ name: 'Tết', from: '2026-02-20', to: '2026-02-10' }],
      margin: { costBps: 10_001, floorBps: 0 },
    };
    const refused = await shop.api('PUT', path, { settings: wrong, version });
    expect(refused.status).toBe(422);
    expect(refused.body.issues).toMatchObject([
      { field: 'caps.offersPer30Days', allowed: '0 to 10' },
      { field: 'quietHours.fromMinute', allowed: '0 to 1439' },
      { field: 'margin.costBps', allowed: '0 to 10000, or empty' },
      { field: 'blackouts.0.toOn', allowed: '2026-02-20 to 2026-04-20' },
    ]);
    expect((await shop.api('PUT', path, { settings, version })).body).toMatchObject({ version: version + 1 });
    expect(await shop.api('PUT', path, { settings, version })).toMatchObject({ status: 409 });
  });

  it('everything paused and let go again → saved, and what waited is looked at again', async () => {
    const pause = (paused: boolean) => shop.api('POST', '/api/channels/pause-everything', { paused });
    expect((await pause(true)).body).toMatchObject({ settings: { pausedEverything: true } });
    const { shopId } = await shop.pipeline.shop();
    for (const { id } of await shop.pipeline.queue.waiting(shopId)) await shop.pipeline.queue.finish(id);
    expect((await pause(false)).body).toMatchObject({ settings: { pausedEverything: false } });
    const names = (await shop.pipeline.queue.waiting(shopId)).map(({ name }) => name);
    expect(names.sort()).toEqual(['deliver', 'run-campaigns']);
  });

  it('a blackout over a running code → the code ends so many days later, here at once and in Shopify by a job', async () => {
    const ctx = await shop.ctx();
    const { store, shop: of, clock } = ctx;
    const { campaignId } = await store.campaigns.create(of.shopId, TERMS, clock.now());
    await store.campaigns.launch(
      of.shopId,
      campaignId,
      { shareBps: 0, windowDays: 30, capMinor: null },
      clock.now(),
    );
    const todayOn = localDayOf(clock.now(), of.timeZone);
    const endsAt = new Date('2026-03-10T16:59:59Z'); // the last second of March 10 in Bangkok
    const offer = TERMS.arms[0]?.offers[0];
    if (!offer) throw new Error('the preset has an offer');
    const key = { campaignId, version: 1, arm: 0, step: 0, endsOn: todayOn + 9, endsAt, terms: offer };
    const { discountId } = await store.offers.discountFor(of.shopId, key);
    await store.offers.setDiscount(of.shopId, discountId, {
      gid: 'gid://shopify/Discount/1',
      state: 'active',
    });

    const { settings, version } = await read();
    const blackouts = [{ name: 'Sale', from: '2026-03-04', to: '2026-03-06' }];
    const path = '/api/channels/campaign-settings';
    const saved = await shop.api('PUT', path, { settings: { ...settings, blackouts }, version });
    expect(saved.body).toMatchObject({ settings: { blackouts } });
    const later = new Date('2026-03-13T16:59:59Z');
    expect((await store.offers.discounts(of.shopId, [discountId]))[0]?.endsAt).toEqual(later);
    const jobs = await shop.pipeline.queue.waiting(of.shopId);
    const job = jobs.find(({ name }) => name === 'extend-offers');
    expect(job?.payload).toEqual({ shopId: of.shopId, discountIds: [discountId] });
    await extendOffers(ctx, { discountIds: [discountId] });
    expect(shop.outside.ends).toEqual([{ gid: 'gid://shopify/Discount/1', endsAt: later }]);

    // Saved once more, and taken back: it is neither lengthened twice nor shortened.
    const again = await read();
    await shop.api('PUT', path, { settings: again.settings, version: again.version });
    const taken = await read();
    await shop.api('PUT', path, { settings: { ...taken.settings, blackouts: [] }, version: taken.version });
    expect((await store.offers.discounts(of.shopId, [discountId]))[0]?.endsAt).toEqual(later);

    shop.outside.goneDiscounts.add('gid://shopify/Discount/1');
    await extendOffers(ctx, { discountIds: [discountId] });
    expect(await store.campaigns.find(of.shopId, campaignId)).toMatchObject({
      state: 'stopped',
      stopReason: 'discount_deleted',
    });
  });
});
