import type { OfferView } from '../../web/domain/loyalty/member-view.ts';
import type { Words } from './words.ts';

/** The open offer of a campaign: what it gives, until when, the code, and one way to use it. */
export function OfferCard({ offer, words }: { offer: OfferView; words: Words }) {
  const minimum = offer.minimumSpendMinor;
  return (
    <s-stack gap="small" background="subdued" padding="base" borderRadius="base">
      <s-heading>{words.t('offer.heading', { worth: words.worth(offer.value) })}</s-heading>
      <s-text>{words.t('offer.until', { day: words.day(offer.endsAt) })}</s-text>
      <s-text>{words.t('offer.code', { code: offer.code })}</s-text>
      {minimum === null ? null : (
        <s-text color="subdued">{words.t('offer.minimum', { money: words.money(minimum) })}</s-text>
      )}
      <s-stack direction="inline">
        <s-button href={offer.url} variant="secondary">
          {words.t('offer.use')}
        </s-button>
      </s-stack>
    </s-stack>
  );
}
