import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { AppError } from '../../../web/domain/shared/errors.ts';
import type { CustomerId, ProductId } from '../../../web/domain/shared/ids.ts';
import { createShopifyRewards } from '../../../web/shopify/rewards/create-shopify-rewards.ts';
import type { RewardCodeSpec, ShopifyRewards } from '../../../web/use-cases/reward-shopify-port.ts';
import { type DevStore, openDevStore } from './support/dev-store.ts';
import { SHOP } from './support/fixtures.ts';

const DAY_MS = 86_400_000;
let store: DevStore;
let rewards: ShopifyRewards;
let owner: CustomerId;
beforeAll(async () => {
  store = await openDevStore({});
  rewards = createShopifyRewards(store.client, { priority: 'interactive', deadlineMs: 60 });
  owner = await store.customer({ email: 'owner@example.com' });
});
afterAll(() => store.close());
beforeEach(async () => {
  await store.dev('DELETE', 'faults');
});

let made = 0;
function spec(changes: Partial<RewardCodeSpec> = {}): RewardCodeSpec {
  made += 1;
  return {
    title: `Encore reward ${made}`,
    code: `POINTS-${made}`,
    customerId: owner,
    value: { kind: 'amount', amountMinor: 50_000 },
    currency: 'VND',
    minimumSpendMinor: null,
    combinesWith: { orderDiscounts: false, productDiscounts: false, shippingDiscounts: true },
    startsAt: new Date(Date.now() - 60_000),
    endsAt: new Date(Date.now() + 30 * DAY_MS),
    ...changes,
  };
}

async function make(changes: Partial<RewardCodeSpec> = {}): Promise<{ asked: RewardCodeSpec; gid: string }> {
  const asked = spec(changes);
  const outcome = await rewards.createCode(asked);
  if (outcome.outcome !== 'made') throw new Error(JSON.stringify(outcome));
  return { asked, gid: outcome.gid };
}

const fault = (kind: string, operation: string, times = 1) =>
  store.dev('POST', 'faults', { kind, operation, times, delayMs: 1 });
const discounts = async () => (await store.control('GET', 'discounts')) as unknown as { title: string }[];
const titled = async (title: string) => (await discounts()).filter((one) => one.title === title);

async function sells(priceMinor: number[], title = 'Tea') {
  const product = (await store.control('POST', 'products', {
    title,
    variants: priceMinor.map((price, index) => ({ title: `V${index}`, priceMinor: price })),
  })) as { id: string; variants: { id: string }[] };
  return { productId: product.id as ProductId, variants: product.variants.map(({ id }) => id) };
}

async function buys(variantId: string, code: string, by: Record<string, unknown>, quantity = 1) {
  return (await store.control('POST', 'checkout', {
    lines: [{ variantId, quantity }],
    codes: [code],
    ...by,
  })) as {
    placed: boolean;
    order?: { id: string };
    applied: { code: string }[];
    refused: { code: string; reason: string }[];
    totals: { discountMinor: number; shippingMinor: number };
  };
}

