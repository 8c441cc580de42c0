import { z } from 'zod';
import { adjustReasonSchema } from './members.ts';
import { countSchema, instantSchema } from './values.ts';

/** GET → `batchesResponseSchema`; POST with `batchRequestSchema` → `batchResponseSchema`. */
export const batchesPath = '/api/loyalty/batches';
/** POST: takes a file's points back. */
export const undoBatchPath = '/api/loyalty/batches/:batchId/undo';

/** Columns of the file by their position from 0. `dryRun`: checks every row and changes nothing. */
export const batchRequestSchema = z.strictObject({
  kind: z.enum(['import', 'adjust']),
  csv: z.string().max(900_000),
  mapping: z.strictObject({
    customer: z.int().min(0),
    customerBy: z.enum(['id', 'email']),
    points: z.int().min(0),
    /** Day the points end, `YYYY-MM-DD`; null = the program's rule. */
    expires: z.int().min(0).nullable(),
  }),
  header: z.boolean(),
  reason: adjustReasonSchema,
  dryRun: z.boolean(),
  /** As the browser gives it: kept for the merchant's list of files, at most 200 characters of it. */
  fileName: z.string().max(1_000).optional(),
  requestKey: z.string().min(8).max(64),
});
export type BatchRequest = z.infer<typeof batchRequestSchema>;

/** One refused row. `line` counts from 1 in the file; `message` is a key `loyalty.row.<message>`. */
export const rowIssueSchema = z.object({
  line: z.int().min(1),
  field: z.enum(['customer', 'points', 'expires', 'row']),
  message: z.enum([
    'missing',
    'not_a_number',
    'zero',
    'too_many',
    'not_a_day',
    'day_past',
    'unknown_customer',
    'twice',
    'below_zero',
    'columns',
  ]),
  value: z.string(),
  allowed: z.string().nullable(),
});
export type RowIssue = z.infer<typeof rowIssueSchema>;

/** A file with a refused row changes nothing. */
export const batchResponseSchema = z.object({
  batchId: z.string().nullable(),
  rows: countSchema,
  customers: countSchema,
  points: z.int(),
  issues: z.array(rowIssueSchema),
  /** More refused rows than are listed. */
  moreIssues: countSchema,
});
export type BatchResponse = z.infer<typeof batchResponseSchema>;

export const batchRowSchema = z.object({
  batchId: z.string(),
  kind: z.enum(['import', 'adjust']),
  state: z.enum(['running', 'done', 'undone']),
  rows: countSchema,
  points: z.int(),
  createdAt: instantSchema,
  undoneAt: instantSchema.nullable(),
  /** Null = points given to many by hand, or a file from before names were kept. */
  fileName: z.string().nullable(),
});
export const batchesResponseSchema = z.object({ batches: z.array(batchRowSchema) });
export type BatchesResponse = z.infer<typeof batchesResponseSchema>;
