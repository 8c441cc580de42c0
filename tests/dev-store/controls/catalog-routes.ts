import { createCollection, createProduct } from '../state/catalog.ts';
import type { ProductRecord } from '../state/records.ts';
import type { ShopState } from '../state/shop-state.ts';
import { HttpError, json, type Route, readJson, route } from './http.ts';
import { collectionShape, readProductInput } from './inputs.ts';
import type { LocalShopify } from './local-shopify.ts';

/** What the shop sells: listed, and added to by the merchant. */
export function catalogRoutes(local: LocalShopify): Route[] {
  const { state } = local;
  const base = '/__dev/shops/:shop';
  return [
    route('GET', `${base}/products`, (request) => {
      const { shop } = local.shop(request.params.shop ?? '');
      return json([...shop.products.values()].map((product) => productView(shop, product)));
    }),
    route('POST', `${base}/products`, async (request) => {
      const { shop } = local.shop(request.params.shop ?? '');
      const product = createProduct(state, shop, readProductInput(await readJson(request)));
      return json(productView(shop, product), 201);
    }),
    route('GET', `${base}/collections`, (request) =>
      json([...local.shop(request.params.shop ?? '').shop.collections.values()]),
    ),
    route('POST', `${base}/collections`, async (request) => {
      const { shop } = local.shop(request.params.shop ?? '');
      const input = collectionShape.parse(await readJson(request));
      const unknown = input.productIds.find((id) => !shop.products.has(id));
      if (unknown !== undefined) throw new HttpError(422, `no product ${unknown} on ${shop.domain}`);
      return json(createCollection(state, shop, input), 201);
    }),
  ];
}

function productView(shop: ShopState, product: ProductRecord) {
  const { id, title, handle, productType, giftCard, variants } = product;
  return {
    id,
    title,
    handle,
    productType,
    giftCard,
    currency: shop.currency,
    variants: variants.map(({ id: variantId, title: name, sku, priceMinor }) => ({
      id: variantId,
      title: name,
      sku,
      priceMinor,
    })),
  };
}
