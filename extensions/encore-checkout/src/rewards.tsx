import type { OpenCode, RewardView, ShopperView } from '../../../web/domain/loyalty/member-view.ts';
import { codeRewards, rewardOf } from '../../shared/rewards.ts';
import type { Words } from '../../shared/words.ts';
import type { Codes, Outcome } from './use-codes.ts';

type Part = { codes: Codes; words: Words };

/** Codes the member has already, rewards the points buy, and what came of the last tap. */
export function Rewards({ view, codes, words }: Part & { view: ShopperView }) {
  const { member, program } = view;
  if (member === null) return null;
  const buyable = codeRewards(program.rewards, member.points);
  if (!codes.canChange) {
    const isConcerned = buyable.length > 0 || member.codes.length > 0;
    return isConcerned ? <s-text color="subdued">{words.t('redeem.notHere')}</s-text> : null;
  }
  return (
    <s-stack gap="base">
      {member.codes.map((code) => (
        <CodeRow
          key={code.redemptionId}
          code={code}
          name={words.title(rewardOf(program.rewards, code))}
          codes={codes}
          words={words}
        />
      ))}
      {buyable.map((reward) => (
        <RewardRow key={reward.rewardId} reward={reward} codes={codes} words={words} />
      ))}
      {codes.outcome === null ? null : <OutcomeBanner outcome={codes.outcome} words={words} />}
    </s-stack>
  );
}

function RewardRow({ reward, codes, words }: Part & { reward: RewardView }) {
  const { minimumSpendMinor, costPoints, rewardId } = reward;
  const name = words.title(reward);
  const cost = words.points(costPoints);
  return (
    <s-grid gridTemplateColumns="1fr auto" gap="base" alignItems="center">
      <s-stack>
        <s-text>{name}</s-text>
        {minimumSpendMinor === null ? null : (
          <s-text color="subdued">{words.t('redeem.from', { money: words.money(minimumSpendMinor) })}</s-text>
        )}
      </s-stack>
      <s-button
        variant="secondary"
        loading={codes.busy === rewardId}
        disabled={codes.busy !== null && codes.busy !== rewardId}
        accessibilityLabel={words.t('redeem.useFor', { points: cost, reward: name })}
        onClick={() => void codes.spend(reward)}
      >
        {words.t('redeem.use', { points: cost })}
      </s-button>
    </s-grid>
  );
}

function CodeRow({ code, name, codes, words }: Part & { code: OpenCode; name: string }) {
  const isApplied = codes.isApplied(code.code);
  const label = words.t(isApplied ? 'redeem.undo' : 'redeem.apply');
  return (
    <s-grid gridTemplateColumns="1fr auto" gap="base" alignItems="center">
      <s-stack>
        <s-text type={isApplied ? 'strong' : 'generic'}>{name}</s-text>
        <s-text color="subdued">
          {words.t(isApplied ? 'redeem.inUse' : 'redeem.ready', {
            points: words.points(code.points),
            code: code.code,
          })}
        </s-text>
      </s-stack>
      <s-button
        variant="secondary"
        loading={codes.busy === code.redemptionId}
        disabled={codes.busy !== null && codes.busy !== code.redemptionId}
        accessibilityLabel={`${label}: ${name}`}
        onClick={() => void (isApplied ? codes.undo(code) : codes.apply(code))}
      >
        {label}
      </s-button>
    </s-grid>
  );
}

function OutcomeBanner({ outcome, words }: { outcome: Outcome; words: Words }) {
  return (
    <s-banner tone={outcome.tone} heading={words.t(outcome.message)}>
      {outcome.detail === undefined ? null : <s-text>{outcome.detail}</s-text>}
    </s-banner>
  );
}
