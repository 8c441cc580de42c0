import { AppError } from '../domain/shared/errors.ts';
import type { LoyaltyCtx } from './ports.ts';
import { requireLaunched } from './steps/require-launched.ts';
import { settleAccounts } from './steps/settle-accounts.ts';

/** Of a larger file the others are left to `settle-points`, so that nothing else waits long. */
const ACCOUNTS_SETTLED_AT_ONCE = 1_000;

/**
 * Takes back what a file gave (and gives back what it took), all of it in one transaction, balances of large files a moment later;
 * what was spent of it meanwhile becomes a debt. @throws AppError CONFLICT where the file is undone already; NOT_FOUND
 */
export async function undoBatch(ctx: LoyaltyCtx, batchId: string): Promise<void> {
  const { store, shop, clock } = ctx;
  const { shopId } = shop;
  await store.transaction(async (tx) => {
    const scene = await requireLaunched(ctx, tx);
    const outcome = await tx.loyalty.undoBatch(shopId, batchId, clock.now());
    if (outcome === 'none') throw new AppError('NOT_FOUND', 'there is no file of that number');
    if (outcome === 'was_undone') throw new AppError('CONFLICT', 'this file is undone already');
    let settled = 0;
    for await (const accountIds of tx.loyalty.accountsOfBatch(shopId, batchId)) {
      const accounts = await tx.loyalty.lockAccountsById(shopId, accountIds);
      if (settled < ACCOUNTS_SETTLED_AT_ONCE) await settleAccounts(tx, scene, accounts);
      else await tx.loyalty.revisit(shopId, accountIds, scene.now);
      settled += accounts.length;
    }
    if (settled > ACCOUNTS_SETTLED_AT_ONCE) await tx.enqueue('settle-points', { shopId });
  });
}
