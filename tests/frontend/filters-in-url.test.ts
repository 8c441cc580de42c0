import { describe, expect, test } from 'vitest';
import { customersQuerySchema } from '../../web/contract/customers.ts';
import { fromParams, toParams } from '../../web/frontend/features/customers/filters-in-url.ts';
import { reloadUrl } from '../../web/frontend/shared/reload-page.ts';

const read = (query: string) => fromParams(new URLSearchParams(query));

describe('filters in the address', () => {
  test('nothing asked → the newest order first', () => {
    expect(read('')).toEqual({ sort: 'last_order', direction: 'desc' });
    expect(toParams(read('')).toString()).toBe('');
  });

  test('every filter → there and back again', () => {
    const query =
      'stage=vip&marks=at_risk,long_gone&r=4,5&f=1&m=3&lastFrom=2026-01-01&lastTo=2026-02-01&occasionsMin=2' +
      '&occasionsMax=9&spentMinMinor=1000&spentMaxMinor=5000&consent=SUBSCRIBED&country=VN,TH&campaigns=3,12&search=Ann+B&sort=spent&direction=asc';
    const filters = read(query);
    expect(read(toParams(filters).toString())).toEqual(filters);
    expect(toParams(filters).size).toBe(17);
  });

  test('one senseless value in a sent link → dropped alone', () => {
    expect(read('stage=vip&r=9&lastFrom=yesterday&campaigns=x&m=5')).toEqual({
      stage: 'vip',
      m: [5],
      sort: 'last_order',
      direction: 'desc',
    });
  });

  test('what the Shopify admin adds → is not taken for a filter', () => {
    expect(read('shop=a.myshopify.com&host=x&locale=th&stage=repeat').stage).toBe('repeat');
  });

  test('what the list asks the server → is what the server accepts', () => {
    const params = toParams(read('marks=at_risk&r=5&search=Ann'));
    params.set('limit', '50');
    expect(customersQuerySchema.parse(Object.fromEntries(params))).toMatchObject({
      marks: ['at_risk'],
      r: [5],
      search: 'Ann',
      limit: 50,
    });
  });
});

describe('loading the page anew', () => {
  const config = { shop: 'a.myshopify.com', host: 'aG9zdA', locale: 'th' };

  test('after a move inside the app → the shop and host are back in the address', () => {
    const url = new URL(reloadUrl('https://app.example/customers?stage=vip', config));
    expect(Object.fromEntries(url.searchParams)).toEqual({ stage: 'vip', embedded: '1', ...config });
  });

  test('what stands in the address → is kept, but for the old token', () => {
    const url = new URL(reloadUrl('https://app.example/?locale=vi&id_token=x', config));
    expect(url.searchParams.get('locale')).toBe('vi');
    expect(url.searchParams.has('id_token')).toBe(false);
  });
});