describe('a code for a reward', () => {
  it.each([
    ['an amount', { value: { kind: 'amount', amountMinor: 50_000 } }, 50_000],
    ['a share', { value: { kind: 'percentage', percentageBps: 1_500 } }, 30_000],
    ['an amount with its minimum reached', { minimumSpendMinor: 200_000 }, 50_000],
  ] as const)('of %s → takes exactly that off its owner’s cart, once', async (_name, changes, off) => {
    const { variants } = await sells([200_000]);
    const { asked } = await make(changes);
    const first = await buys(variants[0] ?? '', asked.code, { customerId: owner });
    expect(first).toMatchObject({ placed: true, totals: { discountMinor: off } });
    const second = await buys(variants[0] ?? '', asked.code, { customerId: owner });
    expect(second).toMatchObject({ placed: false, refused: [{ reason: 'USAGE_LIMIT_REACHED' }] });
  });

  it('used by somebody else, or by nobody known → refused at the checkout', async () => {
    const { variants } = await sells([200_000]);
    const other = await store.customer({ email: 'other@example.com' });
    const { asked } = await make();
    const byOther = await buys(variants[0] ?? '', asked.code, { customerId: other });
    expect(byOther).toMatchObject({ placed: false, refused: [{ reason: 'CUSTOMER_NOT_ELIGIBLE' }] });
    const byGuest = await buys(variants[0] ?? '', asked.code, {});
    expect(byGuest).toMatchObject({ placed: false, refused: [{ reason: 'CUSTOMER_UNKNOWN' }] });
  });

  it('below its minimum → refused at the checkout', async () => {
    const { variants } = await sells([200_000]);
    const { asked } = await make({ minimumSpendMinor: 200_001 });
    const answer = await buys(variants[0] ?? '', asked.code, { customerId: owner });
    expect(answer).toMatchObject({ placed: false, refused: [{ reason: 'MINIMUM_SUBTOTAL' }] });
  });

  it('of free shipping → the delivery costs nothing', async () => {
    const { variants } = await sells([200_000]);
    const { asked } = await make({ value: { kind: 'free_shipping' } });
    const answer = await buys(variants[0] ?? '', asked.code, { customerId: owner });
    expect(answer).toMatchObject({ placed: true, totals: { discountMinor: 30_000 } });
  });

  it('of a free product → one unit of it is free, a second is not, and no other product', async () => {
    const { productId, variants } = await sells([80_000]);
    const other = await sells([90_000], 'Cup');
    const value = { kind: 'free_product', productId, title: 'Tea' } as const;
    const one = await make({ value });
    const wrong = await buys(other.variants[0] ?? '', one.asked.code, { customerId: owner });
    expect(wrong).toMatchObject({ placed: false, refused: [{ reason: 'NO_ELIGIBLE_ITEMS' }] });
    const right = await buys(variants[0] ?? '', one.asked.code, { customerId: owner }, 2);
    expect(right).toMatchObject({ placed: true, totals: { discountMinor: 80_000 } });
  });

  it('of a product in several variants → the dearest is free', async () => {
    const { productId, variants } = await sells([80_000, 120_000]);
    const { asked } = await make({ value: { kind: 'free_product', productId, title: 'Tea' } });
    const answer = await buys(variants[1] ?? '', asked.code, { customerId: owner });
    expect(answer).toMatchObject({ placed: true, totals: { discountMinor: 120_000 } });
  });

  it.each([
    ['that is gone', '123', 'does not exist'],
    ['that costs nothing', 'free', 'costs nothing'],
  ])('of a product %s → refused by field, nothing asked of discounts', async (_name, which, words) => {
    const productId = which === 'free' ? (await sells([0])).productId : (which as ProductId);
    const asked = spec({ value: { kind: 'free_product', productId, title: 'Tea' } });
    const outcome = await rewards.createCode(asked);
    expect(outcome).toEqual({
      outcome: 'refused',
      field: 'value.productId',
      message: expect.stringContaining(words),
    });
    expect(await titled(asked.title)).toEqual([]);
  });

  it('for somebody whom Shopify does not know → refused with Shopify’s field', async () => {
    const outcome = await rewards.createCode(spec({ customerId: '123' as CustomerId }));
    expect(outcome).toMatchObject({ outcome: 'refused', field: expect.stringContaining('customers') });
  });

  it('that ends before it starts → refused with Shopify’s field', async () => {
    const outcome = await rewards.createCode(spec({ endsAt: new Date(Date.now() - DAY_MS) }));
    expect(outcome).toMatchObject({ outcome: 'refused', field: expect.stringContaining('endsAt') });
  });

  it('that somebody else has → code_taken, nothing made', async () => {
    const { asked } = await make();
    const again = spec({ code: asked.code });
    expect(await rewards.createCode(again)).toEqual({ outcome: 'code_taken' });
    expect(await titled(again.title)).toEqual([]);
  });

  it('asked for twice with the same title → the one that stands', async () => {
    const { asked, gid } = await make();
    expect(await rewards.createCode(asked)).toEqual({ outcome: 'made', gid });
    expect(await titled(asked.title)).toHaveLength(1);
  });
});

