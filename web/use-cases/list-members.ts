import type { CustomerId } from '../domain/shared/ids.ts';
import type { LoyaltyAccount, LoyaltyCtx } from './ports.ts';
import { newest } from './steps/loyalty-scene.ts';
import { type MemberLine, type MemberPosition, type MembersWanted, memberLine } from './steps/member-line.ts';
import { unlessAway } from './steps/unless-away.ts';

export type ListMembersInput = MembersWanted & { after: MemberPosition | null; limit: number };
export type MemberList = {
  members: readonly MemberLine[];
  next: MemberPosition | null;
  search: 'none' | 'answered' | 'unavailable';
};

type Listed = LoyaltyAccount & { customerId: CustomerId; position: string };

/**
 * One page of members: numbers from our rows, names live. A search asks Shopify for at most 50 people and shows those who are
 * members; when Shopify is away the list still answers, without names.
 */
export async function listMembers(ctx: LoyaltyCtx, input: ListMembersInput): Promise<MemberList> {
  const { filter, order, search, after, limit } = input;
  const text = search?.trim() ?? '';
  const ids = text === '' ? undefined : await unlessAway(ctx.log, () => ctx.shopify.searchCustomers(text));
  if (ids === null) return { members: [], next: null, search: 'unavailable' };
  const searched = ids === undefined ? 'none' : 'answered';
  if (ids?.length === 0) return { members: [], next: null, search: searched };
  // One row more tells whether there is a next page.
  const page = { after, limit: limit + 1 };
  const found = await ctx.reader.loyalty.members(ctx.shop.shopId, { ...filter, ids }, order, page);
  const rows = found.slice(0, limit).filter((row): row is Listed => row.customerId !== null);
  const last = found.length > limit ? rows.at(-1) : undefined;
  return {
    members: await named(ctx, rows),
    next: last ? { value: last.position, accountId: last.accountId } : null,
    search: searched,
  };
}

async function named(ctx: LoyaltyCtx, rows: readonly Listed[]): Promise<MemberLine[]> {
  if (rows.length === 0) return [];
  const terms = newest(await ctx.store.loyalty.program(ctx.shop.shopId))?.terms ?? null;
  const ids = rows.map(({ customerId }) => customerId);
  const live = await unlessAway(ctx.log, () => ctx.shopify.liveCustomers(ids));
  return rows.map((row) => memberLine(row, terms, live?.get(row.customerId)?.displayName ?? null));
}
