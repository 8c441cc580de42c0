import type { ProgramView } from '../../web/domain/loyalty/member-view.ts';
import { type Held, nextReward } from '../../web/domain/loyalty/next-reward.ts';
import type { Words } from './words.ts';

/** "450 more points for ₫50,000 off", with the way there as a bar; nothing where every reward can be had. */
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
