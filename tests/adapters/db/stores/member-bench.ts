import { expect } from 'vitest';
import type { MemberRange } from '../../../../web/domain/campaigns/kinds/kind.ts';
import type { ShopId } from '../../../../web/domain/shared/ids.ts';
import type { CandidateQuery } from '../../../../web/use-cases/enrolment-port.ts';
import { sampleEntry, sampleReward, sampleSettlement, sampleTerms } from '../loyalty/loyalty-rows.ts';
import { anyCandidate } from './campaign-rows.ts';
import { AT, collect, type StoreBench } from './each-store.ts';
import { customerId, sampleDecision, sampleProfile, sampleState, sampleSummary } from './sample-rows.ts';

const DAY_MS = 86_400_000;
/** Of the cheapest active reward. */
export const COST = 100;
export const TODAY = Math.floor(AT.getTime() / DAY_MS);
/** Noon of so many days from today. */
export const noon = (days: number) => new Date((TODAY + days) * DAY_MS + DAY_MS / 2);

/** A member by the changes of their balance, and what of it ends next. */
export type Member = {
  id: number;
  moves: readonly { days: number; points: number }[];
  endsIn: number | null;
  /** Nothing they ordered counts: a profile is all there is of them. */
  never?: true;
  excluded?: true;
};

const rewards = [
  { ...sampleReward, rewardId: 'dear', costPoints: 900 },
  { ...sampleReward, rewardId: 'gone', costPoints: 10, active: false },
  { ...sampleReward, rewardId: 'cheap', costPoints: COST },
];

export const ids = (rows: readonly { customerId: string }[]) => rows.map((row) => Number(row.customerId));
export const ending = (from: number, to: number): MemberRange => ({
  by: 'ending',
  fromOn: TODAY + from,
  toOn: TODAY + to,
});
export const reward = (from: number): MemberRange => ({ by: 'reward', fromOn: TODAY + from, toOn: TODAY });

/** A program, members with their balances, and who of them a query finds. */
export function memberBench(bench: StoreBench) {
  const launch = async (shop: ShopId, on = true, basedOn = 0) => {
    const terms = sampleTerms({ on, rewards });
    await bench.store.loyalty.saveProgram(shop, terms, { excluded: [], basedOn, at: AT });
  };
  const know = async (shop: ShopId, members: readonly Member[]) => {
    await bench.store.customers.saveMany(
      shop,
      members
        .filter(({ never }) => !never)
        .map(({ id }) =>
          sampleState({
            customerId: customerId(id),
            summary: sampleSummary({ lastOn: TODAY - id, lastOccasionOn: TODAY - id }),
            decision: { ...sampleDecision, stage: 'repeat', marks: [] },
          }),
        ),
      AT,
    );
    await bench.store.customers.putProfiles(
      shop,
      members
        .filter(({ never }) => never)
        .map(({ id, excluded }) =>
          sampleProfile({ customerId: customerId(id), tags: excluded ? ['out'] : [] }),
        ),
      ['out'],
    );
    for (const member of members) await openAccount(bench, shop, member);
  };
  const found = async (shop: ShopId, member: MemberRange, query: Partial<CandidateQuery> = {}, batch = 3) => {
    const asked = { ...anyCandidate, member, ...query };
    const rows = await collect(bench.store.enrolments.candidates(shop, asked, batch));
    expect(await bench.store.enrolments.countCandidates(shop, asked)).toBe(rows.length);
    return rows;
  };
  return { launch, know, found };
}

async function openAccount(
  { store }: StoreBench,
  shop: ShopId,
  { id, moves, endsIn }: Member,
): Promise<void> {
  const { loyalty } = store;
  const [account] = await loyalty.lockAccounts(shop, [customerId(id)], { open: noon(-400) });
  if (!account) throw new Error('the account was opened');
  let balance = 0;
  for (const [seq, { days, points }] of moves.entries()) {
    balance += points;
    const books =
      points > 0
        ? ({ from: 'issued', to: 'available' } as const)
        : ({ from: 'available', to: 'spent' } as const);
    const entries = [
      sampleEntry({ position: `grant:${id}`, seq: seq + 1, ...books, points: Math.abs(points) }),
    ];
    const nextExpiry = endsIn === null ? null : { at: noon(endsIn), points: 7 };
    const state = { available: balance, nextExpiry };
    await loyalty.settle(shop, [sampleSettlement(account.accountId, state, { entries })], noon(days));
  }
}
