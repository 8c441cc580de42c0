import { createHmac, randomUUID } from 'node:crypto';
import { API_KEY, API_SECRET } from './app-identity.ts';

type Claims = {
  shop: string;
  /** Seconds from now to the end of its life; negative = over. */
  endsIn?: number;
  audience?: string;
  secret?: string;
  issuer?: string;
};

/** A session token as App Bridge gives it; what is not given is right. */
export function mintToken(claims: Claims): string {
  const { shop, endsIn = 60, audience = API_KEY, secret = API_SECRET, issuer = shop } = claims;
  const ends = Math.floor(Date.now() / 1000) + endsIn;
  const payload = {
    iss: `https://${issuer}/admin`,
    dest: `https://${shop}`,
    aud: audience,
    sub: '1',
    exp: ends,
    nbf: ends - 60,
    iat: ends - 60,
    jti: randomUUID(),
    sid: randomUUID(),
  };
  const signed = `${encode({ alg: 'HS256', typ: 'JWT' })}.${encode(payload)}`;
  return `${signed}.${createHmac('sha256', secret).update(signed).digest('base64url')}`;
}

function encode(part: object): string {
  return Buffer.from(JSON.stringify(part)).toString('base64url');
}
