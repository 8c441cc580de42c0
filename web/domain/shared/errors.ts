/** Closed list of what can go wrong for a caller. Adapters map each code once per edge (HTTP status, exit code). */
export type ErrorCode =
  | 'INVALID_INPUT'
  | 'NOT_FOUND'
  | 'CONFLICT'
  | 'UNAUTHORIZED'
  | 'FORBIDDEN'
  | 'NEEDS_REAUTH'
  | 'SHOPIFY_REFUSED'
  | 'SHOPIFY_UNAVAILABLE'
  | 'UNAVAILABLE'
  | 'INTERNAL';

/** One bad field: its path, what was given, what is allowed and what to do. */
export type FieldIssue = { field: string; message: string; allowed?: string };

/** A broken promise or a refused input, with a closed code and, for bad input, one issue per field. Never carries personal data. */
export class AppError extends Error {
  readonly code: ErrorCode;
  readonly issues: readonly FieldIssue[];

  constructor(
    code: ErrorCode,
    message: string,
    options: { issues?: readonly FieldIssue[]; cause?: unknown } = {},
  ) {
    super(message, { cause: options.cause });
    this.name = 'AppError';
    this.code = code;
    this.issues = options.issues ?? [];
  }
}
