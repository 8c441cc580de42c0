import { refundMoneyMinor } from '../../state/order-figures.ts';
import type { OrderRecord, RefundLineRecord, RefundRecord } from '../../state/records.ts';
import type { PageArgs } from '../connection.ts';
import { connection } from '../connection.ts';
import type { ResolverMap } from '../context.ts';
import { gid } from '../gid.ts';
import { isoSeconds } from '../instant.ts';
import { moneyBag } from '../money-view.ts';
import { lineView } from './line-item.ts';
import { transactionViews } from './transaction.ts';

export interface RefundView {
  readonly order: OrderRecord;
  readonly refund: RefundRecord;
}

interface RefundLineView extends RefundView {
  readonly entry: RefundLineRecord;
}

export function refundViews(order: OrderRecord): readonly RefundView[] {
  return order.refunds.map((refund) => ({ order, refund }));
}

const unitOf = (entry: RefundLineRecord): number => Math.round(entry.subtotalMinor / entry.quantity);

export const refundResolvers: ResolverMap = {
  Refund: {
    id: ({ refund }: RefundView) => gid('Refund', refund.id),
    legacyResourceId: ({ refund }: RefundView) => refund.id,
    createdAt: ({ refund }: RefundView) => isoSeconds(refund.createdAt),
    updatedAt: ({ refund }: RefundView) => isoSeconds(refund.createdAt),
    processedAt: ({ refund }: RefundView) => isoSeconds(refund.processedAt),
    note: ({ refund }: RefundView) => refund.note,
    order: ({ order }: RefundView) => order,
    totalRefundedSet: ({ order, refund }: RefundView) => moneyBag(order, refundMoneyMinor(order, refund)),
    refundLineItems: ({ order, refund }: RefundView, args: PageArgs, context, info) => {
      const items = refund.lines.map((entry) => ({ order, refund, entry }));
      return connection({ items, idOf: (view) => view.entry.id, listOrder: true }, args, context, info);
    },
    refundShippingLines: ({ order, refund }: RefundView, args: PageArgs, context, info) => {
      const items = refund.shippingMinor === 0 ? [] : [{ order, refund }];
      return connection({ items, idOf: (view) => view.refund.id, listOrder: true }, args, context, info);
    },
    transactions: ({ order, refund }: RefundView, args: PageArgs, context, info) => {
      const own = order.transactions.filter((transaction) => transaction.refundId === refund.id);
      const items = transactionViews(order, own);
      return connection({ items, idOf: (view) => view.transaction.id, listOrder: true }, args, context, info);
    },
  },
  RefundShippingLine: {
    id: ({ refund }: RefundView) => gid('RefundShippingLine', refund.id),
    subtotalAmountSet: ({ order, refund }: RefundView) => moneyBag(order, refund.shippingMinor),
    taxAmountSet: ({ order, refund }: RefundView) => moneyBag(order, refund.shippingTaxMinor),
  },
  RefundLineItem: {
    id: ({ entry }: RefundLineView) => gid('RefundLineItem', entry.id),
    quantity: ({ entry }: RefundLineView) => entry.quantity,
    restockType: ({ entry }: RefundLineView) => entry.restockType,
    restocked: ({ entry }: RefundLineView) => entry.restockType !== 'NO_RESTOCK',
    lineItem: ({ order, entry }: RefundLineView) => lineView(order, entry.lineId),
    priceSet: ({ order, entry }: RefundLineView) => moneyBag(order, unitOf(entry)),
    subtotalSet: ({ order, entry }: RefundLineView) => moneyBag(order, entry.subtotalMinor),
    totalTaxSet: ({ order, entry }: RefundLineView) => moneyBag(order, entry.taxMinor),
  },
};
