import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { batchesPath } from '../../web/contract/batches.ts';
import { campaignResponseSchema, campaignsPath } from '../../web/contract/campaigns.ts';
import { errorBodySchema } from '../../web/contract/errors.ts';
import { programPath } from '../../web/contract/loyalty.ts';
import { dataRequestsPath, dataRequestsResponseSchema } from '../../web/contract/privacy.ts';
import { presetOf } from '../../web/domain/campaigns/kinds.ts';
import { defaultProgram } from '../../web/domain/loyalty/program.ts';
import { eachDatabase } from '../support/test-database.ts';
import { type Encore, type Installed, startEncore } from './support/encore.ts';
import { proxyQuery } from './support/shopper-calls.ts';
import { fillSmallShop, type SmallShop } from './support/small-shop.ts';
import { mintToken } from './support/token.ts';

/** What a shop holds; the single ids fill the parameters of the paths. */
type Ids = SmallShop & {
  id: string;
  requestId: string;
  campaignId: string;
  batchId: string;
  redemptionId: string;
};

/** Bodies of what is refused for its body before it is looked for. */
const BODIES: Readonly<Record<string, object>> = {
  '/api/loyalty/members/:customerId/adjust': { points: 1, reason: 'other', requestKey: randomUUID() },
};
const ON_SITE = { email: false, on_site: true, flow: false, webhook: false };

