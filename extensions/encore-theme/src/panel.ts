import type { OfferView } from '../../../web/domain/loyalty/member-view.ts';
import { el } from './element.ts';
import { balancePart, historyPart, referralPart } from './member-parts.ts';
import { earnPart, tierPart } from './program-parts.ts';
import { codesPart, rewardsPart } from './reward-parts.ts';
import type { Session } from './session.ts';

/** Parts a merchant may leave out, by the names of the theme editor's settings. */
export type Shown = ReadonlySet<string>;

export const shownParts = (host: HTMLElement): Shown => new Set((host.dataset.show ?? '').split(' '));

/** Everything a shopper may know about points here, top to bottom. */
export function panelParts(session: Session, shown: Shown): (HTMLElement | null)[] {
  const { known } = session;
  const optional = (name: string, make: () => HTMLElement | null) => (shown.has(name) ? make() : null);
  const rules = (own: string | null) => [
    optional('earn', () => earnPart(session)),
    optional('tiers', () => tierPart(session, own)),
  ];
  // Nothing else yet: what comes would push it down.
  if (known.is === 'loading') return [introPart(session)];
  if (known.is !== 'ready') {
    return [
      introPart(session),
      optional('rewards', () => rewardsPart(session, null)),
      ...rules(null),
      known.is === 'guest' ? optional('referral', () => referralPart(session, null)) : null,
    ];
  }
  const { member, offer, timeZone } = known;
  const held = member ?? {
    points: 0,
    pendingPoints: 0,
    debtPoints: 0,
    tier: null,
    nextTier: null,
    expiring: null,
    history: [],
    codes: [],
    referral: null,
  };
  return [
    balancePart(session, held, timeZone),
    offer && offerPart(session, offer, timeZone),
    codesPart(session, held),
    optional('rewards', () => rewardsPart(session, held)),
    ...rules(held.tier?.key ?? null),
    optional('referral', () => referralPart(session, held)),
    optional('history', () => historyPart(session, held, timeZone)),
  ];
}

/** What stands above the program while nothing personal is known. */
function introPart({ known, voice, page }: Session): HTMLElement {
  if (known.is === 'loading') return el('p', { class: 'encore-balance' }, voice.say('loading'));
  if (known.is === 'failed') return el('p', { class: 'encore-balance' }, voice.say('load_fail'));
  return el(
    'div',
    { class: 'encore-balance' },
    el('p', {}, voice.say('guest')),
    el('a', { class: 'encore-button', href: page.urls.logIn }, voice.say('log_in')),
  );
}

/** The open offer: what it is, until when, and the one button that uses it. */
export function offerPart({ voice }: Session, offer: OfferView, timeZone: string): HTMLElement {
  const { say } = voice;
  const until = say('offer_until', { date: voice.day(offer.endsAt, timeZone, new Date()) });
  const floor =
    offer.minimumSpendMinor && say('offer_minimum', { money: voice.money(offer.minimumSpendMinor) });
  return el(
    'div',
    { class: 'encore-offer' },
    el(
      'p',
      {},
      el('strong', {}, say('offer', { value: voice.worth(offer.value) })),
      el('small', {}, [until, floor].filter(Boolean).join(' · ')),
    ),
    el('a', { class: 'encore-button', href: offer.url }, say('offer_use')),
  );
}
