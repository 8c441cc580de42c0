import { createHmac, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type {
  MemberPoints,
  OpenCode,
  OrderPointsView,
  ShopperView,
} from '../../web/domain/loyalty/member-view.ts';
import { defaultProgram, type ProgramTerms } from '../../web/domain/loyalty/program.ts';
import { eachDatabase } from '../support/test-database.ts';
import { API_SECRET } from './support/app-identity.ts';
import { type Encore, type Installed, startEncore } from './support/encore.ts';
import { proxyQuery, shopperToken } from './support/shopper-calls.ts';
import { fillSmallShop, placeOrder, type SmallShop } from './support/small-shop.ts';
import { mintToken } from './support/token.ts';

/** One point a dollar, a dollar off for ten points; the orders from before count. */
const TERMS: ProgramTerms = {
  ...defaultProgram('USD'),
  on: true,
  historyFromOn: 0,
  actions: { signUp: 0, birthday: 0, review: 5 },
  rewards: [
    {
      rewardId: 'one-off',
      name: '',
      value: { kind: 'amount', amountMinor: 100 },
      costPoints: 10,
      minimumSpendMinor: null,
      validDays: 30,
      combinesWith: { orderDiscounts: false, productDiscounts: false, shippingDiscounts: true },
      active: true,
    },
  ],
};
const PUT_PROGRAM = `INSERT INTO loyalty_program (shop_id, version, terms, currency, saved_at)
  SELECT shop_id, 1, $2, currency, now() - interval '1 day' FROM shop WHERE shop_id = $1`;

type Redeemed = { code: OpenCode | null; points: MemberPoints };

eachDatabase((_kind, open) => {
  describe("what a shopper's surfaces may ask", () => {
    let encore: Encore;
    let shop: Installed;
    let other: Installed;
    let held: SmallShop;
    let buyer: string;
    let stranger: string;

    beforeAll(async () => {
      encore = await startEncore(await open());
      await encore.startWorkers();
      [shop, held] = await install('points');
      [other] = await install('elsewhere');
      [buyer = '', stranger = ''] = held.customers;
      await placeOrder(shop, buyer, 0);
      await encore.settled();
    });
    afterAll(() => encore.close());

    async function install(name: string): Promise<[Installed, SmallShop]> {
      let small: SmallShop = { customers: [], orders: [] };
      const installed = await encore.install(name, async (local) => {
        small = await fillSmallShop(local);
      });
      await encore.rows(PUT_PROGRAM, [installed.shopId, JSON.stringify(TERMS)]);
      await encore.settled();
      return [installed, small];
    }

    const proxy = (query: string, path = 'shopper', body?: object) =>
      fetch(`${encore.url}/proxy/${path}?${query}`, send(body));
    const ext = (token: string, path = 'shopper', body?: object) =>
      fetch(`${encore.url}/ext/${path}`, send(body, { authorization: `Bearer ${token}` }));
    const send = (body?: object, headers: Record<string, string> = {}): RequestInit =>
      body === undefined
        ? { headers }
        : {
            method: 'POST',
            body: JSON.stringify(body),
            headers: { 'content-type': 'application/json', ...headers },
          };
    const read = async <T>(answer: Promise<Response>): Promise<T> => {
      const response = await answer;
      expect(response.status, await response.clone().text()).toBe(200);
      expect(response.headers.get('cache-control')).toBe('no-store');
      return (await response.json()) as T;
    };
    const points = async (customerId: string) =>
      (await read<ShopperView>(proxy(proxyQuery(shop.domain, customerId)))).member?.points;

    it('logged in at the storefront and at checkout → the same points, by what the orders came to', async () => {
      const view = await read<ShopperView>(proxy(proxyQuery(shop.domain, buyer)));
      expect(view.member).toMatchObject({ points: 50, pendingPoints: 0, debtPoints: 0, codes: [] });
      expect(view.program).toMatchObject({ on: true, currency: 'USD', earn: { points: 1, perMinor: 100 } });
      expect(view.member?.history).toHaveLength(2);
      expect(await read(ext(shopperToken(shop.domain, buyer)))).toEqual(view);
    });

    it('a guest, and a token without a customer → the program and nobody', async () => {
      const guest = await read<ShopperView>(proxy(proxyQuery(shop.domain, null)));
      expect(guest).toMatchObject({ member: null, offer: null, program: { on: true } });
      expect(await read(ext(shopperToken(shop.domain, null)))).toEqual(guest);
    });

    it('a customer this shop has never heard of → 0 points', async () => {
      expect(await points('4711')).toBe(0);
    });

    it('an order of one’s own → its points; somebody else’s, or one that is not known → not found', async () => {
      const [order] = held.orders;
      const own = shopperToken(shop.domain, buyer);
      const view = await read<OrderPointsView>(ext(own, `orders/${order?.id}`));
      expect(view).toMatchObject({ points: 25, state: 'earned', member: { points: 50 } });
      const foreign = await ext(shopperToken(shop.domain, stranger), `orders/${order?.id}`);
      expect(foreign.status).toBe(404);
      expect((await ext(own, 'orders/4711')).status).toBe(404);
      expect((await ext(shopperToken(shop.domain, null), `orders/${order?.id}`)).status).toBe(401);
    });

    it('redeemed, asked again, given back → one code in Shopify, the points gone once and back', async () => {
      const query = () => proxyQuery(shop.domain, buyer);
      const body = { rewardId: 'one-off', requestKey: randomUUID() };
      const first = await read<Redeemed>(proxy(query(), 'redeem', body));
      expect(first.code).toMatchObject({ points: 10, value: { kind: 'amount', amountMinor: 100 } });
      expect(await read(proxy(query(), 'redeem', body))).toEqual(first);
      expect(await points(buyer)).toBe(40);
      const standing = async () => {
        const all = await shop.get<{ id: string }[]>('/discounts');
        const held = await Promise.all(
          all.map(({ id }) => shop.get<{ codes: { code: string }[] }>(`/discounts/${id.split('/').at(-1)}`)),
        );
        return held.flatMap(({ codes }) => codes).filter((one) => one.code === code).length;
      };
      const { redemptionId, code } = first.code ?? { redemptionId: '', code: 'none' };
      expect(await standing()).toBe(1);
      const theft = await proxy(proxyQuery(shop.domain, stranger), 'return', { redemptionId });
      expect(theft.status).toBe(404);
      await read(proxy(query(), 'return', { redemptionId }));
      expect(await standing()).toBe(0);
      expect(await points(buyer)).toBe(50);
    });

    it('too few points, an unknown reward, a broken request → refused with words, nothing taken', async () => {
      const query = () => proxyQuery(shop.domain, '4711');
      const ask = (body: object) => proxy(query(), 'redeem', body);
      const requestKey = randomUUID();
      expect((await ask({ rewardId: 'one-off', requestKey })).status).toBe(409);
      expect((await ask({ rewardId: 'none', requestKey })).status).toBe(409);
      const broken = await ask({ rewardId: 7, requestKey: 'x' });
      expect(broken.status).toBe(422);
      const { issues } = (await broken.json()) as { issues: { field: string }[] };
      expect(issues.map(({ field }) => field)).toEqual(['rewardId', 'requestKey']);
    });

    it('a guest who would spend → refused', async () => {
      const body = { rewardId: 'one-off', requestKey: randomUUID() };
      expect((await proxy(proxyQuery(shop.domain, null), 'redeem', body)).status).toBe(401);
      expect((await ext(shopperToken(shop.domain, null), 'redeem', body)).status).toBe(401);
    });

    it.each([
      ['forged', () => proxy(proxyQuery(shop.domain, buyer, { secret: 'other' }))],
      ['stale', () => proxy(proxyQuery(shop.domain, buyer, { ageSeconds: 120 }))],
      ['unsigned', () => proxy(`shop=${shop.domain}&logged_in_customer_id=${buyer}`)],
      [
        'with a second customer',
        () => proxy(`${proxyQuery(shop.domain, buyer)}&logged_in_customer_id=${stranger}`),
      ],
      ['with another customer put in', () => proxy(proxyQuery(shop.domain, buyer).replace(buyer, stranger))],
      ['a forged token', () => ext(shopperToken(shop.domain, buyer, 'other'))],
      ["the admin's token", () => ext(mintToken({ shop: shop.domain }))],
      ['no token', () => fetch(`${encore.url}/ext/shopper`)],
      [
        "a shopper's token at the admin's door",
        () =>
          fetch(`${encore.url}/api/shop`, {
            headers: { authorization: `Bearer ${shopperToken(shop.domain, buyer)}` },
          }),
      ],
      [
        "a shopper's token at the customer block",
        () => ext(shopperToken(shop.domain, buyer), `admin/customers/${buyer}`),
      ],
    ])('%s → refused', async (_case, ask) => {
      expect((await ask()).status).toBe(401);
    });

    it("another shop's signature and token → that shop's program, none of this shop's points", async () => {
      const [theirs] = await Promise.all([read<ShopperView>(proxy(proxyQuery(other.domain, buyer)))]);
      expect(theirs.member?.points).toBe(0);
      expect((await read<ShopperView>(ext(shopperToken(other.domain, buyer)))).member?.points).toBe(0);
    });

    it('a shop without Encore → not found', async () => {
      expect((await proxy(proxyQuery('nowhere.myshopify.com', buyer))).status).toBe(404);
    });

    it('the browser asks beforehand, from any origin → told what it may send', async () => {
      const answer = await fetch(`${encore.url}/ext/redeem`, {
        method: 'OPTIONS',
        headers: { origin: 'null' },
      });
      expect(answer.status).toBe(204);
      expect(answer.headers.get('access-control-allow-origin')).toBe('*');
      expect(answer.headers.get('access-control-allow-headers')).toContain('Authorization');
    });

    it('the block on the customer’s page → stage, scores, points; points given by hand once', async () => {
      const block = `admin/customers/${buyer}`;
      const token = () => mintToken({ shop: shop.domain });
      const seen = await read<{ stage: string; points: MemberPoints }>(ext(token(), block));
      expect(seen).toMatchObject({ stage: expect.any(String), points: { points: 50 } });
      const body = { points: 5, reason: 'goodwill', requestKey: randomUUID() };
      for (let i = 0; i < 2; i++) {
        const after = await read<{ points: MemberPoints }>(ext(token(), `${block}/adjust`, body));
        expect(after.points.points).toBe(55);
      }
      await read(ext(token(), `${block}/adjust`, { ...body, points: -5, requestKey: randomUUID() }));
      expect(await points(buyer)).toBe(50);
    });

    it("the segment templates' tags → the merchant's own names, for the admin only", async () => {
      const tags = await read<object>(ext(mintToken({ shop: shop.domain }), 'admin/tags'));
      expect(JSON.stringify(tags)).toContain('encore-vip');
      expect((await ext(shopperToken(shop.domain, buyer), 'admin/tags')).status).toBe(401);
    });

    describe('Shopify Flow', () => {
      const run = (properties: object, { secret = API_SECRET, id = randomUUID() as string } = {}) => {
        const body = JSON.stringify({ shopify_domain: shop.domain, action_run_id: id, properties });
        const hmac = createHmac('sha256', secret).update(body).digest('base64');
        const headers = { 'content-type': 'application/json', 'x-shopify-hmac-sha256': hmac };
        return fetch(`${encore.url}/flow/give-points`, { method: 'POST', body, headers });
      };

      it('gives points, and once for a run that comes twice', async () => {
        const id = randomUUID();
        const before = (await points(stranger)) ?? 0;
        const given = { customer_id: stranger, points: '7' };
        for (let i = 0; i < 2; i++) expect((await run(given, { id })).status).toBe(200);
        expect(await points(stranger)).toBe(before + 7);
      });

      it('a review without a number → what the program gives for it; a birthday it gives nothing for → refused', async () => {
        const before = (await points(stranger)) ?? 0;
        expect((await run({ customer_id: stranger, event: ' Review', points: '' })).status).toBe(200);
        expect((await run({ customer_id: stranger, event: 'birthday' })).status).toBe(422);
        expect((await run({ customer_id: stranger, event: '', points: 2 })).status).toBe(200);
        expect(await points(stranger)).toBe(before + 7);
      });

      it('forged, without a customer, without a number → refused', async () => {
        expect((await run({ customer_id: buyer, points: 7 }, { secret: 'other' })).status).toBe(401);
        expect((await run({ customer_id: '', points: 7 })).status).toBe(422);
        expect((await run({ customer_id: buyer, points: 'many' })).status).toBe(422);
      });
    });
  });
});
