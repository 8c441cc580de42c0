import { storefrontOrigin } from '../storefront/storefront-origin.ts';
import { isLanguage, rootOf } from '../theme/page-objects.ts';
import { type Markup, markup } from './markup.ts';
import { adminStyle } from './style.ts';

/** Languages the admin offers; the framed app gets the chosen one as `locale`. */
export const locales = [
  ['en', 'English'],
  ['vi', 'Tiếng Việt'],
  ['th', 'ไทย'],
] as const;

export type Layout = {
  title: string;
  locale: string;
  shop: { name: string; domain: string } | undefined;
  /** Of the local Shopify itself. */
  origin: string;
  appName: string;
  appHandle: string;
  current: 'home' | 'customers' | 'orders' | 'app';
  body: Markup;
};

/** `acme.myshopify.com` → `acme`, as in the admin's addresses. */
export function storeHandle(domain: string): string {
  return domain.replace(/\.myshopify\.com$/, '');
}

/** To the shop's own pages, in the language of the admin, beside it. */
function storefrontLink(origin: string, domain: string, locale: string): Markup {
  const root = isLanguage(locale) ? rootOf(locale) : '/';
  return markup`<a href="${storefrontOrigin(origin, domain)}${root}" target="_blank" rel="noopener">Online store <span aria-hidden="true">↗</span></a>`;
}

/** A whole page of the local admin. */
export function layout(page: Layout): string {
  const base = page.shop ? `/store/${storeHandle(page.shop.domain)}` : '';
  const link = (key: Layout['current'], path: string, label: string): Markup =>
    markup`<a href="${base}${path}?locale=${page.locale}"${key === page.current ? markup` aria-current="page"` : null}>${label}</a>`;
  const nav = page.shop
    ? [
        link('home', '', 'Home'),
        link('orders', '/orders', 'Orders'),
        link('customers', '/customers', 'Customers'),
        storefrontLink(page.origin, page.shop.domain, page.locale),
        link('app', `/apps/${page.appHandle}`, page.appName),
      ]
    : [];
  return markup`<!doctype html>
<html lang="${page.locale}">
<head><meta charset="utf-8"><link rel="icon" href="data:,"><meta name="viewport" content="width=device-width"><title>${page.title}</title>
<style>${{ html: adminStyle }}</style></head>
<body>
<header><a href="/">Local Shopify</a><span>${page.shop?.name ?? ''}</span><span class="grow"></span><a href="/__dev/inbox">Inbox</a>
<label>Language <select data-locale>${locales.map(([code, name]) => markup`<option value="${code}"${code === page.locale ? markup` selected` : null}>${name}</option>`)}</select></label></header>
<aside><nav aria-label="Admin">${nav.map((item) => markup`<div>${item}</div>`)}</nav><nav aria-label="${page.appName}" data-app-nav></nav></aside>
<main${page.current === 'app' ? markup` class="framed"` : null}>${page.body}</main>
<script src="/frame-host.js"></script>
</body></html>`.html;
}
