/** An amount in the currency's minor unit (đồng, satang, cent); an integer, never a float. */
export type Money = { amountMinor: number; currency: string };

const DIGITS: Record<string, number> = {
  BHD: 3,
  BIF: 0,
  CLP: 0,
  DJF: 0,
  GNF: 0,
  IQD: 3,
  ISK: 0,
  JOD: 3,
  JPY: 0,
  KMF: 0,
  KRW: 0,
  KWD: 3,
  LYD: 3,
  OMR: 3,
  PYG: 0,
  RWF: 0,
  TND: 3,
  UGX: 0,
  VND: 0,
  VUV: 0,
  XAF: 0,
  XOF: 0,
  XPF: 0,
};

/** Decimal digits of a currency's minor unit (ISO 4217): 0 for VND and JPY, 2 unless listed. */
export function minorDigits(currency: string): number {
  return DIGITS[currency] ?? 2;
}

/**
 * Shopify's decimal string ("12.50") in minor units (1250), rounded half away from zero where it has more digits than
 * the currency. Throws RangeError for text that is no decimal number.
 */
export function toMinor(decimal: string, currency: string): number {
  const match = /^(-?)(\d+)(?:\.(\d*))?$/.exec(decimal.trim());
  if (!match) throw new RangeError(`amount must be a decimal number such as "12.50", got "${decimal}"`);
  const digits = minorDigits(currency);
  const fraction = (match[3] ?? '').padEnd(digits + 1, '0');
  const rounded = Number(`${match[2]}${fraction.slice(0, digits)}`) + (Number(fraction[digits]) >= 5 ? 1 : 0);
  return match[1] && rounded !== 0 ? -rounded : rounded;
}

/** The exact inverse of `toMinor` for whole amounts: 1250 in USD is "12.50", 1250 in VND "1250". */
export function toDecimal(amountMinor: number, currency: string): string {
  const digits = minorDigits(currency);
  const text = String(Math.abs(amountMinor)).padStart(digits + 1, '0');
  const sign = amountMinor < 0 ? '-' : '';
  return digits === 0 ? sign + text : `${sign}${text.slice(0, -digits)}.${text.slice(-digits)}`;
}
