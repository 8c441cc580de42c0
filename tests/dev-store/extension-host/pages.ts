import { type Markup, markup } from '../admin-frame/markup.ts';
import { HttpError, type HttpRequest, html, type Reply } from '../controls/http.ts';
import { currencyExponent } from '../state/money.ts';
import type { ShopState } from '../state/shop-state.ts';
import { hostScriptTag } from './slot.ts';

const LOCALES = ['en', 'vi', 'th'];

/** Language of a page: what the address asks for, else English. */
export function localeOf(request: HttpRequest): string {
  const asked = request.url.searchParams.get('locale') ?? 'en';
  return LOCALES.includes(asked) ? asked : 'en';
}

const STYLE = `
:root { font: 16px/1.6 system-ui, 'Noto Sans', 'Noto Sans Thai', sans-serif; color: #1f2421; background: #fbfaf7; --subdued-ground: #f4f2ec; }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 1040px; padding: 0 16px 48px; }
header { display: flex; flex-wrap: wrap; gap: 4px 20px; align-items: baseline; padding: 16px 0; margin-bottom: 20px; border-bottom: 1px solid #d9d5cb; }
header strong { font-size: 20px; flex: 1; }
a { color: #0b5d4b; }
h1 { font-size: 24px; line-height: 1.4; margin: 0 0 16px; }
.columns { display: grid; gap: 28px; align-items: start; }
.columns > * { display: grid; gap: 20px; min-width: 0; }
@media (min-width: 860px) { .columns { grid-template-columns: minmax(0, 1fr) 380px; } }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; padding: 6px 4px; border-bottom: 1px solid #e6e2d8; font-weight: 400; vertical-align: top; }
td.money, th.money { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
tr.total th, tr.total td { font-weight: 600; border-bottom: 0; }
form.inline { display: flex; flex-wrap: wrap; gap: 8px; align-items: end; margin: 0; }
input, button { font: inherit; padding: 6px 12px; min-height: 44px; border: 1px solid #77746b; border-radius: 8px; }
input[type=radio] { min-height: 0; }
button { background: #0b5d4b; border-color: #0b5d4b; color: #fff; cursor: pointer; }
button.quiet { background: none; color: #0b5d4b; }
fieldset { border: 1px solid #d9d5cb; border-radius: 10px; margin: 0; }
.card { border: 1px solid #d9d5cb; border-radius: 10px; padding: 16px; background: #fff; }
[role=alert] { background: #fdecea; border-left: 4px solid #b3261e; padding: 8px 12px; margin: 0; }
:focus-visible { outline: 3px solid #005bd3; outline-offset: 2px; }
`;

/** A page of checkout or account, with the script that runs the extensions on it. */
export function surfacePage(
  shop: ShopState,
  page: { title: string; locale: string; nav?: Markup; body: Markup },
  status = 200,
): Reply {
  const text = markup`<!doctype html>
<html lang="${page.locale}">
<head><meta charset="utf-8"><link rel="icon" href="data:,"><meta name="viewport" content="width=device-width"><title>${page.title} – ${shop.name}</title>
<style>${{ html: STYLE }}</style></head>
<body><header><strong><a href="/">${shop.name}</a></strong>${page.nav ?? null}</header><main>${page.body}</main>${hostScriptTag}</body></html>`;
  return html(text.html, status);
}

/** Minor units as they are read in `locale`. */
export function priceIn(locale: string, amountMinor: number, currency: string): string {
  return new Intl.NumberFormat(locale, { style: 'currency', currency }).format(
    amountMinor / 10 ** currencyExponent(currency),
  );
}

/** Tokens are for the page's own scripts: another site's request brings no `same-origin`. */
export function requireOwnPage(request: HttpRequest): void {
  const site = request.raw.headers['sec-fetch-site'];
  if (site !== undefined && site !== 'same-origin') throw new HttpError(403, 'not from this page');
}

export const textReply = (body: string): Reply => ({
  status: 200,
  headers: { 'content-type': 'text/plain' },
  body,
});
