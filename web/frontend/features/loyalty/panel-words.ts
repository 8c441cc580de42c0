import { useQuery } from '@tanstack/react-query';
import { minorDigits } from '../../../contract/values.ts';
import { createFormat } from '../../shared/format.ts';
import type { LanguageCode } from '../../shared/locale.ts';

/** The sentences of the shopper's panel in one language, as the theme says them; `{name}` is filled in. */
export type PanelTexts = Readonly<Record<string, string>>;

const load: Record<LanguageCode, () => Promise<{ default: unknown }>> = {
  en: () => import('../../../contract/messages/panel.en.json', { with: { type: 'json' } }),
  vi: () => import('../../../contract/messages/panel.vi.json', { with: { type: 'json' } }),
  th: () => import('../../../contract/messages/panel.th.json', { with: { type: 'json' } }),
};

/** The panel's sentences in a language, which need not be the viewer's; fetched once. */
export function usePanelTexts(language: LanguageCode) {
  return useQuery({
    queryKey: ['panel-texts', language],
    queryFn: async () => (await load[language]()).default as PanelTexts,
    staleTime: Number.POSITIVE_INFINITY,
    placeholderData: (before) => before,
  });
}

/** What the panel is told in: its sentences, its numbers, the shop's money. */
export type PanelVoice = {
  say: (key: string, params?: Readonly<Record<string, string>>) => string;
  number: (value: number) => string;
  money: (amountMinor: number) => string;
  percent: (bps: number) => string;
  points: (count: number) => string;
  day: (value: string) => string;
};

type Shop = { language: LanguageCode; currency: string; timeZone: string; ownName: string };

/** The voice of one language; `ownName` = the merchant's word for points, '' = the language's. */
export function panelVoice(texts: PanelTexts, { language, currency, timeZone, ownName }: Shop): PanelVoice {
  const intl = `${language}-u-ca-gregory`;
  const format = createFormat(intl, timeZone);
  const percent = new Intl.NumberFormat(intl, { style: 'percent', maximumFractionDigits: 2 });
  const unit = 10 ** minorDigits(currency);
  // As the theme writes it: without decimals where there are none.
  const money = (value: number) =>
    new Intl.NumberFormat(intl, {
      style: 'currency',
      currency,
      currencyDisplay: 'narrowSymbol',
      ...(Number.isInteger(value) ? { minimumFractionDigits: 0 } : {}),
    }).format(value);
  const plural = new Intl.PluralRules(language);
  const say: PanelVoice['say'] = (key, params = {}) =>
    (texts[key] ?? key).replaceAll(/\{(\w+)\}/g, (_, name: string) => params[name] ?? '');
  return {
    say,
    number: format.number,
    money: (amountMinor) => money(Math.max(0, amountMinor) / unit),
    percent: (bps) => percent.format(Math.max(0, bps) / 10_000),
    points: (count) => {
      const number = format.number(Math.max(0, count));
      const form = plural.select(count) === 'one' ? 'points_one' : 'points_other';
      return ownName === '' ? say(form, { n: number }) : `${number} ${ownName}`;
    },
    day: (value) => (value === '' ? '…' : format.day(value)),
  };
}
