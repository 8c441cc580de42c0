import type { Ctx, Shop } from './ports.ts';
import { startBackfill } from './steps/sync-runs.ts';

/**
 * The first authenticated request installs the shop (Shopify-managed installation has no callback); of many at once one wins
 * and asks for the history. Later requests change nothing, except that a shop whose token had been refused works again
 * and catches up.
 */
export async function installShop(
  ctx: Pick<Ctx, 'store' | 'clock'>,
  input: { domain: string; scopes: readonly string[] },
): Promise<Shop> {
  const { store, clock } = ctx;
  const standing = await store.shops.findByDomain(input.domain);
  if (standing && standing.state !== 'uninstalled' && standing.state !== 'needs_reauth') return standing;
  return store.transaction(async (tx) => {
    const at = clock.now();
    const { shop, installed } = await tx.shops.install(input.domain, at, input.scopes);
    if (installed) await startBackfill(tx, shop.shopId, at);
    if (installed || shop.state !== 'needs_reauth') return shop;
    const scored = (await tx.models.current(shop.shopId)) !== null;
    const state = scored ? 'active' : 'installing';
    await tx.shops.setState(shop.shopId, state, at);
    await tx.enqueue('refresh-shop', { shopId: shop.shopId });
    if (scored) await tx.enqueue('reconcile', { shopId: shop.shopId });
    else await startBackfill(tx, shop.shopId, at);
    return { ...shop, state };
  });
}
