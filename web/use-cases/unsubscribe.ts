import type { Language } from '../domain/campaigns/campaign.ts';
import { parseId } from '../domain/shared/ids.ts';
import type { CampaignCtx, Message } from './ports.ts';
import { languageOf } from './steps/compose-message.ts';

type DoorCtx = Pick<CampaignCtx, 'shop' | 'store'>;

/** In which language the page behind an unsubscribe link speaks; null = there is no such message. */
export async function languageOfMessage(
  { store, shop }: DoorCtx,
  messageId: string,
): Promise<Language | null> {
  const [message] = await store.messages.find(shop.shopId, [messageId]);
  if (!message) return null;
  const mirror = (await store.customers.mirrors(shop.shopId, [message.customerId])).get(message.customerId);
  return languageOf(mirror?.locale ?? null, mirror?.country ?? null);
}

/**
 * The receiver of a message wants no more mail: nothing goes out from now on, and Shopify hears of it by a job of that
 * customer's own. May be said any number of times. False = there is no such message.
 */
export async function unsubscribe({ store, shop }: DoorCtx, messageId: string): Promise<boolean> {
  const { shopId } = shop;
  const [message] = await store.messages.find(shopId, [messageId]);
  if (!message) return false;
  // Erased people keep their messages, not their id.
  const customerId = parseId<Message['customerId']>(message.customerId);
  if (customerId === null) return true;
  await store.transaction(async (tx) => {
    await tx.customers.unsubscribe(shopId, customerId);
    const singletonKey = `${shopId}.${messageId}`;
    await tx.enqueue('unsubscribe', { shopId, messageId }, { singletonKey });
  });
  return true;
}
