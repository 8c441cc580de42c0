import type { BuyerFacts, NewcomerFacts, PersonFacts } from '../../domain/campaigns/person-facts.ts';
import { localDayOf } from '../../domain/shared/time.ts';
import type { CandidateRow } from '../ports.ts';

/** A stored customer as the rules of campaigns see them: instants as days of the shop's calendar. */
export function toPersonFacts(row: CandidateRow, timeZone: string): PersonFacts {
  const { lastOrder } = row;
  const dayOf = (at: Date | null | undefined) => (at ? localDayOf(at, timeZone) : null);
  return {
    ...lastBought(row),
    customerId: row.customerId,
    marks: row.marks,
    frequency: row.frequency,
    monetaryMinor: row.monetaryMinor,
    lapseLimitDays: row.lapseLimitDays ?? Number.POSITIVE_INFINITY,
    subscribedUntilOn: row.subscribedUntilOn,
    excluded: row.excluded,
    country: row.country,
    emailConsent: row.emailConsent,
    smsConsent: row.smsConsent,
    lastOrder: {
      deliveredOn: dayOf(lastOrder?.deliveredAt),
      fulfilledOn: dayOf(lastOrder?.fulfilledAt),
      returnOpen: lastOrder?.returnOpen ?? false,
    },
    lastRedeemedDepthBps: row.lastRedeemedBps,
    points: row.points && {
      available: row.points.available,
      ending: endingOf(row.points, timeZone),
      rewardSinceOn: dayOf(row.points.rewardSince),
    },
  };
}

type LastBought = 'stage' | 'lastOn' | 'lastOccasionOn';

function lastBought({
  stage,
  lastOn,
  lastOccasionOn,
}: CandidateRow): Pick<BuyerFacts, LastBought> | Pick<NewcomerFacts, LastBought> {
  if (stage === null || lastOn === null || lastOccasionOn === null)
    return { stage: null, lastOn: null, lastOccasionOn: null };
  return { stage, lastOn, lastOccasionOn };
}

/** Points end with the last second of their last day. */
function endingOf({ nextExpiry }: NonNullable<CandidateRow['points']>, timeZone: string) {
  return nextExpiry && { points: nextExpiry.points, lastOn: localDayOf(nextExpiry.at, timeZone) };
}
