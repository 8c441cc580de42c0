import type { OpenCode, RewardView, ShopperView } from '../../../web/domain/loyalty/member-view.ts';
import { type Held, missingPoints } from '../../../web/domain/loyalty/next-reward.ts';
import { button } from './button.ts';
import { el } from './element.ts';
import { list, part, row } from './program-parts.ts';
import type { Session } from './session.ts';

type Member = NonNullable<ShopperView['member']>;

/** Codes that were redeemed and wait to be used. */
export function codesPart(session: Session, member: Member): HTMLElement | null {
  if (member.codes.length === 0) return null;
  return part(session.voice.say('codes'), list(member.codes.map((code) => codeRow(session, code))));
}

/** An open code with what can be done: use it where it is not in the cart, or take it back. `brief`: without its end. */
export function codeRow(session: Session, code: OpenCode, brief = false): HTMLElement {
  const { voice, busy, inCart, known } = session;
  const name = voice.reward(code.rewardId, code.value);
  const timeZone = known.is === 'ready' ? known.timeZone : 'UTC';
  const until = voice.say('code_until', {
    code: code.code,
    date: voice.day(code.endsAt, timeZone, new Date()),
  });
  const undo = button(voice.say('undo'), `undo ${code.redemptionId}`, () => session.giveBack(code), {
    quiet: true,
    busy,
    label: `${voice.say('undo')}: ${name}`,
  });
  if (inCart.has(code.code)) return row(name, undo, `${code.code}, ${voice.say('in_cart')}`);
  const clash = clashText(session, code.rewardId);
  if (clash) return row(name, undo, `${code.code} · ${clash}`);
  const use = button(voice.say('use'), `use ${code.redemptionId}`, () => session.useCode(code), {
    busy,
    label: `${voice.say('use')}: ${name}`,
  });
  return row(name, el('span', { class: 'encore-pair' }, use, undo), brief ? code.code : until);
}

/** That a reward is in the cart, or does not go with what is; null = nothing known speaks against it. */
function clashText({ voice, clashOf }: Session, rewardId: string): string | null {
  const other = clashOf(rewardId);
  if (other?.rewardId === rewardId) return voice.say('in_cart');
  return other && voice.say('clash', { reward: voice.reward(other.rewardId, other.value) });
}

/** All rewards: those within reach with their button, the others with what is missing. */
export function rewardsPart(session: Session, held: Held | null): HTMLElement | null {
  const { voice, page } = session;
  if (page.program.rewards.length === 0) return null;
  return part(
    voice.say('rewards'),
    list(page.program.rewards.map((reward) => rewardRow(session, reward, held))),
  );
}

/** A reward with its terms, and its button where it can be had and used. `held`: of the shopper; null = nobody is known. */
export function rewardRow(session: Session, reward: RewardView, held: Held | null): HTMLElement {
  const { voice } = session;
  const name = voice.reward(reward.rewardId, reward.value);
  const floor =
    reward.minimumSpendMinor && voice.say('offer_minimum', { money: voice.money(reward.minimumSpendMinor) });
  const terms = (...more: readonly (string | null)[]) =>
    [voice.points(reward.costPoints), floor, ...more].filter(Boolean).join(' · ');
  if (held === null) return row(name, null, terms());
  const short = missingPoints(reward.costPoints, held);
  if (short > 0) {
    const missing = voice.say('missing', { points: voice.points(short) });
    return row(name, el('span', { class: 'encore-label' }, missing), terms());
  }
  const clash = clashText(session, reward.rewardId);
  return row(name, clash ? null : redeemButton(session, reward), terms(clash));
}

function redeemButton(session: Session, reward: RewardView): HTMLElement {
  const { voice, busy } = session;
  const name = voice.reward(reward.rewardId, reward.value);
  // What is read begins with what is seen: those who speak to their browser say that.
  const label = `${voice.say('redeem')}: ${name}, ${voice.points(reward.costPoints)}`;
  return button(voice.say('redeem'), `redeem ${reward.rewardId}`, () => session.redeem(reward.rewardId), {
    busy,
    label,
  });
}
