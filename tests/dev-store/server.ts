/**
 * The local Shopify's HTTP face.
 *
 * How the app reaches it (the whole of the client side):
 * - The app has ONE setting for it, an origin override (`SHOPIFY_API_ORIGIN=http://localhost:4000`), unset in production.
 *   Where it is set, a request for `https://{shop}.myshopify.com/<path>` goes to `{origin}/<path>` instead, same method, headers
 *   and body, plus the header `X-Forwarded-Host: {shop}.myshopify.com`. That is all: with `@shopify/shopify-api`, replace
 *   `abstractFetch` (`setAbstractFetchFunc`) by one that rewrites the URL this way.
 * - URLs this server hands out itself (bulk results, staged upload targets) already point here and are used as they are.
 * - The framed admin lives at `{origin}/store/{shop}/apps/{handle}`; the App Bridge stand-in at `{origin}/app-bridge.js`: the
 *   demo sets the app's `APP_BRIDGE_URL` to that script and adds `{origin}` to its `FRAME_ANCESTORS`.
 * A shop's own pages (products, log-in, cart, discount links) are at `http://{shop}.localhost:{port}/`, or under that header.
 * Without the header the shop is read from `Host`, for clients that resolve `{shop}.myshopify.com` to this machine.
 */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { adminPageRoutes } from './admin-frame/routes.ts';
import { appProxyRoutes } from './app-proxy/routes.ts';
import { tokenRoutes } from './auth/token-route.ts';
import { fileRoutes } from './bulk/file-routes.ts';
import { adminApiRoutes } from './controls/admin-api-route.ts';
import { answer, type Route } from './controls/http.ts';
import type { LocalShopify } from './controls/local-shopify.ts';
import { controlRoutes } from './controls/routes.ts';
import { extensionHostRoutes } from './extension-host/routes.ts';
import { storefrontRoutes } from './storefront/routes.ts';
import { themeAssetRoutes } from './theme/assets.ts';

/** A listening server. `close` waits for requests under way and stops the clock. */
export type RunningServer = { url: string; port: number; close(): Promise<void> };

/** Listens on `port` (0 = any free one) of the loopback address. */
export async function startServer(local: LocalShopify, port: number): Promise<RunningServer> {
  const routes: Route[] = [
    ...adminApiRoutes(local),
    ...tokenRoutes(local),
    ...fileRoutes(local),
    ...adminPageRoutes(local),
    ...controlRoutes(local),
    ...extensionHostRoutes(local),
    ...storefrontRoutes(local),
    ...themeAssetRoutes(),
    ...appProxyRoutes(local),
  ];
  const server = createServer((request, response) => {
    answer(routes, request, response).catch(() => response.destroy());
  });
  server.keepAliveTimeout = 30_000;
  await listen(server, port);
  const address = server.address() as AddressInfo;
  local.url = `http://localhost:${address.port}`;
  return { url: local.url, port: address.port, close: () => close(server, local) };
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, () => resolve());
  });
}

async function close(server: Server, local: LocalShopify): Promise<void> {
  local.clock.stop();
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  server.closeIdleConnections();
  await local.clock.settle();
  await local.mail.down();
  server.closeAllConnections();
  await closed;
  local.bulk.files.dispose();
}
