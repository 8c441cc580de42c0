import { readdirSync, readFileSync } from 'node:fs';
import { transformWithOxc } from 'vite';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Checker, installChecker } from '../component-check/dev-mcp.ts';

const FOLDER = new URL('../../../extensions/', import.meta.url);
const missing = installChecker();

const APIS = {
  'encore-checkout': ['polaris-checkout-extensions', 'purchase.checkout.block.render'],
  'encore-thank-you': ['polaris-checkout-extensions', 'purchase.thank-you.block.render'],
  'encore-order-status': [
    'polaris-customer-account-extensions',
    'customer-account.order-status.block.render',
  ],
  'encore-account': ['polaris-customer-account-extensions', 'customer-account.page.render'],
  'encore-admin': ['polaris-admin-extensions', 'admin.customer-details.block.render'],
} as const;

/** Files that draw, each under the surface it is drawn on; what extensions share, under both kinds of shop surface. */
const drawn = Object.entries(APIS).flatMap(([extension, [api, target]]) =>
  sources(`${extension}/src/`).map((path) => [path, api, target] as const),
);
const shared = [APIS['encore-thank-you'], APIS['encore-order-status']].flatMap(([api, target]) =>
  sources('shared/').map((path) => [path, api, target] as const),
);

function sources(folder: string): string[] {
  return readdirSync(new URL(folder, FOLDER))
    .filter((name) => name.endsWith('.tsx'))
    .map((name) => folder + name);
}

/** The checker sees one file alone and so knows none of our types; those are `npm run typecheck`'s. */
async function withoutTypes(path: string): Promise<string> {
  const source = readFileSync(new URL(path, FOLDER), 'utf8');
  const { code } = await transformWithOxc(source, path, { lang: 'tsx', jsx: 'preserve', sourcemap: false });
  return code;
}

describe.skipIf(missing !== null)(
  `components by Shopify’s own checker${missing === null ? '' : ` (skipped: ${missing})`}`,
  () => {
    const checker = missing === null ? new Checker() : null;
    beforeAll(async () => checker?.open());
    afterAll(() => checker?.close());

    test('a value no component has → refused, so the checker looks', async () => {
      const [api, target] = APIS['encore-checkout'];
      const verdict = await checker?.judge(
        api,
        target,
        'export default () => <s-button variant="surprise">x</s-button>;',
      );
      expect(verdict?.isValid).toBe(false);
      expect(verdict?.words).toContain('surprise');
    });

    test.each([...drawn, ...shared])(
      '%s on %s %s → valid',
      { timeout: 60_000 },
      async (path, api, target) => {
        const verdict = await checker?.judge(api, target, await withoutTypes(path));
        expect(verdict?.words).toContain('VALID');
        expect(verdict?.isValid, verdict?.words).toBe(true);
      },
    );
  },
);
