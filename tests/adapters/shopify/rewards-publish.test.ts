import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { MemberPoints, ProgramView } from '../../../web/domain/loyalty/member-view.ts';
import { defaultProgram } from '../../../web/domain/loyalty/program.ts';
import type { CustomerId } from '../../../web/domain/shared/ids.ts';
import { defineQuery } from '../../../web/shopify/operations/operation.ts';
import { createShopifyRewards } from '../../../web/shopify/rewards/create-shopify-rewards.ts';
import type { ShopifyRewards } from '../../../web/use-cases/reward-shopify-port.ts';
import { type DevStore, openDevStore } from './support/dev-store.ts';

let store: DevStore;
let rewards: ShopifyRewards;
beforeAll(async () => {
  store = await openDevStore({});
  rewards = createShopifyRewards(store.client, {});
});
afterAll(() => store.close());
beforeEach(async () => {
  await store.dev('DELETE', 'faults');
});

const points = (held: number): MemberPoints => ({
  points: held,
  pendingPoints: 5,
  debtPoints: 0,
  tier: {
    key: 'plus',
    name: 'Cộng ✓',
    multiplierBps: 12_500,
    keptUntilOn: '2027-01-31',
    graceUntilOn: null,
    graceMissing: null,
  },
  nextTier: { key: 'premier', name: 'Premier', missing: 1_200_000 },
  expiring: { points: 40, at: '2026-12-01T17:00:00.000Z' },
});
const terms = defaultProgram('VND');
const program: ProgramView = {
  on: true,
  currency: 'VND',
  pointsName: { en: 'beans', vi: 'hạt', th: 'เมล็ด' },
  earn: { points: 1, perMinor: 10_000, when: 'paid', excludedProducts: [], excludedSieve: null },
  bonuses: [],
  actions: { signUp: 50, birthday: 0, review: 0 },
  expiry: terms.expiry,
  tiers: null,
  rewards: [],
  referral: null,
};

/** What a surface of the shop reads, without the app asking for it. */
async function seen(surface: 'storefront' | 'customerAccount', owner: string, key: string) {
  const { value } = await store.control('POST', 'metafields/read', {
    surface,
    ownerId: owner,
    namespace: '$app:loyalty',
    key,
  });
  return value;
}
const member = (id: CustomerId) => `gid://shopify/Customer/${id}`;
const people = (count: number) => Promise.all(Array.from({ length: count }, () => store.customer()));
const setCalls = async () => (await store.stats()).byOperation.MetafieldsSet ?? 0;

describe('metafields of members', () => {
  it.each(['storefront', 'customerAccount'] as const)(
    'written → read by %s as they were, another app sees nothing',
    async (surface) => {
      const id = await store.customer();
      expect(await rewards.publishMembers([{ customerId: id, points: points(310) }])).toEqual([
        { customerId: id, outcome: 'done' },
      ]);
      expect(await seen(surface, member(id), 'points')).toBe('310');
      expect(JSON.parse(String(await seen(surface, member(id), 'member')))).toEqual(points(310));
      const asked = { surface, ownerId: member(id), namespace: '$app:loyalty', key: 'points', appId: '2' };
      expect(await store.control('POST', 'metafields/read', asked)).toEqual({ value: null });
    },
  );

  it('of 25 → three calls, in order; written again with other numbers → changed', async () => {
    const ids = await people(25);
    await store.resetStats();
    const outcomes = await rewards.publishMembers(
      ids.map((customerId) => ({ customerId, points: points(1) })),
    );
    expect(outcomes).toEqual(ids.map((customerId) => ({ customerId, outcome: 'done' })));
    expect(await setCalls()).toBe(3);
    await rewards.publishMembers(ids.map((customerId) => ({ customerId, points: points(2) })));
    for (const id of ids) expect(await seen('storefront', member(id), 'points')).toBe('2');
  });

  it('one of them gone → the others are written, and who is gone is told', async () => {
    const [first, second] = await people(2);
    const gone = '123' as CustomerId;
    const asked = [first, gone, second].map((customerId) => ({
      customerId: customerId as CustomerId,
      points: points(7),
    }));
    expect(await rewards.publishMembers(asked)).toEqual([
      { customerId: first, outcome: 'done' },
      { customerId: gone, outcome: 'gone' },
      { customerId: second, outcome: 'done' },
    ]);
    expect(await seen('storefront', member(second as CustomerId), 'points')).toBe('7');
  });

  it('one that Shopify will not have → refused in its words, the others are written', async () => {
    const [first, second] = await people(2);
    const wrong = { ...points(3), points: 0.5 };
    const outcomes = await rewards.publishMembers([
      { customerId: first as CustomerId, points: wrong },
      { customerId: second as CustomerId, points: points(3) },
    ]);
    expect(outcomes).toEqual([
      { customerId: first, outcome: 'refused', message: expect.stringContaining('integer') },
      { customerId: second, outcome: 'done' },
    ]);
  });

  it.each(['drop-after', '504-after', 'twice', 'drop-before', '503'])(
    '%s → asked for again, written',
    async (kind) => {
      const id = await store.customer();
      await store.dev('POST', 'faults', { kind, operation: 'MetafieldsSet' });
      expect(await rewards.publishMembers([{ customerId: id, points: points(9) }])).toEqual([
        { customerId: id, outcome: 'done' },
      ]);
      expect(await seen('storefront', member(id), 'points')).toBe('9');
    },
  );

  it('taken off, of somebody gone too, twice → nothing is left', async () => {
    const [first, second] = await people(2);
    const ids = [first as CustomerId, second as CustomerId];
    await rewards.publishMembers(ids.map((customerId) => ({ customerId, points: points(4) })));
    await rewards.unpublishMembers([...ids, '123' as CustomerId]);
    await rewards.unpublishMembers(ids);
    for (const id of ids)
      for (const key of ['points', 'member']) expect(await seen('storefront', member(id), key)).toBeNull();
  });

  it('of nobody → nothing asked', async () => {
    await store.resetStats();
    expect(await rewards.publishMembers([])).toEqual([]);
    expect(await setCalls()).toBe(0);
  });
});

