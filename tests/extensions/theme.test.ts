import { readdirSync, readFileSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { themeCheckRun } from '@shopify/theme-check-node';
import { parse } from 'smol-toml';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { buildTheme, standingScript } from '../../extensions/encore-theme/build.ts';

const FOLDER = new URL('../../extensions/encore-theme/', import.meta.url);
const read = (path: string) => readFileSync(new URL(path, FOLDER), 'utf8');
const filesIn = (path: string) => readdirSync(new URL(path, FOLDER));
const liquid = ['blocks', 'snippets'].flatMap((folder) => filesIn(folder).map((name) => `${folder}/${name}`));
const LANGUAGES = ['en.default', 'vi', 'th'];
const wordsOf = (file: string) =>
  (JSON.parse(read(`locales/${file}.json`)) as { encore: Record<string, string> }).encore;

describe('the theme app extension', () => {
  test('its TOML → nothing but what the CLI reads; an unknown key is refused here', () => {
    const extension = z.strictObject({
      name: z.string().max(30),
      handle: z.string().regex(/^[A-Za-z0-9-]{1,50}$/),
      type: z.literal('theme'),
    });
    const text = read('shopify.extension.toml');
    extension.parse(parse(text));
    expect(() => extension.parse(parse(`${text}\nuuid = "x"\n`))).toThrow(/uuid/);
  });

  test('theme check → no offense, and a planted one is found', async () => {
    const check = (folder: URL) =>
      themeCheckRun(fileURLToPath(folder), fileURLToPath(new URL('.theme-check.yml', FOLDER)), () => {});
    const { offenses } = await check(FOLDER);
    expect(offenses.map(({ check: name, uri, message }) => `${name} ${uri}: ${message}`)).toEqual([]);
    const planted = await check(new URL('./theme/planted/', import.meta.url));
    expect(planted.offenses.map(({ check: name }) => name)).toContain('UnknownFilter');
  }, 60_000);

  test('the script in assets → the one the sources make now (npm run build:theme)', async () => {
    expect(standingScript()).toBe(await buildTheme());
  }, 60_000);

  test('what a page loads → all script at most 10 KB, the style at most 5 KB, compressed', () => {
    const compressed = (end: string) =>
      filesIn('assets')
        .filter((name) => name.endsWith(end))
        .reduce((sum, name) => sum + gzipSync(read(`assets/${name}`), { level: 9 }).length, 0);
    expect(compressed('.js')).toBeLessThanOrEqual(10_000);
    expect(compressed('.css')).toBeLessThanOrEqual(5_000);
  });

  test('Liquid of all blocks and snippets → under 100 KB, without tags an app block may not have', () => {
    const bytes = liquid.reduce((sum, path) => sum + statSync(new URL(path, FOLDER)).size, 0);
    expect(bytes).toBeLessThan(100_000);
    for (const path of liquid) expect(read(path)).not.toMatch(/\{%-?\s*(stylesheet|javascript)/);
  });

  test('the script’s sources → know of the server its pure rules alone', () => {
    const imports = filesIn('src').flatMap((name) =>
      [...read(`src/${name}`).matchAll(/from '([^']+)'/g)].map(([, from]) => from ?? ''),
    );
    const strange = imports.filter(
      (from) => !/^\.\/[a-z-]+\.ts$|^\.\.\/\.\.\/\.\.\/web\/domain\/|^\.\.\/locales\//.test(from),
    );
    expect(strange).toEqual([]);
  });
});

describe('its words', () => {
  test.each(['', '.schema'])('files xx%s.json → the same keys in every language', (suffix) => {
    const [english, ...others] = LANGUAGES.map((file) => Object.keys(wordsOf(`${file}${suffix}`)));
    for (const keys of others) expect(keys).toEqual(english);
  });

  test('a sentence in another language → has the same places for values', () => {
    const places = (text: string | undefined) =>
      [...(text ?? '').matchAll(/\{\w+\}/g)].map(([place]) => place).sort();
    for (const [key, english] of Object.entries(wordsOf('en.default')))
      for (const file of LANGUAGES.slice(1))
        expect(places(wordsOf(file)[key]), `${file} ${key}`).toEqual(places(english));
  });

  test('the snippet that hands them to the script → every word, each once', () => {
    const given = [
      ...read('snippets/encore-data.liquid').matchAll(/"(\w+)": \{\{ 'encore\.(\w+)' \| t \| json \}\}/g),
    ];
    for (const [, name, key] of given) expect(name).toBe(key);
    expect(given.map(([, name]) => name).sort()).toEqual(Object.keys(wordsOf('en.default')).sort());
  });

  test('settings in the theme editor → every label a translation that stands', () => {
    const labels = liquid.flatMap((path) =>
      [...read(path).matchAll(/"t:encore\.(\w+)"/g)].map(([, key]) => key ?? ''),
    );
    expect(labels.length).toBeGreaterThan(20);
    expect(labels.filter((key) => !(key in wordsOf('en.default.schema')))).toEqual([]);
  });
});

type Documented = { name: string; properties: { name: string }[] };

test('properties of Shopify’s objects that our Liquid reads → each documented by Shopify', () => {
  const data = createRequire(import.meta.resolve('@shopify/theme-check-node')).resolve(
    '@shopify/theme-check-docs-updater/data/objects.json',
  );
  const objects = JSON.parse(readFileSync(data, 'utf8')) as Documented[];
  const known = new Map(
    objects.map(({ name, properties }) => [name, new Set(properties.map((one) => one.name))]),
  );
  const read_ = liquid.flatMap((path) => [
    ...read(path).matchAll(/\b(product|cart|routes|request|variant|collection)\.([a-z_]+\??)/g),
  ]);
  const items = liquid.flatMap((path) =>
    [...read(path).matchAll(/\bitem\.([a-z_]+)/g)].map(([, name]) => ['line_item', name]),
  );
  const used = [...read_.map(([, object, name]) => [object, name]), ...items];
  expect(used.length).toBeGreaterThan(15);
  expect(used.filter(([object, name]) => !known.get(object ?? '')?.has(name ?? ''))).toEqual([]);
});
