import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { parse } from 'smol-toml';
import { z } from 'zod';

const FOLDER = new URL('../../../extensions/', import.meta.url);

const metafieldShape = z.object({ namespace: z.string(), key: z.string() });
const manifestShape = z.object({
  api_version: z.string(),
  extensions: z.array(
    z.object({
      type: z.literal('ui_extension'),
      handle: z.string(),
      targeting: z.array(z.object({ target: z.string(), metafields: z.array(metafieldShape).default([]) })),
    }),
  ),
});

/** An extension as it would be uploaded: what its TOML says of a target, its built file and its words. */
export type UiExtension = {
  handle: string;
  apiVersion: string;
  target: string;
  metafields: readonly { namespace: string; key: string }[];
  isBuilt: boolean;
};

/** The extension that has this target; undefined: none of ours. */
export function extensionFor(target: string): UiExtension | undefined {
  return uiExtensions().find((extension) => extension.target === target);
}

/** Every target of ours, read anew, so that a running local Shopify follows a build. */
export function uiExtensions(): UiExtension[] {
  const tomls = readdirSync(FOLDER)
    .map((name) => new URL(`${name}/shopify.extension.toml`, FOLDER))
    .filter((url) => existsSync(url));
  return tomls.flatMap((url) => {
    const read = manifestShape.safeParse(parse(readFileSync(url, 'utf8')));
    if (!read.success) return [];
    return read.data.extensions.flatMap(({ handle, targeting }) =>
      targeting.map(({ target, metafields }) => ({
        handle,
        apiVersion: read.data.api_version,
        target,
        metafields,
        isBuilt: existsSync(scriptOf(handle)),
      })),
    );
  });
}

const scriptOf = (handle: string): URL => new URL(`${handle}/dist/${handle}.js`, FOLDER);

/** The file `shopify app build` made. */
export function builtScript(handle: string): string | undefined {
  const known = uiExtensions().some((extension) => extension.handle === handle && extension.isBuilt);
  return known ? readFileSync(scriptOf(handle), 'utf8') : undefined;
}

/** Words in a language and those of the default one, as Shopify serves them. */
export function wordsOf(handle: string, locale: string): { translations: unknown; fallback: unknown } {
  const read = (name: string): unknown => {
    const url = new URL(`${handle}/locales/${name}.json`, FOLDER);
    return existsSync(url) ? JSON.parse(readFileSync(url, 'utf8')) : {};
  };
  const fallback = read('en.default');
  return { translations: locale === 'en' ? fallback : read(locale), fallback };
}
