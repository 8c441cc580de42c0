import { useTranslation } from 'react-i18next';
import type { GivenCode } from '../../../contract/customer-campaigns.ts';
import { useFormat } from '../../shared/format.ts';
import { useLocale } from '../../shared/locale.ts';
import { useOfferValue } from '../../shared/offer-value.ts';

/** What a code takes off, and from which order on. */
export function useCodeWords({ value, minimumSpendMinor, currency }: GivenCode): string {
  const { t } = useTranslation();
  const format = useFormat();
  const inWords = useOfferValue(currency);
  const { language } = useLocale();
  if (minimumSpendMinor === null) return inWords(value);
  const amount = format.money({ amountMinor: minimumSpendMinor, currency });
  return [inWords(value), t('offer.words.minimum', { amount })].join(language === 'th' ? ' ' : ', ');
}
