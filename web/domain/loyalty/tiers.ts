import type { LocalDay } from '../shared/time.ts';
import { addMonths, startOfDayMs } from './calendar.ts';
import type { TierMove, TierState } from './member.ts';
import type { Tier, TierRules } from './program.ts';

/** Months over which progress counts and for which a tier is kept. */
export const TIER_MONTHS = 12;

/** A member on the ladder, times in ms. Progress runs in both units, so that rules may change theirs. */
export type Ladder = {
  timeZone: string;
  rules: TierRules | null;
  index: number;
  since: number;
  reviewOn: LocalDay | null;
  graceUntilOn: LocalDay | null;
  progress: { spend: number; points: number };
  moves: TierMove[];
};

export function emptyLadder(timeZone: string): Ladder {
  const progress = { spend: 0, points: 0 };
  return {
    timeZone,
    rules: null,
    index: -1,
    since: 0,
    reviewOn: null,
    graceUntilOn: null,
    progress,
    moves: [],
  };
}

/** What the held tier multiplies points by; 10,000 without tiers. */
export function heldMultiplierBps(ladder: Ladder): number {
  return ladder.rules?.levels[ladder.index]?.multiplierBps ?? 10_000;
}

/** The rules of a version begin to hold: a tier that is still there is kept, a lost one is decided by progress. */
export function applyRules(ladder: Ladder, rules: TierRules | null, now: { ms: number; on: LocalDay }): void {
  const held = heldTier(ladder);
  ladder.rules = rules !== null && rules.levels.length > 0 ? rules : null;
  if (ladder.rules === null) {
    Object.assign(ladder, { index: -1, reviewOn: null, graceUntilOn: null });
    return;
  }
  const same = ladder.rules.levels.findIndex((level) => level.key === held?.key);
  if (same >= 0) {
    ladder.index = same;
    if (same === 0) Object.assign(ladder, { reviewOn: null, graceUntilOn: null });
    else ladder.reviewOn ??= addMonths(now.on, TIER_MONTHS);
    rise(ladder, now, 'rules');
    return;
  }
  moveTo(ladder, reachedIndex(ladder), { ...now, cause: 'rules', from: held?.key ?? null });
}

/** Up at once where progress reaches a higher tier; a tier in its grace is kept again once its threshold is reached. */
export function rise(
  ladder: Ladder,
  now: { ms: number; on: LocalDay },
  cause: TierMove['cause'] = 'progress',
): void {
  if (ladder.rules === null) return;
  const reached = reachedIndex(ladder);
  if (reached > ladder.index) {
    moveTo(ladder, reached, { ...now, cause, from: heldTier(ladder)?.key ?? null });
  } else if (ladder.graceUntilOn !== null && reached >= ladder.index) {
    ladder.reviewOn = addMonths(now.on, TIER_MONTHS);
    ladder.graceUntilOn = null;
  }
}

/** When the tier is decided next by time: its review, or the end of its grace; null = never. */
export function decisionMs(ladder: Ladder): number | null {
  const on = ladder.graceUntilOn ?? ladder.reviewOn;
  return on === null ? null : startOfDayMs(on, ladder.timeZone);
}

/** Decides every review and grace that ended at or before `ms`. */
export function reviewUpTo(ladder: Ladder, ms: number): void {
  for (let due = decisionMs(ladder); due !== null && due <= ms; due = decisionMs(ladder)) decide(ladder, due);
}

function decide(ladder: Ladder, ms: number): void {
  const { rules, reviewOn, graceUntilOn } = ladder;
  const on = graceUntilOn ?? reviewOn;
  if (rules === null || on === null) return;
  const reached = reachedIndex(ladder);
  if (reached >= ladder.index) {
    ladder.reviewOn = addMonths(on, TIER_MONTHS);
    ladder.graceUntilOn = null;
  } else if (graceUntilOn === null && rules.graceDays > 0) {
    ladder.graceUntilOn = on + rules.graceDays;
  } else {
    moveTo(ladder, reached, { ms, on, cause: 'review', from: heldTier(ladder)?.key ?? null });
  }
}

/** Entering the lowest tier at the start is no move. */
function moveTo(
  ladder: Ladder,
  index: number,
  move: { ms: number; on: LocalDay; cause: TierMove['cause']; from: string | null },
): void {
  ladder.index = index;
  ladder.since = move.ms;
  ladder.reviewOn = index > 0 ? addMonths(move.on, TIER_MONTHS) : null;
  ladder.graceUntilOn = null;
  const to = heldTier(ladder);
  if (to && (move.from !== null || index > 0))
    ladder.moves.push({ at: new Date(move.ms), from: move.from, to: to.key, cause: move.cause });
}

function heldTier(ladder: Ladder): Tier | undefined {
  return ladder.rules?.levels[ladder.index];
}

function reachedIndex(ladder: Ladder): number {
  if (ladder.rules === null) return -1;
  const progress = ladder.progress[ladder.rules.by];
  return Math.max(
    0,
    ladder.rules.levels.findLastIndex((level) => level.threshold <= progress),
  );
}

/** The ladder as screens and rows have it; null without tiers. Nobody stands on its lowest step before they joined. */
export function tierState(ladder: Ladder, joinedAt: Date): TierState | null {
  const held = heldTier(ladder);
  if (ladder.rules === null || !held) return null;
  return {
    key: held.key,
    sinceAt: new Date(ladder.index === 0 ? Math.max(ladder.since, joinedAt.getTime()) : ladder.since),
    reviewOn: ladder.reviewOn,
    graceUntilOn: ladder.graceUntilOn,
    progress: ladder.progress[ladder.rules.by],
  };
}
