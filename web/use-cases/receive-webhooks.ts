import type { Ctx, Delivery, DeliveryOutcome } from './ports.ts';

/**
 * One durable row per delivery before anybody is answered; what arrives together shares an insert. Unknown topics are kept
 * too and dropped with a note when they are worked off. `duplicate` and `unknown-shop` are answered like success:
 * Shopify would only send them again.
 */
export function receiveWebhooks(
  ctx: Pick<Ctx, 'store' | 'clock'>,
  deliveries: readonly Delivery[],
): Promise<readonly DeliveryOutcome[]> {
  return ctx.store.inbox.receive(deliveries, ctx.clock.now());
}
