import { createContext, useContext } from 'react';

/** Languages we have words for. */
export const LANGUAGES = ['en', 'vi', 'th'] as const;
export type LanguageCode = (typeof LANGUAGES)[number];

/** `language` picks the words, `intl` the shapes of dates, numbers and money. */
export type Locale = { language: LanguageCode; intl: string };

/**
 * The viewer's locale from `?locale=` or, without it, from App Bridge; English for a language we do not speak.
 * Years are Gregorian in every language: Thai would count from 543 BC otherwise.
 */
export function viewerLocale(search: string, appBridgeLocale: string | undefined): Locale {
  const asked = new URLSearchParams(search).get('locale') ?? appBridgeLocale ?? 'en';
  const base = asked.toLowerCase().split(/[-_]/)[0];
  const language = LANGUAGES.find((code) => code === base) ?? 'en';
  return { language, intl: `${canonical(asked, language)}-u-ca-gregory` };
}

function canonical(asked: string, language: LanguageCode): string {
  try {
    const tag = new Intl.Locale(asked.replaceAll('_', '-'));
    return tag.language === language ? tag.baseName : language;
  } catch {
    return language;
  }
}

export const LocaleContext = createContext<Locale>({ language: 'en', intl: 'en-u-ca-gregory' });

/** The viewer's locale. */
export function useLocale(): Locale {
  return useContext(LocaleContext);
}
