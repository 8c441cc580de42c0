import { z } from 'zod';
import { countSchema, instantSchema, shopifyIdSchema } from './values.ts';

/** GET: customers' requests for their data (Shopify's customers/data_request), open ones first. */
export const dataRequestsPath = '/api/data-requests';

/** GET: everything held on the customer who asked, as a JSON file. Express pattern; `:requestId` is ours, not Shopify's. */
export const dataRequestFilePath = '/api/data-requests/:requestId/file';

/** POST: the merchant has answered the customer; the list again. */
export const dataRequestAnsweredPath = '/api/data-requests/:requestId/answered';

export const dataRequestParamsSchema = z.strictObject({ requestId: shopifyIdSchema });

export const dataRequestSchema = z.object({
  requestId: shopifyIdSchema,
  /** Shopify's number of the request, as its mail to the merchant names it. */
  shopifyRequestId: shopifyIdSchema.nullable(),
  /** Null: Encore held nothing of this person, or they have been erased since. Then there is no file. */
  customerId: shopifyIdSchema.nullable(),
  state: z.enum(['open', 'answered']),
  receivedAt: instantSchema,
  /** 30 days later. */
  dueAt: instantSchema,
  overdue: z.boolean(),
  answeredAt: instantSchema.nullable(),
  /** Rows held when the request came. */
  held: z.object({
    facts: countSchema,
    orders: countSchema,
    stageChanges: countSchema,
    tags: countSchema,
    campaigns: countSchema,
  }),
});
export type DataRequest = z.infer<typeof dataRequestSchema>;

export const dataRequestsResponseSchema = z.object({ items: z.array(dataRequestSchema).max(100) });
export type DataRequestsResponse = z.infer<typeof dataRequestsResponseSchema>;

const row = z.record(z.string(), z.unknown());
const rows = z.array(row);

/** The file: what is stored, row by row. Names, addresses and e-mails are not in it: Encore stores none. */
export const heldDataSchema = z.object({
  exportedAt: instantSchema,
  shop: z.string(),
  currency: z.string(),
  customerId: shopifyIdSchema,
  facts: row.nullable(),
  orders: rows,
  stageChanges: rows,
  tags: row.nullable(),
  /** Turns in campaigns, messages, offers and what came of them. */
  campaigns: z.record(z.string(), rows),
  /** Their account of points, its entries, redemptions and what else belongs to it. */
  loyalty: z.record(z.string(), rows),
  dataRequests: rows,
});
export type HeldDataFile = z.infer<typeof heldDataSchema>;
