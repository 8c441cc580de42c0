import { useTranslation } from 'react-i18next';
import type { OfferTerms, OfferValue } from '../../../contract/campaign-terms.ts';
import { useFormat } from '../../shared/format.ts';
import { useLocale } from '../../shared/locale.ts';
import { usePercent } from '../../shared/use-percent.ts';

/** An offer in words: what it takes off, on what, from which order on, for how long. */
export function useOfferWords(currency: string) {
  const { t } = useTranslation();
  const format = useFormat();
  const percent = usePercent();
  const { intl } = useLocale();
  const money = (amountMinor: number) => format.money({ amountMinor, currency });
  const value = (of: OfferValue): string => {
    if (of.kind === 'percentage') return t('offer.words.percentage', { value: percent(of.percentageBps) });
    if (of.kind === 'amount') return t('offer.words.amount', { value: money(of.amountMinor) });
    return t('offer.words.free_shipping');
  };
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
