import { settleCodes } from '../../state/discount-codes.ts';
import type { DiscountRecord } from '../../state/discount-records.ts';
import {
  activateDiscount,
  changeDiscount,
  createDiscount,
  deactivateDiscount,
  deleteDiscount,
} from '../../state/discounts.ts';
import type { AdminContext, ResolverMap } from '../context.ts';
import type { BasicInput, DiscountInput, DiscountUserError, FreeShippingInput } from '../discount-input.ts';
import { readDiscount } from '../discount-rules.ts';
import { gid } from '../gid.ts';
import { findDiscount } from './discount.ts';

interface DiscountPayload {
  readonly codeDiscountNode: DiscountRecord | null;
  readonly userErrors: readonly DiscountUserError[];
}

const TYPES = ['DiscountCodeNode'];
const refuse = (message: string, code: string | null): DiscountPayload => ({
  codeDiscountNode: null,
  userErrors: [{ field: ['id'], message, code, extraInfo: null }],
});

function create(context: AdminContext, given: DiscountInput): DiscountPayload {
  const { state, shop } = context;
  settleCodes(state, shop);
  const read = readDiscount(shop, given, undefined);
  if (!read.ok) return { codeDiscountNode: null, userErrors: read.userErrors };
  const discount = createDiscount(state, shop, read.settings, read.code ?? '');
  return { codeDiscountNode: discount, userErrors: [] };
}

function update(context: AdminContext, id: string, given: DiscountInput): DiscountPayload {
  const { state, shop } = context;
  const discount = findDiscount(context, id, TYPES);
  if (discount === null) return refuse('Discount does not exist', null);
  const codes = shop.discountBook.codesOf(discount.id);
  const own = codes.length === 1 ? codes[0] : undefined;
  const known = codes.find((code) => code.code.toUpperCase() === given.input.code?.toUpperCase());
  if (given.input.code != null && own === undefined && known === undefined) {
    return refuse('Cannot update the code of a bulk discount.', null);
  }
  const codeId = (own ?? known)?.id;
  const read = readDiscount(shop, given, { settings: discount.settings, codeId });
  if (!read.ok) return { codeDiscountNode: null, userErrors: read.userErrors };
  if (own !== undefined && read.code !== undefined) shop.discountBook.renameCode(own, read.code);
  changeDiscount(state, shop, discount, read.settings);
  return { codeDiscountNode: discount, userErrors: [] };
}

function act(
  context: AdminContext,
  id: string,
  change: typeof activateDiscount | typeof deactivateDiscount,
): DiscountPayload {
  const discount = findDiscount(context, id, TYPES);
  if (discount === null) return refuse('Code discount does not exist.', 'INVALID');
  change(context.state, context.shop, discount);
  return { codeDiscountNode: discount, userErrors: [] };
}

function remove(context: AdminContext, id: string) {
  const discount = findDiscount(context, id, TYPES);
  if (discount === null) {
    const { userErrors } = refuse('Code discount does not exist.', 'INVALID');
    return { deletedCodeDiscountId: null, userErrors };
  }
  deleteDiscount(context.state, context.shop, discount);
  return { deletedCodeDiscountId: gid('DiscountCodeNode', discount.id), userErrors: [] };
}

const basic = (input: BasicInput): DiscountInput => ({ kind: 'basic', root: 'basicCodeDiscount', input });
const shipping = (input: FreeShippingInput): DiscountInput => ({
  kind: 'freeShipping',
  root: 'freeShippingCodeDiscount',
  input,
});

interface BasicArgs {
  readonly basicCodeDiscount: BasicInput;
}
interface ShippingArgs {
  readonly freeShippingCodeDiscount: FreeShippingInput;
}
interface IdArgs {
  readonly id: string;
}

export const discountChangeResolvers: ResolverMap = {
  Mutation: {
    discountCodeBasicCreate: (_root: unknown, args: BasicArgs, context) =>
      create(context, basic(args.basicCodeDiscount)),
    discountCodeBasicUpdate: (_root: unknown, args: BasicArgs & IdArgs, context) =>
      update(context, args.id, basic(args.basicCodeDiscount)),
    discountCodeFreeShippingCreate: (_root: unknown, args: ShippingArgs, context) =>
      create(context, shipping(args.freeShippingCodeDiscount)),
    discountCodeFreeShippingUpdate: (_root: unknown, args: ShippingArgs & IdArgs, context) =>
      update(context, args.id, shipping(args.freeShippingCodeDiscount)),
    discountCodeActivate: (_root: unknown, args: IdArgs, context) => act(context, args.id, activateDiscount),
    discountCodeDeactivate: (_root: unknown, args: IdArgs, context) =>
      act(context, args.id, deactivateDiscount),
    discountCodeDelete: (_root: unknown, args: IdArgs, context) => remove(context, args.id),
  },
};
