import type { Redemption } from '../../../web/domain/loyalty/member.ts';
import type {
  ExpiryRule,
  Program,
  ProgramHistory,
  ProgramTerms,
} from '../../../web/domain/loyalty/program.ts';
import { defaultProgram } from '../../../web/domain/loyalty/program.ts';
import type { ProductId } from '../../../web/domain/shared/ids.ts';
import type { Draws } from '../../support/random-draws.ts';
import { type Life, type LifeOrder, unitsLeft } from './life.ts';

export const DAY = 86_400_000;
const START = Date.UTC(2023, 0, 10);

/** Draws of whole numbers and choices. */
export type Dice = {
  whole: (min: number, max: number) => number;
  chance: (share: number) => boolean;
  pick: <T>(list: readonly T[]) => T;
};

export function diceOf({ uniform }: Draws): Dice {
  const whole = (min: number, max: number) => min + Math.floor(uniform() * (max - min + 1));
  const pick = <T>(list: readonly T[]): T => {
    const picked = list[whole(0, list.length - 1)];
    if (picked === undefined) throw new RangeError('nothing to pick from');
    return picked;
  };
  return { whole, chance: (share) => uniform() < share, pick };
}

/** A program with one to four versions, all rules drawn, one of them perhaps off. */
export function randomProgram(dice: Dice): ProgramHistory {
  const versions: Program[] = [];
  let savedMs = START + dice.whole(0, 120) * DAY + dice.whole(0, DAY - 1);
  for (let version = 1; version <= dice.whole(1, 4); version += 1) {
    const terms = randomTerms(dice, savedMs);
    const excluded = new Set(terms.earn.excludedProducts);
    versions.push({ version, savedAt: new Date(savedMs), terms, currency: 'USD', excluded });
    savedMs += dice.whole(20, 250) * DAY + dice.whole(0, DAY - 1);
  }
  const launch = versions.find((version) => version.terms.on);
  return { versions, launchedAt: launch?.savedAt ?? null };
}

function randomTerms(dice: Dice, savedMs: number): ProgramTerms {
  const day = Math.floor(savedMs / DAY);
  const bonusOn = day + dice.whole(0, 90);
  const expiry = dice.pick<ExpiryRule>([
    { kind: 'never' },
    { kind: 'per_lot', months: dice.whole(1, 14) },
    { kind: 'per_lot', months: dice.whole(1, 14) },
    { kind: 'inactivity', months: dice.whole(1, 9) },
  ]);
  const steps = [1, dice.whole(1, 3), dice.whole(2, 4)];
  const by = dice.pick(['spend', 'points'] as const);
  const unit = by === 'spend' ? 6_000 : 12;
  const keys = dice.pick([
    ['a', 'b', 'c'],
    ['a', 'b', 'd'],
    ['x', 'b', 'c'],
  ]);
  const levels = keys.map((key, index) => ({
    key,
    name: key,
    threshold: index === 0 ? 0 : steps.slice(0, index + 1).reduce((sum, step) => sum + step, 0) * unit,
    multiplierBps: 10_000 + index * dice.pick([0, 1_250, 5_000]),
  }));
  return {
    ...defaultProgram('USD'),
    on: dice.chance(0.85),
    earn: {
      points: dice.whole(1, 3),
      perMinor: dice.pick([700, 1_000, 1_500]),
      when: dice.pick([
        { kind: 'paid' },
        { kind: 'paid' },
        { kind: 'fulfilled' },
        { kind: 'delivered', days: dice.pick([0, 7, 14]) },
      ] as const),
      excludedProducts: dice.chance(0.5) ? ['2' as ProductId] : [],
      excludedCollections: [],
    },
    bonuses: [{ name: 'b', fromOn: bonusOn, toOn: bonusOn + dice.whole(0, 20), multiplierBps: 20_000 }],
    expiry,
    tiers: dice.chance(0.75) ? { by, levels, graceDays: dice.pick([0, 30, 30]) } : null,
    historyFromOn: dice.chance(0.5) ? day - dice.whole(0, 200) : null,
  };
}

export function newLife(now: number): Life {
  return { joinedAt: now, orders: [], grants: [], redemptions: [] };
}

/** One thing that happens, or becomes known late; `nextId` numbers orders, grants and redemptions. */
export function happen(
  life: Life,
  dice: Dice,
  scene: { now: number; nextId: () => number; balance: number },
): void {
  const { now } = scene;
  const kind = dice.whole(0, 19);
  if (kind <= 5 || life.orders.length === 0) {
    placeOrder(life, dice, scene);
    return;
  }
  const order = dice.pick(life.orders);
  const late = Math.max(
    order.at + 1,
    now - (dice.chance(0.3) ? dice.whole(0, 30 * DAY) : dice.whole(0, 1_000)),
  );
  const at = Math.min(late, now);
  if (kind <= 12) changeOrder(order, dice, { at, kind });
  else if (kind <= 14) giveGrant(life, dice, scene);
  else if (kind <= 16) redeemPoints(life, dice, scene);
  else if (kind <= 18) moveRedemption(life, dice, now);
}

