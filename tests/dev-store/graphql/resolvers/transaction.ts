import type { OrderRecord, TransactionRecord } from '../../state/records.ts';
import type { ResolverMap } from '../context.ts';
import { gid } from '../gid.ts';
import { isoSeconds } from '../instant.ts';
import { moneyBag } from '../money-view.ts';

export interface TransactionView {
  readonly order: OrderRecord;
  readonly transaction: TransactionRecord;
}

/** Transactions as the API lists them: without our own marks of expiry. */
export function transactionViews(
  order: OrderRecord,
  transactions: readonly TransactionRecord[],
): readonly TransactionView[] {
  return transactions
    .filter((transaction) => transaction.kind !== 'EXPIRY')
    .map((transaction) => ({ order, transaction }));
}

export const transactionResolvers: ResolverMap = {
  OrderTransaction: {
    id: ({ transaction }: TransactionView) => gid('OrderTransaction', transaction.id),
    kind: ({ transaction }: TransactionView) => transaction.kind,
    status: ({ transaction }: TransactionView) => transaction.status,
    gateway: ({ transaction }: TransactionView) => transaction.gateway,
    formattedGateway: ({ transaction }: TransactionView) => transaction.gateway,
    test: ({ order }: TransactionView) => order.test,
    createdAt: ({ transaction }: TransactionView) => isoSeconds(transaction.processedAt),
    processedAt: ({ transaction }: TransactionView) => isoSeconds(transaction.processedAt),
    amountSet: ({ order, transaction }: TransactionView) => moneyBag(order, transaction.amountMinor),
    order: ({ order }: TransactionView) => order,
    parentTransaction: ({ order, transaction }: TransactionView) => {
      const parent = order.transactions.find((candidate) => candidate.id === transaction.parentId);
      return parent === undefined ? null : { order, transaction: parent };
    },
  },
};
