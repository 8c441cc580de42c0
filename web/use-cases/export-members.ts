import type { LoyaltyCtx } from './ports.ts';
import { newest } from './steps/loyalty-scene.ts';
import { type MemberLine, memberLine } from './steps/member-line.ts';

/** Every member, in batches by account, without names: they stand in Shopify only. */
export async function* exportMembers(ctx: LoyaltyCtx): AsyncIterable<readonly MemberLine[]> {
  const { shopId } = ctx.shop;
  const terms = newest(await ctx.store.loyalty.program(shopId))?.terms ?? null;
  for await (const accounts of ctx.reader.loyalty.streamMembers(shopId))
    yield accounts.flatMap((account) => {
      const { customerId } = account;
      return customerId === null ? [] : [memberLine({ ...account, customerId }, terms, null)];
    });
}
