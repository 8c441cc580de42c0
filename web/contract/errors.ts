import { z } from 'zod';

/** Closed list of error codes; equals `ErrorCode` of `web/domain/shared/errors.ts`. */
export const errorCodeSchema = z.enum([
  'INVALID_INPUT',
  'NOT_FOUND',
  'CONFLICT',
  'UNAUTHORIZED',
  'FORBIDDEN',
  'NEEDS_REAUTH',
  'SHOPIFY_REFUSED',
  'SHOPIFY_UNAVAILABLE',
  'UNAVAILABLE',
  'INTERNAL',
]);
export type ErrorCode = z.infer<typeof errorCodeSchema>;

/**
 * One refused field. `message` is a message code (`error.field.<message>`) or plain English; `allowed` is the accepted range or
 * set. Campaign terms carry a `code` too (`termsIssueCodeSchema`), a sentence of every language, with its `params`.
 */
export const fieldIssueSchema = z.object({
  field: z.string(),
  message: z.string(),
  allowed: z.string().optional(),
  code: z.string().exactOptional(),
  params: z.record(z.string(), z.union([z.number(), z.string()])).exactOptional(),
});
export type FieldIssue = z.infer<typeof fieldIssueSchema>;

/** The body of every answer with a status of 400 or above. `issues` is empty unless the code is INVALID_INPUT. */
export const errorBodySchema = z.object({
  code: errorCodeSchema,
  message: z.string(),
  issues: z.array(fieldIssueSchema),
});
export type ErrorBody = z.infer<typeof errorBodySchema>;

type ZodIssue = z.core.$ZodIssue;

function allowedBy(issue: ZodIssue): string | undefined {
  if (issue.code === 'custom' && typeof issue.params?.allowed === 'string') return issue.params.allowed;
  if (issue.code === 'invalid_value') return issue.values.map(String).join(', ');
  if (issue.code === 'too_small') return `≥ ${issue.minimum}`;
  if (issue.code === 'too_big') return `≤ ${issue.maximum}`;
  if (issue.code === 'invalid_type') return issue.expected;
  return undefined;
}

function toFieldIssue(issue: ZodIssue): FieldIssue {
  const unknown = issue.code === 'unrecognized_keys' ? issue.keys : [];
  const field = [...issue.path.map(String), ...unknown].join('.');
  const allowed = allowedBy(issue);
  return { field, message: issue.message, ...(allowed === undefined ? {} : { allowed }) };
}

/** A failed parse as one issue per field: dotted path, message (a code where the schema gives one) and what is allowed. */
export function issuesOf(error: z.ZodError): FieldIssue[] {
  return error.issues.map(toFieldIssue);
}
