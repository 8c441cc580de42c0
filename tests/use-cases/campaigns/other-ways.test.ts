import { createHmac } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterEach, describe, expect, it } from 'vitest';
import type { CampaignTerms } from '../../../web/domain/campaigns/campaign.ts';
import type { CustomerId } from '../../../web/domain/shared/ids.ts';
import { reportSends } from '../../../web/use-cases/report-sends.ts';
import { NOBODY_HELD_BACK, openWorlds } from '../../support/open-worlds.ts';

const newWorld = openWorlds();
const SECRET = 'a secret of the merchant';
const MINUTE_MS = 60_000;

const closing: (() => void)[] = [];
afterEach(() => {
  for (const close of closing.splice(0)) close();
});

type Post = { body: string; signature: string; delivery: string };

/** The merchant's own receiver; `answers` are its first statuses, 0 cuts the line, then all is 200. */
async function receiver(answers: number[] = []) {
  const posts: Post[] = [];
  const server = createServer(async (request, response) => {
    const body = await text(request);
    const { 'encore-signature': signature, 'encore-delivery': delivery } = request.headers;
    posts.push({ body, signature: String(signature), delivery: String(delivery) });
    const status = answers.shift() ?? 200;
    if (status === 0) request.socket.destroy();
    else response.writeHead(status).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closing.push(() => server.close());
  return { posts, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook` };
}

async function launched(channels: Partial<CampaignTerms['channels']>, url: string | null, count = 1) {
  const world = await newWorld();
  const people: CustomerId[] = [];
  for (let i = 0; i < count; i++) {
    const id = await world.customer({ email: null, phone: `+8490123456${i}`, emailConsent: undefined });
    await world.bought(id, 30);
    people.push(id);
  }
  await world.install({ comparisonGroup: NOBODY_HELD_BACK });
  const { store, shop } = await world.ctx();
  const change = { settings: { url: url ?? '' }, secrets: { signing: SECRET } };
  if (url) await store.channels.save(shop.shopId, 'webhook', change, world.now);
  const none = { email: false, on_site: false, flow: false, webhook: false };
  await world.launch('second_purchase', { channels: { ...none, ...channels } });
  await world.runJobs();
  return { world, people };
}

describe('the outgoing webhook', () => {
  it('somebody with a phone and no e-mail → one signed post with their code, link and ready payloads', async () => {
    const { posts, url } = await receiver();
    const { world, people } = await launched({ webhook: true }, url);
    expect(posts).toHaveLength(1);
    const [post] = posts;
    const [, seconds, signed] = /^t=(\d+),v1=([0-9a-f]{64})$/.exec(post?.signature ?? '') ?? [];
    expect(signed).toBe(createHmac('sha256', SECRET).update(`${seconds}.${post?.body}`).digest('hex'));
    const body = JSON.parse(post?.body ?? '{}');
    const [offer] = await world.rows<{ code: string }>('SELECT code FROM offer WHERE shop_id = $1');
    expect(body).toMatchObject({
      customer: { id: people[0], phone: '+84901234560', email: null },
      offer: { code: offer?.code },
      ready: {
        zalo: { phone: '84901234560', template_data: { code: offer?.code } },
        sms: { to: '+84901234560' },
      },
    });
    expect(body.ready.line.messages[0].text).toContain(offer?.code);
    expect(body.link).toMatch(/\/l\//);
  });

  it('busy, then there → tried again with the same delivery id; the line cut → unknown and never again', async () => {
    const { posts, url } = await receiver([503, 200, 0]);
    const { world } = await launched({ webhook: true }, url);
    await world.advance(5 * MINUTE_MS);
    await world.tick();
    expect(posts.map(({ delivery }) => delivery)).toEqual([posts[0]?.delivery, posts[0]?.delivery]);
    const late = await world.customer({ email: null, phone: '+84907654321', emailConsent: undefined });
    await world.bought(late, 29);
    await world.hearShopify();
    await world.advance(24 * 60 * MINUTE_MS);
    await world.tick();
    await world.advance(60 * MINUTE_MS);
    await world.tick();
    expect(posts).toHaveLength(3);
    expect(await world.messagesOf(late)).toEqual([
      { state: 'unknown', reason: 'answer_lost', counted: true },
    ]);
  });

  it('a receiver that refuses → failed, out of the caps, said so with its status', async () => {
    const { url } = await receiver([410]);
    const { world, people } = await launched({ webhook: true }, url);
    const [one = '' as CustomerId] = people;
    expect(await world.messagesOf(one)).toEqual([
      { state: 'failed', reason: 'delivery_failed', counted: false },
    ]);
    const [way] = await world.rows<{ note: string }>('SELECT note FROM message_delivery WHERE shop_id = $1');
    expect(way?.note).toContain('410');
  });
});

describe('Shopify Flow and the reports', () => {
  it('a trigger the merchant uses → received with code and link, the send reported to Shopify', async () => {
    const world = await newWorld();
    await world.control.post('/flow-triggers', { inUse: ['encore-offer-issued'] });
    const [one = '' as CustomerId] = await world.buyers(1, 30);
    await world.install({ comparisonGroup: NOBODY_HELD_BACK });
    const channels = { email: false, on_site: false, flow: true, webhook: false };
    const { campaignId } = await world.launch('second_purchase', { channels });
    await world.runJobs();
    expect(await world.waysOf(one)).toEqual([{ channel: 'flow', state: 'sent', reason: null }]);
    const { received } = await world.control.get<{ received: object[] }>('/flow-triggers');
    const [offer] = await world.rows<{ code: string }>('SELECT code FROM offer WHERE shop_id = $1');
    expect(JSON.stringify(received)).toContain(offer?.code);
    await reportSends(await world.ctx());
    await reportSends(await world.ctx());
    const told = await world.control.get<{ activities: object[]; engagements: object[] }>('/marketing');
    expect(told.activities).toMatchObject([{ remoteId: `encore-campaign-${campaignId}` }]);
    expect(told.engagements).toHaveLength(1);
  });

  it('the trigger’s answer lost → unknown, not triggered again', async () => {
    const world = await newWorld();
    await world.control.post('/flow-triggers', { inUse: ['encore-offer-issued'] });
    const [one = '' as CustomerId] = await world.buyers(1, 30);
    await world.install({ comparisonGroup: NOBODY_HELD_BACK });
    world.local.faults.add({ kind: 'drop-after', operation: 'FlowTrigger', times: 1, after: 0, delayMs: 0 });
    const channels = { email: false, on_site: false, flow: true, webhook: false };
    await world.launch('second_purchase', { channels });
    await world.runJobs();
    await world.advance(60 * MINUTE_MS);
    await world.tick();
    expect(await world.messagesOf(one)).toEqual([{ state: 'unknown', reason: 'answer_lost', counted: true }]);
    const { received } = await world.control.get<{ received: object[] }>('/flow-triggers');
    expect(received).toHaveLength(1);
  });
});
