import type { Reward } from '../../../contract/loyalty.ts';

type Rewarding = Pick<Reward, 'value' | 'combinesWith'>;
type Class = keyof Reward['combinesWith'];

/** What Shopify counts the code as; null = no code is made. */
function classOf({ value }: Rewarding): Class | null {
  if (value.kind === 'store_credit') return null;
  if (value.kind === 'free_product') return 'productDiscounts';
  return value.kind === 'free_shipping' ? 'shippingDiscounts' : 'orderDiscounts';
}

/** Whether one order takes the codes of both: each must allow what the other is, and two on shipping never combine. */
export function usedTogether(one: Rewarding, other: Rewarding): boolean {
  const [a, b] = [classOf(one), classOf(other)];
  if (a === null || b === null) return true;
  if (a === 'shippingDiscounts' && b === a) return false;
  return one.combinesWith[b] && other.combinesWith[a];
}

/** Pairs of rewards on offer that one order does not take, and whether that is every pair of codes. */
export function apart(rewards: readonly Reward[]): { pairs: [Reward, Reward][]; all: boolean } {
  const codes = rewards.filter((reward) => reward.active && classOf(reward) !== null);
  const pairs = codes.flatMap((one, at) =>
    codes
      .slice(at + 1)
      .flatMap((other): [Reward, Reward][] => (usedTogether(one, other) ? [] : [[one, other]])),
  );
  return { pairs, all: pairs.length > 0 && pairs.length === (codes.length * (codes.length - 1)) / 2 };
}
