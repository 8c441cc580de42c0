import type { HistoryLine, ShopperView } from '../../../web/domain/loyalty/member-view.ts';
import { button } from './button.ts';
import { el } from './element.ts';
import { wayToReward } from './next-reward.ts';
import type { Word } from './page-data.ts';
import { list, part, row } from './program-parts.ts';
import type { Session } from './session.ts';

type Member = NonNullable<ShopperView['member']>;

/** The balance in large, what is on the way, owed or ending, and how far the next reward is. */
export function balancePart(session: Session, member: Member, timeZone: string): HTMLElement {
  const { voice, page } = session;
  const { say, points } = voice;
  const { pendingPoints, debtPoints, expiring } = member;
  const lines = [
    pendingPoints > 0 && say('pending', { points: points(pendingPoints) }),
    debtPoints > 0 && say('debt', { points: points(debtPoints) }),
    expiring &&
      say('expiring', {
        points: points(expiring.points),
        date: voice.day(expiring.at, timeZone, new Date()),
      }),
  ];
  return el(
    'div',
    { class: 'encore-balance' },
    el('p', { class: 'encore-label' }, say('balance')),
    el('p', { class: 'encore-points' }, points(member.points)),
    ...lines.map((line) => line && el('p', { class: 'encore-label' }, line)),
    progress(session, member),
    page.program.tiers && member.tier && levelLine(session, member),
  );
}

/** A bar and its sentence. */
function progress(session: Session, member: Member): HTMLElement | null {
  const way = wayToReward(session, member);
  if (!way) return null;
  const bar = el(
    'span',
    { class: 'encore-bar', 'aria-hidden': 'true' },
    el('span', { style: `width:${way.share * 100}%` }),
  );
  return el('div', {}, bar, el('p', {}, way.text));
}

function levelLine({ voice, page }: Session, { tier, nextTier }: Member): HTMLElement {
  const { say } = voice;
  const until = tier?.graceUntilOn ?? tier?.keptUntilOn;
  const noon = until && voice.day(`${until}T12:00:00Z`, 'UTC', new Date());
  const amount = page.program.tiers?.by === 'spend' ? voice.money : voice.points;
  const short = tier?.graceMissing;
  const texts = [
    say('level', { tier: tier?.name ?? '' }),
    noon && say('level_until', { date: noon }),
    short && say('keep_level', { missing: amount(short) }),
    nextTier && say('next_level', { missing: amount(nextTier.missing), tier: nextTier.name }),
  ];
  return el('p', { class: 'encore-label' }, texts.filter(Boolean).join(' · '));
}

const WHATS: Readonly<Record<Exclude<HistoryLine['what'], 'grant'>, Word>> = {
  order: 'what_order',
  refund: 'what_refund',
  redeem: 'what_redeem',
  redeem_back: 'what_redeem_back',
  expiry: 'what_expiry',
  debt: 'what_debt',
  merge: 'what_merge',
  pending: 'what_pending',
};
const REASONS: Readonly<Partial<Record<string, Word>>> = {
  sign_up: 'why_sign_up',
  birthday: 'why_birthday',
  review: 'why_review',
  referral: 'why_referral',
  import: 'why_import',
  correction: 'why_correction',
};

/** So many lines are answered at most. */
const NEWEST = 20;

/** What came and went, newest first; that there is more is said, lest the lines look like a wrong sum. */
export function historyPart({ voice }: Session, member: Member, timeZone: string): HTMLElement {
  const rows = member.history.map(({ at, points, what, grantReason, reward }) => {
    const word = voice.say(what === 'grant' ? (REASONS[grantReason ?? ''] ?? 'why_gift') : WHATS[what]);
    const title = reward ? `${word}: ${reward.name || voice.worth(reward.value)}` : word;
    const change = `${points > 0 ? '+' : points < 0 ? '−' : ''}${voice.number(Math.abs(points))}`;
    return row(title, change, voice.day(at, timeZone, new Date()));
  });
  const body = rows.length > 0 ? list(rows) : el('p', {}, voice.say('history_none'));
  const isCut = rows.length >= NEWEST;
  return part(voice.say('history'), body, isCut ? el('small', {}, voice.say('history_newest')) : null);
}

/** A friend gets something, and so does who invites. */
export function referralPart(session: Session, member: Member | null): HTMLElement | null {
  const { voice, page } = session;
  const terms = page.program.referral;
  if (!terms) return null;
  const { say } = voice;
  const link = member?.referral;
  const text = say('referral_text', {
    gift: voice.worth(terms.friendOffer),
    points: voice.points(terms.advocatePoints),
  });
  const act = link
    ? button(say('copy'), 'referral', () => session.copy(link.url))
    : button(say('referral_get'), 'referral', () => session.getReferral(), { busy: session.busy });
  return part(
    say('referral'),
    el('p', {}, text),
    member &&
      el('div', { class: 'encore-pair' }, link ? el('code', { 'data-link': true }, link.url) : null, act),
  );
}
