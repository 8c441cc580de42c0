import type { TierState } from '../domain/loyalty/member.ts';
import type { CustomerId } from '../domain/shared/ids.ts';
import type { LoyaltyAccount } from '../use-cases/loyalty-port.ts';

/** A tier as its JSON column holds it: instants as ISO text. */
type StoredTier = Omit<TierState, 'sinceAt'> & { sinceAt: string };

/** What is read of `loyalty_account`. */
export type AccountRow = {
  account_id: string;
  customer_id: CustomerId | null;
  merged_into: string | null;
  joined_at: Date;
  closed_at: Date | null;
  available: string;
  pending: string;
  reserved: string;
  debt: string;
  tier: StoredTier | null;
  next_expiry_at: Date | null;
  next_expiry_points: string;
  revisit_at: Date | null;
  referral_code: string | null;
};

export function toAccount(row: AccountRow): LoyaltyAccount {
  return {
    accountId: row.account_id,
    customerId: row.customer_id,
    mergedInto: row.merged_into,
    joinedAt: row.joined_at,
    closedAt: row.closed_at,
    available: Number(row.available),
    pending: Number(row.pending),
    reserved: Number(row.reserved),
    debt: Number(row.debt),
    tier: row.tier && { ...row.tier, sinceAt: new Date(row.tier.sinceAt) },
    nextExpiry: row.next_expiry_at && { at: row.next_expiry_at, points: Number(row.next_expiry_points) },
    revisitAt: row.revisit_at,
    referralCode: row.referral_code,
  };
}
