import type { OrderId } from '../shared/ids.ts';
import { addMonths, startOfDayMs } from './calendar.ts';
import type { Grant, MemberFacts, MemberOrder, Redemption } from './member.ts';
import type { Program, ProgramHistory } from './program.ts';
import { TIER_MONTHS } from './tiers.ts';

/** What the replay remembers of an order: the points it got when it came, and what of it counts as progress now. */
export type Counted = {
  order: MemberOrder;
  points: number;
  /** From when it is earned, ms, and when it is no progress any more; Infinity = not known yet, or never. */
  earnedMs: number;
  leavesMs: number;
  /** Multipliers of its moment. */
  tierBps: number;
  bonusBps: number;
  spend: number;
  progressPoints: number;
};

/** What happens to a member, in the order in which it is replayed. `rank` decides at one moment, then `id`. */
export type MemberEvent = { ms: number; rank: number; id: string } & (
  | { what: 'order'; counted: Counted }
  | { what: 'credit'; counted: Counted }
  | { what: 'progress'; counted: Counted }
  | { what: 'leaves'; counted: Counted }
  | { what: 'version'; program: Program }
  | { what: 'launch' }
  | { what: 'grant'; grant: Grant }
  | { what: 'spend'; redemption: Redemption }
  | { what: 'returned'; redemption: Redemption }
);

/**
 * Progress leaves before a tier is reviewed that day; points come before they go, so that nothing is owed for a moment. What was
 * handed over with a later date than now (a clock ahead) counts now.
 */
const RANK = {
  leaves: 0,
  version: 1,
  launch: 2,
  order: 3,
  credit: 4,
  progress: 5,
  grant: 6,
  less: 7,
  spend: 8,
  returned: 9,
};

/** All events up to now, sorted. */
export function memberEvents(
  facts: MemberFacts,
  program: ProgramHistory,
  { now, timeZone }: { now: Date; timeZone: string },
): { events: MemberEvent[]; orders: ReadonlyMap<OrderId, Counted> } {
  const nowMs = now.getTime();
  const events: MemberEvent[] = [];
  const orders = new Map<OrderId, Counted>();
  const launchMs = program.launchedAt?.getTime() ?? null;
  const withTiers = program.versions.some((version) => version.terms.tiers !== null);
  for (const [index, version] of program.versions.entries()) {
    if (version.terms === program.versions[index - 1]?.terms) continue;
    const ms = version.savedAt.getTime();
    if (ms <= nowMs) events.push({ ms, rank: RANK.version, id: '', what: 'version', program: version });
  }
  if (launchMs !== null && launchMs <= nowMs)
    events.push({ ms: launchMs, rank: RANK.launch, id: '', what: 'launch' });
  for (const order of facts.orders) {
    const counted = countedOf(order);
    orders.set(order.orderId, counted);
    pushOrder(events, counted, { nowMs, launchMs: launchMs ?? nowMs, timeZone, withTiers });
  }
  for (const grant of facts.grants) {
    const ms = Math.min(grant.at.getTime(), nowMs);
    const rank = grant.points < 0 ? RANK.less : RANK.grant;
    if (grant.points !== 0) events.push({ ms, rank, id: grant.grantId, what: 'grant', grant });
  }
  for (const redemption of facts.redemptions) pushRedemption(events, redemption, nowMs);
  events.sort(inOrder);
  return { events, orders };
}

function inOrder(a: MemberEvent, b: MemberEvent): number {
  return a.ms - b.ms || a.rank - b.rank || compareIds(a.id, b.id);
}

function compareIds(a: string, b: string): number {
  return a.length - b.length || (a < b ? -1 : a > b ? 1 : 0);
}

function countedOf(order: MemberOrder): Counted {
  const matures = order.maturesAt?.getTime() ?? null;
  const earns = order.earns !== 'pending' || matures !== null;
  const earnedMs = earns ? Math.max(order.at.getTime(), matures ?? 0) : Number.POSITIVE_INFINITY;
  const none = { points: 0, spend: 0, progressPoints: 0, leavesMs: Number.POSITIVE_INFINITY };
  return { order, ...none, earnedMs, tierBps: 10_000, bonusBps: 10_000 };
}

function pushOrder(
  events: MemberEvent[],
  counted: Counted,
  when: { nowMs: number; launchMs: number; timeZone: string; withTiers: boolean },
): void {
  const { order } = counted;
  const id = order.orderId;
  const { nowMs } = when;
  const atMs = Math.min(order.at.getTime(), nowMs);
  events.push({ ms: atMs, rank: RANK.order, id, what: 'order', counted });
  const clockAhead = order.at.getTime() > nowMs && order.maturesAt === null;
  const earnedMs = clockAhead ? Math.min(counted.earnedMs, nowMs) : counted.earnedMs;
  if (order.version === null || earnedMs > nowMs) return;
  if (order.earns !== 'no') {
    const ms = order.backfilled ? Math.max(earnedMs, when.launchMs) : earnedMs;
    if (ms <= nowMs) events.push({ ms, rank: RANK.credit, id, what: 'credit', counted });
  }
  if (!when.withTiers || order.grossMinor === 0) return;
  const leavesMs = startOfDayMs(addMonths(order.localOn, TIER_MONTHS), when.timeZone);
  if (leavesMs <= earnedMs) return;
  counted.leavesMs = leavesMs;
  events.push({ ms: earnedMs, rank: RANK.progress, id, what: 'progress', counted });
  for (const { at } of order.takenBack) {
    const ms = at.getTime();
    if (ms > earnedMs && ms <= nowMs && ms < leavesMs)
      events.push({ ms, rank: RANK.progress, id, what: 'progress', counted });
  }
  if (leavesMs <= nowMs) events.push({ ms: leavesMs, rank: RANK.leaves, id, what: 'leaves', counted });
}

/** What was refused never happened: its pieces lie where they lay. */
function pushRedemption(events: MemberEvent[], redemption: Redemption, nowMs: number): void {
  const { state, redemptionId: id, points } = redemption;
  if (state === 'released' || points <= 0) return;
  const ms = Math.min(redemption.at.getTime(), nowMs);
  events.push({ ms, rank: RANK.spend, id, what: 'spend', redemption });
  if (state !== 'returned') return;
  const backMs = Math.min(Math.max(redemption.returnedAt?.getTime() ?? ms, ms), nowMs);
  events.push({ ms: backMs, rank: RANK.returned, id, what: 'returned', redemption });
}
