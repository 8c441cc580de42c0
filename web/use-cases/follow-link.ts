import type { CampaignCtx } from './ports.ts';
import { shopLink } from './steps/compose-message.ts';

type LinkCtx = Pick<CampaignCtx, 'shop' | 'store' | 'clock'>;

/**
 * Where a message's link leads in the shop, its code applied; null = there is no such message. `counts`: somebody opened
 * it, and an order in the days after may be credited to it. A link goes on leading to the shop whatever became of its code.
 */
export async function followLink(
  { store, shop, clock }: LinkCtx,
  { messageId, counts }: { messageId: string; counts: boolean },
): Promise<string | null> {
  const { shopId, domain } = shop;
  const [message] = await store.messages.find(shopId, [messageId]);
  if (!message) return null;
  if (counts) await store.credits.addFollow(shopId, messageId, clock.now());
  const [offer] = await store.offers.ofMessages(shopId, [messageId]);
  const usable = offer && (offer.state === 'issued' || offer.state === 'redeemed');
  return shopLink(domain, message, usable ? offer.code : null);
}
