import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { manifestTexts, readManifest } from './manifests.ts';

const root = new URL('../../../', import.meta.url);
const all = manifestTexts().map(([folder, text]) => ({ folder, text, ...readManifest(text) }));
const source = (path: string): string => readFileSync(new URL(path, root), 'utf8');

describe('TOML of the extensions', () => {
  test('every folder → well-formed by our own schema', () => {
    expect(all.length).toBeGreaterThanOrEqual(11);
    const kinds = new Set(all.map(({ kind }) => kind));
    expect([...kinds].sort()).toEqual(expect.arrayContaining(['action', 'trigger', 'ui']));
  });

  test.each(all.map(({ folder, text }) => [folder, text] as const))(
    '%s with a key the CLI does not know → refused here, because the CLI would drop it',
    (_folder, text) => {
      expect(() => readManifest(`surprise = 1\n${text}`)).toThrow(/surprise/);
    },
  );

  test.each([
    ['a field type Flow has not', 'number_decimal', 'nonsense'],
    ['a key with a digit', 'key = "Change"', 'key = "Change 2"'],
    ['an integer, which triggers do not take', 'number_decimal', 'number_integer'],
  ])('a Flow trigger with %s → refused', (_what, from, to) => {
    const text = source('extensions/flow-points-changed/shopify.extension.toml');
    expect(text).toContain(from);
    expect(() => readManifest(text.replace(from, to))).toThrow();
  });

  test('every target → one Shopify has, and its module is there', () => {
    const targets = all.flatMap((one) =>
      one.kind === 'ui'
        ? one.manifest.extensions[0].targeting.map(
            ({ target, module }) => [one.folder, target, module] as const,
          )
        : [],
    );
    expect(targets).toHaveLength(7);
    const surfaces = 'node_modules/@shopify/ui-extensions/build/ts/surfaces';
    for (const [folder, target, module] of targets) {
      const surface = target.startsWith('purchase.') ? 'checkout' : (target.split('.')[0] ?? '');
      expect(readdirSync(new URL(`${surfaces}/${surface}/targets/`, root)), target).toContain(
        `${target}.d.ts`,
      );
      expect(existsSync(new URL(`extensions/${folder}/${module}`, root)), module).toBe(true);
    }
  });

  test('every handle → its own, and an extension’s folder is named after it or its kind', () => {
    const handles = all.flatMap(({ kind, manifest }) =>
      kind === 'theme' ? [] : [manifest.extensions[0].handle],
    );
    expect(new Set(handles).size).toBe(handles.length);
    for (const { folder, kind, manifest } of all) {
      if (kind === 'ui') expect(folder).toBe(manifest.extensions[0].handle);
      if (kind === 'trigger' || kind === 'action')
        expect(`encore-${folder.replace('flow-', '')}`).toBe(manifest.extensions[0].handle);
    }
  });
});

describe('Flow and the server', () => {
  test('a trigger’s handle and fields → those the server sends', () => {
    const keysIn = (path: string, pattern: RegExp): string[] =>
      [...source(path).matchAll(pattern)].map(([, key]) => key ?? '');
    const sent = {
      'encore-stage-changed': 'web/use-cases/steps/note-moves.ts',
      'encore-points-changed': 'web/use-cases/steps/points-events.ts',
      'encore-tier-changed': 'web/use-cases/steps/points-events.ts',
    };
    const handles = keysIn('web/use-cases/send-flow-events.ts', /'(encore-[a-z-]+)'/g);
    for (const [handle, path] of Object.entries(sent)) {
      expect(handles).toContain(handle);
      const one = all.find(
        (each) => each.kind === 'trigger' && each.manifest.extensions[0].handle === handle,
      );
      if (one?.kind !== 'trigger') throw new Error(`no trigger ${handle}`);
      const fields = one.manifest.settings.fields.flatMap((field) => ('key' in field ? [field.key] : []));
      expect(fields.length).toBeGreaterThan(0);
      for (const field of fields)
        expect(source(path), `${handle}: ${field}`).toMatch(new RegExp(`['{ ]${field}'?:`));
    }
  });

  test('an action’s address and field → a route of the server that reads it', () => {
    const routes = source('web/http/flow-routes.ts');
    const actions = all.flatMap((one) => (one.kind === 'action' ? [one.manifest] : []));
    expect(actions).toHaveLength(2);
    for (const { extensions, settings } of actions) {
      expect(routes).toContain(`'${extensions[0].runtime_url}'`);
      for (const field of settings.fields)
        if ('key' in field) expect(routes).toContain(`properties.${field.key}`);
    }
  });
});
