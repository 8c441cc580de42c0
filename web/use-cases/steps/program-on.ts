import type { Shop, Store } from '../ports.ts';
import { termsNow } from './loyalty-scene.ts';

/** Whether the shop gives points now: its newest program is on, in the shop's currency. */
export async function programOn(store: Pick<Store, 'loyalty'>, shop: Shop): Promise<boolean> {
  return termsNow(await store.loyalty.program(shop.shopId), shop)?.on ?? false;
}
