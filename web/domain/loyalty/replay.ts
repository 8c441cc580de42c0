import type { OrderId } from '../shared/ids.ts';
import { type LocalDay, localDayOf } from '../shared/time.ts';
import { endOfDay } from './calendar.ts';
import { expiresFor, grantEnd, RETURNED_DAYS } from './expiry.ts';
import {
  credit,
  emptyPurse,
  expireUpTo,
  extendAll,
  lengthen,
  openPieces,
  type Piece,
  type Purse,
  take,
} from './lots.ts';
import type { Grant, MemberFacts, MemberState, Redemption } from './member.ts';
import { type Counted, type MemberEvent, memberEvents } from './member-events.ts';
import { pointsFor } from './points-for.ts';
import type { ExpiryRule, Program, ProgramHistory } from './program.ts';
import { bonusBpsOn } from './program-at.ts';
import {
  applyRules,
  decisionMs,
  emptyLadder,
  heldMultiplierBps,
  type Ladder,
  reviewUpTo,
  rise,
  tierState,
} from './tiers.ts';

type When = { now: Date; timeZone: string };

/** A replay under way. */
type Replay = {
  program: ProgramHistory;
  byVersion: ReadonlyMap<number, Program>;
  orders: ReadonlyMap<OrderId, Counted>;
  timeZone: string;
  nowMs: number;
  purse: Purse;
  ladder: Ladder;
  launched: boolean;
  /** The version that holds at the moment being replayed. */
  inForce: Program | null;
  lastOrderOn: LocalDay | null;
  /** By redemption, what it took and what it left owed. */
  taken: Map<string, { pieces: Piece[]; owed: number }>;
  awards: Map<OrderId, { points: number; pending: number }>;
};

/**
 * A member's points from all facts, in the order in which things happened, whatever the order in which they became known. An
 * order's lot holds its net points, so a late refund, payment or cancellation comes out right by replaying: what was spent
 * meanwhile becomes a debt, what had ended is not taken twice.
 */
export function replayMember(facts: MemberFacts, program: ProgramHistory, when: When): MemberState {
  const { events, orders } = memberEvents(facts, program, when);
  const replay: Replay = {
    program,
    byVersion: new Map(program.versions.map((version) => [version.version, version])),
    orders,
    timeZone: when.timeZone,
    nowMs: when.now.getTime(),
    purse: emptyPurse(),
    ladder: emptyLadder(when.timeZone),
    launched: false,
    inForce: null,
    lastOrderOn: null,
    taken: new Map(),
    awards: new Map(),
  };
  for (const event of events) {
    expireUpTo(replay.purse, event.ms);
    reviewUpTo(replay.ladder, event.what === 'leaves' ? event.ms - 1 : event.ms);
    apply(replay, event);
  }
  expireUpTo(replay.purse, replay.nowMs);
  reviewUpTo(replay.ladder, replay.nowMs);
  return stateOf(replay, facts);
}

function apply(replay: Replay, event: MemberEvent): void {
  if (event.what === 'version') startVersion(replay, event.program, event.ms);
  else if (event.what === 'launch') launch(replay, event.ms);
  else if (event.what === 'order') placeOrder(replay, event.counted, event.ms);
  else if (event.what === 'credit') creditOrder(replay, event.counted, event.ms);
  else if (event.what === 'grant') giveGrant(replay, event.grant);
  else if (event.what === 'spend') spend(replay, event.redemption);
  else if (event.what === 'returned') giveBack(replay, event.redemption, event.ms);
  else countProgress(replay, event.counted, event);
}

/** New rules never shorten old lots, and what the program says now holds for them where it is longer. */
function startVersion(replay: Replay, program: Program, ms: number): void {
  if (program.currency !== replay.inForce?.currency) leaveCurrency(replay, program.currency);
  replay.inForce = program;
  const endOf = (startOn: LocalDay) => endByRule(replay, program.terms.expiry, startOn);
  lengthen(replay.purse, endOf);
  for (const piece of away(replay, ms)) if (piece.startOn !== null) hold(piece, endOf(piece.startOn));
  if (replay.launched) applyTiers(replay, ms);
}

