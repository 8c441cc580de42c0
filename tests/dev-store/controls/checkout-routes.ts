import { type CheckoutRequest, placeCheckout, previewCheckout } from '../checkout/place-checkout.ts';
import type { PricedCart } from '../checkout/price-cart.ts';
import type { ShopState } from '../state/shop-state.ts';
import { json, type Reply, type Route, readJson, route } from './http.ts';
import { checkoutShape } from './inputs.ts';
import type { LocalShopify } from './local-shopify.ts';
import { orderView, refusing } from './order-routes.ts';

/**
 * `POST …/checkout`: a buyer checks out. Answers 201 with the order; 200 and `placed: false` with the reasons where a code
 * is refused (`whenRefused: "without"` places the order all the same), or for `preview: true`.
 */
export function checkoutRoutes(local: LocalShopify): Route[] {
  return [
    route('POST', '/__dev/shops/:shop/checkout', async (request) => {
      const { shop } = local.shop(request.params.shop ?? '');
      const { preview, ...cart } = checkoutShape.parse(await readJson(request));
      return refusing(() => checkOut(local, shop, { ...cart, preview }));
    }),
  ];
}

function checkOut(
  local: LocalShopify,
  shop: ShopState,
  { preview, ...request }: CheckoutRequest & { readonly preview: boolean },
): Reply {
  if (preview) {
    const priced = previewCheckout(local.state, shop, request);
    return json({ placed: false, ...priceView(priced, shop) });
  }
  const outcome = placeCheckout(local.state, shop, request);
  if (outcome.kind === 'refused') return json({ placed: false, ...priceView(outcome.priced, shop) });
  return json({ placed: true, order: orderView(outcome.order), ...priceView(outcome.priced, shop) }, 201);
}

/** What a cart costs and what became of its codes. */
function priceView(priced: PricedCart, shop: ShopState) {
  return {
    currency: shop.currency,
    applied: priced.applied,
    refused: priced.refused,
    totals: {
      subtotalMinor: priced.subtotalMinor,
      discountMinor: priced.discountMinor,
      shippingMinor: priced.shippingMinor,
      taxMinor: priced.taxMinor,
      totalMinor: priced.totalMinor,
    },
  };
}
