import type { Server } from 'node:http';
import { afterAll, beforeAll, describe, expect, it, test } from 'vitest';
import {
  campaignResponseSchema,
  campaignsPath,
  campaignsResponseSchema,
} from '../../web/contract/campaigns.ts';
import { isService } from '../../web/domain/campaigns/campaign.ts';
import { presetOf } from '../../web/domain/campaigns/kinds.ts';
import { campaignRoutes } from '../../web/http/campaign-routes.ts';
import { campaignTrialRoutes } from '../../web/http/campaign-trial-routes.ts';
import { channelRoutes } from '../../web/http/channel-routes.ts';
import { resultRoutes } from '../../web/http/result-routes.ts';
import { giveHistory, seededRandom } from '../support/busy-shop.ts';
import { type Api, CampaignOutside, campaignCtx, serveRouters } from '../support/campaign-shop.ts';
import { newPipelines } from '../support/open-pipeline.ts';
import type { Pipeline } from '../support/pipeline.ts';

const newPipeline = newPipelines();
const servers: Server[] = [];
afterAll(() => {
  for (const server of servers) server.close();
});

const ROUTERS = [campaignRoutes(), campaignTrialRoutes(), channelRoutes(), resultRoutes()];
const secondPurchase = { ...presetOf('second_purchase') };
const onSite = { email: false, on_site: true, flow: false, webhook: false };

type Shop = { pipeline: Pipeline; outside: CampaignOutside; api: Api };
async function shopWith(customers: number, profile: Parameters<typeof newPipeline>[0] = {}): Promise<Shop> {
  const pipeline = newPipeline(profile);
  giveHistory(pipeline.fake, seededRandom(11), customers);
  await pipeline.start();
  const outside = new CampaignOutside();
  const { api, server } = await serveRouters(() => campaignCtx(pipeline, outside), ROUTERS);
  servers.push(server);
  return { pipeline, outside, api };
}

async function create(api: Api, change: object = {}) {
  const terms = { ...secondPurchase, channels: onSite, ...change };
  const answer = await api('POST', campaignsPath, { terms });
  expect(answer, JSON.stringify(answer.body)).toMatchObject({ status: 200 });
  return campaignResponseSchema.parse(answer.body);
}

async function launch(api: Api, { campaignId, updatedAt }: { campaignId: number; updatedAt: string }) {
  return api('POST', `${campaignsPath}/${campaignId}/launch`, { updatedAt });
}

async function waitingJobs({ pipeline }: Shop): Promise<string[]> {
  const { shopId } = await pipeline.shop();
  return (await pipeline.queue.waiting(shopId)).map(({ name }) => name);
}

