import { expect, it } from 'vitest';
import { desiredStandings, differences } from '../../../web/domain/loyalty/differences.ts';
import type { MemberFacts, MemberState } from '../../../web/domain/loyalty/member.ts';
import { memberOrder } from '../../../web/domain/loyalty/member-order.ts';
import type { ProgramHistory } from '../../../web/domain/loyalty/program.ts';
import { replayMember } from '../../../web/domain/loyalty/replay.ts';
import { erasureEntries, mergeEntries } from '../../../web/domain/loyalty/transfer-entries.ts';
import { judgeOrder } from '../../../web/domain/orders/qualify.ts';
import { localDayOf } from '../../../web/domain/shared/time.ts';
import { randomDraws } from '../../support/random-draws.ts';
import { LedgerBook } from './ledger-book.ts';
import { type Life, toOrder } from './life.ts';
import { type OracleState, simulate } from './oracle.ts';
import { DAY, type Dice, diceOf, happen, newLife, randomProgram } from './random-life.ts';

const EVENTS = 1_000_000;
const RULES = { provisionalDays: 30, includeB2b: false };
type Zone = { timeZone: string; offset: number };
const ZONES: readonly Zone[] = [
  { timeZone: 'UTC', offset: 0 },
  { timeZone: 'Asia/Bangkok', offset: 7 * 3_600_000 },
];

it(`${EVENTS} random events of orders, refunds, edits, cancellations, merges, redemptions, told late and twice → what the oracle says, books balanced`, () => {
  const dice = diceOf(randomDraws(4));
  const seen = { events: 0, merges: 0, debts: 0, expired: 0, tiers: 0, erased: 0, entries: 0 };
  while (seen.events < EVENTS) {
    const zone = dice.pick(ZONES);
    const program = randomProgram(dice);
    const world = { dice, zone, program, nextId: counter() };
    for (let member = 0; member < 25; member += 1) {
      const one = live(world, seen);
      if (!dice.chance(0.2)) finish(world, one, seen);
      else merge(world, { from: one, into: live(world, seen) }, seen);
    }
  }
  for (const count of Object.values(seen)) expect(count).toBeGreaterThan(EVENTS / 1_000);
}, 240_000);

type World = { dice: Dice; zone: Zone; program: ProgramHistory; nextId: () => number };
type Seen = Record<'events' | 'merges' | 'debts' | 'expired' | 'tiers' | 'erased' | 'entries', number>;
type Person = { life: Life; book: LedgerBook; now: number };

function counter(): () => number {
  let last = 0;
  return () => {
    last += 1;
    return last;
  };
}

/** Events told one after the other, the ledger settled now and then. */
function live(world: World, seen: Seen): Person {
  const { dice } = world;
  let now = Date.UTC(2023, 0, 1) + dice.whole(0, 200 * DAY);
  const life = newLife(now);
  const book = new LedgerBook();
  let balance = 0;
  const events = dice.whole(20, 60);
  for (let event = 0; event < events; event += 1) {
    now += dice.chance(0.7) ? dice.whole(2_000, 6 * DAY) : dice.whole(2_000, 70 * DAY);
    happen(life, dice, { now, nextId: world.nextId, balance });
    if (event % 12 === 0) balance = settle(world, { life, book, now }).available;
  }
  seen.events += events;
  return { life, book, now };
}

function factsOf({ dice, program, zone }: World, life: Life, now: number): MemberFacts {
  const at = new Date(now);
  const { timeZone } = zone;
  const todayOn = localDayOf(at, timeZone);
  const orders = life.orders.map((each) => {
    const order = toOrder(each, 'USD');
    const verdict = judgeOrder(order, { rules: RULES, timeZone, currency: 'USD', todayOn });
    const date = (ms: number | null) => (ms === null ? null : new Date(ms));
    const milestones = { paidAt: date(each.paidAt), allFulfilledAt: date(each.fulfilledAt) };
    return memberOrder({ order, verdict, milestones }, { program, timeZone, now: at });
  });
  const grants = life.grants.filter((grant) => !grant.undone);
  const turn = dice.chance(0.5);
  return {
    joinedAt: new Date(life.joinedAt),
    orders: turn ? orders.toReversed() : orders,
    grants: turn ? grants.toReversed() : grants,
    redemptions: turn ? life.redemptions.toReversed() : life.redemptions,
  };
}