describe('a call for a code that fails', () => {
  it.each(['drop-after', '504-after'])(
    '%s: done, the answer lost → lost, asked once, found by its code',
    async (kind) => {
      const asked = spec();
      await fault(kind, 'DiscountCreate');
      await store.resetStats();
      expect(await rewards.createCode(asked)).toEqual({ outcome: 'lost' });
      expect((await store.stats()).byOperation.DiscountCreate).toBe(1);
      const found = await rewards.findCode(asked.code.toLowerCase());
      expect(found).toEqual({
        gid: expect.stringMatching(/^gid:\/\/shopify\/DiscountCodeNode\/\d+$/),
        title: asked.title,
        used: false,
        endsAt: new Date(Math.floor(asked.endsAt.getTime() / 1_000) * 1_000),
      });
    },
  );

  it.each(['drop-before', '500', '502', '503'])(
    '%s: not done, which nobody can know → lost, no code found',
    async (kind) => {
      const asked = spec();
      await fault(kind, 'DiscountCreate');
      expect(await rewards.createCode(asked)).toEqual({ outcome: 'lost' });
      expect(await rewards.findCode(asked.code)).toBeNull();
    },
  );

  it('done twice by something on the way → made, one discount', async () => {
    const asked = spec();
    await fault('twice', 'DiscountCreate');
    const outcome = await rewards.createCode(asked);
    expect(outcome).toMatchObject({ outcome: 'made' });
    expect(await titled(asked.title)).toHaveLength(1);
  });

  it('done twice, and the code cannot be looked up → lost', async () => {
    const asked = spec();
    await fault('twice', 'DiscountCreate');
    await fault('503', 'RewardByCode', 100);
    expect(await rewards.createCode(asked)).toEqual({ outcome: 'lost' });
  });

  it.each(['throttle', '429'])('%s once → tried again, made once', async (kind) => {
    const asked = spec();
    await fault(kind, 'DiscountCreate');
    const patient = createShopifyRewards(store.client, { priority: 'interactive' });
    expect(await patient.createCode(asked)).toMatchObject({ outcome: 'made' });
    expect(await titled(asked.title)).toHaveLength(1);
  });

  it('throttled until the deadline → SHOPIFY_UNAVAILABLE, for nothing was done', async () => {
    await fault('throttle', 'DiscountCreate', 1_000);
    const failing = rewards.createCode(spec());
    await expect(failing).rejects.toSatisfy(
      (error) => error instanceof AppError && error.code === 'SHOPIFY_UNAVAILABLE',
    );
  });

  it('the product’s price cannot be read → SHOPIFY_UNAVAILABLE, for nothing was done', async () => {
    const { productId } = await sells([80_000]);
    await fault('503', 'ProductPrice', 1_000);
    const asked = spec({ value: { kind: 'free_product', productId, title: 'Tea' } });
    const failing = rewards.createCode(asked);
    await expect(failing).rejects.toMatchObject({ code: 'SHOPIFY_UNAVAILABLE' });
    expect(await titled(asked.title)).toEqual([]);
  });

  it('the scope was taken away → FORBIDDEN', async () => {
    const { scopes } = (await store.dev('GET', `shops/${SHOP}`)) as { scopes: string[] };
    await store.control('POST', 'scopes', { scopes: scopes.filter((one) => one !== 'write_discounts') });
    const asked = spec();
    await expect(rewards.createCode(asked)).rejects.toMatchObject({ code: 'FORBIDDEN' });
    await store.control('POST', 'scopes', { scopes });
    expect(await titled(asked.title)).toEqual([]);
  });
});

describe('taking a code away', () => {
  it('unused → removed; again → gone; its code is free', async () => {
    const { asked, gid } = await make();
    expect(await rewards.removeCode(gid)).toBe('removed');
    expect(await rewards.removeCode(gid)).toBe('gone');
    expect(await rewards.findCode(asked.code)).toBeNull();
  });

  it.each([
    ['amount', { kind: 'amount', amountMinor: 10_000 }],
    ['free shipping', { kind: 'free_shipping' }],
  ] as const)('of %s used just now, Shopify’s count still 0 → used, and it stays', async (_name, value) => {
    await store.control('POST', 'delays', { usageCountMs: 600_000 });
    const { variants } = await sells([200_000]);
    const { asked, gid } = await make({ value });
    expect((await buys(variants[0] ?? '', asked.code, { customerId: owner })).placed).toBe(true);
    expect(await rewards.findCode(asked.code)).toMatchObject({ used: false });
    expect(await rewards.removeCode(gid)).toBe('used');
    expect(await titled(asked.title)).toHaveLength(1);
    await store.control('POST', 'delays', { usageCountMs: 0 });
    expect(await rewards.findCode(asked.code)).toMatchObject({ used: true });
  });

  it('used by an owner who was merged away → used, by the count', async () => {
    await store.control('POST', 'delays', { usageCountMs: 0 });
    const { variants } = await sells([200_000]);
    const leaving = await store.customer({ email: 'leaving@example.com' });
    const { asked, gid } = await make({ customerId: leaving });
    expect((await buys(variants[0] ?? '', asked.code, { customerId: leaving })).placed).toBe(true);
    await store.control('POST', 'customers/merge', { keepId: owner, removeId: leaving });
    expect(await rewards.removeCode(gid)).toBe('used');
  });
});