describe('a campaign by HTTP', () => {
  let shop: Shop;
  beforeAll(async () => {
    shop = await shopWith(40);
  });

  it('the presets before anything is made → ready to be launched but for those of points, their numbers unknown until the first night', async () => {
    const list = campaignsResponseSchema.parse((await shop.api('GET', campaignsPath)).body);
    expect(list.presets.map(({ kind }) => kind)).toEqual([
      'second_purchase',
      'win_back',
      'top_customers_quiet',
      'back_again',
      'points_expiring',
      'reward_reachable',
    ]);
    for (const preset of list.presets) {
      const locked = isService(preset.kind) ? 'needs_program' : null;
      expect(preset).toMatchObject({ locked, matchesNow: null, typicalMonth: null });
    }
    expect(list.presets[1]?.terms).toEqual(presetOf('win_back'));
  });

  it('created, saved, launched, edited, launched again → two versions, each with a job that enrols', async () => {
    const { api, pipeline } = shop;
    const made = await create(api);
    expect(made).toMatchObject({ state: 'draft', version: 0, edited: false, currency: 'USD' });
    const renamed = { ...made.terms, name: 'Lần mua thứ hai', endsOn: '2026-04-01' };
    const path = `${campaignsPath}/${made.campaignId}`;
    const saved = await api('PUT', path, { terms: renamed, updatedAt: made.updatedAt });
    expect(saved.body).toMatchObject({ terms: renamed });
    expect(await launch(api, made)).toMatchObject({ status: 409, body: { code: 'CONFLICT' } });

    const launched = campaignResponseSchema.parse(
      (await launch(api, campaignResponseSchema.parse(saved.body))).body,
    );
    expect(launched).toMatchObject({ state: 'running', version: 1, edited: false });
    expect(await waitingJobs(shop)).toContain('run-campaigns');
    expect(await launch(api, launched), 'launched twice').toMatchObject({ status: 409 });

    const other = { ...launched.terms, kind: 'win_back' };
    const otherKind = await api('PUT', path, { terms: other, updatedAt: launched.updatedAt });
    expect(otherKind, 'another kind').toMatchObject({ status: 422, body: { issues: [{ code: 'kind' }] } });
    const edit = { ...launched.terms, name: 'Second, again' };
    const edited = campaignResponseSchema.parse(
      (await api('PUT', path, { terms: edit, updatedAt: launched.updatedAt })).body,
    );
    expect(edited).toMatchObject({ state: 'running', version: 1, edited: true });
    expect((await launch(api, edited)).body).toMatchObject({ version: 2, edited: false });
    const { shopId } = await pipeline.shop();
    const versions = await pipeline.store.campaigns.versions(shopId, made.campaignId);
    expect(versions.map(({ terms }) => terms.name)).toEqual(['Lần mua thứ hai', 'Second, again']);
    expect(versions[0]).toMatchObject({ shareBps: 2_000, windowDays: 30 });
    // The 99.5th percentile of what buyers of the window before spent, declared at the launch.
    const cap = await pipeline.store.campaignResults.spendCap(shopId, pipeline.clock.now(), 30);
    expect(cap).toBeGreaterThan(0);
    expect(versions[0]?.capMinor).toBe(cap);
  });

  it('paused, resumed, ended → each only from where it can; an ended one is over', async () => {
    const { api } = shop;
    const made = await create(api);
    const act = (action: string) => api('POST', `${campaignsPath}/${made.campaignId}/action`, { action });
    expect(await act('pause'), 'a draft').toMatchObject({ status: 409 });
    await launch(api, made);
    expect((await act('pause')).body).toMatchObject({ state: 'paused' });
    expect(await act('pause')).toMatchObject({ status: 409 });
    expect((await act('resume')).body).toMatchObject({ state: 'running' });
    const ended = (await act('end')).body;
    expect(ended).toMatchObject({ state: 'ended' });
    expect(ended.endedAt).not.toBeNull();
    expect(await act('resume')).toMatchObject({ status: 409 });
    expect(await launch(api, campaignResponseSchema.parse(ended))).toMatchObject({ status: 409 });
    expect(await act('jump')).toMatchObject({ status: 422, body: { issues: [{ field: 'action' }] } });
  });

  it('a draft removed → gone; a launched one stays', async () => {
    const { api } = shop;
    const draft = await create(api);
    expect((await api('DELETE', `${campaignsPath}/${draft.campaignId}`)).status).toBe(200);
    expect((await api('GET', `${campaignsPath}/${draft.campaignId}`)).status).toBe(404);
    const running = await create(api);
    await launch(api, running);
    expect((await api('DELETE', `${campaignsPath}/${running.campaignId}`)).status).toBe(409);
  });

  it('a channel that is chosen and not set up → refused by its name at launch, named in the editor', async () => {
    const { api } = shop;
    const made = await create(api, { channels: { email: true, on_site: true, flow: false, webhook: true } });
    expect(made.channels).toContainEqual({ channel: 'email', ready: false, problem: 'not_set_up' });
    const refused = await launch(api, made);
    expect(refused).toMatchObject({ status: 422, body: { code: 'INVALID_INPUT' } });
    const fields = (refused.body.issues as { field: string }[]).map(({ field }) => field);
    expect(fields).toEqual(['channels.email', 'channels.webhook']);
    expect(refused.body).toMatchObject({ issues: [{ code: 'not_set_up' }, { code: 'not_set_up' }] });
  });

  it('numbers of the path that are none, or too large → refused, not searched', async () => {
    for (const id of ['abc', '0', '99999999999', '1.5'])
      expect((await shop.api('GET', `${campaignsPath}/${id}`)).status, id).toBe(422);
    expect((await shop.api('GET', `${campaignsPath}/2147483647`)).status).toBe(404);
  });
});

