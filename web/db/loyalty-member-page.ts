import type { ShopId } from '../domain/shared/ids.ts';
import type { LoyaltyReader } from '../use-cases/loyalty-port.ts';
import { IS_MEMBER } from './loyalty-account-statements.ts';

type Members = Parameters<LoyaltyReader['members']>;
type Query = { text: string; values: unknown[] };

const SORTED_BY = {
  points: { column: 'available', type: 'bigint' },
  pending: { column: 'pending', type: 'bigint' },
  next_expiry: { column: 'next_expiry_at', type: 'timestamptz' },
  joined: { column: 'joined_at', type: 'timestamptz' },
} as const;

/** Who owes has no points: the list by points is then one by what is owed. */
const OWED = { column: 'debt', type: 'bigint' } as const;

/** Few of a shop's members: read first and put in order then, not looked for along another order's index (`OFFSET 0` keeps it so). */
const THOSE_WHO_OWE = '(SELECT * FROM loyalty_account WHERE shop_id = $1 AND debt > 0 OFFSET 0) AS owing';

/**
 * A page of members as SQL, along an index that ends in the account. Whose points never end come after all others by their
 * next end: as that index holds them, so that in either direction a page is one or two walks from where the last one stopped.
 * A place's value is the column as text, empty for never.
 */
export function memberPage(
  shop: ShopId,
  filter: Members[1],
  { sort, direction }: Members[2],
  { after, limit }: Members[3],
): Query {
  const values: unknown[] = [shop];
  const add = (value: unknown): string => `$${values.push(value)}`;
  const { column, type } = filter.withDebt && sort === 'points' ? OWED : SORTED_BY[sort];
  const beyond = direction === 'asc' ? '>' : '<';
  const from = (value: string): string =>
    `(${column}, account_id) ${beyond} (${add(value)}::${type}, ${add(after?.accountId)}::bigint)`;
  const conditions = memberConditions(filter, add);
  const source = filter.withDebt && column !== OWED.column ? THOSE_WHO_OWE : 'loyalty_account';
  const walk = (where: string): string =>
    `(SELECT *, ${column}::text AS position FROM ${source} WHERE ${[...conditions, where].join(' AND ')}
      ORDER BY ${column} ${direction}, account_id ${direction} LIMIT ${limit})`;
  const walks = parts({ nullable: sort === 'next_expiry', direction, after }).map((part) => {
    if (part === 'ends from here') return walk(from(after?.value ?? ''));
    if (part === 'ends') return walk(`${column} IS NOT NULL`);
    if (part === 'never') return walk(`${column} IS NULL`);
    return walk(`${column} IS NULL AND account_id ${beyond} ${add(after?.accountId)}::bigint`);
  });
  const text =
    walks.length === 1
      ? walks.join('')
      : `SELECT * FROM (${walks.join(' UNION ALL ')}) AS both_parts
        ORDER BY ${column} ${direction}, account_id ${direction} LIMIT ${limit}`;
  return { text, values };
}

type Part = 'ends from here' | 'ends' | 'never' | 'never from here';

/** Which walks make the rest of the list, in its direction. */
function parts({
  nullable,
  direction,
  after,
}: {
  nullable: boolean;
  direction: 'asc' | 'desc';
  after: { value: string } | null;
}): Part[] {
  if (!nullable) return [after ? 'ends from here' : 'ends'];
  if (direction === 'asc') {
    if (after?.value === '') return ['never from here'];
    return [after ? 'ends from here' : 'ends', 'never'];
  }
  if (after === null) return ['never', 'ends'];
  return after.value === '' ? ['never from here', 'ends'] : ['ends from here'];
}

function memberConditions(filter: Members[1], add: (value: unknown) => string): string[] {
  const conditions = ['shop_id = $1', IS_MEMBER];
  if (filter.tier !== undefined) conditions.push(`tier_key = ${add(filter.tier)}`);
  if (filter.expiringBefore) conditions.push(`next_expiry_at <= ${add(filter.expiringBefore)}`);
  if (filter.ids) conditions.push(`customer_id = ANY (${add(filter.ids)}::bigint[])`);
  if (filter.withDebt) conditions.push('debt > 0');
  return conditions;
}
