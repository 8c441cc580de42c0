import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { checkProxyQuery } from '../../../web/shopify/proxy-signature.ts';
import { createShopifyApi } from '../../../web/shopify/shopify-app.ts';
import { APP, keepingLog, SHOP } from './support/fixtures.ts';

const api = createShopifyApi(APP, keepingLog());

/** A query as Shopify's proxy sends it: the pairs sorted, joined without separators, signed. */
function signed(changes: Record<string, string> = {}, secret = APP.apiSecret, ageSeconds = 0): string {
  const timestamp = String(Math.floor(Date.now() / 1000) - ageSeconds);
  const pairs = {
    shop: SHOP,
    logged_in_customer_id: '7',
    path_prefix: '/apps/encore',
    timestamp,
    ...changes,
  };
  const text = Object.entries(pairs)
    .map(([name, value]) => `${name}=${value}`)
    .sort()
    .join('');
  const signature = createHmac('sha256', secret).update(text).digest('hex');
  return new URLSearchParams({ ...pairs, signature }).toString();
}

describe('checkProxyQuery', () => {
  it('signed by Shopify → the shop and who is logged in', async () => {
    expect(await checkProxyQuery(api, signed())).toEqual({
      valid: true,
      caller: { shop: SHOP, customerId: '7' },
    });
  });

  it('nobody is logged in → a guest', async () => {
    const check = await checkProxyQuery(api, signed({ logged_in_customer_id: '' }));
    expect(check).toEqual({ valid: true, caller: { shop: SHOP, customerId: null } });
  });

  it('parameters of the page itself, in any script → part of the signature', async () => {
    expect(await checkProxyQuery(api, signed({ q: 'cà phê & trà', a: '1' }))).toMatchObject({ valid: true });
  });

  it.each([
    ['another secret', () => signed({}, 'other'), 'bad-signature-or-stale'],
    ['91 seconds old', () => signed({}, APP.apiSecret, 91), 'bad-signature-or-stale'],
    ['from the future', () => signed({}, APP.apiSecret, -120), 'bad-signature-or-stale'],
    ['unsigned', () => signed().replace(/&signature=.*/, ''), 'unsigned'],
    [
      'another customer put in',
      () => signed().replace('customer_id=7', 'customer_id=8'),
      'bad-signature-or-stale',
    ],
    ['a second customer', () => `${signed()}&logged_in_customer_id=8`, 'repeated-parameter'],
    ['a second shop', () => `shop=other.myshopify.com&${signed()}`, 'repeated-parameter'],
    ['a second signature', () => `${signed()}&signature=00`, 'repeated-parameter'],
    ['a parameter added', () => `${signed()}&x=1`, 'bad-signature-or-stale'],
    ['no shop of Shopify', () => signed({ shop: 'evil.example' }), 'foreign-shop'],
    ['a customer that is no number', () => signed({ logged_in_customer_id: '7x' }), 'bad-customer'],
    ['empty', () => '', 'unsigned'],
  ])('%s → refused', async (_case, query, reason) => {
    expect(await checkProxyQuery(api, query())).toEqual({ valid: false, reason });
  });
});
