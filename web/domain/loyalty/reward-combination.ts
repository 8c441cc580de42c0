import type { RewardView } from './member-view.ts';
import type { Reward } from './program.ts';

type Combining = Pick<RewardView, 'value' | 'combinesWith'>;

/** Which of Shopify's three kinds of discount a reward's code is; null = none: store credit is a way to pay. */
const KIND: Readonly<Record<Reward['value']['kind'], keyof Reward['combinesWith'] | null>> = {
  amount: 'orderDiscounts',
  percentage: 'orderDiscounts',
  free_product: 'productDiscounts',
  free_shipping: 'shippingDiscounts',
  store_credit: null,
};

/**
 * Whether the codes of two rewards hold in one cart: each must allow the other's kind, and delivery is free only once. A reward
 * whose settings were not published allows all: the cart itself has the last word.
 */
export function canCombine(one: Combining, other: Combining): boolean {
  const [kind, otherKind] = [KIND[one.value.kind], KIND[other.value.kind]];
  if (kind === null || otherKind === null) return true;
  if (kind === 'shippingDiscounts' && otherKind === kind) return false;
  return (one.combinesWith?.[otherKind] ?? true) && (other.combinesWith?.[kind] ?? true);
}
