import { describe, expect, it } from 'vitest';
import { desiredStandings, differences } from '../../../web/domain/loyalty/differences.ts';
import type { MemberFacts } from '../../../web/domain/loyalty/member.ts';
import { replayMember } from '../../../web/domain/loyalty/replay.ts';
import { erasureEntries, mergeEntries } from '../../../web/domain/loyalty/transfer-entries.ts';
import { LedgerBook } from './ledger-book.ts';
import { earned, given, launched, member, redeemed } from './members.ts';

const NOW = new Date('2024-03-01');
const PROGRAM = launched();

function entriesFor(facts: Partial<MemberFacts>, book = new LedgerBook(), now = NOW) {
  const all = member(facts);
  const state = replayMember(all, PROGRAM, { now, timeZone: 'UTC' });
  const entries = differences(desiredStandings(all, state), book.posted(), now);
  book.post(entries);
  return entries.map(({ position, seq, from, to, points, cause }) => [
    position,
    seq,
    from,
    to,
    points,
    cause,
  ]);
}

describe('what a settling posts', () => {
  it('an order, a grant and a redemption → one entry each, and nothing the second time', () => {
    const book = new LedgerBook();
    const facts = {
      orders: [earned('12', '2024-02-01')],
      grants: [given('7', '2024-02-02', 10)],
      redemptions: [redeemed('3', '2024-02-03', 60)],
    };
    expect(entriesFor(facts, book)).toEqual([
      ['order:12', 1, 'issued', 'available', 100, 'order'],
      ['grant:7', 1, 'issued', 'available', 10, 'grant'],
      ['spend:3', 1, 'available', 'spent', 60, 'redeem'],
    ]);
    expect(entriesFor(facts, book)).toEqual([]);
    expect(book.totals).toEqual({ issued: -110, available: 50, spent: 60 });
  });

  it('pending, then earned, then refunded in part → each step once, with its moment and version', () => {
    const book = new LedgerBook();
    const maturesAt = new Date('2024-02-20');
    const order = (change: Parameters<typeof earned>[2]) => ({
      orders: [earned('12', '2024-02-01', change)],
    });
    expect(entriesFor(order({ earns: 'pending' }), book)).toEqual([
      ['order:12', 1, 'issued', 'pending', 100, 'order'],
    ]);
    expect(entriesFor(order({ maturesAt }), book)).toEqual([
      ['order:12', 2, 'pending', 'available', 100, 'order'],
    ]);
    const takenBack = [{ at: new Date('2024-02-25'), minor: 4_000 }];
    const all = member(order({ keptMinor: 6_000, takenBack }));
    const state = replayMember(all, PROGRAM, { now: NOW, timeZone: 'UTC' });
    expect(differences(desiredStandings(all, state), book.posted(), NOW)).toEqual([
      {
        position: 'order:12',
        seq: 3,
        from: 'available',
        to: 'issued',
        points: 40,
        cause: 'refund',
        at: new Date('2024-02-25'),
        programVersion: 1,
        orderId: '12',
      },
    ]);
  });

  it('a redemption reserved, issued and returned → reserved, spent, back', () => {
    const book = new LedgerBook();
    const grants = [given('7', '2024-02-02', 100)];
    const step = (change: Parameters<typeof redeemed>[3]) =>
      entriesFor({ grants, redemptions: [redeemed('3', '2024-02-03', 60, change)] }, book).at(-1);
    expect(step({ state: 'reserved' })).toEqual(['spend:3', 1, 'available', 'reserved', 60, 'redeem']);
    expect(step({ state: 'issued' })).toEqual(['spend:3', 2, 'reserved', 'spent', 60, 'redeem_issued']);
    const returned = { state: 'returned', returnedAt: new Date('2024-02-20') } as const;
    expect(step(returned)).toEqual(['spend:3', 3, 'spent', 'available', 60, 'redeem_back']);
  });

  it('a refund beyond the balance → the debt is written first, so that no line shows less than 0', () => {
    const book = new LedgerBook();
    const redemptions = [redeemed('3', '2024-02-03', 90)];
    entriesFor({ orders: [earned('12', '2024-02-01')], redemptions }, book);
    const orders = [earned('12', '2024-02-01', { keptMinor: 2_000 })];
    expect(entriesFor({ orders, redemptions }, book)).toEqual([
      ['debt', 1, 'debt', 'available', 70, 'debt'],
      ['order:12', 2, 'available', 'issued', 80, 'refund'],
    ]);
    expect(book.totals).toMatchObject({ available: 0, debt: -70 });
  });

  it('points that ended, and an order that takes some of them back later → expiry falls with it', () => {
    const book = new LedgerBook();
    const later = new Date('2025-06-01');
    expect(entriesFor({ orders: [earned('12', '2024-02-01')] }, book, later).at(-1)).toEqual([
      'expiry',
      1,
      'available',
      'expired',
      100,
      'expiry',
    ]);
    const orders = [earned('12', '2024-02-01', { keptMinor: 2_000 })];
    expect(entriesFor({ orders }, book, later)).toEqual([
      ['expiry', 2, 'expired', 'available', 80, 'expiry'],
      ['order:12', 2, 'available', 'issued', 80, 'rules'].with(5, 'refund'),
    ]);
  });

  it('fewer points without any refund → because of the rules', () => {
    const book = new LedgerBook();
    entriesFor({ orders: [earned('12', '2024-02-01')] }, book);
    expect(entriesFor({ orders: [earned('12', '2024-02-01', { grossMinor: 5_000 })] }, book)).toEqual([
      ['order:12', 2, 'available', 'issued', 50, 'rules'],
    ]);
  });

  it('an undone grant and an order that went to somebody else → back to 0', () => {
    const book = new LedgerBook();
    entriesFor({ orders: [earned('12', '2024-02-01')], grants: [given('7', '2024-02-02', 10)] }, book);
    expect(entriesFor({}, book)).toEqual([
      ['order:12', 2, 'available', 'issued', 100, 'rules'],
      ['grant:7', 2, 'available', 'issued', 10, 'grant'],
    ]);
    expect(book.totals).toMatchObject({ available: 0, issued: 0 });
  });
});

