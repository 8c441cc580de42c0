import type { DiscountSettings } from '../state/discount-records.ts';
import { formatDecimal } from '../state/money.ts';

function what({ terms }: DiscountSettings, currency: string): string {
  if (terms.kind === 'freeShipping') return 'Free shipping';
  const { value } = terms;
  if (value.kind === 'percentage') return `${Number((value.percentage * 100).toFixed(4))}% off`;
  return `${formatDecimal(value.amountMinor, currency)} ${currency} off`;
}

function onWhat({ terms, appliesOnOneTimePurchase, appliesOnSubscription }: DiscountSettings): string {
  const bought = appliesOnSubscription
    ? appliesOnOneTimePurchase
      ? 'all'
      : 'subscription'
    : 'one-time purchase';
  if (terms.kind === 'freeShipping') return `on ${bought} products`;
  const { items } = terms;
  if (items.kind === 'all') return `${bought} products`;
  if (items.kind === 'collections') return `${bought} products in ${items.collectionIds.length} collections`;
  return `${items.productIds.length + items.variantIds.length} ${bought} products`;
}

/** What the discount does in one line. The words of the plain percentage are recorded, the others ours. */
export function discountSummary(settings: DiscountSettings, currency: string): string {
  const { minimum } = settings;
  const parts = [`${what(settings, currency)} ${onWhat(settings)}`];
  if (minimum?.kind === 'subtotal')
    parts.push(`Minimum purchase of ${formatDecimal(minimum.amountMinor, currency)} ${currency}`);
  if (minimum?.kind === 'quantity') parts.push(`Minimum quantity of ${minimum.quantity}`);
  if (settings.context.kind !== 'all') parts.push('For specific customers');
  if (settings.appliesOncePerCustomer) parts.push('One use per customer');
  return parts.join(' • ');
}
