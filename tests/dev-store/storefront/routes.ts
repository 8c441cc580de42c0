import { markup } from '../admin-frame/markup.ts';
import { type HttpRequest, type Reply, type Route, route } from '../controls/http.ts';
import type { LocalShopify } from '../controls/local-shopify.ts';
import { cartRoutes } from './cart-routes.ts';
import { price } from './layout.ts';
import { ownPath, visitedShop } from './shop-host.ts';
import { formOf, goTo, showPage, type Visiting } from './visiting.ts';
import { discountCookie, sessionCookie, visitsOf } from './visits.ts';

/** The shop as its buyers see it: products, a log-in by e-mail without a password, cart and order, discount links. */
export function storefrontRoutes(local: LocalShopify): Route[] {
  const visits = visitsOf(local);
  const enter = (request: HttpRequest): Visiting => {
    const shop = visitedShop(local, request);
    const visit = visits.of(shop, request);
    return { shop, visit, customer: shop.customers.get(visit.customerId ?? '') };
  };
  return [
    route('GET', '/discount/:code', (request) => followDiscountLink(local, request)),
    route('GET', '/collections/:handle', (request) => productsPage(enter(request), request)),
    route('GET', '/products/:handle', (request) => productsPage(enter(request), request)),
    route('GET', '/account/login', (request) => loginPage(enter(request), undefined)),
    route('POST', '/account/login', (request) => logIn(enter(request), request)),
    route('POST', '/account/logout', (request) => {
      const { visit } = enter(request);
      visit.customerId = undefined;
      return goTo('/', [sessionCookie(visit)]);
    }),
    ...cartRoutes(local, enter),
  ];
}

/** Remembers the code whether it holds or not, as Shopify does: the checkout judges it. */
function followDiscountLink(local: LocalShopify, request: HttpRequest): Reply {
  visitedShop(local, request);
  const target = ownPath(request.url.searchParams.get('redirect'));
  return goTo(target, [discountCookie(request.params.code ?? '')], 302);
}

/** All products, those of one collection, or the one product of a handle; unknown handles show all of them. */
function productsPage(visiting: Visiting, request: HttpRequest): Reply {
  const { shop, visit } = visiting;
  if (request.url.search !== '') visit.landingSite = `${request.url.pathname}${request.url.search}`;
  const handle = request.params.handle ?? 'all';
  const collection = [...shop.collections.values()].find((entry) => entry.handle === handle);
  const chosen = [...shop.products.values()].filter(
    (product) => product.handle === handle || collection?.productIds.includes(product.id) === true,
  );
  const products = chosen.length > 0 ? chosen : [...shop.products.values()];
  const title = collection?.title ?? (chosen.length === 1 ? (chosen[0]?.title ?? 'Product') : 'Products');
  const rows = products.flatMap((product) =>
    product.variants.map((variant) => {
      const name = variant.title === 'Default Title' ? product.title : `${product.title}, ${variant.title}`;
      return markup`<tr><th scope="row">${name}</th><td class="money">${price(variant.priceMinor, shop.currency)}</td>
<td><form class="inline" method="post" action="/cart/add"><input type="hidden" name="variant" value="${variant.id}">
<label>Quantity <input type="number" name="quantity" min="1" max="999" value="1"></label><button aria-label="Add to cart: ${name}">Add to cart</button></form></td></tr>`;
    }),
  );
  const body = markup`<h1>${title}</h1><table><thead><tr><th scope="col">Product</th><th scope="col" class="money">Price</th>
<th scope="col">Buy</th></tr></thead><tbody>${rows}</tbody></table>`;
  return showPage(visiting, { title, body });
}

function loginPage(visiting: Visiting, fault: string | undefined): Reply {
  const body = markup`<h1>Log in</h1>${fault === undefined ? null : markup`<p role="alert">${fault}</p>`}
<form method="post" action="/account/login"><p><label>E-mail <input type="email" name="email" autocomplete="email" required></label></p>
<p>This local shop asks for no password.</p><button>Log in</button></form>`;
  return showPage(visiting, { title: 'Log in', body }, fault === undefined ? 200 : 422);
}

async function logIn(visiting: Visiting, request: HttpRequest): Promise<Reply> {
  const { shop, visit } = visiting;
  const email = (await formOf(request)).get('email')?.trim().toLowerCase() ?? '';
  const customer = shop.customersByEmail.get(email);
  if (customer === undefined) return loginPage(visiting, `No customer of this shop has the e-mail ${email}.`);
  visit.customerId = customer.id;
  return goTo('/cart', [sessionCookie(visit)]);
}
