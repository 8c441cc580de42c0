import type { Response } from 'express';
import { minorDigits } from '../domain/shared/money.ts';
import { streamCameBack } from '../use-cases/list-came-back.ts';
import type { CampaignCtx, CreditedOrder } from '../use-cases/ports.ts';
import { sendCsv } from './send-csv.ts';

const HEADER = 'order_id,customer_id,ordered_at,credited_by,discount,revenue,currency,product_ids';

/** Who came back with the offer as CSV, streamed; names and titles stay in Shopify, ids lead there. */
export async function exportCameBack(
  ctx: CampaignCtx,
  of: { campaignId: number; version: number | null },
  response: Response,
): Promise<void> {
  const { currency } = ctx.shop;
  const digits = minorDigits(currency);
  const money = (minor: number) => (minor / 10 ** digits).toFixed(digits);
  const line = (order: CreditedOrder) =>
    [
      order.orderId,
      order.customerId ?? '',
      order.orderedAt.toISOString(),
      order.basis,
      money(order.discountMinor),
      money(order.revenueMinor),
      currency,
      order.items.flatMap(({ productId }) => productId ?? []).join('|'),
    ].join(',');
  const batches = streamCameBack(ctx, of);
  await sendCsv(response, { file: 'came-back.csv', header: HEADER, batches, line });
}
