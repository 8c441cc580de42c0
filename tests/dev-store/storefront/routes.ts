import { type HttpRequest, type Reply, type Route, route } from '../controls/http.ts';
import type { LocalShopify } from '../controls/local-shopify.ts';
import type { ProductRecord } from '../state/records.ts';
import { productObject } from '../theme/shop-objects.ts';
import { cartApiRoutes } from './cart-api.ts';
import { cartRoutes } from './cart-routes.ts';
import { ownPath, visitedShop } from './shop-host.ts';
import { enter, formOf, goTo, pageRoutes, showPage } from './visiting.ts';
import { discountCookie, sessionCookie, type Visiting } from './visits.ts';

/** The shop as its buyers see it: products, a log-in by e-mail without a password, cart and order, discount links. */
export function storefrontRoutes(local: LocalShopify): Route[] {
  const page = (path: string, handle: Parameters<typeof pageRoutes>[3]) =>
    pageRoutes(local, 'GET', path, handle);
  const form = (path: string, handle: Parameters<typeof pageRoutes>[3]) =>
    pageRoutes(local, 'POST', path, handle);
  return [
    route('GET', '/discount/:code', (request) => followDiscountLink(local, request)),
    ...page('/', (visiting) => shopHome(visiting)).slice(1),
    ...page('/collections/:handle', (visiting, { params }) =>
      collectionPage(visiting, params.handle ?? 'all'),
    ),
    ...page('/products/:handle', (visiting, { params }) => productPage(visiting, params.handle ?? '')),
    ...page('/pages/loyalty', (visiting) =>
      showPage(visiting, { template: 'page.loyalty', title: 'Rewards' }),
    ),
    ...page('/account/login', (visiting) => loginPage(visiting, undefined)),
    ...form('/account/login', logIn),
    ...page('/account', (visiting) =>
      visiting.customer === undefined
        ? goTo(`${visiting.root}account/login`, [sessionCookie(visiting.visit)])
        : goTo('/account/orders', [sessionCookie(visiting.visit)]),
    ),
    ...form('/account/logout', ({ visit, root }) => {
      visit.customerId = undefined;
      return goTo(root, [sessionCookie(visit)]);
    }),
    ...cartRoutes(local),
    ...cartApiRoutes(local),
  ];
}

/** Remembers the code whether it holds or not, as Shopify does: the checkout judges it. */
function followDiscountLink(local: LocalShopify, request: HttpRequest): Reply {
  visitedShop(local, request);
  const target = ownPath(request.url.searchParams.get('redirect'));
  return goTo(target, [discountCookie(request.params.code ?? '')], 302);
}

/** The root of a shop's host, which shares its path with this server's own: admin-frame/routes.ts tells them apart. */
export const homeOf = (local: LocalShopify, request: HttpRequest): Reply => shopHome(enter(local, request));

function shopHome(visiting: Visiting): Reply {
  rememberLanding(visiting);
  const products = [...visiting.shop.products.values()].slice(0, 8);
  return showPage(visiting, {
    template: 'index',
    title: 'Home',
    local: { products: shown(visiting, products) },
  });
}

function rememberLanding({ visit, url }: Visiting): void {
  if (url.search !== '') visit.landingSite = `${url.pathname}${url.search}`;
}

const shown = ({ shop, root }: Visiting, products: readonly ProductRecord[]) =>
  products.map((product) => productObject(shop, product, { root, variantId: null }));

/** All products, or those of one collection; unknown handles show all of them. */
function collectionPage(visiting: Visiting, handle: string): Reply {
  rememberLanding(visiting);
  const { shop } = visiting;
  const collection = [...shop.collections.values()].find((entry) => entry.handle === handle);
  const all = [...shop.products.values()];
  const chosen = all.filter(({ id }) => collection?.productIds.includes(id) === true);
  const title = collection?.title ?? 'Products';
  const products = shown(visiting, chosen.length > 0 ? chosen : all);
  return showPage(visiting, { template: 'collection', title, local: { title, products } });
}

function productPage(visiting: Visiting, handle: string): Reply {
  const { shop, root, url } = visiting;
  const product = [...shop.products.values()].find((entry) => entry.handle === handle);
  if (product === undefined) return collectionPage(visiting, handle);
  rememberLanding(visiting);
  const object = productObject(shop, product, { root, variantId: url.searchParams.get('variant') });
  return showPage(visiting, { template: 'product', title: product.title, objects: { product: object } });
}

function loginPage(visiting: Visiting, fault: string | undefined): Reply {
  const page = {
    template: 'login',
    title: 'Log in',
    local: { fault: fault ?? null, return_to: visiting.url.searchParams.get('return_to') },
  };
  return showPage(visiting, page, fault === undefined ? 200 : 422);
}

async function logIn(visiting: Visiting, request: HttpRequest): Promise<Reply> {
  const { shop, visit, root, url } = visiting;
  const email = (await formOf(request)).get('email')?.trim().toLowerCase() ?? '';
  const customer = shop.customersByEmail.get(email);
  if (customer === undefined) return loginPage(visiting, `No customer of this shop has the e-mail ${email}.`);
  visit.customerId = customer.id;
  const returnTo = url.searchParams.get('return_to');
  return goTo(returnTo === null ? `${root}cart` : ownPath(returnTo), [sessionCookie(visit)]);
}
