import { type EstimateLine, estimatePoints } from '../../../web/domain/loyalty/estimate.ts';
import { el } from './element.ts';
import { codeActions, redeemButton, rewardRow } from './member-parts.ts';
import { rewardsAround } from './next-reward.ts';
import { readJson } from './page-data.ts';

import { type LiquidLine, rateOf, toProgramMinor } from './prices.ts';
import { list } from './program-parts.ts';
import type { Session } from './session.ts';
import { tierBpsOf } from './tier-bps.ts';

type CartData = {
  lines: readonly LiquidLine[];
  discount: number;
  taxesIncluded: boolean;
  codes: readonly string[];
};

/** What the cart earns, and one line to redeem, undo, or read what is missing. */
export function drawCartPoints(session: Session, host: HTMLElement): readonly (Node | null)[] {
  const cart = readJson<CartData>(host, '[data-cart]');
  if (!cart) return [];
  for (const code of cart.codes) session.inCart.add(code);
  const action = host.dataset.redeem === 'false' ? null : actionLine(session);
  return [el('p', { class: 'encore-earns' }, earns(session, cart)), action];
}

/**
 * Exact for the same lines, codes and level in the shop's currency with taxes included; "about" elsewhere, and where a discount
 * on the whole cart may have fallen on lines that earn nothing.
 */
function earns(session: Session, cart: CartData): string {
  const { page, voice } = session;
  const { program, today } = page;
  const rate = rateOf(page.currency, program);
  if (rate === 0) return '';
  const lines: EstimateLine[] = cart.lines.map((line) => ({
    productId: line.product,
    collectionIds: line.collections,
    totalMinor: toProgramMinor(line.price, program, rate),
    giftCard: line.giftCard,
  }));
  const tierBps = tierBpsOf(session);
  const allEarn = lines.every(
    (line) => estimatePoints([{ ...line, totalMinor: 1e12 }], program, tierBps, today) > 0,
  );
  if (cart.discount > 0) {
    const totalMinor = toProgramMinor(-cart.discount, program, rate);
    lines.push({ productId: null, collectionIds: null, giftCard: false, totalMinor });
  }
  const points = estimatePoints(lines, program, tierBps, today);
  if (points === 0) return voice.say('cart_earns_none');
  const exact = rate === 1 && cart.taxesIncluded && (allEarn || cart.discount === 0);
  return voice.say(exact ? 'cart_earns' : 'cart_earns_about', { points: voice.points(points) });
}

function actionLine(session: Session): HTMLElement | null {
  const { known, voice, page, inCart } = session;
  if (known.is === 'guest')
    return el('p', { class: 'encore-action' }, el('a', { href: page.urls.logIn }, voice.say('guest_cart')));
  if (known.is !== 'ready' || !known.member) return null;
  const { points, codes } = known.member;
  const used = codes.find((code) => inCart.has(code.code)) ?? codes[0];
  if (used) {
    const name = voice.reward(used.rewardId, used.value);
    const pair = el('span', { class: 'encore-pair' }, ...codeActions(session, used, inCart.has(used.code)));
    return el('div', { class: 'encore-action' }, el('span', {}, name), pair);
  }
  const { best, next } = rewardsAround(points, page.program.rewards);
  if (best) return redeemLine(session, best.rewardId, points);
  if (!next) return null;
  const missing = voice.points(next.costPoints - points);
  return el(
    'p',
    { class: 'encore-action' },
    voice.say('next_reward', { points: missing, reward: voice.reward(next.rewardId, next.value) }),
  );
}

/** The dearest reward within reach; the others one tap away. */
function redeemLine(session: Session, bestId: string, held: number): HTMLElement | null {
  const { page, voice } = session;
  const best = page.program.rewards.find((one) => one.rewardId === bestId);
  if (!best) return null;
  const others = page.program.rewards.filter((one) => one !== best);
  const text = el(
    'span',
    {},
    voice.reward(bestId, best.value),
    el('small', {}, voice.points(best.costPoints)),
  );
  return el(
    'div',
    {},
    el('div', { class: 'encore-action' }, text, redeemButton(session, best)),
    others.length > 0 &&
      el(
        'details',
        {},
        el('summary', { 'data-key': 'more' }, voice.say('more')),
        list(others.map((one) => rewardRow(session, one, held))),
      ),
  );
}
