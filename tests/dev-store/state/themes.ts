import type { DevStoreState } from './dev-store-state.ts';
import type { ThemeRecord } from './records.ts';
import type { ShopState } from './shop-state.ts';

/** Where an app's block stands: an embed in the settings, or in a template. */
export interface AppBlock {
  readonly handle: string;
  /** `templates/product.json`; null = an app embed. */
  readonly file: string | null;
  readonly disabled: boolean;
}

export const THEME_SETTINGS = 'config/settings_data.json';
/** Of the app's theme extension, as Shopify numbers it. */
const EXTENSION_UID = '0b7e4b0e-1c5f-4b53-9a3c-5d5c0e9a7f11';
/** Shopify writes such a comment above every JSON file of a theme, which no JSON reader takes. */
const HEADER = `/*
 * ------------------------------------------------------------
 * IMPORTANT: The contents of this file are auto-generated.
 * ------------------------------------------------------------
 */
`;

interface Block {
  type: string;
  disabled?: boolean;
  settings: Record<string, unknown>;
}
interface Settings {
  current: string | { blocks?: Record<string, Block>; [key: string]: unknown };
  presets: Record<string, { blocks?: Record<string, Block>; [key: string]: unknown }>;
}
interface Template {
  sections: Record<
    string,
    { type: string; disabled?: boolean; blocks?: Record<string, Block>; [key: string]: unknown }
  >;
  order: string[];
}

/** The shop's themes; the first, published one is there from the start. */
export function themesOf(state: DevStoreState, shop: ShopState): readonly ThemeRecord[] {
  if (shop.themes.length === 0) shop.themes.push(freshTheme(state, shop));
  return shop.themes;
}

/** The published theme; undefined where the shop has none (it sells by other channels only). */
export function mainTheme(state: DevStoreState, shop: ShopState): ThemeRecord | undefined {
  return themesOf(state, shop).find((theme) => theme.role === 'MAIN');
}

function freshTheme(state: DevStoreState, shop: ShopState): ThemeRecord {
  const at = state.clock.now();
  const theme: ThemeRecord = {
    id: shop.newId(),
    name: 'Local theme',
    role: 'MAIN',
    createdAt: at,
    updatedAt: at,
    files: new Map(),
  };
  // As a theme that nobody has changed yet: the settings name a preset.
  write(theme, THEME_SETTINGS, { current: 'Default', presets: { Default: { colors: 'plain' } } });
  for (const name of ['index', 'product', 'cart', 'page'])
    write(theme, `templates/${name}.json`, {
      sections: { main: { type: `main-${name}`, settings: {} } },
      order: ['main'],
    });
  return theme;
}

/** Blocks of an app in a theme, in the order of the files. */
export function appBlocks(theme: ThemeRecord, app: string): readonly AppBlock[] {
  const found: AppBlock[] = [];
  for (const file of theme.files.keys()) {
    const content = read(theme, file);
    const holders =
      file === THEME_SETTINGS
        ? [settingsOf(content as Settings)]
        : Object.values((content as Template).sections ?? {});
    for (const holder of holders)
      for (const block of Object.values(holder?.blocks ?? {})) {
        const [, owner, handle] = /^shopify:\/\/apps\/([^/]+)\/blocks\/([^/]+)\//.exec(block.type) ?? [];
        if (owner !== app || handle === undefined) continue;
        const disabled = block.disabled === true || (holder as { disabled?: boolean }).disabled === true;
        found.push({ handle, file: file === THEME_SETTINGS ? null : file, disabled });
      }
  }
  return found;
}

/** What the merchant set of a block that stands in a theme; the others are at the defaults of the block's schema. */
export function blockSettings(
  theme: ThemeRecord,
  { handle, file }: AppBlock,
): Readonly<Record<string, unknown>> {
  const content = read(theme, file ?? THEME_SETTINGS);
  const holders =
    file === null ? [settingsOf(content as Settings)] : Object.values((content as Template).sections ?? {});
  const blocks = holders.flatMap((holder) => Object.values(holder?.blocks ?? {}));
  return blocks.find(({ type }) => type.includes(`/blocks/${handle}/`))?.settings ?? {};
}

/** Whether an app embed is switched on. */
export function isEmbedOn(theme: ThemeRecord, app: string, handle: string): boolean {
  return appBlocks(theme, app).some((one) => one.handle === handle && one.file === null && !one.disabled);
}

/** The merchant switches an app embed on or off; once off it stays in the settings, as in the theme editor. */
export function setEmbed(theme: ThemeRecord, app: string, handle: string, on: boolean): void {
  const settings = read(theme, THEME_SETTINGS) as Settings;
  const chosen = settingsOf(settings) ?? {};
  const blocks = { ...chosen.blocks, [`embed-${handle}`]: block(app, handle, !on) };
  write(theme, THEME_SETTINGS, { ...settings, current: { ...chosen, blocks } });
}

/** The merchant puts an app's block into the main section of a template, or takes it away. */
export function placeBlock(
  theme: ThemeRecord,
  app: string,
  placed: { readonly file: string; readonly handle: string; readonly on: boolean },
): void {
  const { file, handle, on } = placed;
  if (!theme.files.has(file)) throw new Error(`no file ${file} in the theme`);
  const template = read(theme, file) as Template;
  const [name] = template.order;
  const section = name === undefined ? undefined : template.sections[name];
  if (name === undefined || section === undefined) throw new Error(`${file} has no section`);
  const { [`app-${handle}`]: _gone, ...rest } = section.blocks ?? {};
  const blocks = on ? { ...rest, [`app-${handle}`]: block(app, handle, false) } : rest;
  write(theme, file, { ...template, sections: { ...template.sections, [name]: { ...section, blocks } } });
}

const block = (app: string, handle: string, disabled: boolean): Block => ({
  type: `shopify://apps/${app}/blocks/${handle}/${EXTENSION_UID}`,
  disabled,
  settings: {},
});

function settingsOf({ current, presets }: Settings) {
  return typeof current === 'string' ? presets?.[current] : current;
}

/** A file that somebody broke holds nothing. */
function read(theme: ThemeRecord, file: string): unknown {
  try {
    return JSON.parse((theme.files.get(file) ?? '{}').replace(HEADER, ''));
  } catch {
    return {};
  }
}

function write(theme: ThemeRecord, file: string, content: object): void {
  theme.files.set(file, `${HEADER}${JSON.stringify(content, null, 2)}\n`);
}
