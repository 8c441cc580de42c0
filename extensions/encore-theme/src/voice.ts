import type { OfferView, RewardView } from '../../../web/domain/loyalty/member-view.ts';
import type { PageData, Word } from './page-data.ts';

type Values = Readonly<Record<string, string | number>>;
type Value = RewardView['value'] | OfferView['value'];

/** Says things in the shopper's language: sentences, points, money, days, rewards. */
export type Voice = ReturnType<typeof createVoice>;

const DAY_MS = 86_400_000;

/** Digits of a currency's minor unit. */
export function minorDigits(currency: string): number {
  return (
    new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2
  );
}

export function createVoice({ words, locale, program }: Pick<PageData, 'words' | 'locale' | 'program'>) {
  // Thai reckons in Buddhist years by itself; the shop's pages and mails say Gregorian ones.
  const tag = new Intl.Locale(locale, { calendar: 'gregory' });
  const unit = 10 ** minorDigits(program.currency);
  const plural = new Intl.PluralRules(tag);
  const name = program.pointsName[tag.language as 'en'] || '';
  const number = (value: number) => new Intl.NumberFormat(tag).format(value);

  const say = (word: Word, values: Values = {}): string =>
    words[word].replace(/\{(\w+)\}/g, (_all, key: string) => String(values[key] ?? ''));

  const money = (amountMinor: number): string =>
    new Intl.NumberFormat(tag, {
      style: 'currency',
      currency: program.currency,
      currencyDisplay: 'narrowSymbol',
      minimumFractionDigits: amountMinor % unit === 0 ? 0 : undefined,
    }).format(amountMinor / unit);

  /** "12 points", or the merchant's own word for them. */
  const points = (value: number): string => {
    const n = number(value);
    return name ? `${n} ${name}` : say(plural.select(value) === 'one' ? 'points_one' : 'points_other', { n });
  };

  /** A day as people say it: its weekday within the next six days, else the date, with the year when it is another one. */
  const day = (iso: string, timeZone: string, now: Date): string => {
    const at = new Date(iso);
    const ahead = at.getTime() - now.getTime();
    if (ahead > 0 && ahead < 6 * DAY_MS)
      return new Intl.DateTimeFormat(tag, { timeZone, weekday: 'long' }).format(at);
    const yearOf = (date: Date) => new Intl.DateTimeFormat('en', { timeZone, year: 'numeric' }).format(date);
    const year = yearOf(at) === yearOf(now) ? undefined : 'numeric';
    return new Intl.DateTimeFormat(tag, { timeZone, day: 'numeric', month: 'long', year }).format(at);
  };

  const worth = (value: Value): string => {
    switch (value.kind) {
      case 'amount':
        return say('value_amount', { money: money(value.amountMinor) });
      case 'percentage':
        return say('value_percentage', { percent: percent(value.percentageBps) });
      case 'free_product':
        return say('value_free_product', { title: value.title });
      case 'store_credit':
        return say('value_store_credit', { money: money(value.amountMinor) });
      default:
        return say('value_free_shipping');
    }
  };

  const percent = (bps: number): string =>
    new Intl.NumberFormat(tag, { style: 'percent', maximumFractionDigits: 2 }).format(bps / 10_000);

  /** The merchant's own name of a reward, else what it is worth. */
  const reward = (rewardId: string, value: Value): string =>
    program.rewards.find((one) => one.rewardId === rewardId)?.name || worth(value);

  return { say, points, money, day, worth, reward, number };
}
