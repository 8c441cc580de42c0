import { type Markup, markup } from '../admin-frame/markup.ts';
import { currencyExponent } from '../state/money.ts';
import type { CustomerRecord } from '../state/records.ts';
import type { ShopState } from '../state/shop-state.ts';

const STYLE = `
:root { font: 16px/1.5 system-ui, 'Noto Sans', 'Noto Sans Thai', sans-serif; color: #1f2421; background: #fbfaf7; }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 860px; padding: 0 16px 48px; }
header { display: flex; flex-wrap: wrap; gap: 4px 20px; align-items: baseline; padding: 16px 0; border-bottom: 1px solid #d9d5cb; }
header strong { font-size: 20px; flex: 1; }
a { color: #0b5d4b; }
h1 { font-size: 24px; }
table { border-collapse: collapse; width: 100%; margin: 12px 0; }
th, td { text-align: left; padding: 8px 4px; border-bottom: 1px solid #e6e2d8; }
td.money, th.money { text-align: right; font-variant-numeric: tabular-nums; }
form.inline { display: inline-flex; gap: 8px; align-items: center; }
input, select, button { font: inherit; padding: 6px 10px; border: 1px solid #77746b; border-radius: 6px; }
input[type=number] { width: 5em; }
button { background: #0b5d4b; border-color: #0b5d4b; color: #fff; cursor: pointer; }
button.quiet { background: none; color: #0b5d4b; }
fieldset { border: 1px solid #d9d5cb; border-radius: 8px; margin: 16px 0; }
[role=alert] { background: #fdecea; border-left: 4px solid #b3261e; padding: 8px 12px; }
[role=status] { background: #e8f3ee; border-left: 4px solid #0b5d4b; padding: 8px 12px; }
:focus-visible { outline: 3px solid #005bd3; outline-offset: 2px; }
`;

/** Minor units as a shopper reads them. */
export function price(amountMinor: number, currency: string): string {
  const format = new Intl.NumberFormat('en', { style: 'currency', currency });
  return format.format(amountMinor / 10 ** currencyExponent(currency));
}

/** A whole page of a shop. */
export function storePage(
  shop: ShopState,
  customer: CustomerRecord | undefined,
  page: { readonly title: string; readonly body: Markup },
): string {
  const account =
    customer === undefined
      ? markup`<a href="/account/login">Log in</a>`
      : markup`<span>${customer.email ?? `Customer ${customer.id}`}</span>
<form class="inline" method="post" action="/account/logout"><button class="quiet">Log out</button></form>`;
  return markup`<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><link rel="icon" href="data:,"><meta name="viewport" content="width=device-width"><title>${page.title} – ${shop.name}</title>
<style>${{ html: STYLE }}</style></head>
<body>
<header><strong><a href="/">${shop.name}</a></strong><nav aria-label="Shop"><a href="/collections/all">Products</a> <a href="/cart">Cart</a></nav>${account}</header>
<main>${page.body}</main>
</body></html>`.html;
}
