import type { ProgramView } from '../../web/domain/loyalty/member-view.ts';
import { type Held, nextReward } from '../../web/domain/loyalty/next-reward.ts';
import type { Words } from './words.ts';

/** "450 points to ₫50,000 off", with the way there as a bar; nothing where every reward can be had. */
export function NextRewardLine(part: { program: ProgramView; held: Held; words: Words }) {
  const { program, held, words } = part;
  const next = nextReward(program.rewards, held);
  if (next === null) return null;
  const { costPoints } = next.reward;
  const sentence = words.t('nextReward', {
    points: words.points(next.missing),
    reward: words.reward(next.reward),
  });
  return (
    <s-stack gap="small-200">
      <s-text>{sentence}</s-text>
      <s-progress
        value={Math.max(0, costPoints - next.missing)}
        max={costPoints}
        accessibilityLabel={sentence}
      />
    </s-stack>
  );
}

/** What is owed for goods that went back: it is why a reward is farther off than its price. Nothing where nothing is. */
export function DebtLine({ held: { debtPoints }, words }: { held: Held; words: Words }) {
  if (debtPoints === 0) return null;
  return <s-text>{words.t('debt', { points: words.points(debtPoints) })}</s-text>;
}
