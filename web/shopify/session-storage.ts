import type { Session } from '@shopify/shopify-api';

/**
 * Where sessions are kept, encrypted: the library's five methods, plus the lease of the one process that may talk to the
 * token endpoint for a session. A lease may be taken before its session exists. Times are the caller's clock.
 */
export type SessionStorage = {
  storeSession(session: Session): Promise<boolean>;
  loadSession(id: string): Promise<Session | undefined>;
  deleteSession(id: string): Promise<boolean>;
  deleteSessions(ids: string[]): Promise<boolean>;
  findSessionsByShop(shop: string): Promise<Session[]>;
  /** True for exactly one caller until `until`; a lease that has run out before `now` is free. */
  takeLease(lease: { id: string; shop: string; now: Date; until: Date }): Promise<boolean>;
  endLease(id: string): Promise<void>;
};
