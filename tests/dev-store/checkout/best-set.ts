import type { DiscountClass, DiscountValue } from '../state/discount-records.ts';
import { discountClass } from '../state/discounts.ts';
import { takeOff } from './allocate.ts';
import type { Cart, CartLine } from './cart.ts';
import { type GoodCode, minimumFault } from './judge-code.ts';

const MAX_MERCHANDISE_CODES = 5;
const MAX_SHIPPING_CODES = 1;

/** A code of the set with what it takes off. */
export interface Taken {
  readonly good: GoodCode;
  /** By line of the cart; for shipping empty. */
  readonly off: readonly number[];
  readonly shippingOff: number;
}

const classOf = ({ discount }: GoodCode): DiscountClass => discountClass(discount.settings);

/** Each must allow the class of the other; delivery is free only once. */
function combine(left: GoodCode, right: GoodCode): boolean {
  const allows = (one: GoodCode, other: GoodCode): boolean => {
    const { combinesWith } = one.discount.settings;
    const kind = classOf(other);
    if (kind === 'ORDER') return combinesWith.orderDiscounts;
    return kind === 'PRODUCT' ? combinesWith.productDiscounts : combinesWith.shippingDiscounts;
  };
  if (left.discount === right.discount) return false;
  return allows(left, right) && allows(right, left);
}

function isAllowed(set: readonly GoodCode[]): boolean {
  const shipping = set.filter((good) => classOf(good) === 'SHIPPING').length;
  if (shipping > MAX_SHIPPING_CODES || set.length - shipping > MAX_MERCHANDISE_CODES) return false;
  return set.every((left, at) => set.slice(at + 1).every((right) => combine(left, right)));
}

/** The allowed set that takes most off; of equals the one whose codes were entered first. */
export function bestSet(cart: Cart, good: readonly GoodCode[]): readonly Taken[] {
  let best: readonly Taken[] = [];
  let most = 0;
  for (let mask = 1; mask < 1 << good.length; mask += 1) {
    const set = good.filter((_entry, index) => (mask & (1 << index)) !== 0);
    const taken = isAllowed(set) ? takeAll(cart, set) : undefined;
    if (taken === undefined) continue;
    const total = taken.reduce((sum, entry) => sum + amountOf(entry), 0);
    if (total > most) {
      best = taken;
      most = total;
    }
  }
  return best;
}

/** What one code takes off in all. */
export const amountOf = ({ off, shippingOff }: Taken): number =>
  off.reduce((sum, part) => sum + part, 0) + shippingOff;

/** What each of the set takes off, or undefined where one of them is left with nothing or below its minimum. */
function takeAll(cart: Cart, set: readonly GoodCode[]): readonly Taken[] | undefined {
  const gross = cart.lines.map((line) => line.unitPriceMinor * line.quantity);
  const products = takeProducts(
    cart,
    gross,
    set.filter((good) => classOf(good) === 'PRODUCT'),
  );
  const byProducts = gross.map((_value, index) =>
    products.reduce((sum, taken) => sum + (taken.off[index] ?? 0), 0),
  );
  const left = gross.map((value, index) => value - (byProducts[index] ?? 0));
  const orders = takeOrders(
    cart,
    left,
    set.filter((good) => classOf(good) === 'ORDER'),
  );
  const shipping = set
    .filter((good) => classOf(good) === 'SHIPPING')
    .map((good): Taken => ({ good, off: [], shippingOff: cart.shippingMinor }));
  const all = [...products, ...orders, ...shipping];
  const isShort = ({ good }: Taken): boolean =>
    classOf(good) !== 'PRODUCT' &&
    minimumFault(cart, good.discount, good.lines, (index) => byProducts[index] ?? 0) !== undefined;
  if (all.some((taken) => amountOf(taken) <= 0 || isShort(taken))) return undefined;
  return set.flatMap((good) => all.filter((taken) => taken.good === good));
}

/** A line takes one product discount: the dearest discount chooses its lines first, the next what is left. */
function takeProducts(cart: Cart, gross: readonly number[], set: readonly GoodCode[]): readonly Taken[] {
  const free = new Set(gross.keys());
  const taken: Taken[] = [];
  const waiting = new Set(set);
  while (waiting.size > 0) {
    const offers = [...waiting].map((good) =>
      offer(
        cart,
        gross,
        good,
        good.lines.filter((line) => free.has(line)),
      ),
    );
    const dearest = offers.reduce((best, next) => (amountOf(next) > amountOf(best) ? next : best));
    waiting.delete(dearest.good);
    taken.push(dearest);
    dearest.off.forEach((part, index) => {
      if (part > 0) free.delete(index);
    });
  }
  return taken;
}

/** Order discounts all look at the same subtotal after product discounts, and together take no more than it. */
function takeOrders(cart: Cart, left: readonly number[], set: readonly GoodCode[]): readonly Taken[] {
  const rest = [...left];
  return set.map((good) => {
    const wanted = offer(cart, left, good, good.lines);
    const off = wanted.off.map((part, index) => Math.min(part, rest[index] ?? 0));
    off.forEach((part, index) => {
      rest[index] = (rest[index] ?? 0) - part;
    });
    return { ...wanted, off };
  });
}

function offer(cart: Cart, worth: readonly number[], good: GoodCode, on: readonly number[]): Taken {
  const { terms } = good.discount.settings;
  const lines = on.flatMap((index): CartLine[] => cart.lines.slice(index, index + 1));
  const value: DiscountValue = terms.kind === 'basic' ? terms.value : { kind: 'percentage', percentage: 0 };
  const parts = takeOff(
    value,
    lines,
    on.map((index) => worth[index] ?? 0),
  );
  const off = worth.map((_value, index) => parts[on.indexOf(index)] ?? 0);
  return { good, off, shippingOff: 0 };
}
