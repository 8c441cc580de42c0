import { AppError } from '../domain/shared/errors.ts';
import { type CustomerId, parseId } from '../domain/shared/ids.ts';
import type { ShopifyApi } from './shopify-app.ts';

/**
 * Who speaks, for which shop. Shopify signs with one secret for all: the admin's tokens name the admin as their issuer and a
 * staff member, those of checkout and account name no issuer, and the customer where one is logged in.
 */
export type SessionTokenOwner =
  | { shop: string; from: 'admin'; userId: string | null }
  | { shop: string; from: 'shop'; customerId: CustomerId | null };

export type SessionTokenCheck =
  | { valid: true; owner: SessionTokenOwner }
  | {
      valid: false;
      reason: 'missing' | 'bad-signature-or-expired' | 'foreign-shop' | 'issuer-mismatch' | 'wrong-surface';
    };

/**
 * Checks a session token: HS256 with the app's secret, lifetime (10 s tolerance), audience, and that `iss` and `dest` name the
 * same myshopify domain, which the library does not compare. `dest` may come with or without a scheme.
 */
export async function checkSessionToken(api: ShopifyApi, token: string): Promise<SessionTokenCheck> {
  if (token === '') return { valid: false, reason: 'missing' };
  const payload = await api.session.decodeSessionToken(token).catch(() => null);
  // The library's message repeats the token, so it must not travel further.
  if (!payload) return { valid: false, reason: 'bad-signature-or-expired' };
  const dest = hostOf(payload.dest);
  const shop = dest === null ? null : api.utils.sanitizeShop(dest);
  if (!shop?.endsWith('.myshopify.com')) return { valid: false, reason: 'foreign-shop' };
  const { iss, sub } = payload;
  if (iss !== undefined && hostOf(iss) !== dest) return { valid: false, reason: 'issuer-mismatch' };
  if (iss === undefined) return { valid: true, owner: { shop, from: 'shop', customerId: customerOf(sub) } };
  return { valid: true, owner: { shop, from: 'admin', userId: sub || null } };
}

/**
 * The shop whose admin sent the token. A shopper's token, signed with the same secret, opens nothing here.
 * @throws AppError UNAUTHORIZED with the reason; the token itself is never repeated
 */
export async function requireAdminToken(api: ShopifyApi, token: string): Promise<{ shop: string }> {
  const check = await checkSessionToken(api, token);
  if (check.valid && check.owner.from === 'admin') return { shop: check.owner.shop };
  throw refused(check);
}

/** The shop, and who is logged in at its checkout or account (null = nobody). @throws AppError as above, for an admin's token too */
export async function requireShopperToken(
  api: ShopifyApi,
  token: string,
): Promise<{ shop: string; customerId: CustomerId | null }> {
  const check = await checkSessionToken(api, token);
  if (check.valid && check.owner.from === 'shop') return check.owner;
  throw refused(check);
}

function refused(check: SessionTokenCheck): AppError {
  const reason = check.valid ? 'wrong-surface' : check.reason;
  return new AppError('UNAUTHORIZED', `the session token was refused: ${reason}`);
}

/** Only a customer's global id names a shopper. */
function customerOf(sub: unknown): CustomerId | null {
  const named = typeof sub === 'string' && /^gid:\/\/shopify\/Customer\/\d+$/.test(sub);
  return named ? parseId<CustomerId>(sub) : null;
}

function hostOf(address: unknown): string | null {
  if (typeof address !== 'string' || address === '') return null;
  const url = /^[a-z]+:\/\//.test(address) ? address : `https://${address}`;
  return URL.canParse(url) ? new URL(url).hostname : null;
}
