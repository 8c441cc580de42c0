import { useTranslation } from 'react-i18next';
import type { ProgramTerms, Reward, RewardValue } from '../../../contract/loyalty.ts';
import { useFormat } from '../../shared/format.ts';
import { useLocale } from '../../shared/locale.ts';
import { usePercent } from '../../shared/use-percent.ts';

/** Points with their number, in the merchant's own word where there is one. */
export function usePoints(pointsName: ProgramTerms['pointsName'] | undefined): (count: number) => string {
  const { t } = useTranslation();
  const format = useFormat();
  const { language } = useLocale();
  const own = pointsName?.[language].trim() ?? '';
  return (count) => {
    const number = format.number(count);
    return own === ''
      ? t('loyalty.points', { count, number })
      : t('loyalty.ownPoints', { number, name: own });
  };
}

/** A reward by what it gives, by its name where it has one, and the order it asks for. */
export function useRewardWords(currency: string) {
  const { t } = useTranslation();
  const format = useFormat();
  const percent = usePercent();
  const value = (of: RewardValue): string => {
    switch (of.kind) {
      case 'amount':
        return t('loyalty.worth.amount', { money: money(of.amountMinor) });
      case 'percentage':
        return t('loyalty.worth.percentage', { percent: percent(of.percentageBps) });
      case 'free_shipping':
        return t('loyalty.worth.free_shipping');
      case 'free_product':
        return t('loyalty.worth.free_product', { title: of.title || '…' });
      case 'store_credit':
        return t('loyalty.worth.store_credit', { money: money(of.amountMinor) });
    }
  };
  function money(amountMinor: number): string {
    return format.money({ amountMinor: Math.max(0, amountMinor), currency });
  }
  /** What an order must come to for the reward's code; null = anything, and store credit asks for no order. */
  const minimum = ({ value: of, minimumSpendMinor }: Pick<Reward, 'value' | 'minimumSpendMinor'>) =>
    of.kind === 'store_credit' || minimumSpendMinor === null ? null : money(minimumSpendMinor);
  return {
    value,
    minimum,
    reward: ({ name, value: of }: Pick<Reward, 'name' | 'value'>) => name.trim() || value(of),
  };
}
