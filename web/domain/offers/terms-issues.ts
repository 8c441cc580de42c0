import type { FieldIssue } from '../shared/errors.ts';
import type { ProductId } from '../shared/ids.ts';
import { offerDepthBps, type TypicalOrder } from './depth.ts';
import type { OfferTerms } from './terms.ts';

/** The allowed ranges, ends included, for screens to print beside their fields. */
export const OFFER_RANGES = {
  percentageBps: { min: 100, max: 10_000 },
  validDays: { min: 1, max: 90 },
  products: { min: 1, max: 100 },
  collections: { min: 1, max: 100 },
} as const;

/** What must be known to judge an offer. `path`: where it stands in the form, e.g. `arms.0.offers.1`. */
export type OfferContext = {
  path: string;
  /** Products of the scope that the shop does not have. */
  unknownProducts: ReadonlySet<ProductId>;
  /** The deepest discount the margin floor allows (`margin.ts`), null = not known. */
  deepestBps: number | null;
  typical: TypicalOrder;
};

/** Every fault of an offer's terms, with the field and what is allowed; empty = it may be launched. */
export function offerIssues(terms: OfferTerms, context: OfferContext): FieldIssue[] {
  const found = [
    ...valueIssues(terms, context),
    ...wholeIssue('validDays', terms.validDays, OFFER_RANGES.validDays, 'days'),
    ...minimumIssues(terms),
    ...scopeIssues(terms, context),
  ];
  if (!terms.appliesTo.oneTimePurchase && !terms.appliesTo.subscription)
    found.push(
      issue('appliesTo', 'applies to no kind of purchase', 'one-time purchases, subscriptions or both'),
    );
  return found.map((each) => ({ ...each, field: `${context.path}.${each.field}` }));
}

function valueIssues({ value }: OfferTerms, context: OfferContext): FieldIssue[] {
  if (value.kind === 'percentage') {
    const { min, max } = OFFER_RANGES.percentageBps;
    const { percentageBps } = value;
    if (!Number.isInteger(percentageBps) || percentageBps < min || percentageBps > max)
      return [
        issue(
          'value.percentageBps',
          `must be from 1 % to 100 %, got ${percentageBps / 100} %`,
          '1 % to 100 %',
        ),
      ];
  }
  if (value.kind === 'amount' && !isPositive(value.amountMinor))
    return [issue('value.amountMinor', `must be more than 0, got ${value.amountMinor}`, 'more than 0')];
  const depth = offerDepthBps(value, context.typical);
  if (depth === null || context.deepestBps === null || depth <= context.deepestBps) return [];
  const field =
    value.kind === 'percentage'
      ? 'value.percentageBps'
      : value.kind === 'amount'
        ? 'value.amountMinor'
        : 'value';
  const message = `takes ${depth / 100} % off a typical order, more than the margin floor leaves`;
  return [issue(field, message, `at most ${context.deepestBps / 100} % of a typical order`)];
}

function minimumIssues({ value, minimumSpendMinor }: OfferTerms): FieldIssue[] {
  if (minimumSpendMinor === null) return [];
  if (!isPositive(minimumSpendMinor))
    return [
      issue('minimumSpendMinor', `must be more than 0, got ${minimumSpendMinor}`, 'more than 0, or empty'),
    ];
  if (value.kind !== 'amount' || minimumSpendMinor > value.amountMinor) return [];
  const message = `must be more than the amount off, got ${minimumSpendMinor}`;
  return [issue('minimumSpendMinor', message, `more than ${value.amountMinor}, or empty`)];
}

function scopeIssues({ scope, value }: OfferTerms, context: OfferContext): FieldIssue[] {
  if (value.kind === 'free_shipping' && scope.kind !== 'all')
    return [issue('scope', 'free shipping cannot be bound to products', 'the whole order')];
  if (scope.kind === 'products') {
    const unknown = scope.productIds.flatMap((id, index) =>
      context.unknownProducts.has(id)
        ? [issue(`scope.productIds.${index}`, `the shop has no product ${id}`, 'products of this shop')]
        : [],
    );
    return [
      ...listIssue('scope.productIds', scope.productIds, OFFER_RANGES.products, 'products'),
      ...unknown,
    ];
  }
  return scope.kind === 'collections'
    ? listIssue('scope.collectionIds', scope.collectionIds, OFFER_RANGES.collections, 'collections')
    : [];
}

type Range = { min: number; max: number };

function listIssue(field: string, ids: readonly string[], { min, max }: Range, what: string): FieldIssue[] {
  if (ids.length < min || ids.length > max)
    return [issue(field, `holds ${ids.length} ${what}`, `${min} to ${max} ${what}`)];
  return new Set(ids).size === ids.length
    ? []
    : [issue(field, `names one of the ${what} twice`, 'each once')];
}

function wholeIssue(field: string, value: number, { min, max }: Range, unit: string): FieldIssue[] {
  if (Number.isInteger(value) && value >= min && value <= max) return [];
  return [
    issue(field, `must be a whole number from ${min} to ${max}, got ${value}`, `${min} to ${max} ${unit}`),
  ];
}

function isPositive(amountMinor: number): boolean {
  return Number.isSafeInteger(amountMinor) && amountMinor > 0;
}

function issue(field: string, message: string, allowed: string): FieldIssue {
  return { field, message, allowed };
}
