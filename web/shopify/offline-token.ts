import { HttpResponseError, RequestedTokenType, type Session } from '@shopify/shopify-api';
import { AppError } from '../domain/shared/errors.ts';
import type { Log } from '../use-cases/ports.ts';
import type { SessionStorage } from './session-storage.ts';
import { type ApiOrigin, withRoute } from './shop-fetch.ts';
import type { ShopifyApi } from './shopify-app.ts';
import type { Timing } from './timing.ts';

export type OfflineTokenOptions = {
  api: ShopifyApi;
  storage: SessionStorage;
  apiOrigin: ApiOrigin;
  timing: Timing;
  log: Log;
  /** The shop refused our refresh token: its work must stop until a merchant opens the app. */
  onNeedsReauth(shop: string): Promise<void>;
};

/** Offline access tokens, one line of them per shop, across processes. */
export type OfflineTokens = {
  /**
   * A session good for at least five minutes: the stored one, else refreshed, else (with a session token) exchanged.
   * @throws AppError NEEDS_REAUTH (nothing usable and no session token), SHOPIFY_UNAVAILABLE (token endpoint does not answer)
   */
  getOfflineSession(shop: string, sessionToken?: string): Promise<Session>;
  /**
   * At installation, also the second one within the hour: the stored session may look alive and be revoked, so it is exchanged
   * anew, once for all that ask at the same time. @throws AppError UNAUTHORIZED, SHOPIFY_UNAVAILABLE
   */
  exchange(shop: string, sessionToken: string): Promise<Session>;
  /** After Shopify refused `rejectedToken` (401): the newer stored one, or a refreshed one. Throws as above. */
  renew(shop: string, rejectedToken: string): Promise<Session>;
  /** Even a fresh token was refused: forgets it, reports the shop and throws NEEDS_REAUTH. */
  abandon(shop: string): Promise<never>;
};

const FRESH_MS = 5 * 60_000;
const REQUEST_MS = 10_000;
/** Longer than a request may take, so that a slow winner still holds it when it stores. */
const LEASE_MS = 30_000;
const POLL_MS = 250;
const GIVE_UP_MS = 40_000;
const PAUSE_MS = 500;

type Want = {
  shop: string;
  sessionToken?: string | undefined;
  /** No longer good, whatever its expiry says. */
  rejectedToken?: string | undefined;
  /** Its refresh token is not worth a try either. */
  anew?: boolean;
};

/**
 * Token exchange with `expiring: true` and refresh under a per-shop lease. Since 2026-08-28 Shopify honours the last refresh
 * token until its replacement is used, so a lost answer is repaired by asking again with the same one.
 */
export function createOfflineTokens(options: OfflineTokenOptions): OfflineTokens {
  return {
    getOfflineSession: (shop, sessionToken) => obtain(options, { shop, sessionToken }),
    exchange: async (shop, sessionToken) => {
      const standing = await options.storage.loadSession(options.api.session.getOfflineId(shop));
      return obtain(options, { shop, sessionToken, rejectedToken: standing?.accessToken, anew: true });
    },
    renew: (shop, rejectedToken) => obtain(options, { shop, rejectedToken }),
    abandon: (shop) => abandon(options, shop),
  };
}

async function obtain(options: OfflineTokenOptions, want: Want): Promise<Session> {
  const { storage, timing } = options;
  const id = options.api.session.getOfflineId(want.shop);
  const giveUpAt = timing.now() + GIVE_UP_MS;
  for (let attempt = 0; ; attempt++) {
    const stored = await storage.loadSession(id);
    if (stored && isUsable(stored, want, timing.now())) return stored;
    const now = timing.now();
    if (now >= giveUpAt)
      throw new AppError('SHOPIFY_UNAVAILABLE', "Shopify's token endpoint does not answer");
    const lease = { id, shop: want.shop, now: new Date(now), until: new Date(now + LEASE_MS) };
    if (!(await storage.takeLease(lease))) {
      await timing.wait(POLL_MS);
      continue;
    }
    const session = await asWinner(options, want, id).finally(() => storage.endLease(id));
    if (session) return session;
    await timing.wait(Math.min(PAUSE_MS * 2 ** attempt, LEASE_MS) * (0.5 + timing.random() / 2));
  }
}

