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

/** Numbers and words of an issue; a name says its unit (`…Bps`, `…On` a local day). */
export type IssueParams = Readonly<Record<string, number | string>>;

/**
 * One bad field: its path, what was given, what is allowed and what to do. `code` is one of a closed list where the screen has
 * a sentence for it, filled with `params`.
 */
export type FieldIssue = {
  field: string;
  message: string;
  allowed?: string;
  code?: string;
  params?: IssueParams;
};

/** An issue that every language has a sentence for. */
export type CodedIssue<Code extends string> = FieldIssue & { code: Code; params: IssueParams };

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
