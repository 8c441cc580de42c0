import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { CustomerId, OrderId } from '../../../web/domain/shared/ids.ts';
import { toSearchText } from '../../../web/shopify/customers/search-text.ts';
import { type Changed, type Page, updatedBetween } from '../../../web/shopify/updated-between.ts';
import { type DevStore, openDevStore } from './support/dev-store.ts';
import { collect } from './support/fixtures.ts';

let store: DevStore;
beforeAll(async () => {
  store = await openDevStore({ currency: 'JPY', name: 'Tea House', ianaTimezone: 'Asia/Tokyo' });
});
afterAll(() => store.close());
beforeEach(() => store.resetStats());

describe('the shop', () => {
  it('profile → name, currency, time zone, granted scopes', async () => {
    const profile = await store.shopify.fetchProfile();
    expect(profile).toMatchObject({ name: 'Tea House', currency: 'JPY', timeZone: 'Asia/Tokyo' });
    expect(profile.scopes).toContain('read_all_orders');
  });

  it('counts → all of them', async () => {
    const before = await store.shopify.countCustomers();
    const customerId = await store.customer();
    await store.order({ customerId, lines: [{ unitPriceMinor: 100 }] });
    expect(await store.shopify.countCustomers()).toBe(before + 1);
    expect(await store.shopify.countOrders()).toBeGreaterThanOrEqual(1);
  });
});

describe('customers', () => {
  it('profile → what we keep and no name, e-mail or phone', async () => {
    const id = await store.customer({
      email: 'an@example.com',
      phone: '+84900000001',
      firstName: 'An',
      lastName: 'Ngô',
      locale: 'vi',
      countryCode: 'VN',
      tags: ['wholesale'],
      emailConsent: { state: 'SUBSCRIBED' },
      smsConsent: { state: 'UNSUBSCRIBED' },
    });
    await store.order({ customerId: id, lines: [{ unitPriceMinor: 1500 }] });
    const profile = (await store.shopify.fetchCustomers([id])).get(id);
    expect(profile).toEqual({
      customerId: id,
      updatedAt: expect.any(Date),
      locale: 'vi',
      country: 'VN',
      emailConsent: 'SUBSCRIBED',
      smsConsent: 'UNSUBSCRIBED',
      shopifyOrders: 1,
      shopifySpentMinor: 1500,
      tags: ['wholesale'],
    });
    expect(JSON.stringify(profile)).not.toMatch(/an@example|Ngô|8490/);
  });

  it('unknown → null', async () => {
    const id = '12345' as CustomerId;
    expect((await store.shopify.fetchCustomers([id])).get(id)).toBeNull();
    expect((await store.shopify.liveCustomers([id])).get(id)).toBeNull();
  });

  it('live → name, e-mail and tags for the screen', async () => {
    const id = await store.customer({
      email: 'minh@example.com',
      firstName: 'Minh',
      lastName: 'Trần',
      tags: ['a'],
    });
    expect((await store.shopify.liveCustomers([id])).get(id)).toMatchObject({
      customerId: id,
      displayName: 'Minh Trần',
      email: 'minh@example.com',
      tags: ['a'],
    });
  });

  it('search by name or e-mail → ids; what looks like search syntax is only text', async () => {
    const id = await store.customer({ email: 'somchai@example.com', firstName: 'Somchai', lastName: 'Dee' });
    expect(await store.shopify.searchCustomers('somchai')).toEqual([id]);
    expect(await store.shopify.searchCustomers('somchai@example.com')).toEqual([id]);
    expect(await store.shopify.searchCustomers('dee som')).toEqual([id]);
    for (const text of ['', '  "" ()', 'id:>0', 'somchai OR id:>0', 'NOT x', '-nobody', '*'])
      expect(await store.shopify.searchCustomers(text), text).toEqual([]);
  });

  it('search by the name as it stands on screen, by any word of it, in any order → found', async () => {
    const id = await store.customer({
      email: 'huong@example.com',
      phone: '+84905550123',
      firstName: 'Thị Hương',
      lastName: 'Hoàng',
    });
    await store.customer({ firstName: 'Thị Lan', lastName: 'Hoàng' });
    const typed = [
      'Thị Hương Hoàng',
      'Hoàng Thị Hương',
      'thị hương',
      'hương',
      'HƯƠNG',
      'Hương'.normalize('NFD'),
      'hươ hoà',
      'huong@example.com',
      'huong@ex',
      '+84 905 550 123',
      '84905550123',
      '(84) 905-550',
    ];
    for (const text of typed) expect(await store.shopify.searchCustomers(text), text).toEqual([id]);
    expect(await store.shopify.searchCustomers('Hoàng')).toHaveLength(2);
  });

  it('a name with an apostrophe, a hyphen, a word of the syntax → found as typed', async () => {
    const brien = await store.customer({ firstName: 'Anne-Marie', lastName: "O'Brien" });
    const or = await store.customer({ firstName: 'Or', lastName: 'Not' });
    for (const text of ["o'brien", 'anne-marie', "Anne-Marie O'Brien"])
      expect(await store.shopify.searchCustomers(text), text).toEqual([brien]);
    expect(await store.shopify.searchCustomers('OR NOT')).toEqual([or]);
  });

  it('all orders of one → across pages of 250', async () => {
    const customerId = await store.customer();
    const placed: OrderId[] = [];
    for (let n = 0; n < 260; n++)
      placed.push((await store.order({ customerId, lines: [{ unitPriceMinor: 100 }] })).id);
    const ids = await store.shopify.orderIdsOf(customerId);
    expect(new Set(ids)).toEqual(new Set(placed));
    expect((await store.stats()).calls).toBe(2);
    expect(await store.shopify.orderIdsOf('12345' as CustomerId)).toEqual([]);
  });
});

