import type { CustomerId, ShopId } from '../domain/shared/ids.ts';
import type { LoyaltyStore } from '../use-cases/loyalty-port.ts';
import { createLoyaltyAccountStore } from './loyalty-account-store.ts';
import { createLoyaltyGrantStore } from './loyalty-grant-store.ts';
import { createLoyaltyLedgerStore } from './loyalty-ledger-store.ts';
import { createLoyaltyProgramStore } from './loyalty-program-store.ts';
import { memberRecords } from './loyalty-records.ts';
import { createLoyaltyRedemptionStore } from './loyalty-redemption-store.ts';
import { createLoyaltyReferralStore } from './loyalty-referral-store.ts';
import { refreshTotals } from './loyalty-totals.ts';
import type { ProgramCache } from './program-cache.ts';
import type { Sql } from './sql.ts';

/** Points: program, members, ledger, grants, redemptions, referrals. @param isRedacted whom no account is opened for */
export function createLoyaltyStore(
  sql: Sql,
  isRedacted: (shop: ShopId, ids: readonly CustomerId[]) => Promise<ReadonlySet<CustomerId>>,
  programs: ProgramCache,
): LoyaltyStore {
  return {
    ...createLoyaltyProgramStore(sql, programs),
    ...createLoyaltyAccountStore(sql, isRedacted),
    ...createLoyaltyLedgerStore(sql),
    ...createLoyaltyGrantStore(sql),
    ...createLoyaltyRedemptionStore(sql),
    ...createLoyaltyReferralStore(sql),
    records: (shop, accountIds) => memberRecords(sql, shop, accountIds),
    refreshTotals: (shop, at) => refreshTotals(sql, shop, at),
  };
}