/** Amounts in two currencies have no sum: what was spent before the shop changed its own raises no tier of the new one. */
function leaveCurrency(replay: Replay, currency: string): void {
  for (const counted of replay.orders.values()) {
    if (versionOf(replay, counted)?.currency === currency) continue;
    replay.ladder.progress.spend -= counted.spend;
    counted.spend = 0;
  }
}

/** When points that start on a day end by a rule, ms; by inactivity it counts from the last order if that is later. */
function endByRule({ lastOrderOn, timeZone }: Replay, rule: ExpiryRule, startOn: LocalDay): number {
  const fromOn = rule.kind === 'inactivity' ? Math.max(startOn, lastOrderOn ?? startOn) : startOn;
  return endMs(expiresFor(rule, fromOn, timeZone));
}

function launch(replay: Replay, ms: number): void {
  replay.launched = true;
  applyTiers(replay, ms);
}

function applyTiers(replay: Replay, ms: number): void {
  const on = localDayOf(new Date(ms), replay.timeZone);
  applyRules(replay.ladder, replay.inForce?.terms.tiers ?? null, { ms, on });
}

/** An order extends all points where inactivity ends them, and earns with the tier held before it. */
function placeOrder(replay: Replay, counted: Counted, ms: number): void {
  const { order } = counted;
  const counts = order.earns !== 'no' || order.grossMinor > 0;
  if (counts) replay.lastOrderOn = Math.max(replay.lastOrderOn ?? order.localOn, order.localOn);
  const rule = replay.inForce?.terms.expiry;
  if (counts && rule?.kind === 'inactivity') {
    const end = endByRule(replay, rule, order.localOn);
    extendAll(replay.purse, end);
    for (const piece of away(replay, ms)) hold(piece, end);
  }
  const program = versionOf(replay, counted);
  if (!program) return;
  const { earn, bonuses, tiers } = program.terms;
  counted.tierBps = order.backfilled
    ? (tiers?.levels[0]?.multiplierBps ?? counted.tierBps)
    : heldMultiplierBps(replay.ladder);
  counted.bonusBps = bonusBpsOn(bonuses, order.localOn);
  if (order.earns === 'no') return;
  counted.points = pointsFor(order.keptMinor, earn, counted.tierBps, counted.bonusBps);
  if (counted.points > 0) replay.awards.set(order.orderId, { points: 0, pending: counted.points });
}

function creditOrder(replay: Replay, { order, points }: Counted, ms: number): void {
  const program = replay.byVersion.get(order.version ?? 0);
  if (!program || points === 0) return;
  replay.awards.set(order.orderId, { points, pending: 0 });
  const startOn = localDayOf(new Date(ms), replay.timeZone);
  const rules = [program.terms.expiry, replay.inForce?.terms.expiry ?? program.terms.expiry];
  const end = Math.max(...rules.map((rule) => endByRule(replay, rule, startOn)));
  credit(replay.purse, { key: `order:${order.orderId}`, at: ms, points, end, startOn });
}

function countProgress(replay: Replay, counted: Counted, event: MemberEvent): void {
  const { order, tierBps, bonusBps } = counted;
  const program = versionOf(replay, counted);
  let spendMinor = 0;
  if (event.what !== 'leaves') {
    spendMinor = order.grossMinor;
    for (const { at, minor } of order.takenBack) if (at.getTime() <= event.ms) spendMinor -= minor;
  }
  const points = program ? pointsFor(spendMinor, program.terms.earn, tierBps, bonusBps) : 0;
  const { progress } = replay.ladder;
  const { currency } = replay.inForce ?? program ?? {};
  const spend = program?.currency === currency ? spendMinor : 0;
  progress.spend += spend - counted.spend;
  progress.points += points - counted.progressPoints;
  counted.spend = spend;
  counted.progressPoints = points;
  if (replay.launched)
    rise(replay.ladder, { ms: event.ms, on: localDayOf(new Date(event.ms), replay.timeZone) });
}