describe('toSearchText', () => {
  const named = (word: string) => `(${word} OR ${word}* OR email:${word}*)`;

  it.each([
    ['Trần  Minh', [named('trần'), named('minh')]],
    ['an@example.com', ['(email:"an@example.com" OR email:an@example.com*)']],
    ["o'neil@example.com", [`(email:"o'neil@example.com")`]],
    ['id:>0', [named('id'), named('0')]],
    ["O'Brien (text)*", [`("o'brien")`, named('text')]],
    ['Anne-Marie', ['("anne-marie" OR email:anne-marie*)']],
    ['an OR id', [named('an'), '("or" OR email:or*)', named('id')]],
    ['-minus -- a\\b', [named('minus'), named('a'), named('b')]],
    ["'quoted' it", [named('quoted'), named('it')]],
    ['a b c d e f g', ['a', 'b', 'c', 'd', 'e', 'f'].map(named)],
    ['+84 (905) 550-123', ['(phone:84905550123* OR phone:+84905550123* OR email:84905550123*)']],
    ['12345', [named('12345')]],
    [' "" () ', []],
  ])('%s → each word is or begins one of a name, or begins the e-mail', (typed, parts) => {
    expect(toSearchText(typed)).toBe(parts.join(' AND '));
  });
});

describe('changed in a window', () => {
  it('orders and customers of the local Shopify → those in [from, to), oldest first', async () => {
    await store.dev('POST', 'clock', { advanceMs: 60_000 });
    const start = new Date(String((await store.dev('GET', 'clock')).now));
    const wanted: OrderId[] = [];
    for (let n = 0; n < 3; n++) {
      await store.dev('POST', 'clock', { advanceMs: 10_000 });
      const customerId = await store.customer();
      wanted.push((await store.order({ customerId, lines: [{ unitPriceMinor: 100 }] })).id);
    }
    await store.dev('POST', 'clock', { advanceMs: 10_000 });
    const end = new Date(String((await store.dev('GET', 'clock')).now));
    await store.dev('POST', 'clock', { advanceMs: 10_000 });
    await store.order({ lines: [{ unitPriceMinor: 100 }] });
    const orders = (await collect(store.shopify.ordersUpdatedBetween(start, end))).flat();
    expect(orders.map((order) => order.orderId)).toEqual(wanted);
    const customers = (await collect(store.shopify.customersUpdatedBetween(start, end))).flat();
    expect(customers.length).toBe(3);
    const last = orders.at(-1)?.updatedAt ?? end;
    const shorter = (await collect(store.shopify.ordersUpdatedBetween(start, last))).flat();
    expect(shorter.map((order) => order.orderId)).toEqual(wanted.slice(0, 2));
  });

  /** A shop of items, and a search over it that pages by 250 and stops at 25,000 as Shopify does. */
  function searchOver(items: readonly Changed[]) {
    const sorted = [...items].sort((a, b) => a.updatedAt.getTime() - b.updatedAt.getTime());
    const results = new Map<string, Changed[]>();
    const search = (query: string): Changed[] => {
      const [from = '', to = ''] = [...query.matchAll(/'([^']+)'/g)].map((match) => match[1] ?? '');
      const found =
        results.get(query) ??
        sorted.filter((item) => item.updatedAt >= new Date(from) && item.updatedAt < new Date(to));
      results.set(query, found);
      return found;
    };
    return async (query: string, after: string | null): Promise<Page<Changed>> => {
      const found = search(query);
      const start = Number(after ?? 0);
      if (start >= 25_000) throw new Error('Shopify pages no further than 25,000');
      const next = start + 250 < found.length ? String(start + 250) : null;
      return { items: found.slice(start, start + 250), next };
    };
  }
  const range = { from: new Date('2026-01-01T00:00:00Z'), to: new Date('2026-01-02T00:00:00Z') };
  const found = async (items: readonly Changed[]) =>
    (await collect(updatedBetween(range, searchOver(items), (item) => item))).flat();

  it('more than the paging cap, several a second → each exactly once, in order', async () => {
    const items = Array.from({ length: 60_000 }, (_, n) => ({
      id: String(n),
      updatedAt: new Date(range.from.getTime() + Math.floor(n / 3) * 1000),
    }));
    const all = await found(items);
    expect(all.length).toBe(items.length);
    expect(new Set(all.map((item) => item.id)).size).toBe(items.length);
    expect(all.every((item, n) => n === 0 || item.updatedAt >= (all[n - 1]?.updatedAt ?? 0))).toBe(true);
  });

  it('more than the cap within one second → an error, never a silent gap', async () => {
    const items = Array.from({ length: 21_000 }, (_, n) => ({ id: String(n), updatedAt: range.from }));
    await expect(found(items)).rejects.toMatchObject({ code: 'SHOPIFY_REFUSED' });
  });

  it('bounds between whole seconds → compared exactly', async () => {
    const at = (text: string) => ({ id: text, updatedAt: new Date(`2026-01-01T${text}Z`) });
    const items = [at('10:00:00.200'), at('10:00:00.500'), at('10:00:01.100'), at('10:00:01.300')];
    const within = { from: new Date('2026-01-01T10:00:00.500Z'), to: new Date('2026-01-01T10:00:01.200Z') };
    const inside = await collect(updatedBetween(within, searchOver(items), (item) => item));
    expect(inside.flat().map((item) => item.id)).toEqual(['10:00:00.500', '10:00:01.100']);
  });
});