describe('the discount of the referral codes', () => {
  const terms = (changes: object = {}) => ({
    title: 'Encore referral',
    gid: null,
    value: { kind: 'percentage', percentageBps: 1_000 } as const,
    minimumSpendMinor: 300_000,
    currency: 'VND',
    firstCode: 'FRIEND-A',
    ...changes,
  });

  it('made, asked for again without its gid, mended to other terms, deleted → one, the same, changed, made anew', async () => {
    const { variants } = await sells([200_000]);
    const friend = await store.customer({ email: 'friend@example.com' });
    const gid = await rewards.ensureReferralDiscount(terms());
    expect(await rewards.ensureReferralDiscount(terms())).toBe(gid);
    const low = await buys(variants[0] ?? '', 'FRIEND-A', { customerId: friend });
    expect(low).toMatchObject({ refused: [{ reason: 'MINIMUM_SUBTOTAL' }] });
    const value = { kind: 'amount', amountMinor: 25_000 } as const;
    const mended = await rewards.ensureReferralDiscount(terms({ gid, value, minimumSpendMinor: null }));
    expect(mended).toBe(gid);
    const bought = await buys(variants[0] ?? '', 'FRIEND-A', { customerId: friend });
    expect(bought).toMatchObject({ placed: true, totals: { discountMinor: 25_000 } });
    const twice = await buys(variants[0] ?? '', 'FRIEND-A', { customerId: friend });
    expect(twice).toMatchObject({ refused: [{ reason: 'ALREADY_USED' }] });
    await store.control('DELETE', `discounts/${encodeURIComponent(gid)}`);
    const anew = await rewards.ensureReferralDiscount(terms({ gid }));
    expect(anew).not.toBe(gid);
    expect(await titled('Encore referral')).toHaveLength(1);
  });

  it('ended → a friend’s code is refused; ended twice, never made → nothing happens; ensured again → it works', async () => {
    const { variants } = await sells([400_000]);
    const friend = await store.customer({ email: 'later@example.com' });
    const named = { title: 'Encore ended', firstCode: 'FRIEND-C' };
    const end = () => rewards.endReferralDiscount({ ...named, at: new Date() });
    await end();
    const gid = await rewards.ensureReferralDiscount(terms(named));
    await end();
    await end();
    const refusedOrder = await buys(variants[0] ?? '', 'FRIEND-C', { customerId: friend });
    expect(refusedOrder).toMatchObject({ refused: [{ code: 'FRIEND-C' }] });
    expect(await rewards.ensureReferralDiscount(terms(named))).toBe(gid);
    const bought = await buys(variants[0] ?? '', 'FRIEND-C', { customerId: friend });
    expect(bought).toMatchObject({ placed: true });
  });

  it('made, the answer lost → found by its first code, made once', async () => {
    await fault('drop-after', 'DiscountCreate');
    const calm = createShopifyRewards(store.client, {});
    const gid = await calm.ensureReferralDiscount(terms({ title: 'Encore lost', firstCode: 'FRIEND-B' }));
    expect(gid).toBe((await rewards.findCode('FRIEND-B'))?.gid);
    expect(await titled('Encore lost')).toHaveLength(1);
  });

  it('its first code used by somebody else’s discount → CONFLICT', async () => {
    const { asked } = await make();
    const failing = rewards.ensureReferralDiscount(terms({ title: 'Encore other', firstCode: asked.code }));
    await expect(failing).rejects.toMatchObject({ code: 'CONFLICT' });
  });
});
