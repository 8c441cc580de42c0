import { type Markup, markup } from '../admin-frame/markup.ts';
import type { LocalShopify } from '../controls/local-shopify.ts';
import type { ShopState } from '../state/shop-state.ts';
import type { SurfaceConfig } from './browser/wire.ts';
import { extensionFor, type UiExtension, wordsOf } from './extension-files.ts';

/** A place on a page where an extension of ours is drawn. */
export type Slot = {
  shop: ShopState;
  target: string;
  locale: string;
  /** Who is logged in: their metafields are read too. */
  customerId: string | undefined;
  signals: Readonly<Record<string, unknown>>;
  values: Readonly<Record<string, unknown>>;
  methods: readonly string[];
  tokenUrl: string;
  codesUrl?: string;
  /** Where `app:` links lead: the framed app. */
  appPath?: string;
};

/** The element an extension draws into, with all it may read. Where none is built it says what to run. */
export function extensionSlot(local: LocalShopify, slot: Slot): Markup {
  const extension = extensionFor(slot.target);
  if (extension === undefined) return { html: '' };
  if (!extension.isBuilt) {
    return markup`<p role="note">${extension.handle} is not built: run <code>npm run build:extensions</code>.</p>`;
  }
  const { shop, locale } = slot;
  const surface: SurfaceConfig = {
    target: slot.target,
    scriptUrl: `${local.url}/extension-host/files/${extension.handle}.js`,
    apiVersion: extension.apiVersion,
    locale,
    currency: shop.currency,
    timeZone: shop.ianaTimezone,
    ...wordsOf(extension.handle, locale),
    rewrite: [local.manifest.applicationUrl.replace(/\/$/, ''), local.appUrl],
    signals: { ...sharedSignals(local, extension, slot), ...slot.signals },
    values: slot.values,
    methods: slot.methods,
  };
  const config = {
    ...surface,
    tokenUrl: slot.tokenUrl,
    codesUrl: slot.codesUrl ?? null,
    appPath: slot.appPath ?? '/',
  };
  const json = JSON.stringify(config).replaceAll('<', '\\u003c');
  return {
    html: `<div data-extension="${slot.target}"><script type="application/json">${json}</script></div>`,
  };
}

/** Once a page, after its slots. */
export const hostScriptTag: Markup = { html: '<script src="/extension-host/host.js"></script>' };

function sharedSignals(
  local: LocalShopify,
  { metafields }: UiExtension,
  slot: Slot,
): Record<string, unknown> {
  const { shop, locale, customerId } = slot;
  const owners = [
    { type: 'shop', id: `gid://shopify/Shop/${shop.id}` },
    ...(customerId === undefined ? [] : [{ type: 'customer', id: `gid://shopify/Customer/${customerId}` }]),
  ];
  const appMetafields = owners.flatMap((target) =>
    (shop.metafields.get(target.id) ?? []).flatMap((entry) => {
      const namespace = entry.namespace
        .replace(`app--${local.identity().id}`, '$app')
        .replace('$app--', '$app:');
      const isAsked = metafields.some((asked) => asked.namespace === namespace && asked.key === entry.key);
      const { key, value, type } = entry;
      return isAsked ? [{ target, metafield: { namespace, key, value, type, valueType: 'string' } }] : [];
    }),
  );
  return {
    appMetafields,
    'localization.language': { isoCode: locale },
    'localization.extensionLanguage': { isoCode: locale },
    'localization.timezone': shop.ianaTimezone,
    'localization.country': { isoCode: shop.countryCode },
  };
}
