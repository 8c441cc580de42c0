import { AppError } from '../../domain/shared/errors.ts';
import type { LoyaltyAccount, LoyaltyCtx, StoredRedemption, Tx } from '../ports.ts';
import { sceneNow } from './loyalty-scene.ts';
import { type Settled, settleAccounts } from './settle-accounts.ts';

type Change = Parameters<Tx['loyalty']['moveRedemption']>[3];
type Ctx = Pick<LoyaltyCtx, 'store' | 'shop' | 'clock'>;

/** A code that was made is looked at when it has ended and the orders that carry it should be here. */
export const AFTER_END_MS = 3_600_000;

/**
 * One short transaction: moves a redemption from one of `from` and settles its owner, whoever they were merged into. Null = it
 * stood elsewhere by then, and nothing changed.
 */
export async function concludeRedemption(
  ctx: Ctx,
  redemption: Pick<StoredRedemption, 'redemptionId' | 'accountId'>,
  from: readonly StoredRedemption['state'][],
  change: Change,
): Promise<Settled | null> {
  const { shopId } = ctx.shop;
  return ctx.store.transaction(async (tx) => {
    const account = await ownerOf(tx, ctx, redemption.accountId);
    const moved = await tx.loyalty.moveRedemption(shopId, redemption.redemptionId, from, change);
    const scene = moved ? await sceneNow(ctx, tx) : null;
    if (!scene) return null;
    return (await settleAccounts(tx, scene, [account])).get(account.accountId) ?? null;
  });
}

/** The locked account in which the points of an account stand now. */
export async function ownerOf(
  tx: Tx,
  { shop }: Pick<Ctx, 'shop'>,
  accountId: string,
): Promise<LoyaltyAccount> {
  const [account] = await tx.loyalty.lockAccountsById(shop.shopId, [accountId]);
  if (!account) throw new AppError('INTERNAL', `account ${accountId} is gone`);
  return account.mergedInto === null ? account : ownerOf(tx, { shop }, account.mergedInto);
}