/** Inside the lease: looks again, then asks Shopify once. Undefined = no answer, try again. */
async function asWinner(options: OfflineTokenOptions, want: Want, id: string): Promise<Session | undefined> {
  const { storage, timing, log } = options;
  const stored = await storage.loadSession(id);
  if (stored && isUsable(stored, want, timing.now())) return stored;
  const refreshToken = stored?.expires && !want.anew ? stored.refreshToken : undefined;
  if (stored?.refreshToken && !refreshToken)
    log.warn({ shop: want.shop }, 'offline session without an expiry: it cannot be refreshed');
  if (refreshToken) {
    const refreshed = await askForTokens(options, want.shop, (api) =>
      api.auth.refreshToken({ shop: want.shop, refreshToken }),
    );
    if (refreshed.outcome === 'tokens') return keep(options, refreshed.session);
    if (refreshed.outcome === 'no-answer') return undefined;
    const again = await storage.loadSession(id);
    if (again && again.refreshToken !== refreshToken && isUsable(again, want, timing.now())) return again;
  }
  return exchange(options, want);
}

/** The last way: a merchant's session token. Without one the shop must wait for its merchant. */
async function exchange(options: OfflineTokenOptions, want: Want): Promise<Session | undefined> {
  const { sessionToken, shop } = want;
  if (sessionToken === undefined) return abandon(options, shop);
  const exchanged = await askForTokens(options, shop, (api) =>
    api.auth.tokenExchange({
      shop,
      sessionToken,
      requestedTokenType: RequestedTokenType.OfflineAccessToken,
      expiring: true,
    }),
  );
  if (exchanged.outcome === 'tokens') return keep(options, exchanged.session);
  if (exchanged.outcome === 'no-answer') return undefined;
  throw new AppError('UNAUTHORIZED', `Shopify refused the session token (HTTP ${exchanged.status})`);
}

/** A dead session must not look alive: without it the next page load exchanges at once. */
async function abandon(options: OfflineTokenOptions, shop: string): Promise<never> {
  await options.storage.deleteSession(options.api.session.getOfflineId(shop));
  await options.onNeedsReauth(shop);
  throw new AppError('NEEDS_REAUTH', 'Shopify no longer accepts our access to this store: open Encore once');
}

/** Stored before first use: a token that was used but not stored would be lost with this process. */
async function keep(options: OfflineTokenOptions, session: Session): Promise<Session> {
  await options.storage.storeSession(session);
  return session;
}

type TokenAnswer =
  | { outcome: 'tokens'; session: Session }
  | { outcome: 'refused'; status: number }
  | { outcome: 'no-answer' };

async function askForTokens(
  options: OfflineTokenOptions,
  shop: string,
  ask: (api: ShopifyApi) => Promise<{ session: Session }>,
): Promise<TokenAnswer> {
  try {
    const { session } = await withRoute(options.apiOrigin, REQUEST_MS, () => ask(options.api));
    return { outcome: 'tokens', session: onOurClock(session, options.timing.now()) };
  } catch (error) {
    const status = error instanceof HttpResponseError ? error.response.code : 0;
    const isRefusal = status >= 400 && status < 500 && status !== 408 && status !== 429;
    if (isRefusal) return { outcome: 'refused', status };
    options.log.warn({ shop, status }, 'token endpoint gave no tokens');
    return { outcome: 'no-answer' };
  }
}

/** The library counts expiry from the system clock; everything here is compared with the given one. */
function onOurClock(session: Session, now: number): Session {
  const shift = now - Date.now();
  if (session.expires) session.expires = new Date(session.expires.getTime() + shift);
  if (session.refreshTokenExpires)
    session.refreshTokenExpires = new Date(session.refreshTokenExpires.getTime() + shift);
  return session;
}

/** A session with a refresh token but no expiry would look alive for ever (Shopify/shopify-app-js#3400). */
function isUsable(session: Session, want: Want, now: number): boolean {
  if (!session.accessToken || session.accessToken === want.rejectedToken) return false;
  return session.expires !== undefined && session.expires.getTime() - now >= FRESH_MS;
}
