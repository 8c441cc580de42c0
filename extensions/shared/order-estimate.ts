import type { ProgramView } from '../../web/domain/loyalty/member-view.ts';
import { pointsFor } from '../../web/domain/loyalty/points-for.ts';
import { minorDigits } from '../../web/domain/shared/money.ts';

type Money = { amount: number; currencyCode: string };

/** A line as checkout, thank-you and order status give it: `totalAmount` after the line's own discounts. */
export type BoughtLine = {
  merchandise: { product: { id: string; productType: string } };
  cost: { totalAmount: Money };
};

export type BoughtOrder = {
  lines: readonly BoughtLine[];
  /** Discounts of the whole order, not yet in the lines. */
  discounts: readonly { discountedAmount: Money }[];
};

const WHOLE_BPS = 10_000;

/**
 * About how many points an order earns, never more than it will: discounts of the whole order are taken off what earns, and
 * bonus days count by the shop's day. Null = cannot be said: another currency than the shop's, or the program is off.
 */
export function estimateOrder(
  program: ProgramView,
  tierBps: number | null,
  { lines, discounts }: BoughtOrder,
  timeZone: string,
): number | null {
  const amounts = [
    ...lines.map(({ cost }) => cost.totalAmount),
    ...discounts.map((each) => each.discountedAmount),
  ];
  if (!program.on || amounts.some(({ currencyCode }) => currencyCode !== program.currency)) return null;
  const factor = 10 ** minorDigits(program.currency);
  const excluded = new Set(program.earn.excludedProducts);
  const earning = lines.filter(({ merchandise: { product } }) => {
    const id = product.id.split('/').at(-1) ?? '';
    return !excluded.has(id) && !/gift.?card/i.test(product.productType);
  });
  const sum = (moneys: readonly Money[]): number =>
    moneys.reduce((total, { amount }) => total + Math.round(amount * factor), 0);
  const base =
    sum(earning.map(({ cost }) => cost.totalAmount)) - sum(discounts.map((each) => each.discountedAmount));
  return pointsFor(base, program.earn, tierBps ?? WHOLE_BPS, bonusToday(program, timeZone));
}

function bonusToday({ bonuses }: ProgramView, timeZone: string): number {
  const today = new Intl.DateTimeFormat('en-CA', { timeZone }).format(new Date());
  const running = bonuses.filter(({ fromOn, toOn }) => fromOn <= today && today <= toOn);
  return Math.max(WHOLE_BPS, ...running.map(({ multiplierBps }) => multiplierBps));
}
