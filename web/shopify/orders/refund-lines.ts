import type { RefundLine } from '../../domain/orders/order.ts';
import type { LineId, RefundId } from '../../domain/shared/ids.ts';
import { toMinor } from '../../domain/shared/money.ts';
import type { AdminClient, CallOptions } from '../admin-client.ts';
import { inBatches } from '../batches.ts';
import type { OrderFacts } from '../operations/order-fields.ts';
import { REFUND_LINES_PAGE, REFUNDS_BY_LINE } from '../operations/order-operations.ts';
import { requireId } from './order-mapping.ts';

type RefundedOrder = Pick<OrderFacts, 'id' | 'currencyCode' | 'refunds'>;
type Fields = { quantity: number; lineItem: { id: string }; subtotalSet: { shopMoney: { amount: string } } };

/** Refunds by line of the orders that have refunds, by order gid: one call for many refunds. */
export async function fetchRefundLines(
  client: AdminClient,
  orders: readonly RefundedOrder[],
  options: CallOptions = {},
): Promise<Map<string, RefundLine[]>> {
  const wanted = orders.flatMap((order) => order.refunds.map((refund) => ({ order, refund })));
  const result = new Map<string, RefundLine[]>();
  const batches = inBatches(client, {
    operation: REFUNDS_BY_LINE,
    items: wanted,
    variablesOf: (batch) => ({ ids: batch.map(({ refund }) => refund.id) }),
    options,
  });
  for await (const { batch, data } of batches) {
    for (const [index, { order, refund }] of batch.entries()) {
      const node = data.nodes[index];
      if (!node) continue;
      const fields = await allLines(client, node, options);
      const refundedAt = new Date(refund.createdAt ?? refund.processedAt);
      const lines = fields.map((line) =>
        toRefundLine(refund.id, line, { refundedAt, currency: order.currencyCode }),
      );
      result.set(order.id, [...(result.get(order.id) ?? []), ...lines]);
    }
  }
  return result;
}

async function allLines(
  client: AdminClient,
  node: {
    id: string;
    refundLineItems: { nodes: Fields[]; pageInfo: { hasNextPage: boolean; endCursor: string | null } };
  },
  options: CallOptions,
): Promise<Fields[]> {
  const fields = [...node.refundLineItems.nodes];
  for (let page = node.refundLineItems.pageInfo; page.hasNextPage; ) {
    const variables = { id: node.id, after: page.endCursor ?? '' };
    const { refund } = await client.run(REFUND_LINES_PAGE, variables, options);
    if (!refund) break;
    fields.push(...refund.refundLineItems.nodes);
    page = refund.refundLineItems.pageInfo;
  }
  return fields;
}

function toRefundLine(
  refundGid: string,
  fields: Fields,
  { refundedAt, currency }: { refundedAt: Date; currency: string },
): RefundLine {
  return {
    refundId: requireId<RefundId>(refundGid),
    lineId: requireId<LineId>(fields.lineItem.id),
    quantity: fields.quantity,
    subtotalMinor: toMinor(fields.subtotalSet.shopMoney.amount, currency),
    refundedAt,
  };
}
