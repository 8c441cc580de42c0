import type { ExpiryRule, ProgramHistory, ProgramTerms } from '../../../web/domain/loyalty/program.ts';
import { type Life, type LifeOrder, unitsLeft } from './life.ts';

/**
 * Points told another way: day by day, every single point a thing of its own with its end, tiers counted afresh from all orders.
 * Shares no code with what it judges; fixed offsets instead of time zones.
 */
export type OracleState = {
  available: number;
  pending: number;
  reserved: number;
  debt: number;
  expired: number;
  /** Points that end at an instant (ms; Infinity = never), soonest first. */
  ends: [number, number][];
  tier: { key: string; reviewOn: number | null; graceUntilOn: number | null; progress: number } | null;
};

type Excluded = { has(productId: string): boolean };
type Point = { end: number; at: number; key: string; startOn: number | null };
type Happening = { at: number; rank: number; id: number; run: () => void };
const DAY = 86_400_000;

export function simulate(
  life: Life,
  program: ProgramHistory,
  { now, offset }: { now: number; offset: number },
): OracleState {
  const dayOf = (ms: number) => Math.floor((ms + offset) / DAY);
  const startOf = (day: number) => day * DAY - offset;
  const versions = program.versions.map((each) => ({ ...each, ms: each.savedAt.getTime() }));
  const launchMs = program.launchedAt?.getTime() ?? Number.POSITIVE_INFINITY;
  const launching = versions.find((each) => each.ms === launchMs);
  let points: Point[] = [];
  let debt = 0;
  let expired = 0;
  let lastOrderDay: number | null = null;
  let inForce: (typeof versions)[number] | undefined;
  let tier: { index: number; reviewOn: number | null; graceUntilOn: number | null } | null = null;
  const awards = new Map<number, { points: number; pending: number }>();
  const multiplierOf = new Map<number, number>();
  const spends = new Map<string, { pieces: Point[]; owed: number }>();

  function monthsLater(day: number, months: number): number {
    const date = new Date(day * DAY);
    const target = date.getUTCFullYear() * 12 + date.getUTCMonth() + months;
    const [year, month] = [Math.floor(target / 12), target % 12];
    const length = new Date(Date.UTC(year, month + 1, 1) - DAY).getUTCDate();
    return Date.UTC(year, month, Math.min(length, date.getUTCDate())) / DAY;
  }
  function lastSecond(day: number): number {
    return startOf(day + 1) - 1000;
  }
  function endBy(rule: ExpiryRule, startDay: number): number {
    if (rule.kind === 'never') return Number.POSITIVE_INFINITY;
    const from = rule.kind === 'inactivity' ? Math.max(startDay, lastOrderDay ?? startDay) : startDay;
    return lastSecond(monthsLater(from, rule.months));
  }
  function drop(ms: number): void {
    if (!points.some((point) => point.end <= ms)) return;
    const left = points.filter((point) => point.end > ms);
    expired += points.length - left.length;
    points = left;
  }
  function add(point: Point, count: number): void {
    for (let n = 0; n < count; n += 1) {
      if (debt > 0) debt -= 1;
      else points.push({ ...point });
    }
  }
  /** Points that are open, and those in a redemption that might still be. */
  function standingOrAway(ms: number): Point[] {
    const away = [...spends.values()].flatMap(({ pieces }) => pieces.filter((point) => point.end > ms));
    return [...points, ...away];
  }
  function remove(count: number): { pieces: Point[]; owed: number } {
    points.sort(soonest);
    const pieces = points.splice(0, count);
    debt += count - pieces.length;
    return { pieces, owed: count - pieces.length };
  }

  // --- orders ---
  const versionOf = (order: LifeOrder) => {
    if (order.at >= launchMs) return versions.findLast((each) => each.ms <= order.at);
    const from = versions.at(-1)?.terms.historyFromOn ?? null;
    return from !== null && dayOf(order.at) >= from ? launching : undefined;
  };
  const earningTerms = (order: LifeOrder) => {
    const version = versionOf(order);
    return version?.terms.on ? version : undefined;
  };
  const tooLong = (order: LifeOrder) =>
    order.paidAt === null && order.fulfilledAt === null && dayOf(now) >= dayOf(order.at) + 30;
  const keepsGoods = (order: LifeOrder) =>
    order.lines.some((line, index) => !line.giftCard && unitsLeft(order, index) > 0);
  const counts = (order: LifeOrder) => order.cancelledAt === null && keepsGoods(order) && !tooLong(order);
  const worth = (order: LifeOrder, excluded: Excluded, unitsOf: (line: number) => number) => {
    let sum = 0;
    order.lines.forEach((line, index) => {
      if (!line.giftCard && !excluded.has(line.productId))
        sum += Math.round((line.amount * unitsOf(index)) / line.quantity);
    });
    return sum;
  };
  const keptOf = (order: LifeOrder, excluded: Excluded) => {
    const lines = worth(order, excluded, (line) => unitsLeft(order, line));
    return { lines, net: lines - Math.min(order.given, lines) };
  };
  /** When it is earned; Infinity = not yet known. */
  const earnedMs = (order: LifeOrder, { earn }: ProgramTerms): number => {
    const never = Number.POSITIVE_INFINITY;
    if (earn.when.kind === 'paid') return order.paidAt === null ? never : Math.max(order.at, order.paidAt);
    if (order.fulfilledAt === null) return never;
    if (earn.when.kind === 'fulfilled') return Math.max(order.at, order.fulfilledAt);
    if (order.deliveredAt === null)
      return Math.max(order.at, startOf(dayOf(order.fulfilledAt) + earn.when.days + 14));
    const { days } = earn.when;
    return Math.max(order.at, days === 0 ? order.deliveredAt : startOf(dayOf(order.deliveredAt) + days));
  };
  const pointsOf = (order: LifeOrder, of: ProgramTerms, minor: number): number => {
    let bonus = 10_000;
    for (const event of of.bonuses)
      if (dayOf(order.at) >= event.fromOn && dayOf(order.at) <= event.toOn && event.multiplierBps > bonus)
        bonus = event.multiplierBps;
    const product =
      BigInt(minor) * BigInt(of.earn.points) * BigInt(multiplierOf.get(order.id) ?? 10_000) * BigInt(bonus);
    return Number(product / BigInt(of.earn.perMinor) / 100_000_000n);
  };
  /** Whether it ever earned: what was cancelled or came back whole before that never did. */
  const everEarned = (order: LifeOrder, of: ProgramTerms): boolean => {
    if (tooLong(order) && order.cancelledAt === null) return false;
    return earnedMs(order, of) <= (order.cancelledAt ?? now);
  };
  /** What of an order counts as progress at a moment, in money. */
  const progressMinor = (order: LifeOrder, ms: number): number => {
    const version = earningTerms(order);
    if (!version || !everEarned(order, version.terms)) return 0;
    const { excluded, terms } = version;
    const counted = dayOf(ms) < monthsLater(dayOf(order.at), 12);
    if (ms < earnedMs(order, terms) || ms < order.at || !counted) return 0;
    if (order.cancelledAt !== null && (ms >= order.cancelledAt || order.paidAt === null)) return 0;
    return grossAt(order, excluded, ms);
  };
  const grossAt = (order: LifeOrder, excluded: Excluded, ms: number): number => {
    const earning = order.refunds.filter((refund) => {
      const line = order.lines[refund.line];
      return line && !line.giftCard && !excluded.has(line.productId) && line.amount > 0;
    });
    const givenAt = earning.length > 0 ? Math.max(...earning.map((refund) => refund.at)) : order.updatedAt;
    const paidFor = order.paidAt !== null;
    const units = (line: number) => {
      const left = unitsLeft(order, line);
      if (!paidFor) return left;
      return order.refunds.reduce(
        (sum, refund) => (refund.line === line && refund.at > ms ? sum + refund.units : sum),
        left,
      );
    };
    const { lines, net } = keptOf(order, excluded);
    return worth(order, excluded, units) - (ms >= givenAt ? lines - net : 0);
  };

  // --- tiers ---
  const levels = () => inForce?.terms.tiers?.levels ?? [];
  const progressAt = (ms: number): number => {
    const by = inForce?.terms.tiers?.by;
    let sum = 0;
    for (const order of life.orders) {
      const version = earningTerms(order);
      if (!version || order.at > ms) continue;
      const minor = progressMinor(order, ms);
      sum += by === 'points' ? pointsOf(order, version.terms, minor) : minor;
    }
    return sum;
  };
  const reached = (ms: number) => {
    const progress = progressAt(ms);
    let index = 0;
    levels().forEach((level, each) => {
      if (level.threshold <= progress) index = each;
    });
    return index;
  };
  const enter = (index: number, day: number) => {
    tier = { index, reviewOn: index > 0 ? monthsLater(day, 12) : null, graceUntilOn: null };
  };
  const look = (ms: number) => {
    if (ms < launchMs || tier === null) return;
    const index = reached(ms);
    if (index > tier.index) enter(index, dayOf(ms));
    else if (tier.graceUntilOn !== null && index >= tier.index)
      tier = { index: tier.index, reviewOn: monthsLater(dayOf(ms), 12), graceUntilOn: null };
  };
  const newRules = (ms: number, heldKey: string | undefined) => {
    if (levels().length === 0) {
      tier = null;
      return;
    }
    const same = levels().findIndex((level) => level.key === heldKey);
    if (tier === null || same < 0) return enter(reached(ms), dayOf(ms));
    tier =
      same === 0
        ? { index: 0, reviewOn: null, graceUntilOn: null }
        : { ...tier, index: same, reviewOn: tier.reviewOn ?? monthsLater(dayOf(ms), 12) };
    look(ms);
  };
  const review = (day: number) => {
    if (tier === null) return;
    const due = tier.graceUntilOn ?? tier.reviewOn;
    if (due !== day) return;
    const index = reached(startOf(day));
    const graceDays = inForce?.terms.tiers?.graceDays ?? 0;
    if (index >= tier.index) tier = { ...tier, reviewOn: monthsLater(day, 12), graceUntilOn: null };
    else if (tier.graceUntilOn === null && graceDays > 0) tier = { ...tier, graceUntilOn: day + graceDays };
    else enter(index, day);
  };

  // --- what happens, by day ---
  const days = new Map<number, Happening[]>();
  const plan = (at: number, rank: number, id: number, run: () => void) => {
    if (at > now) return;
    const day = dayOf(at);
    const list = days.get(day);
    if (list) list.push({ at, rank, id, run });
    else days.set(day, [{ at, rank, id, run }]);
  };
  for (const version of versions)
    plan(version.ms, 0, 0, () => {
      const heldKey = tier === null ? undefined : levels()[tier.index]?.key;
      inForce = version;
      for (const point of standingOrAway(version.ms))
        if (point.startOn !== null)
          point.end = Math.max(point.end, endBy(version.terms.expiry, point.startOn));
      if (version.ms >= launchMs) newRules(version.ms, heldKey);
    });
  for (const order of life.orders) {
    const version = earningTerms(order);
    const kept = version && counts(order) ? keptOf(order, version.excluded).net : 0;
    plan(order.at, 1, order.id, () => {
      if (order.at < launchMs && !version) return;
      const came = version !== undefined && everEarned(order, version.terms);
      const gross = came && grossMinor(order) > 0;
      if (counts(order) || gross) {
        lastOrderDay = Math.max(lastOrderDay ?? 0, dayOf(order.at));
        const rule = inForce?.terms.expiry;
        if (rule?.kind === 'inactivity')
          for (const point of standingOrAway(order.at))
            point.end = Math.max(point.end, endBy(rule, dayOf(order.at)));
      }
      if (!version) return;
      const first = version.terms.tiers?.levels[0]?.multiplierBps ?? 10_000;
      const held = tier === null ? 10_000 : (levels()[tier.index]?.multiplierBps ?? 10_000);
      multiplierOf.set(order.id, order.at < launchMs ? first : held);
      const earns = pointsOf(order, version.terms, kept);
      if (earns > 0) awards.set(order.id, { points: 0, pending: earns });
    });
    if (!version) continue;
    const at = earnedMs(order, version.terms);
    const startMs = order.at < launchMs ? Math.max(at, launchMs) : at;
    plan(startMs, 2, order.id, () => {
      const earns = pointsOf(order, version.terms, kept);
      if (earns === 0) return;
      awards.set(order.id, { points: earns, pending: 0 });
      const startOn = dayOf(startMs);
      const rule = inForce?.terms.expiry ?? version.terms.expiry;
      const end = Math.max(endBy(version.terms.expiry, startOn), endBy(rule, startOn));
      add({ end, at: startMs, key: `order:${order.id}`, startOn }, earns);
    });
    plan(at, 3, order.id, () => look(at));
    for (const refund of order.refunds) plan(refund.at, 3, order.id, () => look(refund.at));
  }
  /** Whether it brought anything before any refund. */
  function grossMinor(order: LifeOrder): number {
    const version = earningTerms(order);
    if (!version) return 0;
    const neverPaid = order.cancelledAt !== null && order.paidAt === null;
    return neverPaid ? 0 : grossAt(order, version.excluded, order.at - 1);
  }
  for (const grant of life.grants) {
    if (grant.undone) continue;
    const at = grant.at.getTime();
    const end = grant.expiresAt === null ? Number.POSITIVE_INFINITY : grant.expiresAt.getTime();
    const key = `grant:${grant.grantId}`;
    plan(at, grant.points < 0 ? 5 : 4, Number(grant.grantId), () => {
      if (grant.points < 0) remove(-grant.points);
      else add({ end, at, key, startOn: null }, grant.points);
    });
  }
  for (const { redemptionId, points: cost, state, at: spentAt, returnedAt, undone } of life.redemptions) {
    if (state === 'released') continue;
    const id = Number(redemptionId);
    plan(spentAt.getTime(), 6, id, () => spends.set(redemptionId, remove(cost)));
    if (state !== 'returned' || returnedAt === null) continue;
    plan(returnedAt.getTime(), 7, id, () => {
      const { pieces, owed } = spends.get(redemptionId) ?? { pieces: [], owed: 0 };
      const least = lastSecond(dayOf(returnedAt.getTime()) + 30);
      const key = `return:${redemptionId}`;
      for (const piece of pieces)
        add({ ...piece, key, end: undone ? piece.end : Math.max(piece.end, least) }, 1);
      add({ end: least, at: returnedAt.getTime(), key, startOn: null }, owed);
    });
  }
  const firstDay = Math.min(dayOf(now), ...days.keys());
  for (let day = firstDay; day <= dayOf(now); day += 1) {
    if (startOf(day) <= now) review(day);
    const today = days.get(day);
    if (today) {
      today.sort((a, b) => a.at - b.at || a.rank - b.rank || a.id - b.id);
      for (const each of today) {
        drop(each.at);
        each.run();
        drop(each.at);
      }
    }
    if (points.length > 0) drop(Math.min(now, startOf(day + 1) - 1));
  }
  points.sort(soonest);
  const ends = new Map<number, number>();
  for (const point of points) ends.set(point.end, (ends.get(point.end) ?? 0) + 1);
  const held = tier as { index: number; reviewOn: number | null; graceUntilOn: number | null } | null;
  const heldLevel = held === null ? undefined : levels()[held.index];
  const sumOf = (what: 'points' | 'pending') =>
    [...awards.values()].reduce((sum, award) => sum + award[what], 0);
  return {
    available: points.length,
    pending: sumOf('pending'),
    reserved: life.redemptions.reduce(
      (sum, { state, points: cost }) => (state === 'reserved' || state === 'unknown' ? sum + cost : sum),
      0,
    ),
    debt,
    expired,
    ends: [...ends],
    tier:
      held === null || !heldLevel
        ? null
        : {
            key: heldLevel.key,
            reviewOn: held.reviewOn,
            graceUntilOn: held.graceUntilOn,
            progress: progressAt(now),
          },
  };
}

function soonest(a: Point, b: Point): number {
  if (a.end !== b.end) return a.end < b.end ? -1 : 1;
  return a.at - b.at || (a.key < b.key ? -1 : a.key > b.key ? 1 : 0);
}
