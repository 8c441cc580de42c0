import { csvHead, csvLines } from '../../../contract/csv.ts';
import type { LedgerRow } from '../../../contract/members.ts';

const HEADER =
  'entry_id,at,posted_at,cause,reason,order_id,points,pending_points,balance_after,program_version,code,file_id,file_undone';

/** A ledger as CSV in the order given: codes, ISO moments and plain numbers, nothing of the person. Empty = not so. */
export function toLedgerCsv(entries: readonly LedgerRow[]): string {
  return csvHead(HEADER) + csvLines(entries.map(toLine));
}

function toLine(row: LedgerRow): string {
  return [
    row.entryId,
    row.at,
    row.postedAt,
    row.cause,
    row.grantReason ?? '',
    row.orderId ?? '',
    row.points,
    row.pendingPoints,
    row.balanceAfter,
    row.programVersion ?? '',
    row.code ?? '',
    row.file?.batchId ?? '',
    row.file === null ? '' : String(row.file.undone),
  ].join(',');
}
