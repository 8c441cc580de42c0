import { convertMinor, formatRestMoney } from '../state/money.ts';
import { refundMoneyMinor } from '../state/order-figures.ts';
import type { OrderRecord, RefundLineRecord, RefundRecord, TransactionRecord } from '../state/records.ts';
import { currenciesOf, linePayload } from './payload-lines.ts';
import { gid, moneySet, type RestObject, restId, restTime } from './rest-forms.ts';

/** A refund, alone (`refunds/create`) or inside its order. Its money is `transactions`; lines may be refunded without any. */
export function refundPayload(order: OrderRecord, refund: RefundRecord, timeZone: string): RestObject {
  const currencies = currenciesOf(order);
  const transactions = order.transactions.filter((entry) => entry.refundId === refund.id);
  return {
    id: restId(refund.id),
    admin_graphql_api_id: gid('Refund', refund.id),
    order_id: restId(order.id),
    created_at: restTime(refund.createdAt, timeZone),
    processed_at: restTime(refund.processedAt, timeZone),
    note: refund.note,
    user_id: null,
    restock: refund.lines.some((line) => line.restockType !== 'NO_RESTOCK'),
    duties: [],
    total_duties_set: moneySet(0, currencies),
    return: null,
    order_adjustments: adjustments(order, refund),
    refund_line_items: refund.lines.map((line) => refundLinePayload(order, line)),
    refund_shipping_lines:
      refund.shippingMinor === 0
        ? []
        : [{ id: restId(refund.id), subtotal_amount_set: moneySet(refund.shippingMinor, currencies) }],
    transactions: transactions.map((entry) => transactionPayload(order, entry, timeZone)),
  };
}

/** Money given back beyond the goods and shipping named (positive goodwill shows as a negative adjustment, as at Shopify). */
function adjustments(order: OrderRecord, refund: RefundRecord): RestObject[] {
  const charged = (tax: number): number => (order.taxesIncluded ? 0 : tax);
  const goods = refund.lines.reduce((total, line) => total + line.subtotalMinor + charged(line.taxMinor), 0);
  const difference =
    goods + refund.shippingMinor + charged(refund.shippingTaxMinor) - refundMoneyMinor(order, refund);
  if (difference === 0) return [];
  return [
    {
      id: restId(refund.id),
      order_id: restId(order.id),
      refund_id: restId(refund.id),
      kind: 'refund_discrepancy',
      reason: 'Refund discrepancy',
      amount: formatRestMoney(difference, order.currency),
      amount_set: moneySet(difference, currenciesOf(order)),
      tax_amount: formatRestMoney(0, order.currency),
      tax_amount_set: moneySet(0, currenciesOf(order)),
    },
  ];
}

function refundLinePayload(order: OrderRecord, refunded: RefundLineRecord): RestObject {
  const currencies = currenciesOf(order);
  const line = order.lines.find((candidate) => candidate.id === refunded.lineId);
  return {
    id: restId(refunded.id),
    line_item_id: restId(refunded.lineId),
    quantity: refunded.quantity,
    location_id: null,
    restock_type: refunded.restockType.toLowerCase(),
    // The refund's own totals are numbers, unlike every other amount in the payload.
    subtotal: Number(formatRestMoney(refunded.subtotalMinor, order.currency)),
    subtotal_set: moneySet(refunded.subtotalMinor, currencies),
    total_tax: Number(formatRestMoney(refunded.taxMinor, order.currency)),
    total_tax_set: moneySet(refunded.taxMinor, currencies),
    ...(line === undefined ? {} : { line_item: linePayload(order, line) }),
  };
}

function transactionPayload(order: OrderRecord, entry: TransactionRecord, timeZone: string): RestObject {
  const presentment = convertMinor(
    entry.amountMinor,
    order.currency,
    order.presentmentCurrency,
    order.presentmentRate,
  );
  return {
    id: restId(entry.id),
    admin_graphql_api_id: gid('OrderTransaction', entry.id),
    order_id: restId(order.id),
    parent_id: entry.parentId === null ? null : restId(entry.parentId),
    kind: entry.kind.toLowerCase(),
    status: entry.status.toLowerCase(),
    gateway: entry.gateway,
    amount: formatRestMoney(presentment, order.presentmentCurrency),
    currency: order.presentmentCurrency,
    created_at: restTime(entry.processedAt, timeZone),
    processed_at: restTime(entry.processedAt, timeZone),
    test: order.test,
  };
}
