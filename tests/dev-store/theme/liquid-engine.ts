import { type Context, Liquid } from 'liquidjs';
import { currencyExponent } from '../state/money.ts';

/** The words of one theme or extension, and its other files. */
export type EngineParts = {
  locales: ReadonlyMap<string, unknown>;
  defaultLocale: string;
  /** Folder of the partials `render` finds. */
  partials: string;
  /** Where its assets are reached. */
  assetBase: string;
};

/** What every render needs beside Shopify's objects; kept out of Liquid's reach by a name no template can write. */
export type RenderFacts = { language: string; currency: string; nowMs: number; timeZone: string };

export const FACTS = Symbol('facts of this render');
type Self = { context: Context };

const factsOf = (self: Self): RenderFacts => (self.context.globals as { [FACTS]: RenderFacts })[FACTS];

/**
 * Liquid as Shopify renders it, strict: an unknown filter, object or property is an error, where Shopify would print nothing.
 * Filters are those our theme and our blocks use; each does what Shopify's does.
 */
export function createEngine(parts: EngineParts): Liquid {
  const engine = new Liquid({
    root: [parts.partials],
    partials: [parts.partials],
    extname: '.liquid',
    strictFilters: true,
    strictVariables: true,
    jsTruthy: false,
    cache: true,
  });
  engine.registerFilter('t', function (this: Self, key: string, ...named: [string, unknown][]) {
    return translate(parts, factsOf(this).language, key, Object.fromEntries(named));
  });
  engine.registerFilter('money', function (this: Self, hundredths: number) {
    const { language, currency } = factsOf(this);
    return moneyText(hundredths, currency, language);
  });
  engine.registerFilter('asset_url', (file: string) => `${parts.assetBase}/${file}`);
  engine.registerFilter(
    'stylesheet_tag',
    (url: string) => `<link href="${url}" rel="stylesheet" media="all">`,
  );
  engine.registerFilter('json', (value: unknown) => jsonText(value));
  engine.registerFilter('color_brightness', brightness);
  engine.registerFilter('date', function (this: Self, moment: unknown, format: string) {
    return dateText(factsOf(this), moment, format);
  });
  return engine;
}

/** A translation with its values put in; a key that is missing in the language and in the default one is an error. */
function translate(
  { locales, defaultLocale }: EngineParts,
  language: string,
  key: string,
  values: Record<string, unknown>,
): string {
  const find = (of: string): unknown =>
    key
      .split('.')
      .reduce<unknown>(
        (held, step) => (held as Record<string, unknown> | undefined)?.[step],
        locales.get(of),
      );
  const text = find(language) ?? find(defaultLocale);
  if (typeof text !== 'string') throw new Error(`translation missing: ${language}.${key}`);
  return text.replace(/\{\{\s*(\w+)\s*\}\}/g, (_all, name: string) => {
    if (!(name in values)) throw new Error(`translation ${key} needs ${name}`);
    return String(values[name]);
  });
}

/** Liquid's prices are hundredths of the unit, also of currencies without decimals. */
export function moneyText(hundredths: number, currency: string, language: string): string {
  return new Intl.NumberFormat(language, { style: 'currency', currency }).format(hundredths / 100);
}

export const toHundredths = (amountMinor: number, currency: string): number =>
  amountMinor * 10 ** (2 - currencyExponent(currency));

/** Safe inside a script element, as Shopify's is. */
function jsonText(value: unknown): string {
  return JSON.stringify(value ?? null).replace(
    /[<>&\u2028\u2029]/g,
    (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** Perceived brightness from 0 to 255 (W3C's formula), of `#rgb` or `#rrggbb`. */
function brightness(color: string): number {
  const digits = /^#([0-9a-f]{3}|[0-9a-f]{6})$/i.exec(color)?.[1];
  if (digits === undefined) throw new Error(`color_brightness of ${color}`);
  const long = digits.length === 3 ? digits.replaceAll(/./g, '$&$&') : digits;
  const [red = 0, green = 0, blue = 0] = [0, 2, 4].map((at) => Number.parseInt(long.slice(at, at + 2), 16));
  return (red * 299 + green * 587 + blue * 114) / 1000;
}

function dateText({ nowMs, timeZone }: RenderFacts, moment: unknown, format: string): string {
  if (moment !== 'now' || format !== '%Y-%m-%d')
    throw new Error(`date of ${String(moment)} as ${format} is not known here`);
  return new Intl.DateTimeFormat('en-CA', {
    timeZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
  }).format(nowMs);
}
