import { givenBackMinor, shareOfUnits } from '../orders/merchandise.ts';
import type { Order, OrderLine, RefundLine } from '../orders/order.ts';
import type { ProductId } from '../shared/ids.ts';

/** The goods of an order that earn, minor units: what was bought, what is kept, and when which part came back. */
export type EarnedGoods = { grossMinor: number; keptMinor: number; takenBack: { at: Date; minor: number }[] };

/**
 * Merchandise as the shopper sees it: lines after discounts (with tax where prices include it), no gift cards, no excluded
 * products; money given back without goods comes off what is kept. Units that left without money (an edit, an exchange, a parcel
 * refused at the door) were never bought: they come off the gross, or they would raise a tier for nothing.
 */
export function earnedGoods(order: Order, excluded: Pick<ReadonlySet<ProductId>, 'has'>): EarnedGoods {
  let linesKept = 0;
  const taken: { at: Date; minor: number }[] = [];
  for (const line of order.lines) {
    if (line.giftCard || line.quantity <= 0 || line.discountedMinor <= 0) continue;
    if (line.productId !== null && excluded.has(line.productId)) continue;
    linesKept += shareOfUnits(line.discountedMinor, line.currentQuantity, line.quantity);
    if (line.currentQuantity < line.quantity) taken.push(...takings(line, order.refunds));
  }
  taken.sort((a, b) => a.at.getTime() - b.at.getTime());
  const givenBack = givenBackMinor(order);
  const lastMoneyAt = taken.at(-1)?.at ?? order.updatedAt;
  const paidBack = newest(taken, Math.max(0, order.refundedMinor - givenBack));
  const withoutGoods = Math.min(givenBack, linesKept);
  if (withoutGoods > 0) paidBack.push({ at: lastMoneyAt, minor: withoutGoods });
  const keptMinor = linesKept - withoutGoods;
  const takenMinor = paidBack.reduce((sum, each) => sum + each.minor, 0);
  return { grossMinor: keptMinor + takenMinor, keptMinor, takenBack: paidBack };
}

/** A line's returned units by the refunds that name them, oldest first; the amounts add up to what the line lost. */
function takings(line: OrderLine, refunds: readonly RefundLine[]): { at: Date; minor: number }[] {
  const own = refunds
    .filter((refund) => refund.lineId === line.lineId)
    .sort((a, b) => b.refundedAt.getTime() - a.refundedAt.getTime());
  const taken: { at: Date; minor: number }[] = [];
  let units = line.currentQuantity;
  for (const refund of own) {
    const before = Math.min(line.quantity, units + refund.quantity);
    const minor =
      shareOfUnits(line.discountedMinor, before, line.quantity) -
      shareOfUnits(line.discountedMinor, units, line.quantity);
    if (minor > 0) taken.push({ at: refund.refundedAt, minor });
    units = before;
  }
  return taken;
}

/** At most `limitMinor` of what came back, the oldest left out: units that were removed before anything was paid. */
function newest(taken: readonly { at: Date; minor: number }[], limitMinor: number) {
  const kept: { at: Date; minor: number }[] = [];
  let left = limitMinor;
  for (const each of taken.toReversed()) {
    const minor = Math.min(each.minor, left);
    if (minor > 0) kept.push({ at: each.at, minor });
    left -= minor;
  }
  return kept.reverse();
}
