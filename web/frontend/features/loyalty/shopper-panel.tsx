import type { Reward } from '../../../contract/loyalty.ts';
import type { LanguageCode } from '../../shared/locale.ts';
import { PanelEarn } from './panel-earn.tsx';
import { PanelLevel } from './panel-level.tsx';
import { minimumIn, nameOf, PanelPart, type PanelProps } from './panel-parts.tsx';
import type { PanelVoice } from './panel-words.ts';

type Props = PanelProps & { language: LanguageCode; inGrace: boolean; timeZone: string };

/** The panel as a customer with some points sees it; a picture: its buttons do nothing. */
export function ShopperPanel({ terms, voice, language, inGrace, timeZone }: Props) {
  const rewards = terms.rewards
    .filter(({ active }) => active)
    .toSorted((a, b) => a.costPoints - b.costPoints);
  const balance = sampleBalance(rewards);
  const next = rewards.find(({ costPoints }) => costPoints > balance);
  const goal = next ?? rewards.at(-1);
  return (
    <div className="panel-phone" lang={language}>
      <div className="panel">
        <p className="panel-title">{voice.say('title')}</p>
        <p className="panel-label">{voice.say('balance')}</p>
        <p className="panel-balance">{voice.points(balance)}</p>
        {next ? <Progress balance={balance} next={next} voice={voice} /> : null}
        <PanelLevel terms={terms} voice={voice} inGrace={inGrace} timeZone={timeZone} />
        {rewards.length === 0 ? null : (
          <PanelPart title={voice.say('rewards')}>
            {rewards.map((reward) => (
              <RewardLine key={reward.rewardId} reward={reward} balance={balance} voice={voice} />
            ))}
          </PanelPart>
        )}
        <PanelEarn terms={terms} voice={voice} />
      </div>
      <p className="panel-launcher">
        <span aria-hidden="true">★</span>
        <span>
          <b>{voice.points(balance)}</b>
          {goal ? (
            <small>
              {voice.say(next ? 'launcher_next' : 'launcher_ready', { reward: nameOf(goal, voice) })}
            </small>
          ) : null}
        </span>
      </p>
    </div>
  );
}

/** Enough for the cheapest reward where there are two, three fifths of the only one: something to have and something to go for. */
function sampleBalance(rewards: readonly Reward[]): number {
  const [cheapest, second] = rewards.map(({ costPoints }) => Math.max(0, costPoints));
  if (cheapest === undefined) return 120;
  return second === undefined || second === cheapest
    ? Math.round(cheapest * 0.6)
    : Math.round(cheapest + (second - cheapest) * 0.4);
}

function Progress({ balance, next, voice }: { balance: number; next: Reward; voice: PanelVoice }) {
  const share = next.costPoints > 0 ? Math.min(100, (balance / next.costPoints) * 100) : 0;
  return (
    <div className="panel-progress">
      <span className="panel-bar">
        <span style={{ inlineSize: `${share}%` }} />
      </span>
      <p>
        {voice.say('next_reward', {
          points: voice.points(next.costPoints - balance),
          reward: nameOf(next, voice),
        })}
      </p>
    </div>
  );
}

function RewardLine({ reward, balance, voice }: { reward: Reward; balance: number; voice: PanelVoice }) {
  const missing = reward.costPoints - balance;
  return (
    <li className="panel-line">
      <span>
        <b className="panel-first">{nameOf(reward, voice)}</b>
        <small>
          {[voice.points(reward.costPoints), minimumIn(reward, voice)].filter(Boolean).join(' · ')}
        </small>
      </span>
      {missing > 0 ? (
        <small>{voice.say('missing', { points: voice.points(missing) })}</small>
      ) : (
        <span className="panel-button">{voice.say('redeem')}</span>
      )}
    </li>
  );
}
