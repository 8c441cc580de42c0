import { readFile } from 'node:fs/promises';
import path from 'node:path';
import express, { Router } from 'express';

export type AdminPageOptions = {
  /** Folder of the built admin (`npm run build:admin`). */
  folder: string;
  apiKey: string;
  appBridgeUrl: string;
  /** Origins that may frame the page beside the shop and admin.shopify.com. */
  frameAncestors: readonly string[];
};

const SHOP_DOMAIN = /^[a-z0-9][a-z0-9-]*\.myshopify\.com$/i;

/** Who may frame the page: this shop's admin, and nobody where the shop is missing or malformed (App Store requirement). */
export function frameAncestors(shop: unknown, extra: readonly string[]): string {
  if (typeof shop !== 'string' || !SHOP_DOMAIN.test(shop)) return "frame-ancestors 'none'";
  return `frame-ancestors https://${shop.toLowerCase()} https://admin.shopify.com${extra.map((origin) => ` ${origin}`).join('')}`;
}

/** The embedded admin: hashed assets for a year, the one HTML document for every screen, never cached, framed by its shop only. */
export function adminPage(options: AdminPageOptions): Router {
  const router = Router();
  let html: Promise<string> | undefined;
  const document = () => {
    html ??= readFile(path.join(options.folder, 'index.html'), 'utf8').then((text) =>
      text
        .replaceAll('%SHOPIFY_API_KEY%', escapeHtml(options.apiKey))
        .replaceAll('%APP_BRIDGE_URL%', escapeHtml(options.appBridgeUrl)),
    );
    html.catch(() => {
      html = undefined;
    });
    return html;
  };
  router.use(
    '/assets',
    express.static(path.join(options.folder, 'assets'), {
      immutable: true,
      maxAge: '1y',
      fallthrough: false,
    }),
  );
  router.get(['/', '/*path'], async (request, response) => {
    response.setHeader(
      'Content-Security-Policy',
      `${frameAncestors(request.query.shop, options.frameAncestors)};`,
    );
    response.setHeader('Cache-Control', 'no-store');
    response.type('html').send(await document());
  });
  return router;
}

function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');
}
