import { createHmac, randomUUID, timingSafeEqual } from 'node:crypto';

/** The app as the local Shopify knows it: OAuth client id and secret. */
export type AppCredentials = { clientId: string; clientSecret: string };

/** Claims of a Shopify session token; times in epoch seconds. */
export type SessionClaims = {
  iss: string;
  dest: string;
  aud: string;
  sub: string;
  exp: number;
  nbf: number;
  iat: number;
  jti: string;
  sid: string;
};

const lifetimeSeconds = 60;

/** A one-minute HS256 session token for a staff member of `shopDomain`. `now` in epoch milliseconds. */
export function mintSessionToken(
  app: AppCredentials,
  input: { shopDomain: string; userId: string; sid: string; now: number },
): string {
  const iat = Math.floor(input.now / 1000);
  const claims: SessionClaims = {
    iss: `https://${input.shopDomain}/admin`,
    dest: `https://${input.shopDomain}`,
    aud: app.clientId,
    sub: input.userId,
    exp: iat + lifetimeSeconds,
    nbf: iat,
    iat,
    jti: randomUUID(),
    sid: input.sid,
  };
  const signed = `${base64Url({ alg: 'HS256', typ: 'JWT' })}.${base64Url(claims)}`;
  return `${signed}.${sign(signed, app.clientSecret)}`;
}

/** The claims of a valid token for this app and shop, or undefined: forged, expired, not yet valid, another app's or shop's. */
export function readSessionToken(
  app: AppCredentials,
  token: string,
  expected: { shopDomain: string; now: number },
): SessionClaims | undefined {
  const [header = '', payload = '', signature = ''] = token.split('.');
  const given = Buffer.from(signature);
  const right = Buffer.from(sign(`${header}.${payload}`, app.clientSecret));
  if (given.length !== right.length || !timingSafeEqual(given, right)) return undefined;
  const claims = JSON.parse(Buffer.from(payload, 'base64url').toString('utf8')) as SessionClaims;
  const nowSeconds = expected.now / 1000;
  const live = claims.nbf <= nowSeconds + 1 && nowSeconds < claims.exp;
  return live && claims.aud === app.clientId && claims.dest === `https://${expected.shopDomain}`
    ? claims
    : undefined;
}

function base64Url(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}

function sign(text: string, secret: string): string {
  return createHmac('sha256', secret).update(text).digest('base64url');
}
