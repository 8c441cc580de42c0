import type { OpenCode, RewardView, ShopperView } from '../../../web/domain/loyalty/member-view.ts';
import { type Held, missingPoints } from '../../../web/domain/loyalty/next-reward.ts';
import type { TokenSource } from '../../shared/ask-app.ts';
import { rewardOf } from '../../shared/rewards.ts';
import type { ShopperState } from '../../shared/shopper-state.ts';
import type { Words } from '../../shared/words.ts';
import { CopyButton } from './copy-button.tsx';
import { useRewards } from './use-rewards.ts';

type SectionInput = {
  rewards: readonly RewardView[];
  member: NonNullable<ShopperView['member']>;
  shopper: ShopperState;
  token: TokenSource;
  words: Words;
};

/** Codes that wait to be used, then every reward, with what is missing where it cannot be had yet. */
export function RewardsSection({ rewards, member, shopper, token, words }: SectionInput) {
  const actions = useRewards(token, shopper, words);
  if (rewards.length === 0 && member.codes.length === 0) return null;
  return (
    <s-section heading={words.t('rewards.heading')}>
      <s-stack gap="base">
        {member.codes.map((code) => (
          <CodeCard
            key={code.redemptionId}
            code={code}
            name={words.reward(rewardOf(rewards, code))}
            actions={actions}
            words={words}
          />
        ))}
        {actions.outcome === null ? null : (
          <s-banner tone={actions.outcome.tone} heading={actions.outcome.text} />
        )}
        {rewards.map((reward) => (
          <RewardRow key={reward.rewardId} reward={reward} held={member} actions={actions} words={words} />
        ))}
      </s-stack>
    </s-section>
  );
}

type Actions = ReturnType<typeof useRewards>;

function CodeCard(card: { code: OpenCode; name: string; actions: Actions; words: Words }) {
  const { code, name, actions, words } = card;
  const { busy } = actions;
  return (
    <s-stack gap="small" background="subdued" padding="base" borderRadius="base">
      <s-heading>{words.t('code.heading', { reward: name })}</s-heading>
      <s-text>{words.t('code.until', { code: code.code, day: words.day(code.endsAt) })}</s-text>
      <s-stack direction="inline" gap="small">
        <CopyButton id={`code-${code.redemptionId}`} text={code.code} label={words.t('code.copy')} />
        <s-button
          variant="secondary"
          loading={busy === code.redemptionId}
          disabled={busy !== null && busy !== code.redemptionId}
          accessibilityLabel={words.t('code.giveBackFor', {
            reward: name,
            points: words.points(code.points),
          })}
          onClick={() => void actions.giveBack(code)}
        >
          {words.t('code.giveBack')}
        </s-button>
      </s-stack>
    </s-stack>
  );
}

function RewardRow(row: { reward: RewardView; held: Held; actions: Actions; words: Words }) {
  const { reward, held, actions, words } = row;
  const { rewardId, costPoints, minimumSpendMinor } = reward;
  const { busy } = actions;
  const name = words.title(reward);
  const missing = missingPoints(costPoints, held);
  return (
    <s-grid gridTemplateColumns="1fr auto" gap="base" alignItems="center">
      <s-stack>
        <s-text>{name}</s-text>
        <s-text color="subdued">
          {minimumSpendMinor === null
            ? words.points(costPoints)
            : words.t('rewards.from', {
                points: words.points(costPoints),
                money: words.money(minimumSpendMinor),
              })}
        </s-text>
      </s-stack>
      {missing > 0 ? (
        <s-text color="subdued">{words.t('rewards.missing', { points: words.points(missing) })}</s-text>
      ) : (
        <s-button
          variant="secondary"
          loading={busy === rewardId}
          disabled={busy !== null && busy !== rewardId}
          accessibilityLabel={words.t('redeem.useFor', { points: words.points(costPoints), reward: name })}
          onClick={() => void actions.spend(reward)}
        >
          {words.t('redeem.use')}
        </s-button>
      )}
    </s-grid>
  );
}
