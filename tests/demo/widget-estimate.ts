import { type CartData, estimateCart } from '../../extensions/encore-theme/src/cart-points.ts';
import type { MemberPoints, ProgramView } from '../../web/domain/loyalty/member-view.ts';

type PageData = { program: ProgramView; today: string };

const ONCE_BPS = 10_000;

/**
 * What the cart's widget tells a shopper: the data the theme block wrote into the cart page, put to the function that the theme
 * bundles. Throws where the page has no such data.
 */
export function widgetEstimate(cartPage: string, member: Pick<MemberPoints, 'tier'> | null): number {
  const cart = dataOf<CartData>(cartPage, 'data-cart');
  const { program, today } = dataOf<PageData>(cartPage, 'data-encore');
  const first = program.tiers?.levels[0]?.multiplierBps ?? ONCE_BPS;
  const tierBps = member?.tier?.multiplierBps ?? first;
  return estimateCart(cart, program, { rate: 1, tierBps, today }).points;
}

function dataOf<T>(page: string, attribute: string): T {
  const json = new RegExp(`<script type="application/json" ${attribute}>([\\s\\S]*?)</script>`).exec(
    page,
  )?.[1];
  if (json === undefined) throw new Error(`the cart page has no ${attribute}`);
  return JSON.parse(json) as T;
}
