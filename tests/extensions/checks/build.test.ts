import { existsSync, readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { parse } from 'smol-toml';
import { beforeAll, describe, expect, test } from 'vitest';
import { APP_ADDRESS } from '../../../extensions/shared/app-address.generated.ts';
import { uiExtensions } from '../../dev-store/extension-host/extension-files.ts';
import { buildExtensions, type ExtensionBuild } from '../../support/built-extensions.ts';

/** Shopify takes 64 KB compressed for an extension, and refuses more at deploy only. We stay under half. */
const LIMIT_BYTES = 32 * 1024;
const root = new URL('../../../', import.meta.url);

describe('shopify app build', () => {
  let built: ExtensionBuild;
  beforeAll(async () => {
    built = await buildExtensions();
  });

  test('every extension of the app → built without a log-in', () => {
    expect(built.output).toContain('built!');
    expect(built.ok).toBe(true);
    expect(uiExtensions().filter(({ isBuilt }) => !isBuilt)).toEqual([]);
  });

  test('each built file → under half of what Shopify takes, compressed', () => {
    const handles = [...new Set(uiExtensions().map(({ handle }) => handle))];
    expect(handles).toHaveLength(5);
    for (const handle of handles) {
      const file = new URL(`extensions/${handle}/dist/${handle}.js`, root);
      expect(existsSync(file), handle).toBe(true);
      expect(gzipSync(readFileSync(file)).length, handle).toBeLessThan(LIMIT_BYTES);
    }
  });

  test('the address extensions ask → application_url of shopify.app.toml', () => {
    const { application_url: address } = parse(readFileSync(new URL('shopify.app.toml', root), 'utf8'));
    expect(APP_ADDRESS).toBe(String(address).replace(/\/$/, ''));
    const script = readFileSync(new URL('extensions/encore-checkout/dist/encore-checkout.js', root), 'utf8');
    expect(script).toContain(APP_ADDRESS);
  });
});
