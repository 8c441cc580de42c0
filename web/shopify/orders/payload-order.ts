import { z } from 'zod';
import type { OrderDiscount, OrderLine, RefundLine } from '../../domain/orders/order.ts';
import type { LineId, OrderId, ProductId, RefundId, VariantId } from '../../domain/shared/ids.ts';
import { parseId } from '../../domain/shared/ids.ts';
import { toMinor } from '../../domain/shared/money.ts';
import { parseLossless } from '../deliveries/lossless.ts';

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
const payloadShape = z.object({
  id,
  updated_at: z.string(),
  currency: z.string(),
  line_items: z.array(
    z.object({
      id,
      product_id: id.nullish(),
      variant_id: id.nullish(),
      quantity: whole,
      current_quantity: whole,
      gift_card: z.boolean(),
      price_set: shopMoney,
      discount_allocations: z.array(z.object({ amount_set: shopMoney })),
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
    z.object({ type: z.string(), code: z.string().nullish(), title: z.string().nullish() }),
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
  if (orderId === null || Number.isNaN(updatedAt.getTime())) return null;
  try {
    return {
      orderId,
      updatedAt,
      refundIds: payload.refunds.map((refund) => refund.id as RefundId),
      lines: payload.line_items.map((line) => toLine(line, payload.currency)),
      refunds: payload.refunds.flatMap((refund) => toRefundLines(refund, payload.currency)),
      discounts: payload.discount_applications.map(toDiscount),
    };
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

function toLine(line: Payload['line_items'][number], currency: string): OrderLine {
  const full = toMinor(line.price_set.shop_money.amount, currency) * line.quantity;
  const off = line.discount_allocations.reduce(
    (sum, allocation) => sum + toMinor(allocation.amount_set.shop_money.amount, currency),
    0,
  );
  return {
    lineId: line.id as LineId,
    productId: (line.product_id ?? null) as ProductId | null,
    variantId: (line.variant_id ?? null) as VariantId | null,
    quantity: line.quantity,
    currentQuantity: line.current_quantity,
    discountedMinor: Math.max(0, full - off),
    giftCard: line.gift_card,
    sellingPlan: false,
  };
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

function toDiscount(entry: Payload['discount_applications'][number]): OrderDiscount {
  return { type: TYPES[entry.type] ?? 'automatic', code: entry.code ?? null, title: entry.title ?? null };
}
