import { MAX_CODE_LENGTH } from '../state/discount-codes.ts';
import type { CombinesWith, DiscountSettings, DiscountTerms } from '../state/discount-records.ts';
import { discountClass } from '../state/discounts.ts';
import type { ShopState } from '../state/shop-state.ts';
import { readMinimum, readShipping, readValue } from './discount-amounts.ts';
import { DiscountFaults, type DiscountInput, type DiscountUserError } from './discount-input.ts';
import { readContext, readItems } from './discount-scope.ts';
import { badRequest } from './refusal.ts';

const MAX_INT = 2_147_483_647;
const MAX_TAGS = 5;
const MAX_TEXT = 255;

export type DiscountReading =
  | { readonly ok: true; readonly settings: DiscountSettings; readonly code: string | undefined }
  | { readonly ok: false; readonly userErrors: readonly DiscountUserError[] };

/** What a discount being changed is now: its settings, and the code it may keep. */
export interface DiscountBefore {
  readonly settings: DiscountSettings;
  readonly codeId: string | undefined;
}

/** The settings an input leads to, or everything wrong with it. `before`: an update, where absent fields stay. */
export function readDiscount(
  shop: ShopState,
  given: DiscountInput,
  before: DiscountBefore | undefined,
): DiscountReading {
  const faults = new DiscountFaults(given.root);
  const old = before?.settings;
  const { input } = given;
  const context = readContext(shop, given, old?.context, faults);
  const terms = readTerms(shop, given, old?.terms, faults);
  const combinesWith = readCombination(given, terms, old?.combinesWith, faults);
  const title = readTitle(input.title, old?.title, faults);
  const code = readCode(shop, input.code, before, faults);
  const period = readPeriod(input, old, faults);
  const minimum = readMinimum(input.minimumRequirement, old?.minimum ?? null, shop.currency, faults);
  const purchase = readPurchase(given, old, faults);
  const limits = readLimits(input, old, purchase.appliesOnSubscription, faults);
  const tags = readTags(input.tags, old?.tags ?? [], faults);
  if (faults.errors.length > 0) return { ok: false, userErrors: faults.errors };
  const settings = { title, ...period, context, terms, minimum, ...purchase, ...limits, combinesWith, tags };
  return { ok: true, settings, code };
}

/** An update by the other kind's mutation turns the discount into that kind, as recorded; nothing of its terms stays. */
function readTerms(
  shop: ShopState,
  given: DiscountInput,
  before: DiscountTerms | undefined,
  faults: DiscountFaults,
): DiscountTerms {
  if (given.kind === 'freeShipping') {
    const old = before?.kind === 'freeShipping' ? before : undefined;
    return readShipping(given.input, old, shop.currency, faults);
  }
  const old = before?.kind === 'basic' ? before : undefined;
  const items = readItems(shop, given.input.customerGets?.items, old?.items, faults);
  const value = readValue(given.input.customerGets?.value, old?.value, shop.currency, faults);
  return { kind: 'basic', value, items };
}

function readCombination(
  { kind, input }: DiscountInput,
  terms: DiscountTerms,
  before: CombinesWith | undefined,
  faults: DiscountFaults,
): CombinesWith {
  const given = input.combinesWith;
  const { productDiscountsWithTagsOnSameCartLine: onLine } = given ?? {};
  if (onLine?.add?.some((tag) => onLine.remove?.includes(tag) === true) === true) {
    throw badRequest(
      'The same tag is present in both `add` and `remove` fields of `productDiscountsWithTagsOnSameCartLine`.',
    );
  }
  if (onLine != null) {
    const path = ['combinesWith', 'productDiscountsWithTagsOnSameCartLine'];
    const plan = "The shop's plan does not allow setting `productDiscountsWithTagsOnSameCartLine`.";
    faults.add(path, 'PRODUCT_DISCOUNTS_WITH_TAGS_ON_SAME_CART_LINE_NOT_ENTITLED', plan);
    if (discountClass({ terms }) !== 'PRODUCT') {
      const message =
        'Combines with product discounts with tags on same cart line is only valid for discounts with the PRODUCT discount class';
      faults.add(path, 'INVALID_PRODUCT_DISCOUNTS_WITH_TAGS_ON_SAME_CART_LINE_FOR_DISCOUNT_CLASS', message);
    }
  }
  if (kind === 'freeShipping' && given?.shippingDiscounts === true) {
    const message = 'The combinesWith settings are not valid for the discount class.';
    faults.add(['combinesWith'], 'INVALID_COMBINES_WITH_FOR_DISCOUNT_CLASS', message);
  }
  return {
    orderDiscounts: given?.orderDiscounts ?? before?.orderDiscounts ?? false,
    productDiscounts: given?.productDiscounts ?? before?.productDiscounts ?? false,
    shippingDiscounts: given?.shippingDiscounts ?? before?.shippingDiscounts ?? false,
  };
}

function readTitle(
  given: string | null | undefined,
  before: string | undefined,
  faults: DiscountFaults,
): string {
  const title = given === undefined ? (before ?? '') : (given ?? '');
  if (title.trim() === '') faults.add(['title'], 'BLANK', "Title can't be blank");
  if ([...title].length > MAX_TEXT)
    faults.add(['title'], 'TOO_LONG', `Title is too long (maximum is ${MAX_TEXT} characters)`);
  return title;
}

