import { convertMinor, formatDecimal } from '../state/money.ts';
import type { OrderRecord } from '../state/records.ts';

export interface MoneyView {
  readonly amount: string;
  readonly currencyCode: string;
}

export interface MoneyBagView {
  readonly shopMoney: MoneyView;
  readonly presentmentMoney: MoneyView;
}

export function money(amountMinor: number, currency: string): MoneyView {
  return { amount: formatDecimal(amountMinor, currency), currencyCode: currency };
}

/** An order's amount in the shop's currency and in the one the buyer saw. */
export function moneyBag(order: OrderRecord, amountMinor: number): MoneyBagView {
  const { currency, presentmentCurrency, presentmentRate } = order;
  const presented = convertMinor(amountMinor, currency, presentmentCurrency, presentmentRate);
  return { shopMoney: money(amountMinor, currency), presentmentMoney: money(presented, presentmentCurrency) };
}