describe('bad terms', () => {
  let shop: Shop;
  beforeAll(async () => {
    shop = await shopWith(10);
  });
  const [arm] = secondPurchase.arms;
  const offer = arm?.offers[0];
  const withOffer = (change: object) => ({ arms: [{ name: 'A', offers: [{ ...offer, ...change }] }] });
  const percentage = (percentageBps: number) => withOffer({ value: { kind: 'percentage', percentageBps } });
  const texts = (body: string) => ({
    steps: [
      {
        ...secondPurchase.steps[0],
        texts: { en: { subject: 'Hello', heading: 'Hello', body, button: 'Shop' } },
      },
    ],
  });

  test.for([
    ['0 %', percentage(0), 'arms.0.offers.0.value.percentageBps', '1 % to 100 %'],
    ['110 %', percentage(11_000), 'arms.0.offers.0.value.percentageBps', '1 % to 100 %'],
    ['an end in the past', { endsOn: '2026-02-28' }, 'endsOn', '2026-03-01 or later, or empty'],
    [
      'a product the shop does not have',
      withOffer({ scope: { kind: 'products', productIds: ['77'] } }),
      'arms.0.offers.0.scope.productIds.0',
      'products of this shop',
    ],
    [
      'a broken merge field',
      texts('Hi {{first_name, come back'),
      'steps.0.texts.en.body',
      expect.stringContaining('{{first_name}}'),
    ],
    ['HTML in a name', { name: '<script>x</script>' }, 'name', '1 to 80 characters of plain text'],
    ['an offer of no days', withOffer({ validDays: 0 }), 'arms.0.offers.0.validDays', '1 to 90 days'],
    ['a priority of 0', { priority: 0 }, 'priority', '1 to 100'],
    [
      'no channel',
      { channels: { email: false, on_site: false, flow: false, webhook: false } },
      'channels',
      'at least one channel',
    ],
  ] as const)(
    '%s → refused where it is made, saved, tried and launched, the field and the range named',
    async ([_name, change, field, allowed]) => {
      const { api } = shop;
      const terms = { ...secondPurchase, channels: onSite, ...change };
      const refusal = { status: 422, body: { code: 'INVALID_INPUT', issues: [{ field, allowed }] } };
      expect(await api('POST', campaignsPath, { terms })).toMatchObject(refusal);
      expect(await api('POST', '/api/campaigns/outlook', { terms })).toMatchObject(refusal);
      expect(await api('POST', '/api/campaigns/dry-run', { terms })).toMatchObject(refusal);
      const made = await create(api);
      const saved = { terms, updatedAt: made.updatedAt };
      expect(await api('PUT', `${campaignsPath}/${made.campaignId}`, saved)).toMatchObject(refusal);
      const standing = await api('GET', `${campaignsPath}/${made.campaignId}`);
      expect(standing.body, 'nothing of it was kept').toMatchObject({ terms: made.terms });
    },
  );

  it('a draft whose end has come by the day of its launch → refused then', async () => {
    const { api, pipeline } = shop;
    const made = await create(api, { endsOn: '2026-03-01' });
    const before = pipeline.clock.now();
    pipeline.clock.advance(2 * 86_400_000);
    expect(await launch(api, made)).toMatchObject({ status: 422, body: { issues: [{ field: 'endsOn' }] } });
    pipeline.clock.set(before);
  });

  it('an offer deeper than the margin floor leaves → kept as a draft, refused at launch with what is left', async () => {
    const { api, pipeline } = shop;
    const { shopId, timeZone } = await pipeline.shop();
    expect(timeZone).toBe('UTC');
    const { store } = await campaignCtx(pipeline, shop.outside);
    const { settings, version } = await store.campaigns.settings(shopId);
    const margin = { costBps: 7_000, floorBps: 2_500 };
    await store.campaigns.saveSettings(shopId, { ...settings, margin }, version, pipeline.clock.now());
    const nobody = { matchesNow: 0, typicalMonth: 0, backlog: 0, base: null, typicalOrderMinor: null };
    await store.campaignAudience.save(
      shopId,
      {
        kinds: {
          second_purchase: nobody,
          win_back: nobody,
          top_customers_quiet: nobody,
          back_again: nobody,
          points_expiring: nobody,
          reward_reachable: nobody,
        },
        typicalOrder: { orderMinor: 5_000, shippingMinor: null },
        sold: [
          { priceMinor: 10_000, unitCostMinor: 6_500 },
          { priceMinor: 10_000, unitCostMinor: null },
        ],
      },
      pipeline.clock.now(),
    );
    const made = await create(api);
    const refused = await launch(api, made);
    // Cost (65 % + 70 %) / 2 = 67.5 %, floor 25 %: 7.5 % is left, and the preset takes 10 %.
    const issue = {
      field: 'arms.0.offers.0.value.percentageBps',
      allowed: 'at most 7.5 % of a typical order',
      code: 'margin',
      params: { deepestBps: 750 },
    };
    expect(refused).toMatchObject({ status: 422, body: { issues: [issue] } });
    const outlook = await api('POST', '/api/campaigns/outlook', { terms: made.terms });
    expect(outlook.body).toMatchObject({ margin: { costShare: 0.675, deepestDiscountBps: 750 } });
  });
});

