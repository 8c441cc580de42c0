import type { OfferView } from '../../domain/loyalty/member-view.ts';
import type { CustomerId } from '../../domain/shared/ids.ts';
import type { Ctx, Offer } from '../ports.ts';

/**
 * The offer that waits for a customer on the shop's own pages: open, and of a message that went there too. The one issued last;
 * null = none. Three reads by index.
 */
export async function shopperOffer(
  { store, shop, clock }: Pick<Ctx, 'store' | 'shop' | 'clock'>,
  customerId: CustomerId,
): Promise<OfferView | null> {
  const { shopId } = shop;
  const open = await store.offers.openOf(shopId, [customerId], clock.now());
  const issued = open.filter(({ state }) => state === 'issued');
  if (issued.length === 0) return null;
  const deliveries = await store.messages.deliveries(
    shopId,
    issued.map(({ messageId }) => messageId),
  );
  const shown = new Set(
    deliveries.flatMap(({ messageId, channel, state }) =>
      channel === 'on_site' && state === 'sent' ? [messageId] : [],
    ),
  );
  const offer = issued.filter(({ messageId }) => shown.has(messageId)).sort(newestFirst)[0];
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
