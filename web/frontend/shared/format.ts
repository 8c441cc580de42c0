import { useMemo } from 'react';
import { type Money, minorDigits } from '../../contract/values.ts';
import { useLocale } from './locale.ts';
import { useTimeZone } from './shop.ts';

/** Numbers, shares, money and dates in the viewer's locale. Days and months are the shop's calendar, instants are shown in the shop's time zone. */
export type Format = {
  number(value: number): string;
  /** With its sign: +12, −3. */
  change(value: number): string;
  /** A share in [0,1] as a percentage, one decimal below 10 %. */
  share(value: number): string;
  money(value: Money): string;
  /** `YYYY-MM-DD`. */
  day(value: string): string;
  /** `YYYY-MM`. */
  month(value: string): string;
  instant(value: string): string;
  /** ISO 3166-1 alpha-2. */
  country(code: string): string;
  list(values: readonly string[]): string;
};

/** Days and months carry no zone; they are read and printed in UTC so that none slips to the day before. */
function utc(value: string): Date {
  return new Date(`${value}T00:00:00Z`);
}

/** The formatters of one locale and time zone. */
export function createFormat(intl: string, timeZone: string): Format {
  const number = new Intl.NumberFormat(intl);
  const change = new Intl.NumberFormat(intl, { signDisplay: 'exceptZero' });
  const day = new Intl.DateTimeFormat(intl, { dateStyle: 'medium', timeZone: 'UTC' });
  const month = new Intl.DateTimeFormat(intl, { month: 'short', year: 'numeric', timeZone: 'UTC' });
  const instant = new Intl.DateTimeFormat(intl, { dateStyle: 'medium', timeStyle: 'short', timeZone });
  const regions = new Intl.DisplayNames(intl, { type: 'region', fallback: 'code' });
  const list = new Intl.ListFormat(intl, { type: 'conjunction' });
  return {
    number: (value) => number.format(value),
    change: (value) => change.format(value),
    share: (value) =>
      new Intl.NumberFormat(intl, {
        style: 'percent',
        maximumFractionDigits: value < 0.1 ? 1 : 0,
      }).format(value),
    money: ({ amountMinor, currency }) =>
      new Intl.NumberFormat(intl, { style: 'currency', currency }).format(
        amountMinor / 10 ** minorDigits(currency),
      ),
    day: (value) => day.format(utc(value)),
    month: (value) => month.format(utc(`${value}-01`)),
    instant: (value) => instant.format(new Date(value)),
    country: (code) => regions.of(code) ?? code,
    list: (values) => list.format(values),
  };
}

/** The viewer's formatters. */
export function useFormat(): Format {
  const { intl } = useLocale();
  const timeZone = useTimeZone();
  return useMemo(() => createFormat(intl, timeZone), [intl, timeZone]);
}
