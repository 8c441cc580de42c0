import { dayToIso, type LocalDay } from '../shared/time.ts';
import type { MemberState } from './member.ts';
import type { MemberPoints } from './member-view.ts';
import type { ProgramTerms } from './program.ts';

/** A member's numbers, as stored or as replayed. */
export type PointsNumbers = Pick<MemberState, 'available' | 'pending' | 'debt' | 'tier' | 'nextExpiry'>;

/** What a shopper is told of their points, by the names and steps of these terms; a tier that is no longer among them is not named. */
export function memberPoints(numbers: PointsNumbers, terms: ProgramTerms | null): MemberPoints {
  const { tier, nextExpiry } = numbers;
  const levels = terms?.tiers?.levels ?? [];
  const index = levels.findIndex(({ key }) => key === tier?.key);
  const level = levels[index];
  const next = level && levels[index + 1];
  return {
    points: numbers.available,
    pendingPoints: numbers.pending,
    debtPoints: numbers.debt,
    tier:
      tier && level
        ? {
            key: level.key,
            name: level.name,
            multiplierBps: level.multiplierBps,
            keptUntilOn: isoOrNull(tier.reviewOn),
            graceUntilOn: isoOrNull(tier.graceUntilOn),
            graceMissing: tier.graceUntilOn === null ? null : Math.max(0, level.threshold - tier.progress),
          }
        : null,
    nextTier:
      tier && next
        ? { key: next.key, name: next.name, missing: Math.max(0, next.threshold - tier.progress) }
        : null,
    expiring: nextExpiry && { points: nextExpiry.points, at: nextExpiry.at.toISOString() },
  };
}

function isoOrNull(on: LocalDay | null): string | null {
  return on === null ? null : dayToIso(on);
}
