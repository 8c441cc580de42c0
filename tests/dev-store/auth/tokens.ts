import { randomBytes } from 'node:crypto';
import type { TimeSource } from '../controls/clock.ts';

/** A live access token: whose shop, until when, with which scopes. */
export type AccessGrant = {
  token: string;
  shopDomain: string;
  expiresAt: number;
  scopes: readonly string[];
  userId: string | undefined;
};

/** What the token endpoint hands out; times in seconds as on the wire. */
export type IssuedTokens = {
  accessToken: string;
  expiresIn: number;
  refreshToken: string;
  refreshTokenExpiresIn: number;
  scopes: readonly string[];
};

type RefreshRow = {
  token: string;
  shopDomain: string;
  expiresAt: number;
  firstUsedAt: number | undefined;
  retired: boolean;
  predecessor: RefreshRow | undefined;
};

const accessSeconds = 3600;
const onlineSeconds = 86_400;
const refreshSeconds = 90 * 86_400;
const recoveryMs = 30 * 86_400_000;

/**
 * Every token the local Shopify has issued. Offline tokens expire after an hour and rotate their refresh token; a used refresh
 * token stays good for the lost-answer case until its replacement (access or refresh token, whichever first) is used,
 * for 30 days at most (shopify.dev changelog 2026-08-28). One refreshable token per shop: a new exchange retires the old line.
 */
export class TokenStore {
  readonly #clock: TimeSource;
  #access = new Map<string, { grant: AccessGrant; refresh: RefreshRow | undefined }>();
  #refresh = new Map<string, RefreshRow>();

  constructor(clock: TimeSource) {
    this.#clock = clock;
  }

  /** An offline pair after a token exchange. */
  issueOffline(shopDomain: string, scopes: readonly string[]): IssuedTokens {
    for (const row of this.#refresh.values()) if (row.shopDomain === shopDomain) row.retired = true;
    return this.#issue(shopDomain, scopes, undefined);
  }

  /** A 24-hour token of one staff member, without refresh token. */
  issueOnline(
    shopDomain: string,
    scopes: readonly string[],
    userId: string,
  ): { accessToken: string; expiresIn: number } {
    const token = `shpua_${randomBytes(16).toString('hex')}`;
    const expiresAt = this.#clock.now() + onlineSeconds * 1000;
    this.#access.set(token, { grant: { token, shopDomain, expiresAt, scopes, userId }, refresh: undefined });
    return { accessToken: token, expiresIn: onlineSeconds };
  }

  /** Rotates a refresh token, or undefined when it is unknown, another shop's, expired or retired. */
  refresh(shopDomain: string, token: string, scopes: readonly string[]): IssuedTokens | undefined {
    const row = this.#refresh.get(token);
    const now = this.#clock.now();
    if (row === undefined || row.shopDomain !== shopDomain || row.retired || row.expiresAt <= now)
      return undefined;
    if (row.firstUsedAt !== undefined && now - row.firstUsedAt > recoveryMs) return undefined;
    row.firstUsedAt ??= now;
    if (row.predecessor) row.predecessor.retired = true;
    return this.#issue(shopDomain, scopes, row);
  }

  /** The grant behind an access token of this shop, or undefined when it is unknown, expired, revoked or another shop's. */
  authenticate(shopDomain: string, token: string): AccessGrant | undefined {
    const held = this.#access.get(token);
    if (held === undefined || held.grant.shopDomain !== shopDomain) return undefined;
    if (held.grant.expiresAt <= this.#clock.now()) return undefined;
    if (held.refresh?.predecessor) held.refresh.predecessor.retired = true;
    return held.grant;
  }

  /** Revokes everything of one shop (uninstall), or only its access tokens. */
  revoke(shopDomain: string, which: 'all' | 'access' = 'all'): number {
    let revoked = 0;
    for (const [token, held] of this.#access) {
      if (held.grant.shopDomain === shopDomain && this.#access.delete(token)) revoked++;
    }
    if (which === 'access') return revoked;
    for (const row of this.#refresh.values()) if (row.shopDomain === shopDomain) row.retired = true;
    return revoked;
  }

  #issue(shopDomain: string, scopes: readonly string[], predecessor: RefreshRow | undefined): IssuedTokens {
    const now = this.#clock.now();
    const row: RefreshRow = {
      token: `shprt_${randomBytes(16).toString('hex')}`,
      shopDomain,
      expiresAt: now + refreshSeconds * 1000,
      firstUsedAt: undefined,
      retired: false,
      predecessor,
    };
    const token = `shpat_${randomBytes(16).toString('hex')}`;
    const expiresAt = now + accessSeconds * 1000;
    this.#refresh.set(row.token, row);
    this.#access.set(token, {
      grant: { token, shopDomain, expiresAt, scopes, userId: undefined },
      refresh: row,
    });
    return {
      accessToken: token,
      expiresIn: accessSeconds,
      refreshToken: row.token,
      refreshTokenExpiresIn: refreshSeconds,
      scopes,
    };
  }
}
