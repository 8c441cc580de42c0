import { z } from 'zod';
import { frameUrl } from '../admin-frame/frame-url.ts';
import { loadHistory, placeHeldBack } from '../seed/load-history.ts';
import { plantBuyers } from '../seed/plant-buyers.ts';
import { defaultSeedPlan, plantShop } from '../seed/plant-shop.ts';
import type { ShopState } from '../state/shop-state.ts';
import { definedOnly } from './defined-only.ts';
import { HttpError, type HttpRequest, json, type Reply, type Route, readJson, route } from './http.ts';
import type { LocalShopify } from './local-shopify.ts';

const seedShape = z.strictObject({
  customers: z.number().int().min(1).max(1_000_000).default(defaultSeedPlan.customers),
  windowDays: z.number().int().min(30).max(3_650).default(defaultSeedPlan.windowDays),
  seed: z.number().int().default(defaultSeedPlan.seed),
  subscribedShare: z.number().min(0).max(1).default(defaultSeedPlan.subscribedShare),
});

/** A new shop as controls and command line describe it. */
export const shopShape = z.strictObject({
  domain: z.string().regex(/^[a-z0-9][a-z0-9-]*(\.myshopify\.com)?$/),
  name: z.string().optional(),
  email: z.string().optional(),
  currency: z.string().length(3).default('VND'),
  ianaTimezone: z.string().default('Asia/Ho_Chi_Minh'),
  plan: z.enum(['basic', 'grow', 'advanced', 'plus']).optional(),
  countryCode: z.string().length(2).default('VN'),
  taxesIncluded: z.boolean().default(true),
  presentmentCurrencies: z.array(z.string()).optional(),
  taxRate: z.number().min(0).max(1).optional(),
  shippingRateMinor: z.number().int().min(0).optional(),
  /** First id handed out, as digits; above 2^53 to find readers that lose digits. */
  firstId: z.string().regex(/^\d+$/).optional(),
  readAllOrders: z.boolean().default(true),
  install: z.boolean().default(false),
  seed: seedShape.optional(),
  history: z.string().optional(),
  /** Orders of the history's end that `POST …/load/rest` brings in live. */
  holdBack: z.number().int().min(0).optional(),
});
export type ShopRequest = z.infer<typeof shopShape>;

const changeShape = z.strictObject({
  name: z.string().optional(),
  taxRate: z.number().min(0).max(1).optional(),
  shippingRateMinor: z.number().int().min(0).optional(),
  currency: z.string().length(3).optional(),
  ianaTimezone: z.string().optional(),
  plan: z.enum(['basic', 'grow', 'advanced', 'plus']).optional(),
});
const buyersShape = z.strictObject({
  count: z.number().int().min(1).max(100_000),
  daysAgo: z.number().min(0),
});
const loadShape = z.strictObject({ path: z.string() });
const flagShape = z.strictObject({ on: z.boolean() });
const scopesShape = z.strictObject({ scopes: z.array(z.string()), readAllOrders: z.boolean().optional() });
const revokeShape = z.strictObject({ which: z.enum(['all', 'access']).default('all') });
const frameShape = z.strictObject({ path: z.string().default('/'), locale: z.string().default('en') });

/** Opens a shop with what it asks for: installed, seeded or with a loaded history. */
export async function openShop(local: LocalShopify, request: ShopRequest): Promise<ShopState> {
  const { readAllOrders, install, seed, history, holdBack, firstId, ...input } = request;
  const shop = local.createShop(definedOnly({ ...input, ...(firstId ? { firstId: BigInt(firstId) } : {}) }), {
    grantsAllOrders: readAllOrders,
    install,
  });
  if (seed) plantShop(local.state, local.clock, shop, seed);
  if (history) await loadHistory(local.state, local.clock, shop, history, holdBack ?? 0);
  return shop;
}

