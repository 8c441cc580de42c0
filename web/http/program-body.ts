import type { ProgramResponse, ProgramTerms as TermsBody } from '../contract/loyalty.ts';
import type { ProgramTerms, RewardValue } from '../domain/loyalty/program.ts';
import type { CollectionId, ProductId } from '../domain/shared/ids.ts';
import { dayToIso, isoToDay } from '../domain/shared/time.ts';
import type { ProgramDetail } from '../use-cases/get-program.ts';

/** Terms as a request carries them, in the domain's words: days as numbers, ids branded. */
export function toProgramTerms(body: TermsBody): ProgramTerms {
  const { earn, bonuses, rewards, historyFromOn, ...same } = body;
  return {
    ...same,
    earn: {
      ...earn,
      excludedProducts: earn.excludedProducts as ProductId[],
      excludedCollections: earn.excludedCollections as CollectionId[],
    },
    bonuses: bonuses.map(({ fromOn, toOn, ...bonus }) => ({
      ...bonus,
      fromOn: isoToDay(fromOn),
      toOn: isoToDay(toOn),
    })),
    rewards: rewards.map((reward) => ({ ...reward, value: reward.value as RewardValue })),
    historyFromOn: historyFromOn === null ? null : isoToDay(historyFromOn),
  };
}

/** Terms as an answer carries them. */
export function toTermsBody(terms: ProgramTerms): TermsBody {
  const { earn, bonuses, tiers, rewards, historyFromOn, ...same } = terms;
  return {
    ...same,
    earn: {
      ...earn,
      excludedProducts: [...earn.excludedProducts],
      excludedCollections: [...earn.excludedCollections],
    },
    bonuses: bonuses.map(({ fromOn, toOn, ...bonus }) => ({
      ...bonus,
      fromOn: dayToIso(fromOn),
      toOn: dayToIso(toOn),
    })),
    tiers: tiers && { ...tiers, levels: [...tiers.levels] },
    rewards: [...rewards],
    historyFromOn: historyFromOn === null ? null : dayToIso(historyFromOn),
  };
}

/** The program as the Loyalty page reads it. */
export function toProgram(program: ProgramDetail): ProgramResponse {
  return {
    ...program,
    savedAt: program.savedAt?.toISOString() ?? null,
    launchedAt: program.launchedAt?.toISOString() ?? null,
    terms: toTermsBody(program.terms),
    products: [...program.products],
  };
}