/** Settles as the application does; settling again posts nothing. */
function settle(world: World, { life, book, now }: Person, merged: readonly LedgerBook[] = []): MemberState {
  const facts = factsOf(world, life, now);
  const at = { now: new Date(now), timeZone: world.zone.timeZone };
  const state = replayMember(facts, world.program, at);
  const desired = desiredStandings(facts, state);
  book.post(differences(desired, book.postedWith(merged), at.now));
  if (differences(desired, book.postedWith(merged), at.now).length > 0)
    throw new Error('settling twice posted twice');
  return state;
}

function finish(world: World, person: Person, seen: Seen, merged: readonly LedgerBook[] = []): void {
  const { dice, program, zone } = world;
  const now = person.now + dice.whole(0, 500) * DAY;
  const state = settle(world, { ...person, now }, merged);
  const told = simulate(person.life, program, { now, offset: zone.offset });
  const got = comparable(state);
  if (JSON.stringify(got) !== JSON.stringify(told)) {
    expect({ got, program, life: person.life, now }).toEqual({ got: told, program, life: person.life, now });
  }
  checkBooks([person.book, ...merged], state);
  seen.debts += state.debt > 0 ? 1 : 0;
  seen.expired += state.expired > 0 ? 1 : 0;
  seen.tiers += state.tierMoves.length > 0 ? 1 : 0;
  if (dice.chance(0.2)) {
    person.book.post(erasureEntries(person.book.posted(), new Date(now)));
    for (const own of ['available', 'pending', 'reserved', 'debt'] as const)
      if (person.book.totals[own]) throw new Error(`${own} is left after an erasure`);
    seen.erased += 1;
  }
  seen.entries += person.book.entries;
}

/** One person's points go to another; from then on both lives are one. */
function merge(world: World, { from, into }: { from: Person; into: Person }, seen: Seen): void {
  const now = Math.max(from.now, into.now) + 1_000;
  settle(world, { ...from, now });
  settle(world, { ...into, now });
  const entries = mergeEntries({ accountId: 'a', posted: from.book.posted() }, new Date(now));
  from.book.post(entries.ofFrom);
  into.book.post(entries.ofInto);
  for (const book of ['available', 'pending', 'reserved', 'debt'] as const)
    if (from.book.totals[book]) throw new Error(`${book} stayed behind after a merge`);
  const life: Life = {
    joinedAt: Math.min(from.life.joinedAt, into.life.joinedAt),
    orders: [...from.life.orders, ...into.life.orders],
    grants: [...from.life.grants, ...into.life.grants],
    redemptions: [...from.life.redemptions, ...into.life.redemptions],
  };
  seen.merges += 1;
  finish(world, { life, book: into.book, now }, seen, [from.book]);
}

function comparable(state: MemberState): OracleState {
  const { available, pending, reserved, debt, expired, tier } = state;
  const ends = new Map<number, number>();
  for (const { points, expiresAt } of state.lots) {
    const end = expiresAt?.getTime() ?? Number.POSITIVE_INFINITY;
    ends.set(end, (ends.get(end) ?? 0) + points);
  }
  const at = tier && {
    key: tier.key,
    reviewOn: tier.reviewOn,
    graceUntilOn: tier.graceUntilOn,
    progress: tier.progress,
  };
  return { available, pending, reserved, debt, expired, ends: [...ends], tier: at };
}

/** The ledger's sums are the replay's numbers, every book together 0. */
function checkBooks(books: readonly LedgerBook[], state: MemberState): void {
  const sum = (book: keyof LedgerBook['totals']) =>
    books.reduce((total, each) => total + (each.totals[book] ?? 0), 0);
  const wanted = {
    available: state.available,
    pending: state.pending,
    reserved: state.reserved,
    debt: -state.debt,
    expired: state.expired,
    moved: 0,
  };
  for (const [book, points] of Object.entries(wanted))
    if (sum(book as keyof typeof wanted) !== points && (sum(book as keyof typeof wanted) || points))
      throw new Error(`${book}: ${sum(book as keyof typeof wanted)} in the ledger, ${points} by the replay`);
  const all = [
    'issued',
    'available',
    'pending',
    'reserved',
    'debt',
    'spent',
    'expired',
    'moved',
    'forgotten',
  ] as const;
  const balance = all.reduce((total, book) => total + sum(book), 0);
  if (balance !== 0) throw new Error(`books come to ${balance}`);
}
