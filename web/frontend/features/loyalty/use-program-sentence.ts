import { useTranslation } from 'react-i18next';
import type { ProgramPreviewResponse, ProgramTerms } from '../../../contract/loyalty.ts';
import { useFormat } from '../../shared/format.ts';
import { usePercent } from '../../shared/use-percent.ts';
import { usePoints, useRewardWords } from './use-points-words.ts';
import { useTimes } from './use-times.ts';

/** What the sentences are made of; `preview` undefined = not known yet. */
export type Told = { terms: ProgramTerms; currency: string; preview: ProgramPreviewResponse | undefined };

/** The whole program in sentences: how points come, what they buy, when they end, who gets more. */
export function useProgramSentence({ terms, currency, preview }: Told): readonly string[] {
  const { t } = useTranslation();
  const format = useFormat();
  const points = usePoints(terms.pointsName);
  const { reward, minimum } = useRewardWords(currency);
  const levels = useLevels(currency);
  const referral = useReferral(currency, points);
  const { earn, actions, expiry } = terms;
  const money = (amountMinor: number) => format.money({ amountMinor: Math.max(0, amountMinor), currency });
  const days = earn.when.kind === 'delivered' ? Math.max(0, earn.when.days) : 0;
  const extra = (['signUp', 'birthday', 'review'] as const)
    .filter((action) => actions[action] > 0)
    .map((action) => t(`loyalty.sentence.${action}`, { points: points(actions[action]) }));
  const buys = terms.rewards
    .filter(({ active }) => active)
    .map((each) => {
      const said = { points: points(Math.max(0, each.costPoints)), reward: reward(each) };
      const from = minimum(each);
      return from === null
        ? t('loyalty.sentence.buy', said)
        : t('loyalty.sentence.buyFrom', { ...said, money: from });
    });
  return [
    t(`loyalty.sentence.earn.${earn.when.kind}`, {
      points: points(Math.max(0, earn.points)),
      amount: money(earn.perMinor),
      count: days,
      days: format.number(days),
    }),
    ...(extra.length === 0 ? [] : [t('loyalty.sentence.extra', { what: format.list(extra) })]),
    ...(actions.signUp > 0 ? [whoSignsUp()] : []),
    buys.length === 0
      ? t('loyalty.sentence.noRewards')
      : t('loyalty.sentence.rewards', { what: format.list(buys) }),
    expiry.kind === 'never'
      ? t('loyalty.sentence.never')
      : t(`loyalty.sentence.${expiry.kind}`, {
          count: Math.max(0, expiry.months),
          months: format.number(Math.max(0, expiry.months)),
        }),
    ...(terms.tiers === null ? [] : [levels(terms.tiers)]),
    ...(terms.referral.on ? [referral(terms)] : []),
    history(),
  ];

  function whoSignsUp(): string {
    const atMost = preview?.signUpAtMost ?? null;
    if (atMost === null) return t('loyalty.sentence.whoSignsUp');
    return t('loyalty.sentence.whoSignsUpAtMost', { count: atMost, customers: format.number(atMost) });
  }

  function history(): string {
    if (terms.historyFromOn === null) return t('loyalty.sentence.noHistory');
    const day = terms.historyFromOn === '' ? '…' : format.day(terms.historyFromOn);
    if (preview === undefined) return t('loyalty.sentence.historyFrom', { day });
    return t('loyalty.sentence.history', {
      day,
      count: preview.history.customers,
      customers: format.number(preview.history.customers),
      points: points(preview.history.points),
    });
  }
}

function useLevels(currency: string) {
  const { t } = useTranslation();
  const format = useFormat();
  const times = useTimes();
  return ({ by, levels }: NonNullable<ProgramTerms['tiers']>): string =>
    t('loyalty.sentence.levels', {
      what: format.list(
        levels.map((level, at) => {
          const from =
            by === 'spend'
              ? format.money({ amountMinor: Math.max(0, level.threshold), currency })
              : format.number(Math.max(0, level.threshold));
          const { name, multiplierBps } = level;
          const said =
            at === 0
              ? t('loyalty.sentence.firstLevel', { name })
              : t(`loyalty.sentence.level.${by}`, { name, from });
          return multiplierBps === 10_000
            ? said
            : t('loyalty.sentence.withTimes', { level: said, times: times(multiplierBps) });
        }),
      ),
    });
}

function useReferral(currency: string, points: (count: number) => string) {
  const { t } = useTranslation();
  const format = useFormat();
  const percent = usePercent();
  return ({ referral }: ProgramTerms): string => {
    const { friendOffer, holdDays } = referral;
    const friend =
      friendOffer.kind === 'amount'
        ? t('loyalty.worth.amount', {
            money: format.money({ amountMinor: friendOffer.amountMinor, currency }),
          })
        : t('loyalty.worth.percentage', { percent: percent(friendOffer.percentageBps) });
    return t('loyalty.sentence.referral', {
      friend,
      points: points(Math.max(0, referral.advocatePoints)),
      count: Math.max(0, holdDays),
      days: format.number(Math.max(0, holdDays)),
    });
  };
}
