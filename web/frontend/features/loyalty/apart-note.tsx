import { List, Text } from '@shopify/polaris';
import { useTranslation } from 'react-i18next';
import type { Reward } from '../../../contract/loyalty.ts';
import { useFormat } from '../../shared/format.ts';
import { useRewardWords } from './use-points-words.ts';
import type { ProgramForm } from './use-program-form.ts';
import { apart, usedTogether } from './used-together.ts';

/** More pairs than these are only counted: each open card names its own. */
const LISTED = 4;

/** Rewards on offer whose codes one order does not take together; nothing where it takes any of them. */
export function ApartNote({ form: { terms, currency } }: { form: ProgramForm }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { reward } = useRewardWords(currency);
  const { pairs, all } = apart(terms.rewards);
  if (pairs.length === 0) return null;
  if (all && pairs.length > 1) return <Text as="p">{t('loyalty.rewards.apart.all')}</Text>;
  const more = pairs.length - LISTED;
  return (
    <div>
      <Text as="p">{t('loyalty.rewards.apart.some')}</Text>
      <List>
        {pairs.slice(0, LISTED).map(([one, other]) => (
          <List.Item key={`${one.rewardId} ${other.rewardId}`}>
            {t('loyalty.rewards.apart.pair', { one: reward(one), other: reward(other) })}
          </List.Item>
        ))}
        {more > 0 ? (
          <List.Item>
            {t('loyalty.rewards.apart.more', { count: more, number: format.number(more) })}
          </List.Item>
        ) : null}
      </List>
    </div>
  );
}

/** For a reward's own card: with which others on offer its code is not taken. */
export function useApartFrom({ terms, currency }: ProgramForm): (reward: Reward) => string | null {
  const { t } = useTranslation();
  const format = useFormat();
  const words = useRewardWords(currency);
  return (reward) => {
    const others = terms.rewards.filter(
      (other) => other.active && other.rewardId !== reward.rewardId && !usedTogether(reward, other),
    );
    const names = others.map((other) => `“${words.reward(other)}”`);
    return names.length === 0 ? null : t('loyalty.rewards.apart.from', { names: format.list(names) });
  };
}
