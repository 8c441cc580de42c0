import {
  type BatchMapping,
  type CsvRow,
  type RowIssue,
  readBatchRows,
} from '../domain/loyalty/batch-rows.ts';
import { keptFileName } from '../domain/loyalty/file-name.ts';
import type { GrantReason } from '../domain/loyalty/member.ts';
import { localDayOf } from '../domain/shared/time.ts';
import type { LoyaltyCtx } from './ports.ts';
import { applyRows, checkRows, RowsRefused } from './steps/apply-rows.ts';
import { type ResolvedRow, resolveRows } from './steps/resolve-rows.ts';

const LISTED_ISSUES = 200;

export type BatchInput = {
  kind: 'import' | 'adjust';
  /** The file's rows with the line each begins on. */
  rows: readonly CsvRow[];
  mapping: BatchMapping;
  /** Whether the first row names the columns. */
  header: boolean;
  /** Of an adjustment. */
  reason: Extract<GrantReason, 'goodwill' | 'correction' | 'campaign' | 'other'>;
  /** Checks every row and changes nothing. */
  dryRun: boolean;
  /** The file's name as the browser gives it; null = none. */
  fileName: string | null;
  /** Made once by the screen, so that a file sent twice counts once. */
  requestKey: string;
};

export type BatchOutcome = {
  /** null = nothing was changed. */
  batchId: string | null;
  rows: number;
  customers: number;
  points: number;
  issues: readonly RowIssue[];
  /** More refused rows than are listed. */
  moreIssues: number;
};

/**
 * Balances or changes of many members from a file: all of it in one transaction, or nothing where one row is refused.
 * @throws AppError CONFLICT before the launch, or where the request was made with another file
 */
export async function runBatch(ctx: LoyaltyCtx, input: BatchInput): Promise<BatchOutcome> {
  const { mapping, kind, header, dryRun } = input;
  const todayOn = localDayOf(ctx.clock.now(), ctx.shop.timeZone);
  const read = readBatchRows(input.rows, { mapping, kind, header, todayOn });
  const resolved = await resolveRows(ctx, read.rows);
  const issues = [...read.issues, ...resolved.issues];
  if (issues.length > 0) return outcome(resolved.rows, issues, null);
  if (dryRun) return outcome(resolved.rows, await checkRows(ctx, resolved.rows), null);
  const reason = kind === 'import' ? 'import' : input.reason;
  const { requestKey } = input;
  const fileName = keptFileName(input.fileName);
  try {
    const batchId = await applyRows(ctx, resolved.rows, { kind, reason, requestKey, fileName });
    return outcome(resolved.rows, [], batchId);
  } catch (error) {
    if (error instanceof RowsRefused) return outcome(resolved.rows, error.issues, null);
    throw error;
  }
}

function outcome(
  rows: readonly ResolvedRow[],
  issues: readonly RowIssue[],
  batchId: string | null,
): BatchOutcome {
  const sorted = [...issues].sort((a, b) => a.line - b.line);
  return {
    batchId,
    rows: rows.length,
    customers: new Set(rows.map(({ customerId }) => customerId)).size,
    points: rows.reduce((sum, { points }) => sum + points, 0),
    issues: sorted.slice(0, LISTED_ISSUES),
    moreIssues: Math.max(0, sorted.length - LISTED_ISSUES),
  };
}
