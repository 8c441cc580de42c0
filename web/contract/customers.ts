import { z } from 'zod';
import { campaignStateSchema } from './campaign-terms.ts';
import {
  countSchema,
  cursorSchema,
  daySchema,
  limitSchema,
  moneySchema,
  scoresSchema,
  shopifyIdSchema,
} from './values.ts';
import { consentSchema, markSchema, stageSchema } from './vocabulary.ts';

/** GET with `customersQuerySchema` as the query string. */
export const customersPath = '/api/customers';

/** GET with `customersExportSchema`, no paging: CSV, UTF-8 with byte-order mark. */
export const customersCsvPath = '/api/customers.csv';

/** GET: the countries that occur, for the filter. */
export const customerCountriesPath = '/api/customer-countries';

/** GET: the campaigns that were ever launched, for the filter; newest launch first. */
export const customerCampaignsPath = '/api/customer-campaigns';

/** Several values in one query parameter, separated by commas (`r=4,5`); any of them matches. */
function listOf<T extends z.ZodType>(item: T) {
  const split = (value: unknown) => (typeof value === 'string' ? value.split(',').filter(Boolean) : value);
  return z.preprocess(split, z.array(item).max(50)).optional();
}

const scoreList = listOf(z.coerce.number().int().min(1).max(5));
const wholeNumber = z.coerce.number().int().min(0).max(Number.MAX_SAFE_INTEGER).optional();

export const customerSortSchema = z.enum(['last_order', 'occasions', 'spent', 'r', 'f', 'm']);
export type CustomerSort = z.infer<typeof customerSortSchema>;

/** Filters of the list and of its export. All are combined with "and"; values inside one with "or". Absent = no filter. */
export const customerFiltersSchema = z.strictObject({
  stage: stageSchema.optional(),
  marks: listOf(markSchema),
  r: scoreList,
  f: scoreList,
  m: scoreList,
  /** Last qualifying order on or after / on or before this day. */
  lastFrom: daySchema.optional(),
  lastTo: daySchema.optional(),
  occasionsMin: wholeNumber,
  occasionsMax: wholeNumber,
  /** Net revenue in minor units of the shop currency. */
  spentMinMinor: wholeNumber,
  spentMaxMinor: wholeNumber,
  consent: listOf(consentSchema),
  /** ISO 3166-1 alpha-2. */
  country: listOf(z.string().regex(/^[A-Z]{2}$/)),
  /** Ids of campaigns: whoever was ever enrolled in one of them, comparison group included. */
  campaigns: listOf(z.coerce.number().int().min(1).max(2_147_483_647)),
  /** Name, e-mail or phone; asked live from Shopify, at most 50 hits, in Shopify's order. */
  search: z.string().trim().min(1).max(200).optional(),
  sort: customerSortSchema.default('last_order'),
  direction: z.enum(['asc', 'desc']).default('desc'),
});
export type CustomerFilters = z.infer<typeof customerFiltersSchema>;

/** The list's filters, or `ids`: these customers. */
export const customersExportSchema = customerFiltersSchema.extend({ ids: listOf(shopifyIdSchema) });

export const customersQuerySchema = customerFiltersSchema.extend({
  after: cursorSchema.optional(),
  limit: limitSchema,
});
export type CustomersQuery = z.infer<typeof customersQuerySchema>;

/** Live from Shopify, never stored. `email` null = the customer has none. */
export const liveNameSchema = z.object({ displayName: z.string(), email: z.string().nullable() });
export type LiveName = z.infer<typeof liveNameSchema>;

export const customerRowSchema = z.object({
  customerId: shopifyIdSchema,
  /** Stage, scores and last order are null for a customer without a qualifying order; such rows come only from a search. */
  stage: stageSchema.nullable(),
  marks: z.array(markSchema),
  scores: scoresSchema.nullable(),
  lastOrderOn: daySchema.nullable(),
  /** Purchase occasions (frequency). */
  occasions: countSchema,
  /** Net revenue over all history we hold. */
  spent: moneySchema,
  consent: consentSchema.nullable(),
  country: z.string().nullable(),
  /** That can be spent; null = no member, or no program was ever on. */
  points: countSchema.nullable(),
});
export type CustomerRow = z.infer<typeof customerRowSchema>;

export const customersResponseSchema = z.object({
  items: z.array(customerRowSchema).max(100),
  /** One entry per item; null = Shopify did not answer, the row still stands. */
  names: z.record(shopifyIdSchema, liveNameSchema.nullable()),
  /** Pass as `after` for the next page; null = this is the last one. Always null for a search. */
  next: cursorSchema.nullable(),
  /** Customers per tab under the other filters; only on the first page and without a search, else null. */
  counts: z
    .object({
      all: countSchema,
      first_time: countSchema,
      repeat: countSchema,
      vip: countSchema,
      lapsed: countSchema,
    })
    .nullable(),
  /** `unavailable`: Shopify could not be asked, `items` is empty for that reason and not because nobody matches. */
  search: z.enum(['none', 'answered', 'unavailable']),
  /** A loyalty program was on at some time, so that there are points to show and to adjust. */
  hasPoints: z.boolean(),
});
export type CustomersResponse = z.infer<typeof customersResponseSchema>;

export const customerCountriesResponseSchema = z.object({
  countries: z.array(z.object({ code: z.string().length(2), customers: countSchema })),
});
export type CustomerCountriesResponse = z.infer<typeof customerCountriesResponseSchema>;

export const customerCampaignsResponseSchema = z.object({
  campaigns: z.array(z.object({ campaignId: z.int(), name: z.string(), state: campaignStateSchema })),
});
export type CustomerCampaignsResponse = z.infer<typeof customerCampaignsResponseSchema>;
