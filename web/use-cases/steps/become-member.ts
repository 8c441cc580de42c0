import type { CustomerId } from '../../domain/shared/ids.ts';
import type { Ctx, LoyaltyAccount } from '../ports.ts';
import { giveSignUp } from './give-sign-up.ts';
import { sceneNow } from './loyalty-scene.ts';
import { settleAccounts } from './settle-accounts.ts';

/** The account of a customer who is logged in, opened if there is none, with the points for signing up. Null for people who were erased, and before the launch. */
export async function becomeMember(
  ctx: Pick<Ctx, 'store' | 'shop' | 'clock'>,
  customerId: CustomerId,
): Promise<LoyaltyAccount | null> {
  const { store, shop } = ctx;
  const known = await store.loyalty.find(shop.shopId, customerId);
  if (known) return known;
  await store.transaction(async (tx) => {
    const scene = await sceneNow(ctx, tx);
    if (!scene) return;
    const accounts = await tx.loyalty.lockAccounts(shop.shopId, [customerId], { open: scene.now });
    await giveSignUp(tx, scene, accounts);
    await settleAccounts(tx, scene, accounts);
  });
  return store.loyalty.find(shop.shopId, customerId);
}
