import { HttpError, type HttpRequest, html, type Reply, type Route, route } from '../controls/http.ts';
import type { LocalShopify } from '../controls/local-shopify.ts';
import { extensionSlot, hostScriptTag } from '../extension-host/slot.ts';
import { segmentTest } from '../graphql/segment-members.ts';
import type { ShopState } from '../state/shop-state.ts';
import { type Layout, layout, locales, storeHandle } from './layout.ts';
import { type Markup, markup } from './markup.ts';

/** A customer's own page with our block, and the segment templates our extension offers. */
export function customerPageRoutes(local: LocalShopify): Route[] {
  return [
    route('GET', '/store/:shop/customers/:customer', (request) => customerPage(local, request)),
    route('GET', '/store/:shop/segments/templates', (request) => templatesPage(local, request)),
    route('GET', '/store/:shop/segments/count', (request) => countMembers(local, request)),
  ];
}

function customerPage(local: LocalShopify, request: HttpRequest): Reply {
  const { shop } = local.shop(request.params.shop ?? '');
  const customer = shop.customers.get(request.params.customer ?? '');
  if (customer === undefined) throw new HttpError(404, 'no such customer');
  const name =
    [customer.firstName, customer.lastName].filter(Boolean).join(' ') || customer.email || customer.id;
  const block = adminSlot(local, shop, request, 'admin.customer-details.block.render', {
    data: { selected: [{ id: `gid://shopify/Customer/${customer.id}` }] },
  });
  const tags = customer.tags.map((tag) => markup`<span class="tag">${tag}</span>`);
  const body = markup`<h1>${name}</h1><div class="card"><p>${customer.email ?? customer.phone ?? '—'}</p><p>${tags}</p></div>
<div class="block">${block}</div>`;
  return adminPage(local, request, shop, { title: name, body });
}

/** What the extension answers, each query counted as the segment editor would. */
function templatesPage(local: LocalShopify, request: HttpRequest): Reply {
  const { shop } = local.shop(request.params.shop ?? '');
  const slot = adminSlot(local, shop, request, 'admin.customers.segmentation-templates.data', {});
  const body = markup`<h1>Segment templates</h1><div class="card"><ul data-templates></ul>${slot}</div>
<script>
addEventListener('extension-result', async ({ detail: { templates } }) => {
  for (const { title, description, queryToInsert } of templates) {
    const item = document.createElement('li');
    const count = await fetch('count?query=' + encodeURIComponent(queryToInsert)).then((answer) => answer.text());
    item.append(Object.assign(document.createElement('strong'), { textContent: title }), ' ', description, ' ',
      Object.assign(document.createElement('code'), { textContent: queryToInsert }), ' ', count);
    document.querySelector('[data-templates]').append(item);
  }
});
</script>`;
  return adminPage(local, request, shop, { title: 'Segment templates', body });
}

/** How many customers a query finds; 422 with the parser's words for one that cannot be read. */
function countMembers(local: LocalShopify, request: HttpRequest): Reply {
  const { shop } = local.shop(request.params.shop ?? '');
  const query = request.url.searchParams.get('query') ?? '';
  try {
    const isMember = segmentTest(local.state, shop, query);
    return html(String([...shop.customers.values()].filter(isMember).length));
  } catch (error) {
    throw new HttpError(422, error instanceof Error ? error.message : String(error));
  }
}

function adminSlot(
  local: LocalShopify,
  shop: ShopState,
  request: HttpRequest,
  target: string,
  values: Record<string, unknown>,
): Markup {
  const frame = local.openFrame(shop.domain);
  return extensionSlot(local, {
    shop,
    target,
    locale: localeOf(request),
    customerId: undefined,
    signals: {},
    values,
    methods: ['auth.idToken', 'navigation.navigate', 'storage.get', 'storage.set'],
    tokenUrl: `/store/${storeHandle(shop.domain)}/session-token/${frame.id}`,
    appPath: `/store/${storeHandle(shop.domain)}/apps/${local.manifest.handle}/`,
  });
}

function adminPage(
  local: LocalShopify,
  request: HttpRequest,
  shop: ShopState,
  part: { title: string; body: Markup },
): Reply {
  const { name, handle } = local.manifest;
  const shown: Layout = {
    ...part,
    body: markup`${part.body}${hostScriptTag}`,
    locale: localeOf(request),
    shop,
    origin: local.url,
    appName: name,
    appHandle: handle,
    current: 'customers',
  };
  return html(layout(shown));
}

function localeOf(request: HttpRequest): string {
  const asked = request.url.searchParams.get('locale');
  return locales.find(([code]) => code === asked)?.[0] ?? 'en';
}
