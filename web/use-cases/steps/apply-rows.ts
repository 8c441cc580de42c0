import type { RowIssue } from '../../domain/loyalty/batch-rows.ts';
import { endOfDay } from '../../domain/loyalty/calendar.ts';
import { grantExpiresAt } from '../../domain/loyalty/expiry.ts';
import type { GrantReason } from '../../domain/loyalty/member.ts';
import { AppError } from '../../domain/shared/errors.ts';
import type { CustomerId } from '../../domain/shared/ids.ts';
import type { LoyaltyAccount, LoyaltyCtx, Tx } from '../ports.ts';
import type { LoyaltyScene } from './loyalty-scene.ts';
import { requireLaunched } from './require-launched.ts';
import type { ResolvedRow } from './resolve-rows.ts';
import { settleAccounts } from './settle-accounts.ts';

const ROWS_AT_ONCE = 500;
/** Of a larger file every row is written at once, and balances follow by `settle-points`, so that nothing else waits long. */
const ROWS_SETTLED_AT_ONCE = 1_000;

type Batch = { kind: 'import' | 'adjust'; reason: GrantReason; requestKey: string; fileName: string | null };

/** Rows refused only once their accounts were locked; what the transaction had written is taken back. */
export class RowsRefused extends Error {
  readonly issues: readonly RowIssue[];

  constructor(issues: readonly RowIssue[]) {
    super('rows of the file are refused');
    this.issues = issues;
  }
}

/** Rows that would take more points than there are, as of now. Changes nothing but what time settles anyway. */
export function checkRows(ctx: LoyaltyCtx, rows: readonly ResolvedRow[]): Promise<RowIssue[]> {
  const taking = rows.filter(({ points }) => points < 0);
  return ctx.store.transaction(async (tx) => {
    const scene = await requireLaunched(ctx, tx);
    const ids = taking.map(({ customerId }) => customerId);
    return belowZero(tx, scene, taking, await tx.loyalty.lockAccounts(ctx.shop.shopId, ids, 'skip'));
  });
}

/**
 * Answers the batch's number, also where the request was carried out before. Either all of the file stands or nothing; a large one
 * is `running` until every balance tells of it. @throws RowsRefused
 */
export function applyRows(ctx: LoyaltyCtx, rows: readonly ResolvedRow[], batch: Batch): Promise<string> {
  const { shopId } = ctx.shop;
  return ctx.store.transaction(async (tx) => {
    const scene = await requireLaunched(ctx, tx);
    const before = await carriedOut(tx, scene, rows, batch);
    if (before !== null) return before;
    const points = rows.reduce((sum, row) => sum + row.points, 0);
    const { kind, fileName } = batch;
    const added = { kind, rows: rows.length, points, at: scene.now, fileName };
    const batchId = await tx.loyalty.addBatch(shopId, added);
    const accounts = await give(tx, scene, rows, { ...batch, batchId });
    if (rows.length > ROWS_SETTLED_AT_ONCE) {
      const ids = accounts.map(({ accountId }) => accountId);
      await tx.loyalty.revisit(shopId, ids, scene.now);
      await tx.enqueue('settle-points', { shopId });
    } else {
      for (const part of parts(accounts)) await settleAccounts(tx, scene, part);
      await tx.loyalty.finishBatch(shopId, batchId);
    }
    return batchId;
  });
}

/** Locks everybody in one go, so that two files wait for each other in one direction only. */
async function give(
  tx: Tx,
  scene: LoyaltyScene,
  rows: readonly ResolvedRow[],
  batch: Batch & { batchId: string },
): Promise<readonly LoyaltyAccount[]> {
  const { shopId, timeZone } = scene.shop;
  const ids = rows.map(({ customerId }) => customerId);
  const accounts = await tx.loyalty.lockAccounts(shopId, ids, { open: scene.now });
  const taking = rows.filter(({ points }) => points < 0);
  const issues = taking.length === 0 ? [] : await belowZero(tx, scene, taking, accounts);
  if (issues.length > 0) throw new RowsRefused(issues);
  const accountOf = new Map(accounts.map((account) => [account.customerId, account.accountId]));
  const byRule = grantExpiresAt(scene.history, scene.now, timeZone);
  const grants = rows.flatMap(({ customerId, points, expiresOn }) => {
    const accountId = accountOf.get(customerId);
    if (accountId === undefined) return [];
    const end = expiresOn === null ? byRule : endOfDay(expiresOn, timeZone);
    const { reason, batchId } = batch;
    const grantKey = keyOf(batch, customerId);
    return {
      accountId,
      grantKey,
      points,
      reason,
      at: scene.now,
      expiresAt: points > 0 ? end : null,
      batchId,
    };
  });
  const given = await tx.loyalty.grantMany(shopId, grants);
  if (given !== rows.length) throw new AppError('CONFLICT', 'this request was made with another file before');
  return accounts;
}

/** The batch that the same request made before, found by its first row. */
async function carriedOut(
  tx: Tx,
  scene: LoyaltyScene,
  rows: readonly ResolvedRow[],
  batch: Batch,
): Promise<string | null> {
  const [first] = rows;
  if (!first) return null;
  const { shopId } = scene.shop;
  const [account] = await tx.loyalty.lockAccounts(shopId, [first.customerId], 'skip');
  const [record] = account ? await tx.loyalty.records(shopId, [account.accountId]) : [];
  const key = keyOf(batch, first.customerId);
  return record?.grants.find(({ grantKey }) => grantKey === key)?.batchId ?? null;
}

function keyOf({ requestKey }: Batch, customerId: CustomerId): string {
  return `batch:${requestKey}:${customerId}`;
}

/** The balance of an account that is not due is the one its row has; the others are settled first. */
async function belowZero(
  tx: Tx,
  scene: LoyaltyScene,
  rows: readonly ResolvedRow[],
  accounts: readonly LoyaltyAccount[],
): Promise<RowIssue[]> {
  const available = new Map(accounts.map((account) => [account.customerId, account.available]));
  const due = accounts.filter(({ revisitAt }) => revisitAt !== null && revisitAt <= scene.now);
  for (const part of parts(due))
    for (const { record, state } of (await settleAccounts(tx, scene, part)).values())
      available.set(record.account.customerId, state.available);
  return rows.flatMap(({ line, points, customerId }) => {
    const least = -(available.get(customerId) ?? 0);
    if (points >= least) return [];
    return [
      { line, field: 'points', message: 'below_zero', value: String(points), allowed: `at least ${least}` },
    ];
  });
}

function* parts<T>(rows: readonly T[]): Generator<readonly T[]> {
  for (let from = 0; from < rows.length; from += ROWS_AT_ONCE) yield rows.slice(from, from + ROWS_AT_ONCE);
}
