import type { MetafieldRecord } from './records.ts';
import type { ShopState } from './shop-state.ts';

/**
 * Who reads, other than the Admin API: `storefront` = Liquid and the Storefront API, `customerAccount` = the Customer Account API
 * and extensions in checkout and account.
 */
export type MetafieldSurface = 'storefront' | 'customerAccount';

/** The full namespace: absent or `$app` is the app's reserved one, `$app:x` a part of it. */
export function fullNamespace(appId: string, namespace: string | null): string {
  const own = `app--${appId}`;
  if (namespace === null || namespace === '$app') return own;
  return namespace.startsWith('$app:') ? `${own}--${namespace.slice(5)}` : namespace;
}

/** Whether an app may use a namespace: its own reserved one and the merchant's, never another app's. */
export function mayUseNamespace(appId: string, namespace: string): boolean {
  const own = `app--${appId}`;
  return !namespace.startsWith('app--') || namespace === own || namespace.startsWith(`${own}--`);
}

/** Everything an app may read of an owner. */
export function metafieldsFor(shop: ShopState, appId: string, ownerId: string): readonly MetafieldRecord[] {
  return (shop.metafields.get(ownerId) ?? []).filter((entry) => mayUseNamespace(appId, entry.namespace));
}

/**
 * One metafield as a theme or an extension of the app sees it: undefined where there is none, where it is another app's, and
 * where no definition opens it to that surface.
 */
export function visibleMetafield(
  shop: ShopState,
  asked: {
    readonly appId: string;
    readonly surface: MetafieldSurface;
    /** `gid://shopify/Customer/1` */
    readonly ownerId: string;
    readonly namespace: string;
    readonly key: string;
  },
): MetafieldRecord | undefined {
  const { appId, surface, ownerId, key } = asked;
  const namespace = fullNamespace(appId, asked.namespace);
  const ownerType = (ownerId.split('/')[3] ?? '').toUpperCase();
  const definition = shop.metafieldDefinitions.get(`${ownerType} ${namespace} ${key}`);
  const granted =
    surface === 'storefront' ? definition?.access.storefront : definition?.access.customerAccount;
  if (granted !== 'PUBLIC_READ' && granted !== 'READ' && granted !== 'READ_WRITE') return undefined;
  return metafieldsFor(shop, appId, ownerId).find(
    (entry) => entry.namespace === namespace && entry.key === key,
  );
}
