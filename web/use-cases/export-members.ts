import { AppError } from '../domain/shared/errors.ts';
import type { CustomerId } from '../domain/shared/ids.ts';
import type { LoyaltyCtx } from './ports.ts';
import { newest } from './steps/loyalty-scene.ts';
import { type MemberLine, type MemberPosition, type MembersWanted, memberLine } from './steps/member-line.ts';
import { unlessAway } from './steps/unless-away.ts';

const PER_PAGE = 1_000;

/**
 * The filtered list of members whole and in its order, page by page, without names: they stand in Shopify only.
 * @throws AppError SHOPIFY_UNAVAILABLE where a search cannot be answered
 */
export async function* exportMembers(
  ctx: LoyaltyCtx,
  { filter, order, search }: MembersWanted,
): AsyncIterable<readonly MemberLine[]> {
  const { shopId } = ctx.shop;
  const ids = await found(ctx, search?.trim() ?? '');
  if (ids?.length === 0) return;
  const terms = newest(await ctx.store.loyalty.program(shopId))?.terms ?? null;
  let after: MemberPosition | null = null;
  for (;;) {
    const page = { after, limit: PER_PAGE };
    const rows = await ctx.reader.loyalty.members(shopId, { ...filter, ids }, order, page);
    yield rows.flatMap(({ customerId, ...account }) =>
      customerId === null ? [] : [memberLine({ ...account, customerId }, terms, null)],
    );
    const last = rows.at(-1);
    if (last === undefined || rows.length < PER_PAGE) return;
    after = { value: last.position, accountId: last.accountId };
  }
}

/** Whom a search is about; undefined = everybody. */
async function found(ctx: LoyaltyCtx, text: string): Promise<readonly CustomerId[] | undefined> {
  if (text === '') return undefined;
  const ids = await unlessAway(ctx.log, () => ctx.shopify.searchCustomers(text));
  if (ids === null) throw new AppError('SHOPIFY_UNAVAILABLE', 'Shopify could not be searched, try again');
  return ids;
}
