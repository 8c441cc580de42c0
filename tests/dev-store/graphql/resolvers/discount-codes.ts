import {
  isBulkCreationDone,
  settleCodes,
  startBulkCreation,
  startCodeDeletion,
} from '../../state/discount-codes.ts';
import type {
  BulkCodeRecord,
  BulkCreationRecord,
  CodeDeletionRecord,
  RedeemCodeRecord,
} from '../../state/discount-records.ts';
import { connection, type PageArgs } from '../connection.ts';
import type { AdminContext, ResolverMap } from '../context.ts';
import type { DiscountUserError } from '../discount-input.ts';
import { gid, idOfType, parseGid } from '../gid.ts';
import { isoSeconds } from '../instant.ts';
import { badRequest } from '../refusal.ts';
import { compileSearch, parseSearch } from '../search-query.ts';
import { idTest, textTest } from '../search-terms.ts';
import { findDiscount } from './discount.ts';

const TYPES = ['DiscountCodeNode'];
const errorOf = (field: string | null, message: string, code: string | null): DiscountUserError => ({
  field: field === null ? null : [field],
  message,
  code,
  extraInfo: null,
});
const noDiscount = errorOf('discountId', 'Code discount does not exist.', 'INVALID');

interface AddArgs {
  readonly discountId: string;
  readonly codes: readonly { readonly code: string }[];
}

/** Takes up to 250 codes on; faults of single codes show only in the creation, one by one as it goes on. */
function add(context: AdminContext, args: AddArgs) {
  const { state, shop } = context;
  const refuse = (error: DiscountUserError) => ({ bulkCreation: null, userErrors: [error] });
  const discount = findDiscount(context, args.discountId, TYPES);
  if (discount === null) return refuse(noDiscount);
  if (args.codes.length === 0) return refuse(errorOf('codes', "Codes can't be blank", 'BLANK'));
  const codes = args.codes.map(({ code }) => code);
  return { bulkCreation: startBulkCreation(state, shop, discount, codes), userErrors: [] };
}

interface DeleteArgs {
  readonly discountId: string;
  readonly ids?: readonly string[] | null;
  readonly search?: string | null;
  readonly savedSearchId?: string | null;
}

function remove(context: AdminContext, args: DeleteArgs) {
  const { state, shop } = context;
  const refuse = (error: DiscountUserError) => ({ job: null, userErrors: [error] });
  const given = [args.ids, args.search, args.savedSearchId].filter((value) => value != null).length;
  if (given === 0) {
    const message = "Missing expected argument key: 'ids', 'search' or 'saved_search_id'.";
    return refuse(errorOf(null, message, 'MISSING_ARGUMENT'));
  }
  if (given > 1) {
    const message = "Only one of 'ids', 'search' or 'saved_search_id' is allowed.";
    return refuse(errorOf(null, message, 'TOO_MANY_ARGUMENTS'));
  }
  const discount = findDiscount(context, args.discountId, TYPES);
  if (discount === null) return refuse(noDiscount);
  if (args.ids?.length === 0) return refuse(errorOf(null, 'Something went wrong, please try again.', null));
  if (args.search?.trim() === '') return refuse(errorOf('search', "'Search' can't be blank.", 'BLANK'));
  if (args.savedSearchId != null)
    return refuse(errorOf('savedSearchId', "Invalid 'saved_search_id'.", 'INVALID'));
  const codes = shop.discountBook.codesOf(discount.id);
  const wanted =
    args.ids == null ? undefined : new Set(args.ids.map((id) => idOfType(id, 'DiscountRedeemCode')));
  const matches = compileSearch(parseSearch(args.search), {
    id: idTest<RedeemCodeRecord>((code) => code.id),
    code: textTest<RedeemCodeRecord>((code) => [code.code]),
  });
  const chosen = codes.filter((code) =>
    wanted === undefined ? matches?.(code) === true : wanted.has(code.id),
  );
  return { job: jobView(startCodeDeletion(state, shop, chosen)), userErrors: [] };
}

const jobView = (deletion: CodeDeletionRecord) => ({ id: gid('Job', deletion.id), done: deletion.done });

/** One job; of the jobs only code deletions take time here. */
function findJob(context: AdminContext, text: string) {
  const { state, shop } = context;
  settleCodes(state, shop);
  const deletion = shop.discountBook.codeDeletions.get(parseGid(text)?.id ?? '');
  if (deletion === undefined) throw badRequest(`The local Shopify keeps no job ${text}`);
  return jobView(deletion);
}

export const discountCodeResolvers: ResolverMap = {
  QueryRoot: {
    discountRedeemCodeBulkCreation: (_root: unknown, args: { readonly id: string }, { state, shop }) => {
      settleCodes(state, shop);
      return shop.discountBook.bulkCreations.get(idOfType(args.id, 'DiscountRedeemCodeBulkCreation')) ?? null;
    },
    job: (_root: unknown, args: { readonly id: string }, context) => findJob(context, args.id),
  },
  Mutation: {
    discountRedeemCodeBulkAdd: (_root: unknown, args: AddArgs, context) => add(context, args),
    discountCodeRedeemCodeBulkDelete: (_root: unknown, args: DeleteArgs, context) => remove(context, args),
  },
  DiscountRedeemCodeBulkCreation: {
    id: (creation: BulkCreationRecord) => gid('DiscountRedeemCodeBulkCreation', creation.id),
    createdAt: (creation: BulkCreationRecord) => isoSeconds(creation.createdAt),
    done: (creation: BulkCreationRecord) => isBulkCreationDone(creation),
    codesCount: (creation: BulkCreationRecord) => creation.codes.length,
    importedCount: (creation: BulkCreationRecord) =>
      creation.codes.filter((entry) => entry.redeemCodeId !== null).length,
    failedCount: (creation: BulkCreationRecord) =>
      creation.codes.filter((entry) => entry.fault !== null).length,
    discountCode: (creation: BulkCreationRecord, _args: unknown, { shop }) =>
      shop.discountBook.discounts.get(creation.discountId) ?? null,
    codes: (creation: BulkCreationRecord, args: PageArgs, context, info) => {
      const items = creation.codes.map((entry, index) => ({ entry, index: String(index) }));
      const source = { items, idOf: ({ index }: { readonly index: string }) => index, listOrder: true };
      return connection(source, args, context, info);
    },
  },
  DiscountRedeemCodeBulkCreationCode: {
    code: ({ entry }: { readonly entry: BulkCodeRecord }) => entry.code,
    // Recorded: a fault of one code has words and a field, but no `code`.
    errors: ({ entry }: { readonly entry: BulkCodeRecord }) =>
      entry.fault === null ? [] : [errorOf('code', entry.fault, null)],
    discountRedeemCode: ({ entry }: { readonly entry: BulkCodeRecord }, _args: unknown, { shop }) =>
      shop.discountBook.codes.get(entry.redeemCodeId ?? '') ?? null,
  },
};
