import { createHmac } from 'node:crypto';
import { type AppCredentials, mintSessionToken } from '../auth/session-token.ts';
import { storeHandle } from './layout.ts';

export type FrameVisit = {
  shopDomain: string;
  userId: string;
  sid: string;
  locale: string;
  /** Path and query inside the app. */
  path: string;
  now: number;
};

/** The address the admin puts into the iframe: the app's page with the signed query and a session token of one minute. */
export function frameUrl(app: AppCredentials, appUrl: string, visit: FrameVisit): string {
  const url = new URL(visit.path, `${appUrl}/`);
  const { shopDomain, userId, sid, now } = visit;
  const host = Buffer.from(`admin.shopify.com/store/${storeHandle(shopDomain)}`)
    .toString('base64')
    .replaceAll('=', '');
  const signed: Record<string, string> = {
    ...Object.fromEntries(url.searchParams),
    embedded: '1',
    host,
    id_token: mintSessionToken(app, { shopDomain, userId, sid, now }),
    locale: visit.locale,
    session: sid.replaceAll('-', ''),
    shop: shopDomain,
    timestamp: String(Math.floor(now / 1000)),
  };
  url.search = new URLSearchParams({ ...signed, hmac: signQuery(signed, app.clientSecret) }).toString();
  return url.href;
}

/** Hex HMAC-SHA256 over the sorted query, as the admin signs it. */
export function signQuery(query: Record<string, string>, secret: string): string {
  const sorted = Object.entries(query).sort(([left], [right]) => left.localeCompare(right));
  const text = new URLSearchParams(sorted).toString().replaceAll('+', '%20');
  return createHmac('sha256', secret).update(text).digest('hex');
}
