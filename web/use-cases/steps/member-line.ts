import type { ProgramTerms } from '../../domain/loyalty/program.ts';
import type { CustomerId } from '../../domain/shared/ids.ts';
import type { LocalDay } from '../../domain/shared/time.ts';
import type { LoyaltyAccount, LoyaltyReader } from '../ports.ts';

export type MemberTier = {
  key: string;
  name: string;
  sinceAt: Date;
  reviewOn: LocalDay | null;
  graceUntilOn: LocalDay | null;
  progress: number;
  /** Missing for the next tier; null = the highest. */
  missing: number | null;
};

/** A member as lists show them. `name` is live from Shopify; null = not known there, or it did not answer. */
export type MemberLine = {
  customerId: CustomerId;
  name: string | null;
  points: number;
  pendingPoints: number;
  debtPoints: number;
  tier: MemberTier | null;
  expiring: { points: number; at: Date } | null;
  joinedAt: Date;
};

export type MemberPosition = { value: string; accountId: string };

/** Which members, in which order. */
export type MembersWanted = {
  filter: { tier?: string | undefined; expiringBefore?: Date | undefined; withDebt?: boolean | undefined };
  order: Parameters<LoyaltyReader['members']>[2];
  /** By name or e-mail, asked of Shopify; null = no search. */
  search: string | null;
};

/** The row of an account that still is somebody's, by the tiers of these terms. */
export function memberLine(
  account: LoyaltyAccount & { customerId: CustomerId },
  terms: ProgramTerms | null,
  name: string | null,
): MemberLine {
  const { customerId, available, pending, debt, nextExpiry, joinedAt } = account;
  return {
    customerId,
    name,
    points: available,
    pendingPoints: pending,
    debtPoints: debt,
    tier: memberTier(account, terms),
    expiring: nextExpiry,
    joinedAt,
  };
}

function memberTier({ tier }: LoyaltyAccount, terms: ProgramTerms | null): MemberTier | null {
  const levels = terms?.tiers?.levels ?? [];
  const index = levels.findIndex(({ key }) => key === tier?.key);
  const level = levels[index];
  if (!tier || !level) return null;
  const next = levels[index + 1];
  const { key, sinceAt, reviewOn, graceUntilOn, progress } = tier;
  const missing = next ? Math.max(0, next.threshold - progress) : null;
  return { key, name: level.name, sinceAt, reviewOn, graceUntilOn, progress, missing };
}
