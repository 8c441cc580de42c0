import { parseId } from '../domain/shared/ids.ts';
import type { CampaignCtx, Message } from './ports.ts';

/** Tells Shopify that a message's receiver unsubscribed. Repeating it changes nothing; who was erased or is gone from Shopify needs nothing. */
export async function writeBackConsent(
  { store, offers, shop, log }: CampaignCtx,
  { messageId }: { messageId: string },
): Promise<void> {
  const { shopId, state } = shop;
  if (state === 'uninstalled') return;
  const [message] = await store.messages.find(shopId, [messageId]);
  // Erased people keep their messages, not their id.
  const customerId = parseId<Message['customerId']>(message?.customerId);
  if (customerId === null) return;
  const outcome = await offers.unsubscribeEmail(customerId);
  if (outcome === 'gone') log.info({}, 'somebody who unsubscribed is no customer any more');
}
