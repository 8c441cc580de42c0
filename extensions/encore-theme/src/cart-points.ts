import { type EstimateLine, estimatePoints } from '../../../web/domain/loyalty/estimate.ts';
import { el } from './element.ts';
import { rewardsAround } from './next-reward.ts';
import { readJson } from './page-data.ts';

import { type LiquidLine, rateOf, toProgramMinor } from './prices.ts';
import { list } from './program-parts.ts';
import { codeRow, rewardRow } from './reward-parts.ts';
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
  followCodes(session, host, cart.codes);
  const action = host.dataset.redeem === 'false' ? null : actionLine(session);
  return [el('p', { class: 'encore-earns' }, earns(session, cart)), action];
}

const read = new WeakSet<Element>();

/** What Liquid says of the cart's codes holds when it has just said it: the theme's own controls take codes out, too. */
function followCodes(session: Session, host: HTMLElement, codes: readonly string[]): void {
  const told = host.querySelector('[data-cart]');
  if (!told || read.has(told)) return;
  read.add(told);
  session.cartHolds(codes);
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

/** The code in the cart, else one that waits, else the dearest reward within reach, else the next; the others one tap away. */
function actionLine(session: Session): HTMLElement | null {
  const { known, voice, page, inCart } = session;
  if (known.is === 'guest')
    return el('p', { class: 'encore-row' }, el('a', { href: page.urls.logIn }, voice.say('guest_cart')));
  if (known.is !== 'ready') return null;
  const points = known.member?.points ?? 0;
  const codes = known.member?.codes ?? [];
  const open = codes.find((one) => inCart.has(one.code)) ?? codes[0];
  const { best, next } = rewardsAround(points, page.program.rewards);
  const shown = best ?? next;
  if (!shown) return null;
  const others = page.program.rewards;
  return el(
    'div',
    {},
    list([open ? codeRow(session, open, true) : rewardRow(session, shown, points, true)]),
    others.length > 1 &&
      el(
        'details',
        {},
        el('summary', { 'data-key': 'more' }, voice.say('more')),
        list(others.map((one) => rewardRow(session, one, points))),
      ),
  );
}
