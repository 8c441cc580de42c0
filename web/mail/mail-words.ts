import type { Language } from '../domain/campaigns/campaign.ts';
import type { RewardValue } from '../domain/loyalty/program.ts';
import type { OfferValue } from '../domain/offers/terms.ts';
import { minorDigits } from '../domain/shared/money.ts';
import { type LocalDay, localDayOf } from '../domain/shared/time.ts';
import { commonTexts, withValues } from './template-texts.ts';

/** Products named in a mail; more would be a list, not a sentence. */
const NAMED_PRODUCTS = 3;

/** The locale of a recipient: their language as their country writes it, years Gregorian and digits Latin everywhere. */
export function localeOf(language: Language, country: string | null): string {
  const region = country !== null && /^[A-Z]{2}$/.test(country) ? `-${country}` : '';
  return `${language}${region}-u-ca-gregory-nu-latn`;
}

/** An offer as it stands in a sentence: "10% off". */
export function offerWords(value: OfferValue, language: Language, money: MoneyWords): string {
  const texts = commonTexts(language);
  if (value.kind === 'free_shipping') return texts.free_shipping;
  if (value.kind === 'amount') return withValues(texts.amount, { value: money(value.amountMinor) });
  const percent = new Intl.NumberFormat(language, { style: 'percent', maximumFractionDigits: 2 });
  return withValues(texts.percentage, { value: percent.format(value.percentageBps / 10_000) });
}

/** A reward as it stands in a sentence: "50,000₫ off". */
export function rewardWords(value: RewardValue, language: Language, money: MoneyWords): string {
  const texts = commonTexts(language);
  switch (value.kind) {
    case 'free_product':
      return withValues(texts.free_product, { value: value.title });
    case 'store_credit':
      return withValues(texts.store_credit, { value: money(value.amountMinor) });
    default:
      return offerWords(value, language, money);
  }
}

/** Writes an amount in minor units of one currency. */
export type MoneyWords = (amountMinor: number) => string;

/** Amounts of a currency as a locale writes them, without empty decimals. */
export function moneyWords(locale: string, currency: string): MoneyWords {
  const digits = minorDigits(currency);
  const format = new Intl.NumberFormat(locale, {
    style: 'currency',
    currency,
    currencyDisplay: 'narrowSymbol',
    maximumFractionDigits: digits,
    trailingZeroDisplay: 'stripIfInteger',
  });
  return (amountMinor) => format.format(amountMinor / 10 ** digits);
}

const WHOLE_DAY = { weekday: 'long', year: 'numeric', month: 'long', day: 'numeric' } as const;
const DAY_MS = 86_400_000;

/** A day of the shop's calendar. */
export function dayWords(day: LocalDay, locale: string): string {
  return new Intl.DateTimeFormat(locale, { ...WHOLE_DAY, timeZone: 'UTC' }).format(day * DAY_MS);
}

/**
 * When a code ends, `endsAt` being the first instant at which it is over. `moment`: its last minute with the time zone. `day`: its last
 * day alone where that day is whole in this zone, else the moment too.
 */
export function endWords(endsAt: Date, locale: string, timeZone: string): { day: string; moment: string } {
  const lastMinute = new Date(endsAt.getTime() - 1);
  const time = { hour: 'numeric', minute: '2-digit', timeZoneName: 'short' } as const;
  const moment = new Intl.DateTimeFormat(locale, { ...WHOLE_DAY, ...time, timeZone }).format(lastMinute);
  const isWholeDay = localDayOf(endsAt, timeZone) !== localDayOf(lastMinute, timeZone);
  if (!isWholeDay) return { day: moment, moment };
  return { day: new Intl.DateTimeFormat(locale, { ...WHOLE_DAY, timeZone }).format(lastMinute), moment };
}

/** Titles as a list in a sentence; null when there are none. */
export function productWords(titles: readonly string[], locale: string): string | null {
  const named = titles.filter((title) => title.trim() !== '').slice(0, NAMED_PRODUCTS);
  return named.length === 0 ? null : new Intl.ListFormat(locale, { type: 'conjunction' }).format(named);
}
