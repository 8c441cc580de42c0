import { describe, expect, it } from 'vitest';
import { storefrontAddress } from '../../../web/shopify/storefront-address.ts';

const AT_SHOPIFY = 'https://tea-house.myshopify.com/discount/TEA-7?redirect=%2F%3Futm_source%3Dencore#top';

describe('where a browser finds a page of a shop', () => {
  it('in production → where Shopify has it', () => {
    expect(storefrontAddress(null)(AT_SHOPIFY)).toBe(AT_SHOPIFY);
  });

  it('beside a local Shopify → at the shop’s name on this machine, path, query and fragment kept', () => {
    expect(storefrontAddress('http://localhost:4000')(AT_SHOPIFY)).toBe(
      'http://tea-house.localhost:4000/discount/TEA-7?redirect=%2F%3Futm_source%3Dencore#top',
    );
  });

  it('what is no page of a shop stays as it is', () => {
    expect(storefrontAddress('http://localhost:4000')('https://example.com/x')).toBe('https://example.com/x');
  });
});
