import { describe, expect, it } from 'vitest';
import { upsertCustomer } from '../../dev-store/state/customers.ts';
import { type MetafieldSurface, visibleMetafield } from '../../dev-store/state/metafields.ts';
import { AdminShop, APP } from './support/admin-shop.ts';

const SET = `mutation($m: [MetafieldsSetInput!]!) { metafieldsSet(metafields: $m) { userErrors { field code } } }`;
const DEFINE = `mutation($d: MetafieldDefinitionInput!) { metafieldDefinitionCreate(definition: $d) {
  createdDefinition { namespace access { admin storefront customerAccount } } userErrors { field code } } }`;
const NAMESPACE = '$app:loyalty';

function opened() {
  const store = new AdminShop();
  const customer = upsertCustomer(store.state, store.shop);
  const ownerId = `gid://shopify/Customer/${customer.id}`;
  store.data(SET, {
    m: [{ ownerId, namespace: NAMESPACE, key: 'points', type: 'number_integer', value: '12' }],
  });
  const define = (access: object | null, rest: object = {}) =>
    store.data(DEFINE, {
      d: {
        ownerType: 'CUSTOMER',
        namespace: NAMESPACE,
        key: 'points',
        type: 'number_integer',
        name: 'P',
        access,
        ...rest,
      },
    }).metafieldDefinitionCreate;
  const seen = (surface: MetafieldSurface, appId = APP.id, key = 'points') =>
    visibleMetafield(store.shop, { appId, surface, ownerId, namespace: NAMESPACE, key })?.value;
  return { store, ownerId, define, seen };
}

describe('who reads a metafield in an app’s own namespace', () => {
  it('without a definition → no surface of the shop', () => {
    const { seen } = opened();
    expect([seen('storefront'), seen('customerAccount')]).toEqual([undefined, undefined]);
  });

  it.each([
    [{ admin: 'MERCHANT_READ', storefront: 'PUBLIC_READ' }, ['12', undefined]],
    [{ admin: 'MERCHANT_READ', customerAccount: 'READ' }, [undefined, '12']],
    [{ storefront: 'NONE', customerAccount: 'NONE' }, [undefined, undefined]],
    [{ storefront: 'PUBLIC_READ', customerAccount: 'READ_WRITE' }, ['12', '12']],
  ])('defined with %j → storefront and account see %j', (access, values) => {
    const { define, seen } = opened();
    expect(define(access)).toMatchObject({
      createdDefinition: { namespace: 'app--42--loyalty' },
      userErrors: [],
    });
    expect([seen('storefront'), seen('customerAccount')]).toEqual(values);
  });

  it('another app → nothing, neither its surfaces nor its Admin API calls', () => {
    const { store, ownerId, define, seen } = opened();
    define({ storefront: 'PUBLIC_READ', customerAccount: 'READ' });
    expect(seen('storefront', '43')).toBeUndefined();
    const foreign = { ownerId, namespace: 'app--43--loyalty', key: 'points', type: 'json', value: '1' };
    expect(store.data(SET, { m: [foreign] }).metafieldsSet).toEqual({
      userErrors: [{ field: ['metafields', '0', 'namespace'], code: 'APP_NOT_AUTHORIZED' }],
    });
  });

  it('defined twice → TAKEN; admin access outside the reserved namespace → not allowed', () => {
    const { define } = opened();
    define(null);
    expect(define(null)).toMatchObject({ userErrors: [{ code: 'TAKEN' }] });
    expect(define({ admin: 'MERCHANT_READ' }, { namespace: 'loyalty' })).toMatchObject({
      createdDefinition: null,
      userErrors: [{ code: 'ADMIN_ACCESS_INPUT_NOT_ALLOWED' }],
    });
  });
});
