import type { ProgramView } from '../../../web/domain/loyalty/member-view.ts';
import { minorDigits } from './voice.ts';

/** A line as Liquid gives it: `price` in hundredths of the currency's unit (also for đồng and yen), after its own discounts. */
export type LiquidLine = {
  product: string;
  price: number;
  giftCard: boolean;
};

/**
 * Hundredths as Liquid gives them, in minor units of the program's currency, rounded down. Prices in another currency are
 * taken back by the rate Shopify shows the page (units of the shown currency for one of the shop's).
 */
export function toProgramMinor(
  hundredths: number,
  program: Pick<ProgramView, 'currency'>,
  rate: number,
): number {
  const digits = minorDigits(program.currency);
  // A power of ten below 1 is no exact number.
  const minor = digits > 2 ? hundredths * 10 ** (digits - 2) : hundredths / 10 ** (2 - digits);
  return Math.floor(rate === 1 ? minor : minor / rate);
}

declare global {
  interface Window {
    Shopify?: { currency?: { rate?: string } };
  }
}

/** 1 in the shop's own currency; 0 where prices are in another and its rate is not known. */
export function rateOf(currency: string, program: Pick<ProgramView, 'currency'>): number {
  if (currency === program.currency) return 1;
  return Number(window.Shopify?.currency?.rate ?? 0);
}
