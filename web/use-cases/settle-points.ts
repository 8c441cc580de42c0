import type { DueAccount, LoyaltyCtx } from './ports.ts';
import { judgeReferrals } from './steps/judge-referrals.ts';
import { sceneNow } from './steps/loyalty-scene.ts';
import { isShopifyAway, noteNeedsReauth } from './steps/needs-reauth.ts';
import { settleAccounts } from './steps/settle-accounts.ts';

const ACCOUNTS_AT_ONCE = 200;

/**
 * What time alone changes: points that end or become spendable, tiers that are reviewed, referrals whose hold is over; and what
 * large files gave. Works off accounts that are due, in batches, each its own transaction; never looks at the others.
 */
export async function settlePoints(ctx: LoyaltyCtx): Promise<void> {
  const { store, shop, clock } = ctx;
  const { shopId } = shop;
  if (shop.state === 'uninstalled') return;
  let after: DueAccount | null = null;
  for (;;) {
    const due = await store.loyalty.dueAccounts(shopId, clock.now(), after, ACCOUNTS_AT_ONCE);
    const last = due.at(-1);
    if (last === undefined) break;
    const ids = due.map(({ accountId }) => accountId);
    await store.transaction(async (tx) => {
      const scene = await sceneNow(ctx, tx);
      if (scene) await settleAccounts(tx, scene, await tx.loyalty.lockAccountsById(shopId, ids));
    });
    after = last;
  }
  await store.loyalty.finishBatches(shopId);
  if (shop.state !== 'active') return;
  try {
    await judgeReferrals(ctx);
  } catch (error) {
    if (!isShopifyAway(error) || error.code !== 'NEEDS_REAUTH') throw error;
    await noteNeedsReauth(ctx);
  }
}
