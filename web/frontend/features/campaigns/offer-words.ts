import { useTranslation } from 'react-i18next';
import type { OfferTerms } from '../../../contract/campaign-terms.ts';
import { useFormat } from '../../shared/format.ts';
import { useLocale } from '../../shared/locale.ts';
import { useOfferValue } from '../../shared/offer-value.ts';

/** An offer in words: what it takes off, on what, from which order on, for how long. */
export function useOfferWords(currency: string) {
  const { t } = useTranslation();
  const format = useFormat();
  const value = useOfferValue(currency);
  const { intl } = useLocale();
  const money = (amountMinor: number) => format.money({ amountMinor, currency });
  const scope = ({ scope: of }: OfferTerms): string | null => {
    if (of.kind === 'all') return null;
    if (of.kind === 'bought_before') return t('offer.words.bought_before');
    const count = of.kind === 'products' ? of.productIds.length : of.collectionIds.length;
    return t(`offer.words.${of.kind}`, { count, number: format.number(count) });
  };
  const whole = (offer: OfferTerms): string => {
    const { minimumSpendMinor, validDays } = offer;
    const on = scope(offer);
    const said = [
      on === null ? value(offer.value) : `${value(offer.value)} ${on}`,
      ...(minimumSpendMinor === null ? [] : [t('offer.words.minimum', { amount: money(minimumSpendMinor) })]),
      t('offer.words.days', { count: validDays, number: format.number(validDays) }),
    ];
    return said.join(intl.startsWith('th') ? ' ' : ', ');
  };
  return { value, whole };
}