function placeOrder(life: Life, dice: Dice, { now, nextId }: { now: number; nextId: () => number }): void {
  const at = now - (dice.chance(0.2) ? dice.whole(0, 40 * DAY) : dice.whole(0, 1_000));
  const lines = Array.from({ length: dice.whole(1, 3) }, () => ({
    amount: dice.whole(500, 7_000),
    quantity: dice.whole(1, 3),
    edited: 0,
    giftCard: dice.chance(0.08),
    productId: dice.pick(['1', '2', '3']),
  }));
  const paidAt = dice.chance(0.6) ? at : null;
  const known = { fulfilledAt: null, deliveredAt: null, refunds: [], given: 0, cancelledAt: null };
  life.orders.push({ id: nextId(), at, lines, paidAt, ...known, updatedAt: at });
}

function changeOrder(order: LifeOrder, dice: Dice, { at, kind }: { at: number; kind: number }): void {
  if (order.cancelledAt !== null) return;
  order.updatedAt = Math.max(order.updatedAt, at);
  const line = dice.whole(0, order.lines.length - 1);
  const left = unitsLeft(order, line);
  if (kind === 6) order.paidAt ??= at;
  else if (kind === 7) order.fulfilledAt ??= at;
  else if (kind === 8)
    order.deliveredAt ??= order.fulfilledAt === null ? null : Math.max(at, order.fulfilledAt);
  else if (kind <= 10) {
    if (left > 0 && order.paidAt !== null) order.refunds.push({ at, line, units: dice.whole(1, left) });
  } else if (kind === 11) {
    const target = order.lines[line];
    if (target && left > 0 && dice.chance(0.4)) target.edited += 1;
    else if (order.paidAt !== null && order.given === 0) order.given = giveable(order, dice);
  } else if (dice.chance(0.5)) {
    order.cancelledAt = at;
    if (order.paidAt !== null && dice.chance(0.6))
      order.lines.forEach((_, index) => {
        const units = unitsLeft(order, index);
        if (units > 0) order.refunds.push({ at, line: index, units });
      });
  }
}

/** A part of what was paid for the goods that are kept. */
function giveable(order: LifeOrder, dice: Dice): number {
  const kept = order.lines.reduce(
    (sum, line, index) => sum + Math.floor((line.amount * unitsLeft(order, index)) / line.quantity),
    0,
  );
  return kept > 10 ? dice.whole(1, Math.floor(kept / 2)) : 0;
}

function giveGrant(life: Life, dice: Dice, { now, nextId }: { now: number; nextId: () => number }): void {
  if (life.grants.length > 0 && dice.chance(0.2)) {
    dice.pick(life.grants).undone = true;
    return;
  }
  const at = new Date(now - (dice.chance(0.2) ? dice.whole(0, 20 * DAY) : 0));
  const expiresAt = dice.chance(0.5) ? null : new Date(at.getTime() + dice.whole(1, 200) * DAY);
  const points = dice.chance(0.25) ? -dice.whole(1, 15) : dice.whole(1, 20);
  life.grants.push({ grantId: String(nextId()), at, points, reason: 'goodwill', expiresAt, undone: false });
}

function redeemPoints(
  life: Life,
  dice: Dice,
  { now, nextId, balance }: { now: number; nextId: () => number; balance: number },
): void {
  const points = dice.whole(1, 30);
  if (points > balance) return;
  const value = { kind: 'free_shipping' } as const;
  const known = { rewardId: 'r1', value, state: 'reserved', returnedAt: null, undone: false } as const;
  life.redemptions.push({ redemptionId: String(nextId()), at: new Date(now), points, ...known });
}

const NEXT: Partial<Record<Redemption['state'], readonly Redemption['state'][]>> = {
  reserved: ['issued', 'issued', 'unknown', 'released'],
  unknown: ['issued', 'released'],
  issued: ['used', 'used', 'returning', 'returned', 'lapsed'],
  returning: ['returned', 'returned', 'issued', 'used'],
  used: ['returned', 'used'],
  returned: ['used', 'returned', 'returned'],
};

function moveRedemption(life: Life, dice: Dice, now: number): void {
  if (life.redemptions.length === 0) return;
  const redemption = dice.pick(life.redemptions);
  const next = NEXT[redemption.state];
  if (!next) return;
  const state = dice.pick(next);
  const back = state === 'released' || state === 'returned';
  const changed = {
    ...redemption,
    state,
    returnedAt: back ? (redemption.returnedAt ?? new Date(now)) : null,
    undone: redemption.undone || (redemption.state === 'returning' && state === 'returned'),
  };
  life.redemptions[life.redemptions.indexOf(redemption)] = changed;
}
