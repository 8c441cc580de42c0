import { Drop } from 'liquidjs';
import { collectionsOf } from '../checkout/cart.ts';
import { visibleMetafield } from '../state/metafields.ts';
import type {
  CollectionRecord,
  CustomerRecord,
  MetafieldRecord,
  ProductRecord,
  VariantRecord,
} from '../state/records.ts';
import type { ShopState } from '../state/shop-state.ts';
import { toHundredths } from './liquid-engine.ts';

/** Metafields of one owner by namespace and key, as Liquid reads them: what does not exist is nil. */
class Metafields extends Drop {
  readonly #read: (namespace: string, key: string) => unknown;
  constructor(read: (namespace: string, key: string) => unknown) {
    super();
    this.#read = read;
  }
  override liquidMethodMissing(namespace: string | number): Drop {
    return new Namespace((key) => this.#read(String(namespace), key));
  }
}

class Namespace extends Drop {
  readonly #read: (key: string) => unknown;
  constructor(read: (key: string) => unknown) {
    super();
    this.#read = read;
  }
  override liquidMethodMissing(key: string | number): unknown {
    return this.#read(String(key));
  }
}

/** A metafield as Liquid sees it; the `value` of JSON is what it describes. */
function metafieldObject(found: MetafieldRecord | undefined): object | null {
  if (found === undefined) return null;
  return { type: found.type, value: found.type === 'json' ? JSON.parse(found.value) : found.value };
}

/** The app's own metafields, on its installation: no other app sees them, and they need no definition. */
export function appObject(shop: ShopState): object {
  const held = [...shop.metafields].flatMap(([owner, all]) =>
    owner.startsWith('gid://shopify/AppInstallation/') ? all : [],
  );
  const find = (namespace: string, key: string) =>
    held.find((entry) => entry.namespace === namespace && entry.key === key);
  return { metafields: new Metafields((namespace, key) => metafieldObject(find(namespace, key))) };
}

export function shopObject(shop: ShopState, appId: string): object {
  const ownerId = `gid://shopify/Shop/${shop.id}`;
  return {
    id: shop.id,
    name: shop.name,
    currency: shop.currency,
    permanent_domain: shop.domain,
    taxes_included: shop.taxesIncluded,
    metafields: new Metafields((namespace, key) =>
      metafieldObject(visibleMetafield(shop, { appId, surface: 'storefront', ownerId, namespace, key })),
    ),
  };
}

export function customerObject(customer: CustomerRecord | undefined): object | null {
  if (customer === undefined) return null;
  const { id, email, firstName, lastName, tags } = customer;
  const name = [firstName, lastName].filter((part) => part !== null).join(' ');
  return { id, email, first_name: firstName, last_name: lastName, name, tags };
}

export function collectionObject(collection: CollectionRecord, root: string): object {
  const { id, title, handle } = collection;
  return { id, title, handle, url: `${root}collections/${handle}` };
}

export function productObject(
  shop: ShopState,
  product: ProductRecord,
  view: { root: string; variantId: string | null },
): object {
  const variants = product.variants.map((variant) => variantObject(shop, variant));
  const chosen = product.variants.findIndex((variant) => variant.id === view.variantId);
  return {
    id: product.id,
    title: product.title,
    handle: product.handle,
    type: product.productType,
    vendor: product.vendor,
    tags: product.tags,
    url: `${view.root}products/${product.handle}`,
    price: toHundredths(product.variants[0]?.priceMinor ?? 0, shop.currency),
    'gift_card?': product.giftCard,
    collections: collectionsOf(shop, product.id).flatMap((id) => {
      const collection = shop.collections.get(id);
      return collection?.published ? [collectionObject(collection, view.root)] : [];
    }),
    variants,
    has_only_default_variant: product.variants.length === 1,
    selected_or_first_available_variant: variants[Math.max(0, chosen)] ?? null,
  };
}

function variantObject(shop: ShopState, variant: VariantRecord) {
  return {
    id: variant.id,
    title: variant.title,
    price: toHundredths(variant.priceMinor, shop.currency),
    sku: variant.sku,
    available: true,
  };
}
