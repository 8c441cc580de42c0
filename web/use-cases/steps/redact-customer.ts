import type { CustomerId } from '../../domain/shared/ids.ts';
import type { Ctx, Tx } from '../ports.ts';

/**
 * Erases a person (customers/redact): orders lose the link, everything kept by customer id goes, and a keyed hash stays so
 * that a late delivery does not bring the person back. Shopify keeps the customer's tags and forgets them itself.
 * What waits in the inbox and names the person goes too; the night brings what else it was about.
 * Acts only on an id this shop holds or is about to: a delivery signed for another shop erases nothing. False = not held.
 */
export async function redactCustomer(
  ctx: Pick<Ctx, 'shop' | 'store' | 'clock'>,
  customerId: CustomerId,
  inTx: (tx: Tx) => Promise<void>,
): Promise<boolean> {
  const { shopId } = ctx.shop;
  return ctx.store.transaction(async (tx) => {
    const profiles = await tx.customers.profileUpdatedAt(shopId, [customerId]);
    const histories = await tx.orders.historiesOf(shopId, [customerId]);
    const dropped = await tx.inbox.dropNaming(shopId, customerId, 'named a person who was erased');
    const member = await tx.loyalty.find(shopId, customerId);
    const held = profiles.has(customerId) || histories.has(customerId) || member !== null;
    if (!held && dropped === 0) return false;
    await tx.enrolments.forget(shopId, customerId);
    await tx.customers.redact(shopId, customerId, ctx.clock.now());
    await inTx(tx);
    return true;
  });
}