function giveGrant(replay: Replay, grant: Grant): void {
  const { purse, program, timeZone } = replay;
  const { grantId, points, at } = grant;
  if (points < 0) take(purse, -points);
  else {
    const end = endMs(grantEnd(grant, program, timeZone));
    credit(purse, { key: `grant:${grantId}`, at: at.getTime(), points, end, startOn: null });
  }
}

function spend(replay: Replay, { redemptionId, points }: Redemption): void {
  const owedBefore = replay.purse.debt;
  const pieces = take(replay.purse, points);
  replay.taken.set(redemptionId, { pieces, owed: replay.purse.debt - owedBefore });
}

/** What redemptions took and what has not ended since: what lengthens open points lengthens it too, should it come back. */
function* away(replay: Replay, ms: number): Generator<Piece> {
  for (const { pieces } of replay.taken.values()) for (const piece of pieces) if (piece.end > ms) yield piece;
}

function hold(piece: Piece, end: number): void {
  piece.end = Math.max(piece.end, end);
}

/**
 * Points come back with the ends they had; where they were not given back by choice, 30 days from now at least. Those that were
 * owed come back as new ones.
 */
function giveBack(replay: Replay, { redemptionId, undone }: Redemption, ms: number): void {
  const taken = replay.taken.get(redemptionId);
  if (!taken) return;
  const on = localDayOf(new Date(ms), replay.timeZone);
  const least = endOfDay(on + RETURNED_DAYS, replay.timeZone).getTime();
  const key = `return:${redemptionId}`;
  const owed = { key, at: ms, points: taken.owed, end: least, startOn: null };
  for (const piece of taken.owed > 0 ? [...taken.pieces, owed] : taken.pieces)
    credit(replay.purse, { ...piece, key, end: undone ? piece.end : Math.max(piece.end, least) });
}

function versionOf(replay: Replay, { order }: Counted): Program | undefined {
  return order.version === null ? undefined : replay.byVersion.get(order.version);
}

function endMs(end: Date | null): number {
  return end === null ? Number.POSITIVE_INFINITY : end.getTime();
}

function stateOf(replay: Replay, facts: MemberFacts): MemberState {
  const { purse, ladder, awards } = replay;
  const set = facts.redemptions.filter(({ state }) => state === 'reserved' || state === 'unknown');
  const pieces = openPieces(purse);
  const [first] = pieces;
  const ends = first && Number.isFinite(first.end) ? first.end : null;
  const endingNext = pieces.filter((piece) => piece.end === ends);
  return {
    available: sum(pieces),
    pending: [...awards.values()].reduce((total, award) => total + award.pending, 0),
    reserved: sum(set),
    debt: purse.debt,
    expired: purse.expired,
    expiredAt: purse.expiredAt === null ? null : new Date(purse.expiredAt),
    lots: pieces.map(({ key, at, points, end }) => ({
      key,
      at: new Date(at),
      points,
      expiresAt: Number.isFinite(end) ? new Date(end) : null,
    })),
    awards,
    tier: tierState(ladder, facts.joinedAt),
    tierMoves: ladder.moves,
    nextExpiry: ends === null ? null : { at: new Date(ends), points: sum(endingNext) },
    revisitAt: nextMoment(replay, ends),
  };
}

/** The soonest of an expiry, an order's maturity, a tier's review, and an order's leaving what counts for the tier. */
function nextMoment({ ladder, nowMs, orders }: Replay, endsMs: number | null): Date | null {
  const never = Number.POSITIVE_INFINITY;
  let soonest = Math.min(endsMs ?? never, decisionMs(ladder) ?? never);
  for (const { earnedMs, leavesMs, spend, progressPoints } of orders.values()) {
    if (earnedMs > nowMs) soonest = Math.min(soonest, earnedMs);
    else if (ladder.rules !== null && (spend > 0 || progressPoints > 0))
      soonest = Math.min(soonest, leavesMs);
  }
  return Number.isFinite(soonest) ? new Date(soonest) : null;
}

function sum(lots: readonly { points: number }[]): number {
  return lots.reduce((total, lot) => total + lot.points, 0);
}
