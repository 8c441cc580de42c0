const exponents = new Map<string, number>();

/** Decimal places of an ISO 4217 currency: 2 for USD, 0 for VND and JPY. */
export function currencyExponent(currency: string): number {
  const known = exponents.get(currency);
  if (known !== undefined) return known;
  const format = new Intl.NumberFormat('en', { style: 'currency', currency });
  const exponent = format.resolvedOptions().maximumFractionDigits ?? 2;
  exponents.set(currency, exponent);
  return exponent;
}

/** Shopify's GraphQL decimal: no trailing zeros, but always one place ("12.5", "1000.0"). */
export function formatDecimal(amountMinor: number, currency: string): string {
  const exponent = currencyExponent(currency);
  const sign = amountMinor < 0 ? '-' : '';
  const digits = String(Math.abs(amountMinor)).padStart(exponent + 1, '0');
  const whole = digits.slice(0, digits.length - exponent);
  const fraction = digits.slice(digits.length - exponent).replace(/0+$/, '');
  return `${sign}${whole}.${fraction === '' ? '0' : fraction}`;
}

/** The REST and webhook form: as many places as the currency has ("12.50", "1000"). */
export function formatRestMoney(amountMinor: number, currency: string): string {
  const exponent = currencyExponent(currency);
  if (exponent === 0) return String(amountMinor);
  const sign = amountMinor < 0 ? '-' : '';
  const digits = String(Math.abs(amountMinor)).padStart(exponent + 1, '0');
  return `${sign}${digits.slice(0, -exponent)}.${digits.slice(-exponent)}`;
}

/** Minor units of a decimal string, rounded half up; throws on what is no number. */
export function parseDecimal(text: string, currency: string): number {
  const value = Number(text);
  if (text.trim() === '' || !Number.isFinite(value)) throw new Error(`not a decimal amount: ${text}`);
  return Math.round(value * 10 ** currencyExponent(currency));
}

/** An amount in another currency at `rate` units of it per unit of the first. */
export function convertMinor(amountMinor: number, from: string, to: string, rate: number): number {
  if (from === to) return amountMinor;
  return Math.round(amountMinor * rate * 10 ** (currencyExponent(to) - currencyExponent(from)));
}