function readCode(
  shop: ShopState,
  given: string | null | undefined,
  before: DiscountBefore | undefined,
  faults: DiscountFaults,
): string | undefined {
  if (given == null) {
    if (before === undefined || given === null) faults.add(['code'], 'BLANK', "Code can't be blank");
    return undefined;
  }
  if (given === '') faults.add(['code'], 'TOO_SHORT', 'Code is too short (minimum is 1 character)');
  else if (/[\r\n]/.test(given)) faults.add(['code'], 'INVALID', 'Code cannot contain newline characters.');
  else if (given.trim() === '') faults.add(['code'], 'BLANK', "Code can't be blank");
  if ([...given].length > MAX_CODE_LENGTH)
    faults.add(['code'], 'TOO_LONG', `Code is too long (maximum is ${MAX_CODE_LENGTH} characters)`);
  const holder = shop.discountBook.codeByText(given);
  if (holder !== undefined && holder.id !== before?.codeId)
    faults.add(['code'], 'TAKEN', 'Code must be unique. Please try a different code.');
  return given;
}

function readPeriod(
  input: DiscountInput['input'],
  before: DiscountSettings | undefined,
  faults: DiscountFaults,
): { readonly startsAt: number; readonly endsAt: number | null } {
  const instant = (text: string): number => Date.parse(text);
  if (input.startsAt === null || (input.startsAt === undefined && before === undefined)) {
    faults.add(['startsAt'], 'BLANK', "Starts at can't be blank");
  }
  const startsAt = input.startsAt == null ? (before?.startsAt ?? 0) : instant(input.startsAt);
  const kept = before?.endsAt ?? null;
  const endsAt = input.endsAt === undefined ? kept : input.endsAt === null ? null : instant(input.endsAt);
  if (endsAt !== null && endsAt <= startsAt)
    faults.add(['endsAt'], 'INVALID', 'Ends at needs to be after starts_at');
  return { startsAt, endsAt };
}

/** Bought once or by subscription: where nothing is said, once only. */
function readPurchase(
  given: DiscountInput,
  before: DiscountSettings | undefined,
  faults: DiscountFaults,
): { readonly appliesOnOneTimePurchase: boolean; readonly appliesOnSubscription: boolean } {
  const said = given.kind === 'basic' ? given.input.customerGets : given.input;
  const once = said?.appliesOnOneTimePurchase ?? before?.appliesOnOneTimePurchase ?? true;
  const subscription = said?.appliesOnSubscription ?? before?.appliesOnSubscription ?? false;
  if (!once && !subscription) {
    const path = given.kind === 'basic' ? ['customerGets'] : [];
    const message = 'Discount must apply on either one time purchases or subscriptions.';
    faults.add([...path, 'appliesOnOneTimePurchase'], 'APPLIES_ON_NOTHING', message);
  }
  return { appliesOnOneTimePurchase: once, appliesOnSubscription: subscription };
}

function readLimits(
  input: DiscountInput['input'],
  before: DiscountSettings | undefined,
  onSubscription: boolean,
  faults: DiscountFaults,
): Pick<DiscountSettings, 'usageLimit' | 'recurringCycleLimit' | 'appliesOncePerCustomer'> {
  const usageLimit = input.usageLimit === undefined ? (before?.usageLimit ?? null) : input.usageLimit;
  if (usageLimit !== null && usageLimit <= 0)
    faults.add(['usageLimit'], 'GREATER_THAN', 'Usage limit must be greater than 0');
  if (usageLimit !== null && usageLimit > MAX_INT)
    faults.add(
      ['usageLimit'],
      'LESS_THAN_OR_EQUAL_TO',
      `Usage limit must be less than or equal to ${MAX_INT}`,
    );
  const cycles = input.recurringCycleLimit;
  if (cycles != null && cycles < 0) {
    const message = 'Recurring cycle limit must be a valid integer';
    faults.add(['recurringCycleLimit'], 'RECURRING_CYCLE_LIMIT_NOT_A_VALID_INTEGER', message);
  }
  if (cycles != null && cycles > 1 && !onSubscription) {
    const message = 'Recurring cycle limit must be 1 if discount does not apply to subscription items';
    faults.add(['recurringCycleLimit'], 'MULTIPLE_RECURRING_CYCLE_LIMIT_FOR_NON_SUBSCRIPTION_ITEMS', message);
  }
  const recurringCycleLimit = cycles === undefined ? (before?.recurringCycleLimit ?? 1) : cycles;
  const appliesOncePerCustomer = input.appliesOncePerCustomer ?? before?.appliesOncePerCustomer ?? false;
  return { usageLimit, recurringCycleLimit, appliesOncePerCustomer };
}

function readTags(
  given: readonly string[] | null | undefined,
  before: readonly string[],
  faults: DiscountFaults,
): readonly string[] {
  if (given === undefined) return before;
  const tags = [...new Set((given ?? []).map((tag) => tag.trim()).filter((tag) => tag !== ''))];
  if (tags.length > MAX_TAGS)
    faults.add(['tags'], 'TOO_MANY_TAGS', `A discount can have at most ${MAX_TAGS} tags.`);
  if (tags.some((tag) => [...tag].length > MAX_TEXT))
    faults.add(['tags'], 'INVALID_TAG_LENGTH', `A tag can have at most ${MAX_TEXT} characters.`);
  return tags;
}
