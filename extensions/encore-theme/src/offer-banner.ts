import { el } from './element.ts';
import { NOTHING, wayToReward } from './next-reward.ts';
import { offerPart } from './panel.ts';
import type { Session } from './session.ts';

/**
 * The open offer of who is logged in; without one, how far the next reward is, so that the place the page holds is never
 * empty. While the program is off there is nothing else to say, and the place goes. Guests have none: Liquid draws nothing for them.
 */
export function drawOfferBanner(session: Session, host: HTMLElement): readonly (Node | null)[] {
  const { known, voice, page } = session;
  if (known.is === 'loading') return [];
  const isOut = !page.program.on && !(known.is === 'ready' && known.offer);
  host.style.display = isOut ? 'none' : '';
  if (isOut) return [];
  if (known.is !== 'ready') {
    const { points, perMinor } = page.program.earn;
    const text = voice.say('earn_spend', { points: voice.points(points), money: voice.money(perMinor) });
    return [el('p', { class: 'encore-offer' }, text)];
  }
  if (known.offer) return [offerPart(session, known.offer, known.timeZone)];
  const held = known.member ?? NOTHING;
  const way = wayToReward(session, held);
  const sentence = el('p', {}, el('strong', {}, voice.points(held.points)), way && ` · ${way.text}`);
  return [el('div', { class: 'encore-offer' }, sentence)];
}
