import type { OfferView, ProgramView, RewardView } from '../../web/domain/loyalty/member-view.ts';
import { minorDigits } from '../../web/domain/shared/money.ts';

type Params = Record<string, string | number>;

/** The part of `shopify.i18n` that all surfaces share. */
export type I18n = {
  translate(key: string, params?: Params): string;
  formatNumber(value: number, options?: Intl.NumberFormatOptions): string;
  formatCurrency(value: number, options: { currency: string }): string;
  formatDate(date: Date, options: Intl.DateTimeFormatOptions): string;
};

/** A reward's value, or that of an offer. */
export type Worth = RewardView['value'] | OfferView['value'];

type NamedWorth = { name?: string; value: Worth };

/** The sentences of one surface, in the reader's language and the program's own word for points. */
export type Words = {
  t(key: string, params?: Params): string;
  /** "12 points", or the merchant's own word. */
  points(count: number): string;
  number(value: number): string;
  money(amountMinor: number): string;
  worth(worth: Worth): string;
  /** The merchant's name of a reward, else its worth, as within a sentence; `title`: the same where a line begins with it. */
  reward(reward: NamedWorth): string;
  title(reward: NamedWorth): string;
  /** A moment's day in the shop's zone, or a `YYYY-MM-DD`, Gregorian in every language: "Sunday, November 29"; the year where it is another. */
  day(at: string): string;
  /** The same, short and with its year. */
  date(at: string): string;
  /** "14 days". */
  days(count: number): string;
  /** "+12", "−100". */
  change(points: number): string;
};

/** What words need to know of the shop. */
export type ShopWords = { program: Pick<ProgramView, 'pointsName' | 'currency'>; timeZone: string };

const DAY_LENGTH = 'YYYY-MM-DD'.length;

export function makeWords(i18n: I18n, language: string, { program, timeZone }: ShopWords): Words {
  const ownName = program.pointsName[languageOf(language)];
  const number = (value: number): string => i18n.formatNumber(value);
  const money = (amountMinor: number): string =>
    i18n.formatCurrency(amountMinor / 10 ** minorDigits(program.currency), { currency: program.currency });
  const t = (key: string, params: Params = {}): string => i18n.translate(key, params);
  const dated = (at: string, shape: Intl.DateTimeFormatOptions): string => {
    // A day is the same day everywhere; a moment is said in the shop's zone.
    const zone = at.length === DAY_LENGTH ? 'UTC' : timeZone;
    return i18n.formatDate(new Date(at), { ...shape, timeZone: zone, calendar: 'gregory' });
  };
  const worth = (value: Worth): string => {
    switch (value.kind) {
      case 'amount':
        return t('worth.amount', { money: money(value.amountMinor) });
      case 'percentage':
        return t('worth.percentage', { percent: number(value.percentageBps / 100) });
      case 'free_shipping':
        return t('worth.freeShipping');
      case 'free_product':
        return t('worth.freeProduct', { product: value.title });
      case 'store_credit':
        return t('worth.storeCredit', { money: money(value.amountMinor) });
    }
  };
  const reward = ({ name, value }: NamedWorth): string => name || worth(value);
  return {
    t,
    number,
    money,
    worth,
    points: (count) =>
      ownName === '' ? t('points', { count, number: number(count) }) : `${number(count)} ${ownName}`,
    reward,
    title: (named) => {
      const text = reward(named);
      return text.charAt(0).toUpperCase() + text.slice(1);
    },
    day: (at) => {
      const isThisYear = yearOf(new Date(at), timeZone) === yearOf(new Date(), timeZone);
      const year = isThisYear ? {} : ({ year: 'numeric' } as const);
      return dated(at, { weekday: 'long', day: 'numeric', month: 'long', ...year });
    },
    date: (at) => dated(at, { day: 'numeric', month: 'short', year: 'numeric' }),
    days: (count) => i18n.formatNumber(count, { style: 'unit', unit: 'day', unitDisplay: 'long' }),
    change: (count) => i18n.formatNumber(count, { signDisplay: 'exceptZero' }).replace('-', '−'),
  };
}

function yearOf(date: Date, timeZone: string): string {
  return new Intl.DateTimeFormat('en', { year: 'numeric', timeZone }).format(date);
}

function languageOf(isoCode: string): keyof ProgramView['pointsName'] {
  const [language] = isoCode.toLowerCase().split('-');
  return language === 'vi' || language === 'th' ? language : 'en';
}
