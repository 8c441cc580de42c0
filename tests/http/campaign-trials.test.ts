import { beforeAll, describe, expect, it } from 'vitest';
import {
  campaignResponseSchema,
  campaignsPath,
  dryRunPath,
  dryRunResponseSchema,
  mailPreviewPath,
  mailPreviewResponseSchema,
  outlookPath,
  outlookResponseSchema,
  testSendPath,
} from '../../web/contract/campaigns.ts';
import { channelsPath, channelsResponseSchema, emailChannelPath } from '../../web/contract/channels.ts';
import { assignArm } from '../../web/domain/campaigns/comparison-group.ts';
import { presetOf } from '../../web/domain/campaigns/kinds.ts';
import { measureCampaigns } from '../../web/use-cases/measure-campaigns.ts';
import { runCampaigns } from '../../web/use-cases/run-campaigns.ts';
import { EMAIL, type ScreenShop, screenShops, TERMS } from '../support/screen-shop.ts';

const shopWith = screenShops();

describe('before a launch', () => {
  let shop: ScreenShop;
  beforeAll(async () => {
    // Young history: the second purchase runs from day 21 to day 120. 40 come in within 14 days, 60 stand already.
    const coming = Array.from({ length: 40 }, (_, index) => 10 + (index % 10));
    const standing = Array.from({ length: 60 }, (_, index) => 30 + index);
    shop = await shopWith([...coming, ...standing]);
  });

  it('a dry run page by page → everybody once, with live names, and totals over all', async () => {
    const rows: string[] = [];
    let cursor: string | undefined;
    let pages = 0;
    for (;;) {
      const answer = await shop.api('POST', dryRunPath, {
        terms: TERMS,
        limit: 30,
        ...(cursor ? { cursor } : {}),
      });
      expect(answer.status, JSON.stringify(answer.body)).toBe(200);
      const page = dryRunResponseSchema.parse(answer.body);
      pages += 1;
      expect(page.totals.gets + page.totals.comparison).toBe(40);
      expect(page.totals.skipped).toEqual([{ reason: 'left_alone', count: 60 }]);
      for (const row of page.rows) {
        rows.push(row.customerId);
        expect(row.name).toBe(`Customer ${row.customerId}`);
        if (row.outcome === 'gets')
          expect(row).toMatchObject({
            reason: null,
            sends: [{ step: 0, offer: '10 %', value: { kind: 'percentage', percentageBps: 1_000 } }],
          });
        else expect(row.sends).toEqual([]);
      }
      if (page.nextCursor === null) break;
      cursor = page.nextCursor;
    }
    expect(pages).toBe(4);
    expect(new Set(rows).size).toBe(100);
    const bad = await shop.api('POST', dryRunPath, { terms: TERMS, limit: 30, cursor: 'nonsense' });
    expect(bad.status).toBe(422);
  });

  it('Shopify away → the same dry run without names', async () => {
    shop.pipeline.fake.away = true;
    const page = dryRunResponseSchema.parse(
      (await shop.api('POST', dryRunPath, { terms: TERMS, limit: 5 })).body,
    );
    shop.pipeline.fake.away = false;
    expect(page.rows).toHaveLength(5);
    expect(page.rows.every(({ name }) => name === null)).toBe(true);
  });

  it('the outlook → the people of the dry run, its share by the keyed draw, the planner after the first night', async () => {
    const before = outlookResponseSchema.parse((await shop.api('POST', outlookPath, { terms: TERMS })).body);
    expect(before).toMatchObject({
      eligiblePerMonth: null,
      holdoutShareBps: 2_000,
      windowDays: 30,
      measurable: false,
      detectable: [],
      weeksToSee: null,
      margin: { costShare: null, deepestDiscountBps: null },
      start: { startDay: 21, endDay: 120, measured: false },
    });
    const ctx = await shop.ctx();
    const heldOut = [...shop.pipeline.fake.customers.keys()]
      .slice(0, 40)
      .filter((id) => assignArm(ctx.draws.place(ctx.shop.shopId, id, '2026-H1'), 2_000, 1).heldOut).length;
    expect(heldOut).toBeGreaterThan(0);
    expect(before.next14Days).toMatchObject({ people: 40 - heldOut, comparison: heldOut });

    await measureCampaigns(ctx);
    const after = outlookResponseSchema.parse((await shop.api('POST', outlookPath, { terms: TERMS })).body);
    expect([before.backlog, after.backlog]).toEqual([null, 60]);
    expect(after.eligiblePerMonth).not.toBeNull();
    // A tenth of the offers is taken to be used: 10 % of a typical order of 1,000 ฿, 10 ฿ each.
    expect(after.next14Days.discountCost).toEqual({ amountMinor: (40 - heldOut) * 1_000, currency: 'THB' });
  });

  it('some of those who matched before are in the campaign → only the others are said to wait', async () => {
    const ctx = await shop.ctx();
    const { shopId } = ctx.shop;
    const asked = async (campaignId?: number) => {
      const body = { terms: TERMS, ...(campaignId === undefined ? {} : { campaignId }) };
      return outlookResponseSchema.parse((await shop.api('POST', outlookPath, body)).body).backlog;
    };
    const now = ctx.clock.now();
    const working = { ...TERMS, backlogPerDay: 15 };
    const { campaignId } = await ctx.store.campaigns.create(shopId, working, now);
    await ctx.store.campaigns.launch(
      shopId,
      campaignId,
      { shareBps: 0, windowDays: 30, capMinor: null },
      now,
    );
    expect(await asked(campaignId)).toBe(60);
    await runCampaigns(ctx);
    expect(await asked(campaignId)).toBe(45);
    expect(await asked(), 'terms of no campaign').toBe(60);
    await shop.api('POST', `${campaignsPath}/${campaignId}/action`, { action: 'end' });
  });

  it('the same terms without a comparison group → nobody is held out, nothing is measurable', async () => {
    const current = channelsResponseSchema.parse((await shop.api('GET', channelsPath)).body);
    const settings = { ...current.settings, comparisonGroup: { enabled: false, shareBps: null } };
    const path = '/api/channels/campaign-settings';
    expect((await shop.api('PUT', path, { settings, version: current.version })).status).toBe(200);
    const outlook = outlookResponseSchema.parse((await shop.api('POST', outlookPath, { terms: TERMS })).body);
    expect(outlook).toMatchObject({ holdoutShareBps: 0, measurable: false, next14Days: { comparison: 0 } });
    expect(outlook.next14Days.people).toBe(40);
  });

  it('a preview in three languages → the words of each, the merchant’s own where there are any; half-done fields stay as written', async () => {
    const own = {
      subject: 'Xin chào {{first_name|bạn}}',
      heading: 'Ưu đãi {{offer}}',
      body: 'Mã {{code}} {{oops',
      button: 'Mua',
    };
    const [step] = TERMS.steps;
    const withOwn = { ...TERMS, steps: [{ ...step, texts: { vi: own } }] };
    const of = async (language: string) =>
      mailPreviewResponseSchema.parse(
        (await shop.api('POST', mailPreviewPath, { terms: withOwn, step: 0, arm: 0, language })).body,
      );
    const vi = await of('vi');
    expect(vi.subject).toBe('[QC] Xin chào Lan');
    expect(vi.banner).toMatch(/^Ưu đãi .*10/);
    expect(vi.banner).not.toContain('[QC]');
    expect(vi.text).toContain('{{oops');
    const [en, th] = [await of('en'), await of('th')];
    expect(en.text).toContain('BACK-');
    expect(new Set([en.subject, th.subject, vi.subject]).size).toBe(3);
    expect(en.html).toMatch(/^<!doctype html>/i);
    const refused = await shop.api('POST', mailPreviewPath, {
      terms: TERMS,
      step: 3,
      arm: 0,
      language: 'en',
    });
    expect(refused).toMatchObject({ status: 422, body: { issues: [{ field: 'step', allowed: '0 to 0' }] } });
  });

  it('a test mail → one real mail to that address, its links unsubscribe nobody; without a mail server refused', async () => {
    const { api, outside } = shop;
    const look = { terms: TERMS, step: 0, arm: 0, language: 'en', to: 'me@tra.example' };
    expect(await api('POST', testSendPath, look)).toMatchObject({ status: 409 });
    await api('PUT', emailChannelPath, { settings: EMAIL, password: 'secret' });
    expect((await api('POST', testSendPath, look)).body).toEqual({ outcome: 'sent', note: null });
    expect(outside.mails).toHaveLength(1);
    expect(outside.mails[0]?.mail).toMatchObject({
      to: { address: 'me@tra.example', name: null },
      listUnsubscribeUrl: null,
    });
    expect(outside.mails[0]?.settings).toMatchObject({ host: 'smtp.example.com', password: 'secret' });
    outside.mailOutcome = {
      outcome: 'refused',
      about: 'us',
      stage: 'login',
      reply: { code: 535, status: '5.7.8' },
    };
    expect((await api('POST', testSendPath, look)).body).toEqual({
      outcome: 'refused',
      note: 'login 535 5.7.8',
    });
    expect(await api('POST', testSendPath, { ...look, to: 'nobody' })).toMatchObject({
      status: 422,
      body: { issues: [{ field: 'to' }] },
    });
  });
});

