import { createInstance, type i18n } from 'i18next';
import { initReactI18next } from 'react-i18next';
import type { LanguageCode } from './locale.ts';

type Words = { [key: string]: string | Words };

/** The words of one language: ours (screens, reasons, loyalty) and Polaris' own. */
export type Language = { i18n: i18n; polaris: Words };

type Files = { ours: Words; polaris: Words };

/** One chunk per language; only the viewer's is fetched. */
const load: Record<LanguageCode, () => Promise<Files>> = {
  en: async () =>
    files(
      await Promise.all([
        import('../../contract/messages/en.json', { with: { type: 'json' } }),
        import('../../contract/messages/reasons.en.json', { with: { type: 'json' } }),
        import('../../contract/messages/loyalty.en.json', { with: { type: 'json' } }),
        import('@shopify/polaris/locales/en.json', { with: { type: 'json' } }),
      ]),
    ),
  vi: async () =>
    files(
      await Promise.all([
        import('../../contract/messages/vi.json', { with: { type: 'json' } }),
        import('../../contract/messages/reasons.vi.json', { with: { type: 'json' } }),
        import('../../contract/messages/loyalty.vi.json', { with: { type: 'json' } }),
        import('@shopify/polaris/locales/vi.json', { with: { type: 'json' } }),
      ]),
    ),
  th: async () =>
    files(
      await Promise.all([
        import('../../contract/messages/th.json', { with: { type: 'json' } }),
        import('../../contract/messages/reasons.th.json', { with: { type: 'json' } }),
        import('../../contract/messages/loyalty.th.json', { with: { type: 'json' } }),
        import('@shopify/polaris/locales/th.json', { with: { type: 'json' } }),
      ]),
    ),
};

type Loaded = { default: unknown };

/** Polaris' own words come last; ours have no key in common at their top. */
function files(loaded: readonly Loaded[]): Files {
  const words = loaded.map((each) => each.default as Words);
  return { ours: Object.assign({}, ...words.slice(0, -1)) as Words, polaris: words.at(-1) ?? {} };
}

/** Fetches and installs one language. A missing key shows itself as its name and is logged, so that tests see it. */
export async function loadLanguage(language: LanguageCode): Promise<Language> {
  const { ours, polaris } = await load[language]();
  const i18n = createInstance();
  await i18n.use(initReactI18next).init({
    lng: language,
    fallbackLng: false,
    resources: { [language]: { translation: ours } },
    // React escapes; escaping twice would show entities.
    interpolation: { escapeValue: false },
    returnNull: false,
    saveMissing: true,
    missingKeyHandler: (_languages, _namespace, key) => console.error('missing message', key),
  });
  return { i18n, polaris };
}
