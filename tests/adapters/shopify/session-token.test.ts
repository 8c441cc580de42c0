import { describe, expect, it } from 'vitest';
import {
  checkSessionToken,
  requireAdminToken,
  requireShopperToken,
} from '../../../web/shopify/session-token.ts';
import { createShopifyApi } from '../../../web/shopify/shopify-app.ts';
import { APP, keepingLog, SHOP, sessionToken } from './support/fixtures.ts';

const log = keepingLog();
const api = createShopifyApi(APP, log);
const now = () => Math.floor(Date.now() / 1000);

describe('checkSessionToken', () => {
  it('a token of the admin → its shop and staff member', async () => {
    const check = await checkSessionToken(api, sessionToken());
    expect(check).toEqual({ valid: true, owner: { shop: SHOP, from: 'admin', userId: '42' } });
  });

  it('a token of an extension: dest without scheme, no issuer, no subject → shop, anonymous', async () => {
    const token = sessionToken({ dest: SHOP, iss: undefined, sub: undefined });
    const owner = { shop: SHOP, from: 'shop', customerId: null };
    expect(await checkSessionToken(api, token)).toEqual({ valid: true, owner });
  });

  it('a token of an extension with a customer → that customer', async () => {
    const token = sessionToken({ dest: SHOP, iss: undefined, sub: 'gid://shopify/Customer/7' });
    expect(await requireShopperToken(api, token)).toMatchObject({ shop: SHOP, customerId: '7' });
  });

  it.each(['7', 'gid://shopify/Order/7', 'gid://shopify/Customer/7x', 'gid://shopify/Customer/'])(
    'a token of an extension whose subject is %s → anonymous',
    async (sub) => {
      const token = sessionToken({ dest: SHOP, iss: undefined, sub });
      expect(await requireShopperToken(api, token)).toMatchObject({ customerId: null });
    },
  );

  it("a shopper's token at the admin's door and the admin's at the shopper's → refused", async () => {
    const shopper = sessionToken({ dest: SHOP, iss: undefined, sub: 'gid://shopify/Customer/7' });
    const refusal = { code: 'UNAUTHORIZED', message: 'the session token was refused: wrong-surface' };
    await expect(requireAdminToken(api, shopper)).rejects.toMatchObject(refusal);
    await expect(requireShopperToken(api, sessionToken())).rejects.toMatchObject(refusal);
  });

  it.each([
    ['another secret', sessionToken({}, 'other')],
    ['another app', sessionToken({ aud: 'other' })],
    ['expired', sessionToken({ exp: now() - 11 })],
    ['not yet valid', sessionToken({ nbf: now() + 600 })],
    ['no JWT', 'abc'],
    ['unsigned', `${sessionToken().split('.').slice(0, 2).join('.')}.`],
  ])('%s → refused', async (_case, token) => {
    expect(await checkSessionToken(api, token)).toEqual({ valid: false, reason: 'bad-signature-or-expired' });
  });

  it('10 seconds late → still accepted', async () => {
    expect((await checkSessionToken(api, sessionToken({ exp: now() - 5 }))).valid).toBe(true);
  });

  it('issuer and shop differ → refused', async () => {
    const token = sessionToken({ iss: 'https://other.myshopify.com/admin' });
    expect(await checkSessionToken(api, token)).toEqual({ valid: false, reason: 'issuer-mismatch' });
  });

  it.each(['https://evil.example', 'https://pho.myshopify.com.evil.example', 'admin.shopify.com', '', 7])(
    'dest %s → refused',
    async (dest) => {
      const check = await checkSessionToken(api, sessionToken({ dest, iss: undefined }));
      expect(check).toEqual({ valid: false, reason: 'foreign-shop' });
    },
  );

  it('a refused token → appears neither in the error nor in the log', async () => {
    const token = sessionToken({}, 'other');
    const error = await requireAdminToken(api, token).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 'UNAUTHORIZED' });
    expect(`${String(error)} ${JSON.stringify(log.lines)}`).not.toContain(token.slice(0, 20));
  });
});
