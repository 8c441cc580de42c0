/** The discount inputs as the schema has them, before any rule of Shopify's has been asked. */

type Maybe<T> = T | null | undefined;

export interface IdChange {
  readonly add?: Maybe<readonly string[]>;
  readonly remove?: Maybe<readonly string[]>;
}

export interface ContextInput {
  readonly all?: Maybe<string>;
  readonly customers?: Maybe<IdChange>;
  readonly customerSegments?: Maybe<IdChange>;
  readonly markets?: Maybe<IdChange>;
}

export interface CustomerSelectionInput {
  readonly all?: Maybe<boolean>;
  readonly customers?: Maybe<IdChange>;
  readonly customerSegments?: Maybe<IdChange>;
}

export interface ItemsInput {
  readonly all?: Maybe<boolean>;
  readonly collections?: Maybe<IdChange>;
  readonly products?: Maybe<{
    readonly productsToAdd?: Maybe<readonly string[]>;
    readonly productsToRemove?: Maybe<readonly string[]>;
    readonly productVariantsToAdd?: Maybe<readonly string[]>;
    readonly productVariantsToRemove?: Maybe<readonly string[]>;
  }>;
}

export interface ValueInput {
  readonly percentage?: Maybe<number>;
  readonly discountAmount?: Maybe<{
    readonly amount?: Maybe<string | number>;
    readonly appliesOnEachItem?: Maybe<boolean>;
  }>;
  readonly discountOnQuantity?: Maybe<object>;
}

export interface MinimumInput {
  readonly subtotal?: Maybe<{ readonly greaterThanOrEqualToSubtotal?: Maybe<string | number> }>;
  readonly quantity?: Maybe<{ readonly greaterThanOrEqualToQuantity?: Maybe<string | number> }>;
}

export interface CombinesWithInput {
  readonly orderDiscounts?: Maybe<boolean>;
  readonly productDiscounts?: Maybe<boolean>;
  readonly shippingDiscounts?: Maybe<boolean>;
  readonly productDiscountsWithTagsOnSameCartLine?: Maybe<IdChange>;
}

interface SharedInput {
  readonly title?: Maybe<string>;
  readonly code?: Maybe<string>;
  readonly startsAt?: Maybe<string>;
  readonly endsAt?: Maybe<string>;
  readonly context?: Maybe<ContextInput>;
  readonly customerSelection?: Maybe<CustomerSelectionInput>;
  readonly combinesWith?: Maybe<CombinesWithInput>;
  readonly minimumRequirement?: Maybe<MinimumInput>;
  readonly recurringCycleLimit?: Maybe<number>;
  readonly usageLimit?: Maybe<number>;
  readonly appliesOncePerCustomer?: Maybe<boolean>;
  readonly tags?: Maybe<readonly string[]>;
}

export interface BasicInput extends SharedInput {
  readonly customerGets?: Maybe<{
    readonly value?: Maybe<ValueInput>;
    readonly items?: Maybe<ItemsInput>;
    readonly appliesOnOneTimePurchase?: Maybe<boolean>;
    readonly appliesOnSubscription?: Maybe<boolean>;
  }>;
}

export interface FreeShippingInput extends SharedInput {
  readonly destination?: Maybe<{
    readonly all?: Maybe<boolean>;
    readonly countries?: Maybe<IdChange & { readonly includeRestOfWorld?: Maybe<boolean> }>;
  }>;
  readonly maximumShippingPrice?: Maybe<string | number>;
  readonly appliesOnOneTimePurchase?: Maybe<boolean>;
  readonly appliesOnSubscription?: Maybe<boolean>;
}

/** One input of either kind with the name of its argument, the first step of every error's field. */
export type DiscountInput =
  | { readonly kind: 'basic'; readonly root: 'basicCodeDiscount'; readonly input: BasicInput }
  | {
      readonly kind: 'freeShipping';
      readonly root: 'freeShippingCodeDiscount';
      readonly input: FreeShippingInput;
    };

export interface DiscountUserError {
  readonly field: readonly string[] | null;
  readonly message: string;
  readonly code: string | null;
  readonly extraInfo: null;
}

/** Gathers the faults of one input; each step adds its own and reads on with what was there before. */
export class DiscountFaults {
  readonly errors: DiscountUserError[] = [];
  readonly #root: string;

  constructor(root: string) {
    this.#root = root;
  }

  add(path: readonly string[], code: string, message: string): void {
    this.errors.push({ field: [this.#root, ...path], message, code, extraInfo: null });
  }
}
