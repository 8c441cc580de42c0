import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Response } from 'express';
import { exportMembers } from '../use-cases/export-members.ts';
import type { LoyaltyCtx } from '../use-cases/ports.ts';
import type { MemberLine, MembersWanted } from '../use-cases/steps/member-line.ts';
import { isLeft, textCell } from './csv-cells.ts';

const HEADER = 'customer_id,points,pending_points,debt_points,tier,expiring_points,expiring_at,joined_at';

/** The filtered list as CSV, streamed; names stay in Shopify, ids lead there. */
export async function exportMembersCsv(
  ctx: LoyaltyCtx,
  wanted: MembersWanted,
  response: Response,
): Promise<void> {
  const rows = exportMembers(ctx, wanted)[Symbol.asyncIterator]();
  const first = await rows.next();
  response.type('text/csv; charset=utf-8').attachment('members.csv');
  await pipeline(Readable.from(toText(first, rows)), response).catch((error: unknown) => {
    if (!isLeft(error)) throw error;
  });
}

type Batch = readonly MemberLine[];

async function* toText(first: IteratorResult<Batch>, rest: AsyncIterator<Batch>): AsyncGenerator<string> {
  try {
    yield `\uFEFF${HEADER}\r\n`;
    for (let at = first; !at.done; at = await rest.next())
      yield at.value.map((row) => `${toLine(row)}\r\n`).join('');
  } finally {
    await rest.return?.();
  }
}

function toLine(row: Batch[number]): string {
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
