import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type DevStore, openDevStore } from './support/dev-store.ts';
import { SHOP } from './support/fixtures.ts';

let store: DevStore;
beforeEach(async () => {
  store = await openDevStore({});
});
afterEach(() => store.close());

describe('access to a shop', () => {
  it('the access token was revoked or is over → refreshed on the way, the call succeeds', async () => {
    await store.control('POST', 'tokens/revoke', { which: 'access' });
    expect((await store.shopify.fetchProfile()).currency).toBe('VND');
    await store.dev('POST', 'clock', { advanceMs: 2 * 3_600_000 });
    expect((await store.shopify.fetchProfile()).currency).toBe('VND');
    expect(store.needsReauth).toEqual([]);
  });

  it('the answer of the refresh is lost at Shopify → the same refresh token still works', async () => {
    await store.control('POST', 'tokens/revoke', { which: 'access' });
    await store.dev('POST', 'faults', { kind: 'drop-after', operation: 'oauth' });
    expect((await store.shopify.fetchProfile()).currency).toBe('VND');
  });

  it('uninstalled → NEEDS_REAUTH, the shop is reported; installed again and opened → works again', async () => {
    await store.control('POST', 'uninstall');
    await expect(store.shopify.fetchProfile()).rejects.toMatchObject({ code: 'NEEDS_REAUTH' });
    expect(store.needsReauth).toEqual([SHOP]);
    await store.control('POST', 'install');
    await expect(store.shopify.fetchProfile()).rejects.toMatchObject({ code: 'NEEDS_REAUTH' });
    const { idToken } = await store.control('POST', 'frame', {});
    await store.tokens.getOfflineSession(SHOP, String(idToken));
    expect((await store.shopify.fetchProfile()).currency).toBe('VND');
  });

  it('90 days without a word → the refresh token is over: NEEDS_REAUTH', async () => {
    await store.dev('POST', 'clock', { advanceMs: 91 * 86_400_000 });
    await expect(store.shopify.fetchProfile()).rejects.toMatchObject({ code: 'NEEDS_REAUTH' });
  });

  it('frozen → said so, nothing is given up', async () => {
    await store.control('POST', 'frozen', { on: true });
    await expect(store.shopify.fetchProfile()).rejects.toMatchObject({
      code: 'SHOPIFY_UNAVAILABLE',
      message: expect.stringContaining('frozen'),
    });
    expect(store.needsReauth).toEqual([]);
  });

  it('a scope was taken away → FORBIDDEN', async () => {
    await store.control('POST', 'scopes', { scopes: ['read_products'] });
    const id = await store.customer();
    await expect(store.shopify.countOrders()).rejects.toMatchObject({ code: 'FORBIDDEN' });
    await expect(
      store.shopify.changeTags([{ customerId: id, add: ['x'], remove: [] }]),
    ).rejects.toMatchObject({ code: 'FORBIDDEN' });
  });

  it('reads through every kind of failure → the answer comes', async () => {
    const placed = await store.order({ lines: [{ unitPriceMinor: 1000 }] });
    for (const kind of ['throttle', '429', '500', '502', '503', 'drop-before', 'drop-after'])
      await store.dev('POST', 'faults', { kind, operation: 'OrdersWhole' });
    expect((await store.shopify.fetchOrders([placed.id])).get(placed.id)?.orderId).toBe(placed.id);
    expect((await store.dev('GET', 'faults')) as unknown).toEqual([]);
  });
});
