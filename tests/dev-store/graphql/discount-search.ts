import type { DiscountRecord } from '../state/discount-records.ts';
import { discountClass, discountStatus } from '../state/discounts.ts';
import type { PageArgs, PageSource } from './connection.ts';
import type { AdminContext } from './context.ts';
import { sortBy } from './order-search.ts';
import { badRequest } from './refusal.ts';
import { compileSearch, parseSearch, type TermTest } from './search-query.ts';
import { choiceTest, idTest, numberTest, textTest, timeTest } from './search-terms.ts';

export interface DiscountsArgs extends PageArgs {
  readonly query?: string | null;
  readonly savedSearchId?: string | null;
  readonly sortKey?: string;
}

const idOf = (record: { readonly id: string }): string => record.id;

function fieldsOf({ shop, state }: AdminContext): Readonly<Record<string, TermTest<DiscountRecord>>> {
  const book = shop.discountBook;
  const now = state.clock.now();
  const word = (discount: DiscountRecord): string =>
    discount.settings.terms.kind === 'freeShipping'
      ? 'free_shipping'
      : discount.settings.terms.value.kind === 'percentage'
        ? 'percentage'
        : 'fixed_amount';
  return {
    id: idTest(idOf),
    title: textTest((discount) => [discount.settings.title]),
    code: textTest((discount) => book.codesOf(discount.id).map((code) => code.code)),
    tag: textTest((discount) => discount.settings.tags),
    status: choiceTest(['active', 'expired', 'scheduled'], (discount) => [
      discountStatus(discount.settings, now).toLowerCase(),
    ]),
    method: choiceTest(['code', 'automatic'], () => ['code']),
    discount_type: choiceTest(['percentage', 'fixed_amount', 'free_shipping', 'bogo', 'app'], (discount) => [
      word(discount),
    ]),
    discount_class: choiceTest(['order', 'product', 'shipping'], (discount) => [
      discountClass(discount.settings).toLowerCase(),
    ]),
    times_used: numberTest((discount) => usesOf(discount)),
    created_at: timeTest((discount) => discount.createdAt),
    updated_at: timeTest((discount) => discount.updatedAt),
    starts_at: timeTest((discount) => discount.settings.startsAt),
    ends_at: timeTest((discount) => discount.settings.endsAt),
  };

  function usesOf(discount: DiscountRecord): number {
    const codes = book.codesOf(discount.id);
    return codes.reduce((total, code) => total + book.redemptionsOf(code.id).length, 0);
  }
}

type Sort = ((discount: DiscountRecord) => number | string) | undefined;
const SORTS: Readonly<Record<string, Sort>> = {
  CREATED_AT: (discount) => discount.createdAt,
  UPDATED_AT: (discount) => discount.updatedAt,
  STARTS_AT: (discount) => discount.settings.startsAt,
  ENDS_AT: (discount) => discount.settings.endsAt ?? Number.MAX_SAFE_INTEGER,
  TITLE: (discount) => discount.settings.title.toLowerCase(),
};

/** The discounts a search finds, sorted for paging. */
export function discountPages(context: AdminContext, args: DiscountsArgs): PageSource<DiscountRecord> {
  if (args.savedSearchId != null) throw badRequest('The local Shopify has no saved searches');
  const matches = compileSearch(parseSearch(args.query), fieldsOf(context));
  const found = [...context.shop.discountBook.discounts.values()].filter((entry) => matches?.(entry) ?? true);
  const sortKey = args.sortKey ?? 'ID';
  if (sortKey === 'ID') return { items: sortBy(found, () => 0), idOf };
  const sortValue = SORTS[sortKey];
  if (sortValue === undefined) throw badRequest(`The local Shopify does not sort discounts by ${sortKey}`);
  return { items: sortBy(found, sortValue), idOf, sortValue };
}