describe('a win-back before its launch', () => {
  it('lapsed already, lapsing within the days, not lapsing, long gone → left alone, met on their day, not named, told', async () => {
    // Too little history to measure: the limit is 180 days of silence, and long gone begins at 360.
    const { api } = await shopWith([200, 300, 400, 170, 175, 179, 100, 20]);
    const winBack = { ...presetOf('win_back'), channels: TERMS.channels };
    const page = dryRunResponseSchema.parse((await api('POST', dryRunPath, { terms: winBack })).body);
    expect(page.totals.skipped).toEqual([
      { reason: 'left_alone', count: 2 },
      { reason: 'long_gone', count: 1 },
    ]);
    expect(page.totals.gets + page.totals.comparison).toBe(3);
    // The reminder has no offer, and the first one comes ten days after it: on day 2 for who lapses next.
    const days = page.rows
      .flatMap(({ sends }) => sends)
      .map(({ step, at, offer }) => ({ step, day: at.slice(0, 10), offer }));
    for (const { step, offer } of days) expect(offer).toBe(step === 0 ? null : '10 %');
    const worked = { ...winBack, backlogPerDay: 1 };
    const all = dryRunResponseSchema.parse((await api('POST', dryRunPath, { terms: worked })).body);
    expect(all.totals).toMatchObject({ skipped: [{ reason: 'long_gone', count: 1 }] });
    expect(all.totals.gets + all.totals.comparison).toBe(5);
  });
});

