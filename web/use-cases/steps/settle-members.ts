import type { Order } from '../../domain/orders/order.ts';
import type { CustomerId, OrderId } from '../../domain/shared/ids.ts';
import type { Tx } from '../ports.ts';
import { followCodes, releaseCodes } from './follow-codes.ts';
import { giveSignUp } from './give-sign-up.ts';
import { type LoyaltyScene, readLoyaltyScene } from './loyalty-scene.ts';
import { noteReferrals } from './note-referrals.ts';
import type { Scene } from './scene.ts';
import { settleAccounts } from './settle-accounts.ts';

export type Touched = {
  customers: Iterable<CustomerId>;
  /** Orders as they were recorded just now: codes of redemptions and referrals are looked for in them. */
  orders?: readonly Order[];
  /** Orders that Shopify no longer has. */
  gone?: readonly OrderId[];
};

/**
 * The points of customers whose orders changed, in the transaction that changed them; nothing where no program was ever on.
 * Unknown customers become members. Costs the same in a shop of any size. Called after the customers are locked, so that every
 * transaction locks orders, customers and accounts in this order.
 */
export async function settleMembers(tx: Tx, scene: Scene, touched: Touched): Promise<void> {
  const customers = new Set(touched.customers);
  const { orders = [], gone = [] } = touched;
  if (customers.size === 0 && orders.length === 0 && gone.length === 0) return;
  const here = await readLoyaltyScene(scene, tx);
  if (here === null) return;
  const { shopId } = scene.shop;
  const owners = [...(await followCodes(tx, here, orders)), ...(await releaseCodes(tx, here, gone))];
  const members = await tx.loyalty.lockAccounts(shopId, [...customers], { open: scene.now });
  const buyers = newBuyers(here, orders);
  const signing = members.filter(({ customerId }) => customerId !== null && buyers.has(customerId));
  await giveSignUp(tx, here, signing);
  await settleAccounts(tx, here, [...members, ...owners]);
  await noteReferrals(tx, here, orders);
}

/** Who placed one of these orders after the launch. */
function newBuyers({ history }: LoyaltyScene, orders: readonly Order[]): ReadonlySet<CustomerId> {
  const { launchedAt } = history;
  const placed = orders.filter(({ processedAt }) => launchedAt !== null && processedAt >= launchedAt);
  return new Set(placed.flatMap(({ customerId }) => customerId ?? []));
}

/** The same for those who are members already; nobody becomes one. */
export async function settleKnown(tx: Tx, scene: Scene, customerIds: readonly CustomerId[]): Promise<void> {
  const here = await readLoyaltyScene(scene, tx);
  if (here === null) return;
  await settleAccounts(tx, here, await tx.loyalty.lockAccounts(scene.shop.shopId, customerIds, 'skip'));
}
