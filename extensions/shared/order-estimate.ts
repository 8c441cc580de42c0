import { type EstimateLine, estimatePoints } from '../../web/domain/loyalty/estimate.ts';
import type { ProgramView } from '../../web/domain/loyalty/member-view.ts';
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
  /** When it was placed, ISO 8601; undefined = just now. */
  processedAt?: string | undefined;
  cancelledAt?: string | undefined;
};

const ONCE_BPS = 10_000;

/**
 * About how many points an order earns; null = cannot be said: another currency than the shop's, the program is off, or the order
 * was cancelled. Gift cards are among the products the program names; one made since it was published is known by its product type, as shops name it.
 */
export function estimateOrder(
  program: ProgramView,
  tierBps: number | null,
  { lines, discounts, processedAt, cancelledAt }: BoughtOrder,
  timeZone: string,
): number | null {
  const taken = discounts.map(({ discountedAmount }) => discountedAmount);
  const amounts = [...lines.map(({ cost }) => cost.totalAmount), ...taken];
  if (!program.on || cancelledAt || amounts.some(({ currencyCode }) => currencyCode !== program.currency))
    return null;
  const factor = 10 ** minorDigits(program.currency);
  const minor = ({ amount }: Money): number => Math.round(amount * factor);
  const estimated: EstimateLine[] = [
    ...lines.map(({ merchandise: { product }, cost }) => ({
      totalMinor: minor(cost.totalAmount),
      giftCard: /gift.?card/i.test(product.productType),
      productId: product.id.split('/').at(-1) ?? null,
    })),
    ...taken.map((amount) => ({ totalMinor: -minor(amount), giftCard: false, productId: null })),
  ];
  const placedAt = processedAt ? new Date(processedAt) : new Date();
  const placedOn = new Intl.DateTimeFormat('en-CA', { timeZone }).format(placedAt);
  return estimatePoints(estimated, program, tierBps ?? ONCE_BPS, placedOn);
}
