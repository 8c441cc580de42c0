import { useTranslation } from 'react-i18next';
import type { OfferValue } from '../../contract/campaign-terms.ts';
import { useFormat } from './format.ts';
import { usePercent } from './use-percent.ts';

/** What an offer takes off, in words. */
export function useOfferValue(currency: string): (value: OfferValue) => string {
  const { t } = useTranslation();
  const format = useFormat();
  const percent = usePercent();
  return (value) => {
    if (value.kind === 'percentage')
      return t('offer.words.percentage', { value: percent(value.percentageBps) });
    if (value.kind === 'free_shipping') return t('offer.words.free_shipping');
    const { amountMinor } = value;
    return t('offer.words.amount', { value: format.money({ amountMinor, currency }) });
  };
}
