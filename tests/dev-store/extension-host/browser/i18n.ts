import type { SurfaceConfig } from './wire.ts';

type Params = Readonly<Record<string, string | number>>;

/** `shopify.i18n` as Shopify documents it; a missing key or placeholder is an error here, so that no test passes over one. */
export function makeI18n({ locale, currency, timeZone, translations, fallback }: SurfaceConfig) {
  const translate = (key: string, params: Params = {}): string => {
    const found = at(translations, key) ?? at(fallback, key);
    const text = typeof found === 'object' && found !== null ? plural(found, params) : found;
    if (typeof text !== 'string') throw new Error(`no translation ${key} in ${locale}`);
    return text.replaceAll(/\{\{\s*(\w+)\s*\}\}/g, (_all, name: string) => {
      const value = params[name];
      if (value === undefined) throw new Error(`translation ${key} needs ${name}`);
      return String(value);
    });
  };
  const plural = (forms: object, { count }: Params): unknown => {
    const form = new Intl.PluralRules(locale).select(Number(count));
    return at(forms, form) ?? at(forms, 'other');
  };
  return {
    translate,
    formatNumber: (value: number, options?: Intl.NumberFormatOptions) =>
      new Intl.NumberFormat(locale, options).format(value),
    formatCurrency: (value: number, options?: Intl.NumberFormatOptions) =>
      new Intl.NumberFormat(locale, { style: 'currency', currency, ...options }).format(value),
    formatDate: (date: Date, options?: Intl.DateTimeFormatOptions) =>
      new Intl.DateTimeFormat(locale, { timeZone, ...options }).format(date),
  };
}

function at(tree: unknown, path: string): unknown {
  return path
    .split('.')
    .reduce<unknown>((node, part) => (node as Record<string, unknown> | undefined)?.[part], tree);
}
