import { readdirSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';

/** A setting of a block as its schema declares it. */
export type BlockSetting = { type: string; id?: string; default?: unknown };
/** What a block's `{% schema %}` says, as far as a storefront needs it. */
export type BlockSchema = {
  name: string;
  target: 'section' | 'head' | 'body' | 'compliance_head';
  stylesheet?: string;
  javascript?: string;
  enabled_on?: { templates?: string[] };
  settings?: BlockSetting[];
};
export type AppBlock = { handle: string; source: string; schema: BlockSchema };

/** A theme app extension as it lies in its folder. */
export type ThemeExtension = {
  handle: string;
  folder: URL;
  blocks: ReadonlyMap<string, AppBlock>;
  /** Storefront words by language: a nested object each. */
  locales: ReadonlyMap<string, unknown>;
  defaultLocale: string;
};

const SCHEMA = /\{%-?\s*schema\s*-?%\}([\s\S]*?)\{%-?\s*endschema\s*-?%\}/;

/** Reads the folder anew; throws where a block has no schema or one that is no JSON. */
export function readThemeExtension(folder: URL): ThemeExtension {
  const blocks = readdirSync(new URL('blocks/', folder)).map((file): AppBlock => {
    const text = readFileSync(new URL(`blocks/${file}`, folder), 'utf8');
    const schema = SCHEMA.exec(text)?.[1];
    if (schema === undefined) throw new Error(`${file} has no schema`);
    return {
      handle: basename(file, '.liquid'),
      source: text.replace(SCHEMA, ''),
      schema: JSON.parse(schema),
    };
  });
  const { locales, defaultLocale } = readLocales(new URL('locales/', folder));
  return {
    handle: basename(folder.pathname),
    folder,
    blocks: new Map(blocks.map((block) => [block.handle, block])),
    locales,
    defaultLocale,
  };
}

/** `xx.json` of a folder by language; the one named `xx.default.json` is spoken where another is missing. */
export function readLocales(folder: URL): { locales: Map<string, unknown>; defaultLocale: string } {
  const locales = new Map<string, unknown>();
  let defaultLocale = 'en';
  for (const file of readdirSync(folder)) {
    const [, language, marked] = /^([a-zA-Z-]+)(\.default)?\.json$/.exec(file) ?? [];
    if (language === undefined) continue;
    if (marked !== undefined) defaultLocale = language;
    locales.set(language, JSON.parse(readFileSync(new URL(file, folder), 'utf8')));
  }
  return { locales, defaultLocale };
}
