import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { LANGUAGES, type LanguageCode } from '../../web/frontend/shared/locale.ts';

const ROOT = new URL('../../web/', import.meta.url);
type Words = { [key: string]: string | Words };

function read(file: string): Words {
  return JSON.parse(readFileSync(new URL(`contract/messages/${file}.json`, ROOT), 'utf8'));
}

function flatten(words: Words, prefix = ''): [string, string][] {
  return Object.entries(words).flatMap(([key, value]) =>
    typeof value === 'string'
      ? [[prefix + key, value] as [string, string]]
      : flatten(value, `${prefix}${key}.`),
  );
}

const texts = Object.fromEntries(
  LANGUAGES.map((language) => [
    language,
    new Map(['', 'reasons.', 'loyalty.'].flatMap((part) => flatten(read(`${part}${language}`)))),
  ]),
) as Record<LanguageCode, Map<string, string>>;

const PLURAL = /_(zero|one|two|few|many|other)$/;
/** A key ends in a plural form only where its stem has an `_other`: `reason.lapsed_one` is a whole name. */
const isPlural = (key: string) => PLURAL.test(key) && texts.en.has(key.replace(PLURAL, '_other'));
const bare = (key: string) => (isPlural(key) ? key.replace(PLURAL, '') : key);
const bareKeys = (language: LanguageCode) => [...new Set([...texts[language].keys()].map(bare))].toSorted();
const placeholders = (text: string) => [...new Set(text.match(/\{\{\w+\}\}/g) ?? [])].toSorted();

/** Every source of the frontend as one text. */
const sources = readdirSync(new URL('frontend/', ROOT), { recursive: true, encoding: 'utf8' })
  .filter((file) => /\.tsx?$/.test(file))
  .map((file) => readFileSync(new URL(`frontend/${file}`, ROOT), 'utf8'))
  .join('\n');

describe('message files', () => {
  test.each(LANGUAGES)('%s → the same keys as English', (language) => {
    expect(bareKeys(language)).toEqual(bareKeys('en'));
  });

  test.each(LANGUAGES)('%s → every plural has exactly the forms of its language', (language) => {
    const forms = new Intl.PluralRules(language).resolvedOptions().pluralCategories;
    const plurals = new Set([...texts[language].keys()].filter(isPlural).map(bare));
    expect(plurals.size).toBeGreaterThan(10);
    for (const key of plurals) {
      const present = forms.filter((form) => texts[language].has(`${key}_${form}`));
      expect([key, present]).toEqual([key, forms]);
    }
  });

  test.each(LANGUAGES)('%s → the same placeholders as English', (language) => {
    for (const [key, text] of texts[language]) {
      const english = texts.en.get(key) ?? texts.en.get(`${bare(key)}_other`) ?? '';
      expect([key, placeholders(text)]).toEqual([key, placeholders(english)]);
    }
  });

  test.each(['vi', 'th'] as const)('%s → nothing is left in English', (language) => {
    const sameEverywhere = /^(VIP|Email|%|\{\{.*\}\})$|^\{\{score\}\}\/5$/;
    const untranslated = [...texts[language]].filter(
      ([key, text]) => text === texts.en.get(key) && !sameEverywhere.test(text),
    );
    expect(untranslated).toEqual([]);
  });

  test('Thai → every sentence is written in Thai letters', () => {
    const latinOnly = [...texts.th].filter(
      ([, text]) =>
        /[a-z]{3}/i.test(text.replaceAll(/\{\{\w+\}\}/g, '')) &&
        !/[\u0E01-\u0E5B]/.test(text) &&
        text !== 'VIP',
    );
    expect(latinOnly).toEqual([]);
  });

  test('every key that the frontend names → exists', () => {
    const named = [...sources.matchAll(/\bt\(\s*'([\w.-]+)'/g)].map(([, key = '']) => key);
    expect(named.length).toBeGreaterThan(100);
    expect(named.filter((key) => !bareKeys('en').includes(key))).toEqual([]);
  });

  test('every key → is used by the frontend, by its name or by a pattern', () => {
    const literals = new Set([...sources.matchAll(/'([\w-]+(?:\.[\w-]+)+)'/g)].map(([, key = '']) => key));
    const patterns = [...sources.matchAll(/`([\w.-]+\.\$\{[^`]*)`/g)].map(
      ([, template = '']) =>
        new RegExp(`^${template.replaceAll('.', '\\.').replaceAll(/\$\{.*?\}/g, '[\\w-]+')}$`),
    );
    const unused = bareKeys('en').filter(
      (key) => !literals.has(key) && !patterns.some((pattern) => pattern.test(key)),
    );
    expect(unused).toEqual([]);
  });
});
