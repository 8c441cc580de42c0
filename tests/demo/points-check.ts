import type { EncoreClient } from './encore-client.ts';
import { type EarnTerms, type Points, pointsByCustomer } from './expected-points.ts';
import { type LocalShop, listOf } from './local-shop.ts';

export type PointsCheck = {
  members: number;
  /** By the recount, all customers together. */
  expected: Points;
  mismatches: number;
  /** A few of them, to look at. */
  examples: { customerId: string; standing: Standing; expected: Standing }[];
  /** What the merchant's file of members adds up to. */
  sumOfMembers: number;
};

type Standing = { points: number; pending: number; debt: number };
const NOTHING: Standing = { points: 0, pending: 0, debt: 0 };

/**
 * Every member's points as the merchant downloads them against a recount of the orders that stand in the local Shopify, less
 * what the check's own shoppers spent.
 */
export async function checkPoints(
  shop: LocalShop,
  client: EncoreClient,
  known: { terms: EarnTerms; timeZone: string; spent: ReadonlyMap<string, number> },
): Promise<PointsCheck> {
  const orders = await listOf(shop.orders());
  const totals = pointsByCustomer(orders, known.terms, { timeZone: known.timeZone, now: new Date() });
  const members = readMembers(await client.membersCsv());
  const check: PointsCheck = {
    members: members.size,
    expected: { earned: 0, pending: 0 },
    mismatches: 0,
    examples: [],
    sumOfMembers: 0,
  };
  for (const { points } of members.values()) check.sumOfMembers += points;
  for (const customerId of new Set([...totals.keys(), ...members.keys()])) {
    const { earned, pending } = totals.get(customerId) ?? { earned: 0, pending: 0 };
    check.expected.earned += earned;
    check.expected.pending += pending;
    const net = earned - (known.spent.get(customerId) ?? 0);
    const expected = { points: Math.max(0, net), pending, debt: Math.max(0, -net) };
    const standing = members.get(customerId) ?? NOTHING;
    if (isSame(standing, expected)) continue;
    check.mismatches++;
    if (check.examples.length < 5) check.examples.push({ customerId, standing, expected });
  }
  return check;
}

function isSame(one: Standing, other: Standing): boolean {
  return one.points === other.points && one.pending === other.pending && one.debt === other.debt;
}

/** The columns of the file by their names. */
export function readMembers(csv: string): Map<string, Standing> {
  const [header = '', ...lines] = csv
    .replace(/^\uFEFF/, '')
    .split('\r\n')
    .filter((line) => line !== '');
  const names = header.split(',');
  const [id, points, pending, debt] = ['customer_id', 'points', 'pending_points', 'debt_points'].map((name) =>
    names.indexOf(name),
  );
  return new Map(
    lines.map((line) => {
      // What may hold a comma comes after these.
      const cells = line.split(',');
      const at = (column: number | undefined) => Number(cells[column ?? -1]);
      return [cells[id ?? -1] ?? '', { points: at(points), pending: at(pending), debt: at(debt) }];
    }),
  );
}
