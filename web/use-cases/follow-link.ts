import type { CampaignCtx, Message } from './ports.ts';
import { shopLink } from './steps/compose-message.ts';

type LinkCtx = Pick<CampaignCtx, 'shop' | 'store' | 'clock'>;

/** Who asks for a link: a browser that somebody uses, one that only looks ahead, or a program that does not say it is a browser. */
export type Visitor = 'browser' | 'lookahead' | 'program';

/** Mail scanners look at once; nobody has read a mail by then. */
const SCANNED_WITHIN_MS = 10_000;

/**
 * Where a message's link leads in the shop, its code applied; null = there is no such message. Where somebody may have opened it
 * this is noted, and an order in the days after may be credited to it. A link goes on leading to the shop whatever became of
 * its code.
 */
export async function followLink(
  { store, shop, clock }: LinkCtx,
  { messageId, visitor }: { messageId: string; visitor: Visitor },
): Promise<string | null> {
  const { shopId, domain } = shop;
  const [message] = await store.messages.find(shopId, [messageId]);
  if (!message) return null;
  const now = clock.now();
  if (mayBeRead(visitor, message, now)) await store.credits.addFollow(shopId, messageId, now);
  const [offer] = await store.offers.ofMessages(shopId, [messageId]);
  const usable = offer && (offer.state === 'issued' || offer.state === 'redeemed');
  return shopLink(domain, message, usable ? offer.code : null);
}

/** A message that is `ready` while its link is asked for is being handed over at this moment. */
function mayBeRead(visitor: Visitor, { state, sentAt }: Message, now: Date): boolean {
  if (visitor !== 'program') return visitor === 'browser';
  if (sentAt === null) return state !== 'ready';
  return now.getTime() - sentAt.getTime() > SCANNED_WITHIN_MS;
}
