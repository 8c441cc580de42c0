import type { Grant, MemberFacts, MemberOrder, Redemption } from '../../../web/domain/loyalty/member.ts';
import type { Program, ProgramHistory, ProgramTerms } from '../../../web/domain/loyalty/program.ts';
import { defaultProgram } from '../../../web/domain/loyalty/program.ts';
import type { OrderId } from '../../../web/domain/shared/ids.ts';
import { isoToDay } from '../../../web/domain/shared/time.ts';

export const LAUNCH = new Date('2024-01-01T00:00:00Z');

/** A program that is on: one point per 1.00, points hold 12 months. */
export function terms(change: Partial<ProgramTerms> = {}): ProgramTerms {
  return { ...defaultProgram('USD'), on: true, ...change };
}

/** Versions by the moment they were saved; the first that is on launched the program. */
export function history(...versions: readonly [string, ProgramTerms][]): ProgramHistory {
  const saved = versions.map(
    ([at, of], index): Program => ({
      version: index + 1,
      savedAt: new Date(at),
      terms: of,
      currency: 'USD',
      excluded: new Set(of.earn.excludedProducts),
    }),
  );
  return { versions: saved, launchedAt: saved.find((version) => version.terms.on)?.savedAt ?? null };
}

/** One version from 2024-01-01 on. */
export function launched(change: Partial<ProgramTerms> = {}): ProgramHistory {
  return history([LAUNCH.toISOString(), terms(change)]);
}

/** An order that has earned by version 1, at an ISO instant in a UTC shop; 100.00 unless said otherwise. */
export function earned(orderId: string, at: string, change: Partial<MemberOrder> = {}): MemberOrder {
  const grossMinor = change.grossMinor ?? 10_000;
  return {
    orderId: orderId as OrderId,
    at: new Date(at),
    localOn: isoToDay(at.slice(0, 10)),
    grossMinor,
    keptMinor: grossMinor,
    takenBack: [],
    earns: 'earned',
    maturesAt: null,
    version: 1,
    backfilled: false,
    ...change,
  };
}

export function given(grantId: string, at: string, points: number, change: Partial<Grant> = {}): Grant {
  return { grantId, at: new Date(at), points, reason: 'goodwill', expiresAt: null, ...change };
}

export function redeemed(
  redemptionId: string,
  at: string,
  points: number,
  change: Partial<Redemption> = {},
): Redemption {
  const value = { kind: 'amount', amountMinor: 500 } as const;
  const known = { rewardId: 'r1', value, state: 'issued', returnedAt: null, undone: false } as const;
  return { redemptionId, at: new Date(at), points, ...known, ...change };
}

export function member(change: Partial<MemberFacts> = {}): MemberFacts {
  return { joinedAt: LAUNCH, orders: [], grants: [], redemptions: [], ...change };
}
