import type { Order, OrderDiscount, OrderVerdict } from '../orders/order.ts';

/** A link counts for orders placed within this many days after it was followed (product.md section 7). */
export const LINK_DAYS = 5;
const DAY_MS = 86_400_000;

/** Why an order is said to have used an offer, strongest first. "Some would have come anyway": never called lift. */
export type CreditBasis = 'code' | 'draft' | 'link';

/** A code of ours, with whatever the caller knows it by. */
export type IssuedCode<Of> = { code: string; of: Of };
/** One visit by a link of ours. */
export type Follow<Of> = { at: Date; of: Of };

export type Credit<Of> = {
  basis: CreditBasis;
  of: Of;
  /** Net revenue of the order, and what the offer took off it; shop currency, minor units. */
  revenueMinor: number;
  discountMinor: number;
};

/** The codes on an order that could be ours, in capitals as ours are. Staff who choose an offer on a draft order name it in the discount's title. */
export function codesToLookUp(order: Pick<Order, 'discounts' | 'origin'>): string[] {
  const codes = order.discounts.flatMap((discount) => writtenCodes(discount, order.origin));
  return [...new Set(codes)];
}

/**
 * The one offer that an order is credited with, or null: our code as a discount code, else an offer that staff chose on a
 * draft order, else our link followed at most 5 days before. An order that does not count as a purchase is no credit, so that what is
 * credited never exceeds what was earned.
 */
export function creditOf<Of>(
  order: Pick<Order, 'discounts' | 'origin' | 'processedAt'>,
  verdict: Pick<OrderVerdict, 'qualifies' | 'netRevenueMinor'>,
  ours: { codes: readonly IssuedCode<Of>[]; follows: readonly Follow<Of>[] },
): Credit<Of> | null {
  if (!verdict.qualifies) return null;
  const revenueMinor = verdict.netRevenueMinor;
  const byCode = new Map(ours.codes.map((issued) => [issued.code, issued]));
  for (const discount of order.discounts)
    for (const code of writtenCodes(discount, order.origin)) {
      const issued = byCode.get(code);
      if (!issued) continue;
      const basis = discount.type === 'code' ? 'code' : 'draft';
      return { basis, of: issued.of, revenueMinor, discountMinor: discount.allocatedMinor };
    }
  const follow = lastFollow(ours.follows, order.processedAt);
  return follow && { basis: 'link', of: follow.of, revenueMinor, discountMinor: 0 };
}

/** Shopify takes a code in any case and keeps it as it was typed. */
function writtenCodes(discount: OrderDiscount, origin: Order['origin']): string[] {
  if (discount.type === 'code') return discount.code === null ? [] : [discount.code.trim().toUpperCase()];
  if (discount.type !== 'manual' || origin !== 'draft') return [];
  return discount.title?.toUpperCase().match(/[0-9A-Z]{2,12}-[0-9A-Z]{8,16}/g) ?? [];
}

function lastFollow<Of>(follows: readonly Follow<Of>[], orderedAt: Date): Follow<Of> | null {
  const within = follows.filter(({ at }) => {
    const age = orderedAt.getTime() - at.getTime();
    return age >= 0 && age <= LINK_DAYS * DAY_MS;
  });
  return within.reduce<Follow<Of> | null>((last, one) => (last && last.at >= one.at ? last : one), null);
}
