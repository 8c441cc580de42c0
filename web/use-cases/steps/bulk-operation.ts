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

/** Neither running nor completed: it must be started again. */
export function isLost(status: BulkStatus): boolean {
  return status.state === 'failed' || status.state === 'canceled' || status.state === 'expired';
}

/** The batches of a result file; none for an empty result, which has no URL. */
export async function* inBatches<T>(url: string | null, read: (url: string) => AsyncIterable<readonly T[]>) {
  if (url !== null) yield* read(url);
}
