import { z } from 'zod';
import type { OrderDiscount, OrderLine, RefundLine } from '../../domain/orders/order.ts';
import type { LineId, OrderId, ProductId, RefundId, VariantId } from '../../domain/shared/ids.ts';
import { parseId } from '../../domain/shared/ids.ts';
import { toMinor } from '../../domain/shared/money.ts';
import { parseLossless } from '../deliveries/lossless.ts';
import { sumByDiscount, toBps, toTarget } from './order-discounts.ts';

/** The parts of an order that a webhook body carries. The body does not tell selling plans: those come from Shopify. */
export type PayloadOrder = {
  orderId: OrderId;
  updatedAt: Date;
  refundIds: readonly RefundId[];
  lines: readonly OrderLine[];
  refunds: readonly RefundLine[];
  discounts: readonly OrderDiscount[];
};

const id = z.string().refine((text) => parseId(text) === text);
const whole = z
  .string()
  .regex(/^-?\d{1,9}$/)
  .transform(Number);
const shopMoney = z.object({ shop_money: z.object({ amount: z.string() }) });
const allocations = z.array(z.object({ amount_set: shopMoney, discount_application_index: whole }));
const payloadShape = z.object({
  id,
  updated_at: z.string(),
  currency: z.string(),
  presentment_currency: z.string(),
  line_items: z.array(
    z.object({
      id,
      product_id: id.nullish(),
      variant_id: id.nullish(),
      quantity: whole,
      current_quantity: whole,
      gift_card: z.boolean(),
      price_set: shopMoney,
      tax_lines: z.array(z.object({ price_set: shopMoney })),
      discount_allocations: allocations,
    }),
  ),
  refunds: z.array(
    z.object({
      id,
      created_at: z.string(),
      refund_line_items: z.array(z.object({ line_item_id: id, quantity: whole, subtotal_set: shopMoney })),
    }),
  ),
  discount_applications: z.array(
    z.object({
      type: z.string(),
      code: z.string().nullish(),
      title: z.string().nullish(),
      value: z.string().regex(/^-?\d+(\.\d+)?$/),
      value_type: z.enum(['percentage', 'fixed_amount']),
      target_type: z.string(),
    }),
  ),
  shipping_lines: z.array(
    z.object({ is_removed: z.boolean().optional(), discount_allocations: allocations }),
  ),
});
type Payload = z.infer<typeof payloadShape>;

/** Reads a REST-shaped order body; null when it is no order or lacks a part, and then Shopify is asked. Never throws. */
export function readPayloadOrder(body: string): PayloadOrder | null {
  const parsed = payloadShape.safeParse(parseLossless(body));
  if (!parsed.success) return null;
  const payload = parsed.data;
  const orderId = parseId<OrderId>(payload.id);
  const updatedAt = new Date(payload.updated_at);
  if (orderId === null || Number.isNaN(updatedAt.getTime()) || !tellsDepths(payload)) return null;
  try {
    return {
      orderId,
      updatedAt,
      refundIds: payload.refunds.map((refund) => refund.id as RefundId),
      lines: payload.line_items.map((line) => toLine(line, payload.currency)),
      refunds: payload.refunds.flatMap((refund) => toRefundLines(refund, payload.currency)),
      discounts: toDiscounts(payload),
    };
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

/** The body does not say in which currency a fixed amount is. */
function tellsDepths(payload: Payload): boolean {
  const amounts = payload.discount_applications.some(({ value_type }) => value_type === 'fixed_amount');
  return !amounts || payload.presentment_currency === payload.currency;
}

function toLine(line: Payload['line_items'][number], currency: string): OrderLine {
  const full = toMinor(line.price_set.shop_money.amount, currency) * line.quantity;
  const off = sum(
    line.discount_allocations.map((allocation) => allocation.amount_set),
    currency,
  );
  return {
    lineId: line.id as LineId,
    productId: (line.product_id ?? null) as ProductId | null,
    variantId: (line.variant_id ?? null) as VariantId | null,
    quantity: line.quantity,
    currentQuantity: line.current_quantity,
    discountedMinor: Math.max(0, full - off),
    taxMinor: sum(
      line.tax_lines.map((tax) => tax.price_set),
      currency,
    ),
    giftCard: line.gift_card,
    sellingPlan: false,
  };
}

function sum(amounts: readonly z.infer<typeof shopMoney>[], currency: string): number {
  return amounts.reduce((total, { shop_money }) => total + toMinor(shop_money.amount, currency), 0);
}

function toRefundLines(refund: Payload['refunds'][number], currency: string): RefundLine[] {
  return refund.refund_line_items.map((line) => ({
    refundId: refund.id as RefundId,
    lineId: line.line_item_id as LineId,
    quantity: line.quantity,
    subtotalMinor: toMinor(line.subtotal_set.shop_money.amount, currency),
    refundedAt: new Date(refund.created_at),
  }));
}

const TYPES: Record<string, OrderDiscount['type']> = {
  discount_code: 'code',
  automatic: 'automatic',
  manual: 'manual',
  script: 'script',
};

/** Allocations name an application by its place in the list. */
function toDiscounts(payload: Payload): OrderDiscount[] {
  const { currency } = payload;
  const shipping = payload.shipping_lines.filter((line) => line.is_removed !== true);
  const taken = sumByDiscount(
    [...payload.line_items, ...shipping].flatMap((line) =>
      line.discount_allocations.map((allocation) => ({
        index: allocation.discount_application_index,
        amountMinor: toMinor(allocation.amount_set.shop_money.amount, currency),
      })),
    ),
  );
  return payload.discount_applications.map((entry, index) => {
    const isPercentage = entry.value_type === 'percentage';
    return {
      type: TYPES[entry.type] ?? 'automatic',
      code: entry.code ?? null,
      title: entry.title ?? null,
      target: toTarget(entry.target_type),
      percentageBps: isPercentage ? toBps(Number(entry.value)) : null,
      amountMinor: isPercentage ? null : Math.abs(toMinor(entry.value, currency)),
      allocatedMinor: taken.get(index) ?? 0,
    };
  });
}
