import { AppError } from '../domain/shared/errors.ts';
import type { ShopifyApi } from './shopify-app.ts';

/** Who speaks: the shop a token was minted for, and the staff member (admin) or customer gid (extensions); null = anonymous. */
export type SessionTokenOwner = { shop: string; userId: string | null };

export type SessionTokenCheck =
  | { valid: true; owner: SessionTokenOwner }
  | { valid: false; reason: 'missing' | 'bad-signature-or-expired' | 'foreign-shop' | 'issuer-mismatch' };

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
  if (payload.iss !== undefined && hostOf(payload.iss) !== dest)
    return { valid: false, reason: 'issuer-mismatch' };
  return { valid: true, owner: { shop, userId: payload.sub || null } };
}

/** The token's owner. @throws AppError UNAUTHORIZED with the reason; the token itself is never repeated. */
export async function requireSessionToken(api: ShopifyApi, token: string): Promise<SessionTokenOwner> {
  const check = await checkSessionToken(api, token);
  if (check.valid) return check.owner;
  throw new AppError('UNAUTHORIZED', `the session token was refused: ${check.reason}`);
}

function hostOf(address: unknown): string | null {
  if (typeof address !== 'string' || address === '') return null;
  const url = /^[a-z]+:\/\//.test(address) ? address : `https://${address}`;
  return URL.canParse(url) ? new URL(url).hostname : null;
}