/** Shops and the app on them. */
export function shopRoutes(local: LocalShopify): Route[] {
  const base = '/__dev/shops/:shop';
  return [
    route('GET', '/__dev/shops', () =>
      json([...local.state.shops.values()].map((shop) => shopView(local, shop))),
    ),
    route('POST', '/__dev/shops', async (request) =>
      json(shopView(local, await openShop(local, shopShape.parse(await readJson(request)))), 201),
    ),
    route('GET', base, (request) => json(shopView(local, local.shop(request.params.shop ?? '').shop))),
    route('POST', base, (request) => changeShop(local, request)),
    route('POST', `${base}/seed`, async (request) => {
      const { shop } = local.shop(request.params.shop ?? '');
      return json(plantShop(local.state, local.clock, shop, seedShape.parse(await readJson(request))));
    }),
    route('POST', `${base}/buyers`, async (request) => {
      const { shop } = local.shop(request.params.shop ?? '');
      plantBuyers(local.state, local.clock, shop, buyersShape.parse(await readJson(request)));
      return json(shopView(local, shop));
    }),
    route('POST', `${base}/load`, async (request) => {
      const { shop } = local.shop(request.params.shop ?? '');
      return json(
        await loadHistory(local.state, local.clock, shop, loadShape.parse(await readJson(request)).path),
      );
    }),
    route('POST', `${base}/load/rest`, (request) =>
      json({ orders: placeHeldBack(local.shop(request.params.shop ?? '').shop) }),
    ),
    route('POST', `${base}/install`, (request) => install(local, request)),
    route('POST', `${base}/uninstall`, (request) => {
      local.uninstall(request.params.shop ?? '');
      return json(shopView(local, local.shop(request.params.shop ?? '').shop));
    }),
    route('POST', `${base}/frozen`, async (request) => {
      const { shop, installation } = local.shop(request.params.shop ?? '');
      installation.frozen = flagShape.parse(await readJson(request)).on;
      return json(shopView(local, shop));
    }),
    route('POST', `${base}/scopes`, (request) => setScopes(local, request)),
    route('POST', `${base}/tokens/revoke`, async (request) => {
      const { shop } = local.shop(request.params.shop ?? '');
      return json({
        revoked: local.tokens.revoke(shop.domain, revokeShape.parse(await readJson(request)).which),
      });
    }),
    route('POST', `${base}/frame`, (request) => openFrame(local, request)),
  ];
}

/** The merchant changes the shop's settings. Orders keep the currency of their day. */
async function changeShop(local: LocalShopify, request: HttpRequest): Promise<Reply> {
  const { shop } = local.shop(request.params.shop ?? '');
  Object.assign(shop, definedOnly(changeShape.parse(await readJson(request))));
  local.state.emit(shop, [{ topic: 'shop/update', resource: { kind: 'shop' } }]);
  return json(shopView(local, shop));
}

function install(local: LocalShopify, request: HttpRequest): Reply {
  const { shop, installation } = local.shop(request.params.shop ?? '');
  if (installation.installed) throw new HttpError(409, `already installed on ${shop.domain}`);
  local.installations.install(installation);
  return json(shopView(local, shop));
}

async function setScopes(local: LocalShopify, request: HttpRequest): Promise<Reply> {
  const { shop, installation } = local.shop(request.params.shop ?? '');
  const { scopes, readAllOrders } = scopesShape.parse(await readJson(request));
  if (readAllOrders !== undefined) installation.grantsAllOrders = readAllOrders;
  local.setScopes(shop, installation, scopes);
  return json(shopView(local, shop));
}

/** What a browser gets by opening the framed page, for callers without one: the iframe's address and its session token. */
async function openFrame(local: LocalShopify, request: HttpRequest): Promise<Reply> {
  const { shop, installation } = local.shop(request.params.shop ?? '');
  if (!installation.installed) throw new HttpError(409, `not installed on ${shop.domain}`);
  const { path, locale } = frameShape.parse(await readJson(request));
  const frame = local.openFrame(shop.domain);
  const src = frameUrl(local.app, local.appUrl, { ...frame, path, locale, now: local.wallClock() });
  return json({ frameId: frame.id, src, idToken: new URL(src).searchParams.get('id_token') });
}

function shopView(local: LocalShopify, shop: ShopState) {
  const { installation } = local.shop(shop.domain);
  return {
    id: shop.id,
    domain: shop.domain,
    name: shop.name,
    currency: shop.currency,
    ianaTimezone: shop.ianaTimezone,
    plan: shop.plan,
    customers: shop.customers.size,
    orders: shop.orders.size,
    installed: installation.installed,
    frozen: installation.frozen,
    scopes: installation.scopes,
  };
}
