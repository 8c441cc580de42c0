import { AppError } from '../domain/shared/errors.ts';
import type { LoyaltyCtx } from './ports.ts';
import { requireLaunched } from './steps/require-launched.ts';
import { settleAccounts } from './steps/settle-accounts.ts';

/**
 * Takes back what a file gave (and gives back what it took), all of it in one transaction; what was spent of it meanwhile becomes a
 * debt. @throws AppError CONFLICT where the file is undone already; NOT_FOUND
 */
export async function undoBatch(ctx: LoyaltyCtx, batchId: string): Promise<void> {
  const { store, shop, clock } = ctx;
  const { shopId } = shop;
  await store.transaction(async (tx) => {
    const scene = await requireLaunched(ctx, tx);
    const outcome = await tx.loyalty.undoBatch(shopId, batchId, clock.now());
    if (outcome === 'none') throw new AppError('NOT_FOUND', 'there is no file of that number');
    if (outcome === 'was_undone') throw new AppError('CONFLICT', 'this file is undone already');
    for await (const accountIds of tx.loyalty.accountsOfBatch(shopId, batchId))
      await settleAccounts(tx, scene, await tx.loyalty.lockAccountsById(shopId, accountIds));
  });
}