eachDatabase((_kind, open) => {
  describe('who may call the API', () => {
    let encore: Encore;
    let a: Installed;
    let b: Installed;
    let ours: Ids;
    let theirs: Ids;

    beforeAll(async () => {
      encore = await startEncore(await open());
      await encore.startWorkers();
      [a, ours] = await installFull('shop-a');
      [b, theirs] = await installFull('shop-b');
    });
    afterAll(() => encore.close());

    /** A shop with customers, orders, a launched campaign and one customer's request for their data. */
    async function installFull(name: string): Promise<[Installed, Ids]> {
      let small: SmallShop = { customers: [], orders: [] };
      const shop = await encore.install(name, async (local) => {
        small = await fillSmallShop(local);
      });
      await encore.settled();
      const [id = ''] = small.customers;
      await shop.post(`/customers/${id}/data-request`);
      await encore.settled();
      // Deliveries come on their own time: that nothing waits does not say that it has come.
      const request = await vi.waitFor(async () => {
        const answer = await encore.api(shop.domain, dataRequestsPath);
        const [first] = dataRequestsResponseSchema.parse(await answer.json()).items;
        if (!first) throw new Error('the request for data has not come yet');
        return first;
      }, 60_000);
      const campaignId = await launchedCampaign(shop.domain);
      await encore.settled();
      const points = await launchedProgram(shop.domain, id);
      return [shop, { ...small, id, requestId: request.requestId, campaignId, ...points }];
    }
    /** Points for the orders there are, a file of points, and a code of the first customer. */
    async function launchedProgram(domain: string, id: string) {
      const send = async <T>(method: string, path: string, body: object): Promise<T> => {
        const answer = await encore.api(domain, path, { method, body: JSON.stringify(body) });
        if (!answer.ok) throw new Error(`${path}: ${await answer.text()}`);
        return (await answer.json()) as T;
      };
      const [reward] = defaultProgram('USD').rewards;
      const terms = { ...defaultProgram('USD'), on: true, rewards: [{ ...reward, costPoints: 1 }] };
      await send('PUT', programPath, { terms, basedOn: 0 });
      await encore.settled();
      const { batchId } = await send<{ batchId: string }>('POST', batchesPath, {
        kind: 'adjust',
        csv: `${id},5`,
        mapping: { customer: 0, customerBy: 'id', points: 1, expires: null },
        header: false,
        reason: 'other',
        dryRun: false,
        requestKey: randomUUID(),
      });
      const asked = await fetch(`${encore.url}/proxy/redeem?${proxyQuery(domain, id)}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ rewardId: reward?.rewardId, requestKey: randomUUID() }),
      });
      const { code } = (await asked.json()) as { code: { redemptionId: string } };
      await encore.settled();
      return { batchId, redemptionId: code.redemptionId };
    }
    async function launchedCampaign(domain: string): Promise<string> {
      const send = async (path: string, body: object) => {
        const answer = await encore.api(domain, path, { method: 'POST', body: JSON.stringify(body) });
        return campaignResponseSchema.parse(await answer.json());
      };
      const terms = { ...presetOf('second_purchase'), channels: ON_SITE };
      const { campaignId, updatedAt } = await send(campaignsPath, { terms });
      await send(`${campaignsPath}/${campaignId}/launch`, { updatedAt });
      return String(campaignId);
    }
    /** A route's path with the ids of a shop in it. */
    const pathFor = (path: string, ids: Ids) => {
      const filled = path
        .replace(/:(id|customerId)\b/, ids.id)
        .replace(/:batchId\b/, ids.batchId)
        .replace(/:redemptionId\b/, ids.redemptionId)
        .replace(/:requestId\b/, ids.requestId)
        .replace(/:campaignId\b/, ids.campaignId);
      expect(filled, 'a parameter this walk does not know').not.toContain(':');
      return filled;
    };

    const apiRoutes = () => encore.routes().filter(({ path }) => path.startsWith('/api/'));
    type Asked = { method: string; path: string; body?: object | undefined };
    const call = (token: string | null, { method, path, body }: Asked) =>
      fetch(encore.url + path, {
        method,
        ...(body && { body: JSON.stringify(body) }),
        headers: {
          ...(body && { 'content-type': 'application/json' }),
          ...(token !== null && { authorization: `Bearer ${token}` }),
        },
      });

    it('the walk over the routers sees them', () => {
      const paths = apiRoutes().map(({ method, path }) => `${method} ${path}`);
      expect(paths).toContain('GET /api/customers/:id/timeline');
      expect(paths).toContain('POST /api/settings/preview');
      expect(paths).toContain('POST /api/campaigns/:campaignId/launch');
      expect(paths.length).toBeGreaterThanOrEqual(36);
    });

    it.each([
      ['none', () => null],
      ['one that is over', () => mintToken({ shop: a.domain, endsIn: -30 })],
      ['one signed with another secret', () => mintToken({ shop: a.domain, secret: 'stolen' })],
      ['one for another app', () => mintToken({ shop: a.domain, audience: 'another-app' })],
      ['one issued by another shop', () => mintToken({ shop: a.domain, issuer: b.domain })],
      ['one of a shop outside Shopify', () => mintToken({ shop: 'evil.example' })],
      ['no token at all', () => 'nonsense'],
    ])('session token: %s → 401 on every route, App Bridge told to come again', async (_name, token) => {
      for (const route of apiRoutes()) {
        const answer = await call(token(), route);
        expect(answer.status, `${route.method} ${route.path}`).toBe(401);
        expect(answer.headers.get('x-shopify-retry-invalid-session-request')).toBe('1');
        expect(errorBodySchema.parse(await answer.json()).code).toBe('UNAUTHORIZED');
      }
    });

    it("shop A's token on an id of shop B → 404 on every route that takes one", async () => {
      const withId = apiRoutes().filter(({ path }) => path.includes(':'));
      expect(withId.length).toBeGreaterThanOrEqual(13);
      for (const { method, path } of withId) {
        const asked = { method, path: pathFor(path, theirs), body: BODIES[path] };
        const answer = await call(mintToken({ shop: a.domain }), asked);
        expect(answer.status, `${method} ${path}`).toBe(404);
        expect(errorBodySchema.parse(await answer.json()).code).toBe('NOT_FOUND');
        const own = await call(mintToken({ shop: b.domain }), asked);
        // Without its body a change is refused, but not as something that is not there; a launched campaign is not removed.
        const found = method === 'GET' ? [200] : [200, 409, 422];
        expect(found, `${method} ${path}`).toContain(own.status);
      }
    });

    it("shop A's answers on every readable route → nothing of shop B in them", async () => {
      const foreign = [...theirs.customers, ...theirs.orders.map(({ id }) => id), b.domain];
      for (const { path } of apiRoutes().filter(({ method }) => method === 'GET')) {
        const answer = await encore.api(a.domain, pathFor(path, ours));
        expect(answer.status, path).toBe(200);
        const text = await answer.text();
        for (const id of foreign) expect(text, path).not.toContain(id);
      }
    });

    it('a shop that took the app off → 401 or 403, nothing of it shown', async () => {
      const gone = await encore.install('shop-gone');
      await encore.settled();
      await gone.post('/uninstall');
      const state = async () =>
        (await encore.rows<{ state: string }>('SELECT state FROM shop WHERE shop_id = $1', [gone.shopId]))[0]
          ?.state;
      await expect.poll(state, { timeout: 60_000 }).toBe('uninstalled');
      const answer = await encore.api(gone.domain, '/api/home');
      expect([401, 403]).toContain(answer.status);
      errorBodySchema.parse(await answer.json());
    });
  });
});
