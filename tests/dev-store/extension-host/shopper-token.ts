import { createHmac, randomUUID } from 'node:crypto';
import type { AppCredentials } from '../auth/session-token.ts';

const LIFETIME_SECONDS = 60;

/**
 * The session token of a checkout or account surface: HS256, one minute, the shop's bare domain, no issuer, and the customer
 * only where one is logged in. `now` in epoch milliseconds.
 */
export function mintShopperToken(
  app: AppCredentials,
  { shopDomain, customerId, now }: { shopDomain: string; customerId: string | undefined; now: number },
): string {
  const iat = Math.floor(now / 1000);
  const claims = {
    dest: shopDomain,
    aud: app.clientId,
    exp: iat + LIFETIME_SECONDS,
    nbf: iat,
    iat,
    jti: randomUUID(),
    ...(customerId === undefined ? {} : { sub: `gid://shopify/Customer/${customerId}` }),
  };
  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  const signed = `${part({ alg: 'HS256', typ: 'JWT' })}.${part(claims)}`;
  return `${signed}.${createHmac('sha256', app.clientSecret).update(signed).digest('base64url')}`;
}
