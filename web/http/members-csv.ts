import type { Response } from 'express';
import { textCell } from '../contract/csv.ts';
import { exportMembers } from '../use-cases/export-members.ts';
import type { LoyaltyCtx } from '../use-cases/ports.ts';
import type { MemberLine, MembersWanted } from '../use-cases/steps/member-line.ts';
import { sendCsv } from './send-csv.ts';

const HEADER = 'customer_id,points,pending_points,debt_points,tier,expiring_points,expiring_at,joined_at';

/** The filtered list as CSV, streamed; names stay in Shopify, ids lead there. */
export async function exportMembersCsv(
  ctx: LoyaltyCtx,
  wanted: MembersWanted,
  response: Response,
): Promise<void> {
  const batches = exportMembers(ctx, wanted);
  await sendCsv(response, { file: 'members.csv', header: HEADER, batches, line: toLine });
}

function toLine(row: MemberLine): string {
  return [
    row.customerId,
    row.points,
    row.pendingPoints,
    row.debtPoints,
    textCell(row.tier?.name ?? ''),
    row.expiring?.points ?? '',
    row.expiring?.at.toISOString() ?? '',
    row.joinedAt.toISOString(),
  ].join(',');
}
