import type { ProgramView } from '../../../web/domain/loyalty/member-view.ts';
import type { Words } from '../../shared/words.ts';

const WHOLE_BPS = 10_000;

type WaysToEarnProps = {
  program: ProgramView;
  /** Points for joining are no way to earn any more. */
  isMember: boolean;
  words: Words;
};

/** How points come in, and what tiers give. */
export function WaysToEarn({ program, isMember, words }: WaysToEarnProps) {
  const { earn, actions, bonuses, tiers } = program;
  const times = (bps: number): string => words.number(bps / WHOLE_BPS);
  const ways = [
    words.t('ways.spend', { points: words.points(earn.points), money: words.money(earn.perMinor) }),
    ...bonuses.map(({ name, fromOn, toOn, multiplierBps }) =>
      words.t('ways.bonus', {
        name,
        from: words.day(fromOn),
        to: words.day(toOn),
        times: times(multiplierBps),
      }),
    ),
    ...(['signUp', 'birthday', 'review'] as const)
      .filter((action) => actions[action] > 0 && !(action === 'signUp' && isMember))
      .map((action) => words.t(`ways.${action}`, { points: words.points(actions[action]) })),
  ];
  const levels = (tiers?.levels ?? [])
    .filter(({ threshold }) => threshold > 0)
    .map(({ name, threshold, multiplierBps }) => {
      const from = tiers?.by === 'points' ? words.points(threshold) : words.money(threshold);
      return words.t('ways.tier', { tier: name, from, times: times(multiplierBps) });
    });
  return (
    <s-section heading={words.t('ways.heading')}>
      <s-unordered-list>
        {[...ways, ...levels].map((sentence) => (
          <s-list-item key={sentence}>{sentence}</s-list-item>
        ))}
      </s-unordered-list>
    </s-section>
  );
}
