import { type LiquidLine, toProgramMinor } from '../../extensions/encore-theme/src/prices.ts';
import { type EstimateLine, estimatePoints } from '../../web/domain/loyalty/estimate.ts';
import type { MemberPoints, ProgramView } from '../../web/domain/loyalty/member-view.ts';

type CartData = { lines: readonly LiquidLine[]; discount: number };
type PageData = { program: ProgramView; today: string };

const ONCE_BPS = 10_000;

/**
 * What the cart's widget tells a shopper: the data the theme block wrote into the cart page, put to the function that the theme
 * bundles. Throws where the page has no such data.
 */
export function widgetEstimate(cartPage: string, member: Pick<MemberPoints, 'tier'> | null): number {
  const cart = dataOf<CartData>(cartPage, 'data-cart');
  const { program, today } = dataOf<PageData>(cartPage, 'data-encore');
  const lines: EstimateLine[] = cart.lines.map(({ product, collections, price, giftCard }) => ({
    productId: product,
    collectionIds: collections,
    totalMinor: toProgramMinor(price, program, 1),
    giftCard,
  }));
  if (cart.discount > 0)
    lines.push({
      productId: null,
      collectionIds: null,
      giftCard: false,
      totalMinor: toProgramMinor(-cart.discount, program, 1),
    });
  const first = program.tiers?.levels[0]?.multiplierBps ?? ONCE_BPS;
  return estimatePoints(lines, program, member?.tier?.multiplierBps ?? first, today);
}

function dataOf<T>(page: string, attribute: string): T {
  const json = new RegExp(`<script type="application/json" ${attribute}>([\\s\\S]*?)</script>`).exec(
    page,
  )?.[1];
  if (json === undefined) throw new Error(`the cart page has no ${attribute}`);
  return JSON.parse(json) as T;
}
