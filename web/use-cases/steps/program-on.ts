import type { ShopId } from '../../domain/shared/ids.ts';
import type { Store } from '../ports.ts';

/** Whether the shop gives points now: its newest program is on. */
export async function programOn(store: Pick<Store, 'loyalty'>, shop: ShopId): Promise<boolean> {
  return (await store.loyalty.program(shop)).versions.at(-1)?.terms.on ?? false;
}