describe('the program', () => {
  it('written → Liquid and account extensions read it', async () => {
    await rewards.publishProgram(program);
    const { id } = await store.dev('GET', `shops/${store.client.shop}`);
    for (const surface of ['storefront', 'customerAccount'] as const) {
      const value = await seen(surface, `gid://shopify/Shop/${id}`, 'program');
      expect(JSON.parse(String(value))).toEqual(program);
    }
  });

  it('written → theme blocks read it of our installation, which needs no definition', async () => {
    const read = defineQuery({
      name: 'OwnProgram',
      document: `query OwnProgram {
        currentAppInstallation { metafield(namespace: "loyalty", key: "program") { value } }
      }`,
      data: z.object({ currentAppInstallation: z.object({ metafield: z.object({ value: z.string() }) }) }),
      cost: () => 2,
    });
    const { currentAppInstallation } = await store.client.run(read, {}, {});
    expect(JSON.parse(currentAppInstallation.metafield.value)).toEqual(program);
  });

  it('again, and members too → definitions were asked for once', async () => {
    await store.resetStats();
    await rewards.publishProgram(program);
    await rewards.publishMembers([{ customerId: await store.customer(), points: points(1) }]);
    expect((await store.stats()).byOperation.MetafieldDefine).toBeUndefined();
  });

  it('its definitions standing from before, one call of them failing → no error, all readable', async () => {
    const other = await openDevStore({});
    try {
      const first = createShopifyRewards(other.client, {});
      await other.dev('POST', 'faults', { kind: 'drop-after', operation: 'MetafieldDefine' });
      await first.publishProgram(program);
      const { definitions } = (await other.control('GET', 'metafields/definitions')) as {
        definitions: { key: string; ownerType: string; access: object }[];
      };
      const access = { admin: 'MERCHANT_READ', storefront: 'PUBLIC_READ', customerAccount: 'READ' };
      expect(definitions.map(({ key, ownerType, access: given }) => ({ key, ownerType, given }))).toEqual([
        { key: 'points', ownerType: 'CUSTOMER', given: access },
        { key: 'member', ownerType: 'CUSTOMER', given: access },
        { key: 'program', ownerType: 'SHOP', given: access },
      ]);
    } finally {
      await other.close();
    }
  });

  it('larger than Shopify takes → refused with its field', async () => {
    const excludedProducts = Array.from({ length: 6_000 }, (_, i) => String(9_000_000_000_000 + i));
    const big = { ...program, earn: { ...program.earn, excludedProducts } };
    await expect(rewards.publishProgram(big)).rejects.toMatchObject({
      code: 'SHOPIFY_REFUSED',
      issues: [{ field: 'metafields.0.value' }, { field: 'metafields.1.value' }],
    });
  });
});
