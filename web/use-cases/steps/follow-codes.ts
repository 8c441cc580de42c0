import type { Order } from '../../domain/orders/order.ts';
import type { OrderId } from '../../domain/shared/ids.ts';
import type { LoyaltyAccount, StoredRedemption, Tx } from '../ports.ts';
import type { LoyaltyScene } from './loyalty-scene.ts';

/** The discount codes an order carries. */
export function codesOf(order: Order): string[] {
  return order.discounts.flatMap(({ type, code }) => (type === 'code' && code !== null ? [code] : []));
}

/**
 * What orders say of redemptions: one whose code an order carries is used, whatever we thought of it before, so that no code is
 * ever free; an order that is cancelled gives its points back, unless another order took the code meanwhile. Answers the owners' accounts, locked and still to be settled.
 * Two reads by index for orders with codes, one for others.
 */
export async function followCodes(
  tx: Tx,
  scene: LoyaltyScene,
  orders: readonly Order[],
): Promise<readonly LoyaltyAccount[]> {
  const { shopId } = scene.shop;
  const codes = [...new Set(orders.flatMap(codesOf))];
  if (codes.length === 0) return [];
  const found = await tx.loyalty.redemptionsByCode(shopId, codes);
  if (found.length === 0) return [];
  const accounts = await tx.loyalty.lockAccountsById(shopId, [
    ...new Set(found.map(({ accountId }) => accountId)),
  ]);
  // Read again now that they are locked.
  const standing = new Map<string, StoredRedemption>();
  for (const one of await tx.loyalty.redemptionsByCode(shopId, codes))
    standing.set(one.code.toLowerCase(), one);
  for (const order of orders)
    for (const code of codesOf(order)) {
      const redemption = standing.get(code.toLowerCase());
      if (redemption) await follow(tx, scene, order, redemption);
    }
  return heirs(tx, scene, accounts);
}

async function follow(tx: Tx, scene: LoyaltyScene, order: Order, redemption: StoredRedemption) {
  const { redemptionId, state, orderId } = redemption;
  const cancelledAt = order.cancelledAt;
  // A code whose order was cancelled may work once more, for another order.
  const isOther = orderId !== null && orderId !== order.orderId;
  if (isOther && (state !== 'returned' || cancelledAt !== null)) return;
  const settled = orderId !== null && state === (cancelledAt === null ? 'used' : 'returned');
  // An order is never un-cancelled: a state of it from before says nothing new.
  if (settled || (orderId === order.orderId && state === 'returned')) return;
  const change =
    cancelledAt === null ? usedBy(order.orderId) : await backFrom(tx, scene, redemption, order.orderId);
  await tx.loyalty.moveRedemption(scene.shop.shopId, redemptionId, [state], change);
}

type Change = Parameters<Tx['loyalty']['moveRedemption']>[3];

function usedBy(orderId: OrderId): Change {
  return { state: 'used', orderId, returnedAt: null, checkAt: null };
}

/**
 * What becomes of a code whose order is no more: its points come back, or another order of its owner has it, which was told of
 * first and is charged now. Reads the owner's orders, for such orders only.
 */
async function backFrom(
  tx: Tx,
  scene: LoyaltyScene,
  { accountId, code }: StoredRedemption,
  lostOrderId: OrderId,
): Promise<Change> {
  const { shopId } = scene.shop;
  const owners = await heirs(tx, scene, await tx.loyalty.lockAccountsById(shopId, [accountId]));
  const ids = owners.map((owner) => owner.accountId);
  const orders = (await tx.loyalty.records(shopId, ids)).flatMap((record) => record.orders);
  const other = orders.find(
    ({ order }) =>
      order.orderId !== lostOrderId &&
      order.cancelledAt === null &&
      codesOf(order).some((one) => one.toLowerCase() === code.toLowerCase()),
  );
  if (other) return usedBy(other.order.orderId);
  // As of now, not of the cancellation: who hears of it late has the days all the same.
  return { state: 'returned', orderId: lostOrderId, returnedAt: scene.now, checkAt: null };
}

/** Orders that Shopify no longer has: what was spent on them comes back, as with cancelled ones. Answers the owners' accounts as above. */
export async function releaseCodes(
  tx: Tx,
  scene: LoyaltyScene,
  orderIds: readonly OrderId[],
): Promise<readonly LoyaltyAccount[]> {
  const { shopId } = scene.shop;
  const owners: LoyaltyAccount[] = [];
  for (const orderId of orderIds) {
    const used = await tx.loyalty.redemptionsOfOrder(shopId, orderId);
    if (used.length === 0) continue;
    const ids = used.map(({ accountId }) => accountId);
    const accounts = await tx.loyalty.lockAccountsById(shopId, ids);
    for (const redemption of used) {
      if (redemption.state !== 'used') continue;
      const change = await backFrom(tx, scene, redemption, orderId);
      await tx.loyalty.moveRedemption(shopId, redemption.redemptionId, ['used'], change);
    }
    owners.push(...(await heirs(tx, scene, accounts)));
  }
  return owners;
}

/** A merged member's points stand in the account it was merged into. */
async function heirs(
  tx: Tx,
  scene: LoyaltyScene,
  accounts: readonly LoyaltyAccount[],
): Promise<readonly LoyaltyAccount[]> {
  const merged = accounts.flatMap(({ mergedInto }) => mergedInto ?? []);
  if (merged.length === 0) return accounts;
  const into = await tx.loyalty.lockAccountsById(scene.shop.shopId, merged);
  const standing = accounts.filter(({ mergedInto }) => mergedInto === null);
  return [...standing, ...(await heirs(tx, scene, into))];
}
