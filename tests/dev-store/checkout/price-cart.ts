import type { DevStoreState } from '../state/dev-store-state.ts';
import type { DiscountAllocationRecord, DiscountApplicationRecord } from '../state/records.ts';
import type { ShopState } from '../state/shop-state.ts';
import { amountOf, bestSet, type Taken } from './best-set.ts';
import type { Cart } from './cart.ts';
import { type CodeRefusal, type GoodCode, judgeCode, refusal } from './judge-code.ts';

/** A code that is taken, and what it takes off in all. */
export interface AppliedCode {
  readonly code: string;
  readonly discountId: string;
  readonly amountMinor: number;
}

/** A cart with the best of its codes: everything an order needs but the payment. */
export interface PricedCart {
  readonly applied: readonly AppliedCode[];
  readonly refused: readonly CodeRefusal[];
  readonly applications: readonly DiscountApplicationRecord[];
  /** By line of the cart. */
  readonly lineAllocations: readonly (readonly DiscountAllocationRecord[])[];
  readonly lineTaxMinor: readonly number[];
  readonly shippingAllocations: readonly DiscountAllocationRecord[];
  readonly shippingTaxMinor: number;
  readonly subtotalMinor: number;
  readonly discountMinor: number;
  readonly shippingMinor: number;
  readonly taxMinor: number;
  readonly totalMinor: number;
}

/** Beyond this the sets of codes are too many to try. */
const MAX_ENTERED = 10;

/** Applies the codes by all rules; of those that exclude each other the set that takes most off wins. */
export function priceCart(
  state: DevStoreState,
  shop: ShopState,
  cart: Cart,
  texts: readonly string[],
): PricedCart {
  const unique = [...new Map(texts.map((text) => [text.trim().toUpperCase(), text.trim()])).values()];
  const entered = unique.slice(0, MAX_ENTERED);
  const refused = unique.slice(MAX_ENTERED).map((text) => refusal(text, 'TOO_MANY_CODES'));
  const good: GoodCode[] = [];
  for (const text of entered) {
    const verdict = judgeCode(state, shop, cart, text);
    if (verdict.ok) good.push(verdict.good);
    else refused.push(verdict.refusal);
  }
  const best = bestSet(cart, good);
  const kept = new Set(best.map((taken) => taken.good));
  for (const other of good) if (!kept.has(other)) refused.push(refusal(other.code.code, 'NOT_COMBINABLE'));
  return assemble(shop, cart, best, refused);
}

function applicationOf({ code, discount }: GoodCode): DiscountApplicationRecord {
  const { terms } = discount.settings;
  const shared = { type: 'code', title: code.code } as const;
  if (terms.kind === 'freeShipping') {
    return {
      ...shared,
      valueKind: 'percentage',
      value: 100,
      target: 'SHIPPING_LINE',
      method: 'EACH',
      selection: 'ALL',
    };
  }
  const { value, items } = terms;
  const selection = items.kind === 'all' ? 'ALL' : 'ENTITLED';
  if (value.kind === 'percentage') {
    const percent = Number((value.percentage * 100).toFixed(4));
    return {
      ...shared,
      valueKind: 'percentage',
      value: percent,
      target: 'LINE_ITEM',
      method: 'ACROSS',
      selection,
    };
  }
  const method = value.onEachItem ? 'EACH' : 'ACROSS';
  return { ...shared, valueKind: 'amount', value: value.amountMinor, target: 'LINE_ITEM', method, selection };
}

function assemble(
  shop: ShopState,
  cart: Cart,
  taken: readonly Taken[],
  refused: readonly CodeRefusal[],
): PricedCart {
  const lineAllocations = cart.lines.map((_line, index) =>
    taken.flatMap(({ off }, applicationIndex): readonly DiscountAllocationRecord[] => {
      const amountMinor = off[index] ?? 0;
      return amountMinor > 0 ? [{ applicationIndex, amountMinor }] : [];
    }),
  );
  const shippingAllocations = taken.flatMap(({ shippingOff: amountMinor }, applicationIndex) =>
    amountMinor > 0 ? [{ applicationIndex, amountMinor }] : [],
  );
  const offOf = (allocations: readonly DiscountAllocationRecord[]): number =>
    allocations.reduce((sum, entry) => sum + entry.amountMinor, 0);
  const nets = cart.lines.map(
    (line, index) => line.unitPriceMinor * line.quantity - offOf(lineAllocations[index] ?? []),
  );
  const shippingMinor = cart.shippingMinor - offOf(shippingAllocations);
  const tax = (net: number): number => taxOf(net, shop);
  const lineTaxMinor = cart.lines.map((line, index) => (line.giftCard ? 0 : tax(nets[index] ?? 0)));
  const shippingTaxMinor = tax(shippingMinor);
  const subtotalMinor = nets.reduce((sum, net) => sum + net, 0);
  const taxMinor = lineTaxMinor.reduce((sum, part) => sum + part, 0) + shippingTaxMinor;
  return {
    applied: taken.map((entry) => ({
      code: entry.good.code.code,
      discountId: entry.good.discount.id,
      amountMinor: amountOf(entry),
    })),
    refused,
    applications: taken.map(({ good }) => applicationOf(good)),
    lineAllocations,
    lineTaxMinor,
    shippingAllocations,
    shippingTaxMinor,
    subtotalMinor,
    discountMinor: taken.reduce((sum, entry) => sum + amountOf(entry), 0),
    shippingMinor,
    taxMinor,
    totalMinor: subtotalMinor + shippingMinor + (shop.taxesIncluded ? 0 : taxMinor),
  };
}

/** Tax within or upon a discounted price, by the shop's setting. */
function taxOf(netMinor: number, { taxRate, taxesIncluded }: ShopState): number {
  return Math.round(taxesIncluded ? (netMinor * taxRate) / (1 + taxRate) : netMinor * taxRate);
}
