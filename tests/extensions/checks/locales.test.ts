import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';

const root = new URL('../../../', import.meta.url);
const extensions = readdirSync(new URL('extensions/', root)).filter((name) => /^encore-(?!theme)/.test(name));

type Tree = { [key: string]: string | Tree };
const read = (path: string): Tree => JSON.parse(readFileSync(new URL(path, root), 'utf8')) as Tree;
const localeOf = (extension: string, locale: 'en.default' | 'vi' | 'th'): Map<string, string> =>
  flat(read(`extensions/${extension}/locales/${locale}.json`));

function flat(tree: Tree, path = ''): Map<string, string> {
  return new Map(
    Object.entries(tree).flatMap(([key, value]) =>
      typeof value === 'string' ? [[path + key, value] as const] : [...flat(value, `${path}${key}.`)],
    ),
  );
}

const placeholders = (text = ''): string[] =>
  [...text.matchAll(/\{\{(\w+)\}\}/g)].map(([, name]) => name ?? '').sort();

describe.each(extensions)('words of %s', (extension) => {
  const english = localeOf(extension, 'en.default');

  test.each(['vi', 'th'] as const)('%s → every key of English, with its numbers and names', (locale) => {
    const words = localeOf(extension, locale);
    // Neither language has a singular of its own.
    const wanted = [...english.keys()].filter((key) => !key.endsWith('.one'));
    expect([...words.keys()].sort()).toEqual(wanted.sort());
    for (const key of wanted)
      expect(placeholders(words.get(key)), key).toEqual(placeholders(english.get(key)));
  });

  test('a key → used by the sources, and one the sources use → there', () => {
    const folders = [`extensions/${extension}/src/`, 'extensions/shared/'];
    const code = folders
      .flatMap((folder) =>
        readdirSync(new URL(folder, root)).map((file) => readFileSync(new URL(folder + file, root), 'utf8')),
      )
      .join('\n');
    const keyed = [...code.matchAll(/['`]([a-zA-Z_]+(?:\.[a-zA-Z_${}]+)*)['`]/g)].map(([, key]) => key ?? '');
    const patterns = keyed.map(
      (key) =>
        new RegExp(`^${key.replaceAll('.', '\\.').replaceAll(/\$\{[^}]*\}/g, '.+')}(\\.(one|other))?$`),
    );
    const dynamic = /^(stage|mark|score|reason|template|adjust|history|pending|ways|order|redeem|points)\./;
    const unused = [...english.keys()].filter(
      (key) => !dynamic.test(key) && !patterns.some((pattern) => pattern.test(key)),
    );
    expect(unused).toEqual([]);
    const own = readdirSync(new URL(`extensions/${extension}/src/`, root))
      .map((file) => readFileSync(new URL(`extensions/${extension}/src/${file}`, root), 'utf8'))
      .join('\n');
    const asked = [...own.matchAll(/(?:\bt|translate)\('([\w.]+)'/g)].map(([, key]) => key ?? '');
    for (const key of asked) expect(english.has(key) || english.has(`${key}.other`), key).toBe(true);
  });

  test('what other extensions say too → the same words', () => {
    for (const other of extensions.filter(
      (name) => name !== extension && name !== 'encore-admin' && extension !== 'encore-admin',
    )) {
      for (const locale of ['en.default', 'vi', 'th'] as const) {
        const theirs = localeOf(other, locale);
        for (const [key, text] of localeOf(extension, locale))
          if (
            /^(points|worth|offer|order|nextReward|balance|debt|redeem\.(later|notEnough|noAnswer))/.test(key)
          )
            expect(theirs.get(key) ?? text, `${key} ${locale}`).toBe(text);
      }
    }
  });
});

test('stages, marks, scores and reasons in Shopify’s admin → the words of our own', () => {
  for (const [locale, file] of [
    ['en', 'en.default'],
    ['vi', 'vi'],
    ['th', 'th'],
  ] as const) {
    const ours = new Map([
      ...flat(read(`web/contract/messages/${locale}.json`)),
      ...flat(read(`web/contract/messages/reasons.${locale}.json`)),
    ]);
    const theirs = [...localeOf('encore-admin', file)].filter(([key]) =>
      /^(stage|mark|score|reason)\./.test(key),
    );
    expect(theirs.length).toBeGreaterThan(30);
    for (const [key, text] of theirs) expect(ours.get(key), key).toBe(text);
    const reasons = [...ours.keys()].filter((key) => key.startsWith('reason.'));
    expect(theirs.map(([key]) => key)).toEqual(expect.arrayContaining(reasons));
  }
});
