import type { ProgramView } from '../../web/domain/loyalty/member-view.ts';
import { nextReward } from './next-reward.ts';
import type { Words } from './words.ts';

/** "450 more points for ₫50,000 off", with the way there as a bar; nothing where every reward can be had. */
export function NextRewardLine(part: { program: ProgramView; points: number; words: Words }) {
  const { program, points, words } = part;
  const next = nextReward(program.rewards, points);
  if (next === null) return null;
  const sentence = words.t('nextReward', {
    points: words.points(next.missing),
    reward: words.reward(next.reward),
  });
  return (
    <s-stack gap="small-200">
      <s-text>{sentence}</s-text>
      <s-progress value={points} max={next.reward.costPoints} accessibilityLabel={sentence} />
    </s-stack>
  );
}