describe('one customer now', () => {
  it('by the rules that hold for all: sent or held out, once; who does not match is told why', async () => {
    const shop = await shopWith([30, 31, 32, 33, 34, 35, 36, 37, 38, 39, 5]);
    const { api, pipeline } = shop;
    const current = channelsResponseSchema.parse((await api('GET', channelsPath)).body);
    const settings = { ...current.settings, comparisonGroup: { enabled: true, shareBps: 5_000 } };
    await api('PUT', '/api/channels/campaign-settings', { settings, version: current.version });
    const made = campaignResponseSchema.parse((await api('POST', campaignsPath, { terms: TERMS })).body);
    const path = `${campaignsPath}/${made.campaignId}/send-one`;
    const ids = [...pipeline.fake.customers.keys()];
    const send = async (customerId: string | undefined) => (await api('POST', path, { customerId })).body;
    expect(await send(ids[0])).toMatchObject({ code: 'CONFLICT' });
    const { updatedAt } = made;
    await api('POST', `${campaignsPath}/${made.campaignId}/launch`, { updatedAt });
    // 10:00 in Bangkok: no quiet hours.
    const outcomes = new Map<string, unknown>();
    for (const id of ids.slice(0, 10)) outcomes.set(id, await send(id));
    const ctx = await shop.ctx();
    for (const [id, outcome] of outcomes) {
      const place = ctx.draws.place(ctx.shop.shopId, id as (typeof ids)[number], '2026-H1');
      const expected = assignArm(place, 5_000, 1).heldOut ? 'comparison' : 'sending';
      expect(outcome).toEqual({ outcome: expected, reason: null });
    }
    expect(new Set([...outcomes.values()].map((one) => JSON.stringify(one))).size).toBe(2);
    expect(await send(ids[10]), '5 days after the first purchase').toEqual({
      outcome: 'skipped',
      reason: 'no_longer_matches',
    });
    await runCampaigns(ctx);
    const { shopId } = ctx.shop;
    const enrolled = await ctx.store.enrolments.overview(shopId);
    expect(enrolled).toMatchObject([{ people: 10, nextDueAt: null }]);
    expect(await send(ids[0])).toEqual({ outcome: 'skipped', reason: 'all_steps_done' });
    expect(await send('999')).toMatchObject({ code: 'NOT_FOUND' });
  });

  it('at night → waits for the morning, and says so', async () => {
    const shop = await shopWith([30]);
    const { api, pipeline } = shop;
    const made = campaignResponseSchema.parse((await api('POST', campaignsPath, { terms: TERMS })).body);
    await api('POST', `${campaignsPath}/${made.campaignId}/launch`, { updatedAt: made.updatedAt });
    pipeline.clock.advance(12 * 3_600_000); // 22:00 in Bangkok
    const [id] = [...pipeline.fake.customers.keys()];
    const path = `${campaignsPath}/${made.campaignId}/send-one`;
    const first = await api('POST', path, { customerId: id });
    expect(first.body).toEqual({ outcome: 'waits', reason: 'quiet_hours' });
    await runCampaigns(await shop.ctx());
    expect((await api('POST', path, { customerId: id })).body).toEqual({
      outcome: 'waits',
      reason: 'quiet_hours',
    });
  });
});
