import type { OfferView } from '../../domain/loyalty/member-view.ts';
import type { CustomerId } from '../../domain/shared/ids.ts';
import type { Ctx, MessageDelivery, Offer } from '../ports.ts';

type OfferCtx = Pick<Ctx, 'store' | 'shop' | 'clock'>;

/** The offer that waits for a customer on the shop's own pages: open, and of a message that went there too. */
export function shopperOffer(ctx: OfferCtx, customerId: CustomerId): Promise<OfferView | null> {
  return openOffer(ctx, customerId, ({ channel, state }) => channel === 'on_site' && state === 'sent');
}

/** The open offer a customer may know of by whatever way, an answer that was lost included: for the merchant. */
export function knownOffer(ctx: OfferCtx, customerId: CustomerId): Promise<OfferView | null> {
  return openOffer(ctx, customerId, ({ state }) => state === 'sent' || state === 'unknown');
}

/** The one issued last of those known; null = none. Three reads by index. */
async function openOffer(
  { store, shop, clock }: OfferCtx,
  customerId: CustomerId,
  isKnown: (way: MessageDelivery) => boolean,
): Promise<OfferView | null> {
  const { shopId } = shop;
  const open = await store.offers.openOf(shopId, [customerId], clock.now());
  const issued = open.filter(({ state }) => state === 'issued');
  if (issued.length === 0) return null;
  const deliveries = await store.messages.deliveries(
    shopId,
    issued.map(({ messageId }) => messageId),
  );
  const known = new Set(deliveries.filter(isKnown).map(({ messageId }) => messageId));
  const offer = issued.filter(({ messageId }) => known.has(messageId)).sort(newestFirst)[0];
  const [discount] = offer ? await store.offers.discounts(shopId, [offer.discountId]) : [];
  if (!offer || !discount) return null;
  return {
    code: offer.code,
    value: discount.terms.value,
    minimumSpendMinor: discount.terms.minimumSpendMinor,
    endsAt: offer.endsAt.toISOString(),
    url: discountUrl(shop.domain, offer.code),
  };
}

/** The storefront's address that applies a code and leads to the shop's home (platform: `/discount/CODE`). */
export function discountUrl(domain: string, code: string): string {
  return `https://${domain}/discount/${encodeURIComponent(code)}?redirect=%2F`;
}

function newestFirst(a: Offer, b: Offer): number {
  return (b.issuedAt?.getTime() ?? 0) - (a.issuedAt?.getTime() ?? 0);
}
