import type { CodedIssue, IssueParams } from '../shared/errors.ts';
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

/** Everything that can be wrong with an offer; a screen has a sentence for each (`campaign.fault.<code>`). */
export const OFFER_ISSUE_CODES = [
  'percent',
  'positive',
  'margin',
  'whole',
  'minimum',
  'shipping',
  'unknown_product',
  'list',
  'applies',
] as const;
export type OfferIssueCode = (typeof OFFER_ISSUE_CODES)[number];
export type OfferIssue = CodedIssue<OfferIssueCode>;

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
export function offerIssues(terms: OfferTerms, context: OfferContext): OfferIssue[] {
  const found = [
    ...valueIssues(terms, context),
    ...wholeIssue('validDays', terms.validDays, OFFER_RANGES.validDays, 'days'),
    ...minimumIssues(terms),
    ...scopeIssues(terms, context),
  ];
  if (!terms.appliesTo.oneTimePurchase && !terms.appliesTo.subscription)
    found.push(
      issue('appliesTo', 'applies', {
        message: 'applies to no kind of purchase',
        allowed: 'one-time purchases, subscriptions or both',
      }),
    );
  return found.map((each) => ({ ...each, field: `${context.path}.${each.field}` }));
}

function valueIssues({ value }: OfferTerms, context: OfferContext): OfferIssue[] {
  if (value.kind === 'percentage') {
    const { min, max } = OFFER_RANGES.percentageBps;
    const { percentageBps } = value;
    if (!Number.isInteger(percentageBps) || percentageBps < min || percentageBps > max)
      return [
        issue('value.percentageBps', 'percent', {
          message: `must be from 1 % to 100 %, got ${percentageBps / 100} %`,
          allowed: '1 % to 100 %',
          params: { min: min / 100, max: max / 100 },
        }),
      ];
  }
  if (value.kind === 'amount' && !isPositive(value.amountMinor))
    return [positiveIssue('value.amountMinor', value.amountMinor, 'more than 0')];
  const depth = offerDepthBps(value, context.typical);
  if (depth === null || context.deepestBps === null || depth <= context.deepestBps) return [];
  const field =
    value.kind === 'percentage'
      ? 'value.percentageBps'
      : value.kind === 'amount'
        ? 'value.amountMinor'
        : 'value';
  const { deepestBps } = context;
  const message = `takes ${depth / 100} % off a typical order, more than the margin floor leaves`;
  const allowed = `at most ${deepestBps / 100} % of a typical order`;
  return [issue(field, 'margin', { message, allowed, params: { deepestBps } })];
}

function minimumIssues({ value, minimumSpendMinor }: OfferTerms): OfferIssue[] {
  if (minimumSpendMinor === null) return [];
  if (!isPositive(minimumSpendMinor))
    return [positiveIssue('minimumSpendMinor', minimumSpendMinor, 'more than 0, or empty')];
  if (value.kind !== 'amount' || minimumSpendMinor > value.amountMinor) return [];
  const message = `must be more than the amount off, got ${minimumSpendMinor}`;
  return [
    issue('minimumSpendMinor', 'minimum', { message, allowed: `more than ${value.amountMinor}, or empty` }),
  ];
}

function scopeIssues({ scope, value }: OfferTerms, context: OfferContext): OfferIssue[] {
  if (value.kind === 'free_shipping' && scope.kind !== 'all') {
    const message = 'free shipping cannot be bound to products';
    return [issue('scope', 'shipping', { message, allowed: 'the whole order' })];
  }
  if (scope.kind === 'products') {
    const unknown = scope.productIds.flatMap((id, index) =>
      context.unknownProducts.has(id)
        ? [
            issue(`scope.productIds.${index}`, 'unknown_product', {
              message: `the shop has no product ${id}`,
              allowed: 'products of this shop',
            }),
          ]
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

function listIssue(field: string, ids: readonly string[], range: Range, what: string): OfferIssue[] {
  const { min, max } = range;
  const params = { ...range };
  if (ids.length < min || ids.length > max) {
    const allowed = `${min} to ${max} ${what}`;
    return [issue(field, 'list', { message: `holds ${ids.length} ${what}`, allowed, params })];
  }
  if (new Set(ids).size === ids.length) return [];
  return [issue(field, 'list', { message: `names one of the ${what} twice`, allowed: 'each once', params })];
}

function wholeIssue(field: string, value: number, range: Range, unit: string): OfferIssue[] {
  const { min, max } = range;
  if (Number.isInteger(value) && value >= min && value <= max) return [];
  const message = `must be a whole number from ${min} to ${max}, got ${value}`;
  return [issue(field, 'whole', { message, allowed: `${min} to ${max} ${unit}`, params: { ...range } })];
}

function positiveIssue(field: string, got: number, allowed: string): OfferIssue {
  return issue(field, 'positive', { message: `must be more than 0, got ${got}`, allowed });
}

function isPositive(amountMinor: number): boolean {
  return Number.isSafeInteger(amountMinor) && amountMinor > 0;
}

function issue(
  field: string,
  code: OfferIssueCode,
  said: { message: string; allowed: string; params?: IssueParams },
): OfferIssue {
  return { field, code, params: {}, ...said };
}
