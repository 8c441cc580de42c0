import { readFileSync } from 'node:fs';
import { Tag, type Template } from 'liquidjs';
import type { LocalShopify } from '../controls/local-shopify.ts';
import type { CustomerRecord } from '../state/records.ts';
import type { ShopState } from '../state/shop-state.ts';
import { type AppBlock, readLocales, readThemeExtension } from './extension.ts';
import { createEngine, FACTS, type RenderFacts } from './liquid-engine.ts';
import { type Language, localizationObject, requestObject, rootOf, routesObject } from './page-objects.ts';
import { type PlacedBlock, placedBlocks } from './placement.ts';
import { appObject, customerObject, shopObject } from './shop-objects.ts';

const FILES = new URL('files/', import.meta.url);
export const extension = readThemeExtension(new URL('../../../extensions/encore-theme/', import.meta.url));
export const EXTENSION_ASSETS = `/extensions/${extension.handle}/assets`;

const theme = createEngine({
  ...readLocales(new URL('locales/', FILES)),
  partials: new URL('snippets/', FILES).pathname,
  assetBase: '/cdn/theme',
});
const app = createEngine({
  locales: extension.locales,
  defaultLocale: extension.defaultLocale,
  partials: new URL('snippets/', extension.folder).pathname,
  assetBase: EXTENSION_ASSETS,
});

/** One page of a shop: the template, the objects it has beside those of every page, and what only our theme knows (`local`). */
export type PageRequest = {
  shop: ShopState;
  customer: CustomerRecord | undefined;
  language: Language;
  path: string;
  template: string;
  title: string;
  objects: Readonly<Record<string, unknown>>;
  local: Readonly<Record<string, unknown>>;
};

/** Blocks that stand on the page so far: their assets belong into its head, once each. */
const USED = Symbol('blocks of this page');
const NOTHING: ReturnType<typeof placedBlocks> = { sections: [], embeds: [] };
const SHOWN = Symbol('the page being rendered');
type Globals = Record<string | symbol, unknown> & {
  [USED]: Set<AppBlock>;
  [FACTS]: RenderFacts;
  [SHOWN]: ReturnType<typeof placedBlocks>;
};

theme.registerTag(
  'app_blocks',
  class extends Tag {
    override render(context: { globals: object }): string {
      const globals = context.globals as Globals;
      return globals[SHOWN].sections.map((placed) => renderBlock(globals, placed)).join('\n');
    }
  },
);
const parsed = new Map<string, Template[]>();
function parseOnce(key: string, engine: typeof theme, read: () => string): Template[] {
  const known = parsed.get(key) ?? engine.parse(read());
  parsed.set(key, known);
  return known;
}

/** A block of the app as the theme editor placed it: its settings over their defaults, in the wrapper Shopify gives it. */
function renderBlock(globals: Globals, placed: PlacedBlock): string {
  const { handle } = placed;
  const block = extension.blocks.get(handle);
  if (block === undefined) throw new Error(`no block ${handle}`);
  globals[USED].add(block);
  const declared = (block.schema.settings ?? []).flatMap(({ id, default: value }) =>
    id === undefined ? [] : [[id, value ?? null] as const],
  );
  const settings = { ...Object.fromEntries(declared), ...placed.settings };
  const id = `${(placed.file ?? 'embed').replaceAll(/\W/g, '-')}-${handle}`;
  const editor = JSON.stringify({ id, type: `shopify://apps/encore/blocks/${handle}` }).replaceAll(
    '"',
    '&quot;',
  );
  const scope = {
    block: { id, settings, type: handle, shopify_attributes: `data-shopify-editor-block="${editor}"` },
  };
  const html = app.renderSync(
    parseOnce(`app ${handle}`, app, () => block.source),
    scope,
    { globals },
  );
  return `<div id="shopify-block-${id}" class="shopify-block shopify-app-block">${html}</div>`;
}

function globalsOf(local: LocalShopify, page: PageRequest): Globals {
  const { shop, customer, language } = page;
  // Blocks of an app that is gone are not drawn, though the theme still names them.
  const installed = local.installations.of(shop.domain)?.installed ?? false;
  return {
    [FACTS]: { language, currency: shop.currency, nowMs: local.clock.now(), timeZone: shop.ianaTimezone },
    [USED]: new Set(),
    [SHOWN]: installed
      ? placedBlocks(local.state, shop, { app: local.identity().handle, template: page.template })
      : NOTHING,
    app: appObject(shop),
    shop: shopObject(shop, local.identity().id),
    customer: customerObject(customer),
    request: requestObject(language, { path: page.path, type: page.template, host: shop.domain }),
    localization: localizationObject(shop, language),
    routes: routesObject(language),
    product: null,
    page_title: page.title,
    ...page.objects,
    local: { who: customer?.email ?? (customer && `customer ${customer.id}`) ?? null, ...page.local },
  } as unknown as Globals;
}

/** The one section of a template: what the Section Rendering API answers for it. */
export function sectionId(template: string): string {
  return `template--1__${template.replaceAll(/\W/g, '_')}`;
}

function renderSection(globals: Globals, template: string): string {
  const file = template.split(/[/.]/).at(-1) ?? template;
  const parsedFile = parseOnce(`theme ${file}`, theme, () =>
    readFileSync(new URL(`templates/${file}.liquid`, FILES), 'utf8'),
  );
  const html = theme.renderSync(parsedFile, {}, { globals });
  return `<div id="shopify-section-${sectionId(template)}" class="shopify-section">${html}</div>`;
}

/** Sections of a page by their ids, as `?sections=a,b` asks for them; one that is not there is null. */
export function renderSections(
  local: LocalShopify,
  page: PageRequest,
  ids: readonly string[],
): Record<string, string | null> {
  const own = sectionId(page.template);
  const shown = (id: string) => (id === own ? renderSection(globalsOf(local, page), page.template) : null);
  return Object.fromEntries(ids.map((id) => [id, shown(id)]));
}

/** The whole page, with the app embeds at the end of its body and the assets of all blocks on it in its head. */
export function renderPage(local: LocalShopify, page: PageRequest): string {
  const globals = globalsOf(local, page);
  const body = renderSection(globals, page.template);
  const end = globals[SHOWN].embeds.map((placed) => renderBlock(globals, placed)).join('\n');
  const layout = parseOnce('theme layout', theme, () =>
    readFileSync(new URL('layout/theme.liquid', FILES), 'utf8'),
  );
  const parts = {
    content_for_header: headerOf(page, globals[USED]),
    content_for_layout: body,
    content_for_body_end: end,
  };
  return theme.renderSync(layout, parts, { globals });
}

function headerOf({ shop, language }: PageRequest, used: ReadonlySet<AppBlock>): string {
  const files = (kind: 'stylesheet' | 'javascript') =>
    new Set([...used].flatMap(({ schema }) => schema[kind] ?? []));
  const shopify = JSON.stringify({
    shop: shop.domain,
    locale: language,
    currency: { active: shop.currency, rate: '1.0' },
    routes: { root: rootOf(language) },
  });
  return [
    `<script>window.Shopify = ${shopify.replaceAll('<', '\\u003c')};</script>`,
    ...[...files('stylesheet')].map(
      (file) => `<link href="${EXTENSION_ASSETS}/${file}" rel="stylesheet" media="all">`,
    ),
    ...[...files('javascript')].map(
      (file) => `<script src="${EXTENSION_ASSETS}/${file}" defer="defer"></script>`,
    ),
  ].join('\n');
}