describe('a merge', () => {
  it('moves what stands, debts included; what was merged is not counted again', () => {
    const [from, into] = [new LedgerBook(), new LedgerBook()];
    const old = { grants: [given('7', '2024-02-02', 10), given('8', '2024-02-03', -30)] };
    const own = { orders: [earned('12', '2024-02-01'), earned('13', '2024-02-02', { earns: 'pending' })] };
    entriesFor(old, from);
    entriesFor(own, into);
    const { ofFrom, ofInto } = mergeEntries({ accountId: '4', posted: from.posted() }, NOW);
    from.post(ofFrom);
    into.post(ofInto);
    expect(ofFrom).toMatchObject([
      { position: 'merge:4', seq: 1, from: 'moved', to: 'debt', points: 20, cause: 'merge' },
    ]);
    expect(from.totals).toMatchObject({ debt: 0, moved: -20 });
    expect(into.totals).toMatchObject({ available: 100, pending: 100, debt: -20, moved: 20 });
    const all = member({ ...old, ...own });
    const state = replayMember(all, PROGRAM, { now: NOW, timeZone: 'UTC' });
    into.post(differences(desiredStandings(all, state), into.postedWith([from]), NOW));
    expect(into.totals).toMatchObject({ available: 80, pending: 100 });
    expect(into.totals.debt).toBe(0);
  });
});

describe('an erasure', () => {
  it('empties the books of the person and leaves those of the shop', () => {
    const book = new LedgerBook();
    entriesFor(
      { grants: [given('7', '2024-02-02', 100)], redemptions: [redeemed('3', '2024-02-03', 60)] },
      book,
    );
    const entries = erasureEntries(book.posted(), NOW);
    book.post(entries);
    expect(entries).toMatchObject([{ position: 'erasure', from: 'available', to: 'forgotten', points: 40 }]);
    expect(book.totals).toEqual({ issued: -100, available: 0, spent: 60, forgotten: 40 });
    expect(erasureEntries(book.posted(), NOW)).toEqual([]);
    expect(differences([], book.posted(), NOW).map((entry) => entry.position)).not.toContain('erasure');
  });
});
