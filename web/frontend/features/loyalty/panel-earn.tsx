import type { ProgramTerms } from '../../../contract/loyalty.ts';
import { PanelPart, type PanelProps, valueIn } from './panel-parts.tsx';
import type { PanelVoice } from './panel-words.ts';

/** Points for joining are not among them: whom the panel shows has joined. */
const ACTIONS = [
  ['birthday', 'earn_birthday'],
  ['review', 'earn_review'],
] as const;

/** How points come, the levels and the invitation. */
export function PanelEarn({ terms, voice }: PanelProps) {
  const { earn, actions, bonuses, tiers, referral } = terms;
  return (
    <>
      <PanelPart title={voice.say('earn')}>
        <li>
          {voice.say('earn_spend', { points: voice.points(earn.points), money: voice.money(earn.perMinor) })}
        </li>
        {bonuses.map(({ multiplierBps, fromOn, toOn }, at) => (
          // Events have no identity but their place.
          // biome-ignore lint/suspicious/noArrayIndexKey: see above
          <li key={at}>
            {voice.say('earn_bonus', {
              times: voice.number(multiplierBps / 10_000),
              from: voice.day(fromOn),
              to: voice.day(toOn),
            })}
          </li>
        ))}
        {ACTIONS.map(([action, key]) =>
          actions[action] > 0 ? (
            <li key={action}>{voice.say(key, { points: voice.points(actions[action]) })}</li>
          ) : null,
        )}
      </PanelPart>
      {tiers === null ? null : <Levels tiers={tiers} voice={voice} />}
      {referral.on ? (
        <PanelPart title={voice.say('referral')}>
          <li>
            {voice.say('referral_text', {
              gift: valueIn(referral.friendOffer, voice),
              points: voice.points(referral.advocatePoints),
            })}
          </li>
          <li>
            <span className="panel-button">{voice.say('referral_get')}</span>
          </li>
        </PanelPart>
      ) : null}
    </>
  );
}

function Levels({ tiers, voice }: { tiers: NonNullable<ProgramTerms['tiers']>; voice: PanelVoice }) {
  return (
    <PanelPart title={voice.say('levels')}>
      {tiers.levels.map(({ key, name, threshold, multiplierBps }, at) => (
        <li key={key} className="panel-line">
          <span>
            <b>{name}</b>
            <small>
              {at === 0
                ? voice.say('level_first')
                : voice.say('level_from', {
                    threshold: tiers.by === 'spend' ? voice.money(threshold) : voice.points(threshold),
                  })}
            </small>
          </span>
          <small>{voice.say('level_times', { times: voice.number(multiplierBps / 10_000) })}</small>
        </li>
      ))}
    </PanelPart>
  );
}
