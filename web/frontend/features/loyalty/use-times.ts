import { useTranslation } from 'react-i18next';
import { useLocale } from '../../shared/locale.ts';

const ONCE_BPS = 10_000;

/** A factor of points in words: 15,000 → "1.5×". */
export function useTimes(): (bps: number) => string {
  const { t } = useTranslation();
  const { intl } = useLocale();
  const number = new Intl.NumberFormat(intl, { maximumFractionDigits: 2 });
  return (bps) => t('loyalty.times', { number: number.format(bps / ONCE_BPS) });
}
