import { expect, it } from 'vitest';
import type { Reward } from '../../../web/domain/loyalty/program.ts';
import { canCombine } from '../../../web/domain/loyalty/reward-combination.ts';

const NONE = { orderDiscounts: false, productDiscounts: false, shippingDiscounts: false };
const ALL = { orderDiscounts: true, productDiscounts: true, shippingDiscounts: true };
const off = (combinesWith?: Reward['combinesWith']) =>
  ({ value: { kind: 'amount', amountMinor: 5 }, ...(combinesWith && { combinesWith }) }) as const;
const delivery = (combinesWith: Reward['combinesWith']) =>
  ({ value: { kind: 'free_shipping' }, combinesWith }) as const;
const tea = {
  value: { kind: 'free_product', productId: '7' as never, title: 'Tea' },
  combinesWith: ALL,
} as const;
const credit = { value: { kind: 'store_credit', amountMinor: 5 }, combinesWith: NONE } as const;

it.each([
  [
    'each allows the other’s kind',
    off({ ...NONE, shippingDiscounts: true }),
    delivery({ ...NONE, orderDiscounts: true }),
    true,
  ],
  ['one of both does not', off({ ...NONE, shippingDiscounts: true }), delivery(NONE), false],
  [
    'a product beside what allows orders and delivery alone',
    tea,
    off({ ...ALL, productDiscounts: false }),
    false,
  ],
  ['a product beside what allows all', tea, off(ALL), true],
  ['delivery twice, whatever is allowed', delivery(ALL), delivery(ALL), false],
  ['store credit beside what allows nothing', credit, off(NONE), true],
  ['settings that were not published', off(), off(), true],
  ['of one alone', off(), off(NONE), false],
])('%s', (_situation, one, other, together) => {
  expect(canCombine(one, other)).toBe(together);
  expect(canCombine(other, one)).toBe(together);
});