describe('60 days of history only', () => {
  it('win-back → locked in the list and refused at launch, its kind and those that work named', async () => {
    const { api } = await shopWith(10, { scopes: ['read_orders', 'read_customers', 'write_customers'] });
    const list = campaignsResponseSchema.parse((await api('GET', campaignsPath)).body);
    const locked = list.presets.filter(({ locked: why }) => why === 'needs_full_history');
    expect(locked.map(({ kind }) => kind)).toEqual(['win_back', 'top_customers_quiet', 'back_again']);
    const made = await create(api, { ...presetOf('win_back'), channels: onSite });
    const refused = await launch(api, made);
    expect(refused).toMatchObject({
      status: 422,
      body: { issues: [{ field: 'kind', allowed: 'second_purchase', code: 'history' }] },
    });
  });
});

describe('two shops', () => {
  it("shop A on a campaign of shop B → 404 on every route that takes one, B's stands", async () => {
    const [a, b] = [await shopWith(5), await shopWith(5)];
    const theirs = await create(b.api);
    const { campaignId, terms, updatedAt } = theirs;
    const path = `${campaignsPath}/${campaignId}`;
    const asked = [
      ['GET', path],
      ['PUT', path, { terms, updatedAt }],
      ['DELETE', path],
      ['POST', `${path}/launch`, { updatedAt }],
      ['POST', `${path}/action`, { action: 'end' }],
      ['POST', `${path}/send-one`, { customerId: [...a.pipeline.fake.customers.keys()][0] }],
      ['GET', `/api/results/${campaignId}`],
      ['GET', `/api/results/${campaignId}/came-back`],
    ] as const;
    for (const [method, address, body] of asked)
      expect(await a.api(method, address, body), `${method} ${address}`).toMatchObject({
        status: 404,
        body: { code: 'NOT_FOUND' },
      });
    expect((await b.api('GET', path)).body).toMatchObject({ state: 'draft', updatedAt });
  });
});
