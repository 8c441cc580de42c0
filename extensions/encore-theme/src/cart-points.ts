import { type EstimateLine, earns, estimatePoints } from '../../../web/domain/loyalty/estimate.ts';
import type { ProgramView } from '../../../web/domain/loyalty/member-view.ts';
import { el } from './element.ts';
import { NOTHING, rewardsAround } from './next-reward.ts';
import { readJson } from './page-data.ts';

import { type LiquidLine, rateOf, toProgramMinor } from './prices.ts';
import { list } from './program-parts.ts';
import { codeRow, rewardRow } from './reward-parts.ts';
import type { Session } from './session.ts';
import { tierBpsOf } from './tier-bps.ts';

/** What Liquid says of the cart; `discount`: what codes for the whole cart take off, hundredths as its lines' prices. */
export type CartData = {
  lines: readonly LiquidLine[];
  discount: number;
  taxesIncluded: boolean;
};

/** What the cart earns, and one line to redeem, undo, or read what is missing. */
export function drawCartPoints(session: Session, host: HTMLElement): readonly (Node | null)[] {
  const cart = readJson<CartData & { codes: readonly string[] }>(host, '[data-cart]');
  if (!cart) return [];
  followCodes(session, host, cart.codes);
  const action = host.dataset.redeem === 'false' ? null : actionLine(session);
  return [el('p', { class: 'encore-earns' }, earnsLine(session, cart)), action];
}

const read = new WeakSet<Element>();
const asked = new WeakSet<Element>();

/**
 * What Liquid says of the cart's codes holds when it has just said it: the theme's own controls take codes out, too. It names none
 * that take off delivery, so the cart itself is asked for open codes that are missing.
 */
function followCodes(session: Session, host: HTMLElement, codes: readonly string[]): void {
  const told = host.querySelector('[data-cart]');
  if (!told) return;
  if (!read.has(told)) session.cartHolds(codes);
  read.add(told);
  const { known, inCart } = session;
  if (asked.has(told) || known.is !== 'ready') return;
  asked.add(told);
  if (known.member?.codes.some(({ code }) => !inCart.has(code))) void session.readCodes();
}

function earnsLine(session: Session, cart: CartData): string {
  const { program, currency, today } = session.page;
  const rate = rateOf(currency, program);
  if (rate === 0) return '';
  const { voice } = session;
  const { points, isExact } = estimateCart(cart, program, { rate, tierBps: tierBpsOf(session), today });
  if (points === 0) return voice.say('cart_earns_none');
  return voice.say(isExact ? 'cart_earns' : 'cart_earns_about', { points: voice.points(points) });
}

/**
 * What a cart would earn. Exact for the same lines, codes and level in the shop's currency with taxes included; "about" elsewhere,
 * where a discount on the whole cart may have fallen on lines that earn nothing, and where the program cannot name all of those.
 * `rate`: `rateOf`, not 0.
 */
export function estimateCart(
  cart: CartData,
  program: ProgramView,
  { rate, tierBps, today }: { rate: number; tierBps: number; today: string },
): { points: number; isExact: boolean } {
  const lines: EstimateLine[] = cart.lines.map(({ product, price, giftCard }) => ({
    productId: product,
    totalMinor: toProgramMinor(price, program, rate),
    giftCard,
  }));
  const allEarn = lines.every((line) => earns(line, program));
  if (cart.discount > 0) {
    const totalMinor = toProgramMinor(-cart.discount, program, rate);
    lines.push({ productId: null, giftCard: false, totalMinor });
  }
  const isKnown = rate === 1 && cart.taxesIncluded && !program.earn.excludedSieve;
  return {
    points: estimatePoints(lines, program, tierBps, today),
    isExact: isKnown && (allEarn || cart.discount === 0),
  };
}

/** The open codes, that of the cart first; else the dearest reward within reach, else the next; all others one tap away. */
function actionLine(session: Session): HTMLElement | null {
  const { known, voice, page, inCart } = session;
  if (known.is === 'guest')
    return el('p', { class: 'encore-row' }, el('a', { href: page.urls.logIn }, voice.say('guest_cart')));
  if (known.is !== 'ready') return null;
  const held = known.member ?? NOTHING;
  const isIn = ({ code }: { code: string }) => Number(inCart.has(code));
  const codes = (known.member?.codes ?? []).toSorted((one, other) => isIn(other) - isIn(one));
  const others = page.program.rewards;
  const { best, next } = rewardsAround(held, others);
  const shown = best ?? next?.reward;
  const rows = codes.map((one) => codeRow(session, one, true));
  if (rows.length === 0 && shown) rows.push(rewardRow(session, shown, held));
  if (rows.length === 0) return null;
  return el(
    'div',
    {},
    list(rows),
    others.length > 1 &&
      el(
        'details',
        {},
        el('summary', { 'data-key': 'more' }, voice.say('more')),
        list(others.map((one) => rewardRow(session, one, held))),
      ),
  );
}
