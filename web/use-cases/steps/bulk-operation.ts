import { AppError } from '../../domain/shared/errors.ts';
import type { BulkKind, BulkStatus, Ctx } from '../ports.ts';

const FIRST_POLL_MS = 1_000;
const LONGEST_POLL_MS = 15_000;
/** Five bulk queries may run at once; another app's or an older one of ours ends before long. */
export const WHEN_FULL_MS = 60_000;

/** When to look at a bulk operation for the n-th time: pauses grow from 1 to 15 s, so that small shops wait little. */
export function nextPollAt(now: Date, polls: number): Date {
  return new Date(now.getTime() + Math.min(LONGEST_POLL_MS, FIRST_POLL_MS * 1.5 ** Math.min(polls, 20)));
}

/** Starts a bulk query; null when Shopify runs as many as it allows. */
export async function startBulk(ctx: Ctx, kind: BulkKind): Promise<string | null> {
  try {
    return await ctx.shopify.startBulk(kind);
  } catch (error) {
    if (error instanceof AppError && error.code === 'CONFLICT') return null;
    throw error;
  }
}

/** How a bulk operation stands; one that Shopify does not know (any more) has expired. */
export async function lookAt(ctx: Ctx, operationId: string): Promise<BulkStatus> {
  try {
    return await ctx.shopify.bulkStatus(operationId);
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'NOT_FOUND') throw error;
    return { state: 'expired', rootObjects: 0, url: null, error: error.code };
  }
}

/** Without a result that can still be read: it must be started again. */
export function isLost(status: BulkStatus): boolean {
  if (status.state === 'completed') return status.url === null && status.rootObjects > 0;
  return status.state !== 'running';
}

/** A result file whose signed address is over; its bulk operation must be started again. */
export class FileGone extends Error {}

/** The batches of a result file; none for an empty result, which has no URL. @throws FileGone */
export async function* inBatches<T>(url: string | null, read: (url: string) => AsyncIterable<readonly T[]>) {
  if (url === null) return;
  try {
    yield* read(url);
  } catch (cause) {
    if (!(cause instanceof AppError) || cause.code !== 'NOT_FOUND') throw cause;
    throw new FileGone('The address of a bulk result is over.', { cause });
  }
}
