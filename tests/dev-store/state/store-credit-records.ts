/** Store credit. Instants are epoch milliseconds, money is minor units of the account's currency, ids carry no gid prefix. */

export type StoreCreditEvent = 'ADJUSTMENT' | 'ORDER_PAYMENT' | 'ORDER_REFUND' | 'ORDER_CANCELLATION';

/** One line of an account. `amountMinor` is below 0 for debits and expirations. */
export interface StoreCreditTransaction {
  readonly id: string;
  readonly kind: 'credit' | 'debit' | 'expiration';
  readonly amountMinor: number;
  readonly createdAt: number;
  readonly event: StoreCreditEvent;
  /** Credits only: when what is left of it ends; null = never. */
  readonly expiresAt: number | null;
  /** Credits only: what no debit and no end has taken. */
  remainingMinor: number;
  /** Credits only: whether Shopify told the customer. */
  readonly notified: boolean;
  /** Expirations only: the credit that ended. */
  readonly creditId: string | null;
}

/** What a customer has in one currency; a customer has one account per currency. */
export interface StoreCreditAccount {
  readonly id: string;
  customerId: string;
  readonly currency: string;
  readonly transactions: StoreCreditTransaction[];
}
