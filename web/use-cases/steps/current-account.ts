import type { CustomerId } from '../../domain/shared/ids.ts';
import type { Ctx, LoyaltyAccount } from '../ports.ts';
import { sceneNow } from './loyalty-scene.ts';
import { settleAccounts } from './settle-accounts.ts';

/** A member as of now: what time alone changed is settled first, where the job has not come by yet. Null = no member. */
export async function currentAccount(
  ctx: Pick<Ctx, 'store' | 'shop' | 'clock'>,
  customerId: CustomerId,
): Promise<LoyaltyAccount | null> {
  const { store, clock } = ctx;
  const { shopId } = ctx.shop;
  const account = await store.loyalty.find(shopId, customerId);
  if (!account || account.revisitAt === null || account.revisitAt > clock.now()) return account;
  await store.transaction(async (tx) => {
    const scene = await sceneNow(ctx, tx);
    if (scene) await settleAccounts(tx, scene, await tx.loyalty.lockAccounts(shopId, [customerId], 'skip'));
  });
  return store.loyalty.find(shopId, customerId);
}
