import { type Markup, markup } from '../admin-frame/markup.ts';
import type { PricedCart } from '../checkout/price-cart.ts';
import type { CustomerRecord } from '../state/records.ts';
import type { ShopState } from '../state/shop-state.ts';
import { price } from './layout.ts';

export interface CartPage {
  readonly lines: readonly {
    readonly variantId: string;
    readonly title: string;
    readonly quantity: number;
    readonly totalMinor: number;
  }[];
  readonly codes: readonly string[];
  readonly priced: PricedCart;
  readonly customer: CustomerRecord | undefined;
  /** What went wrong with the last step. */
  readonly fault: string | undefined;
}

/** The cart with its codes, what each does or why it does not, and the order form. */
export function cartPage(shop: ShopState, page: CartPage): Markup {
  const money = (minor: number): string => price(minor, shop.currency);
  const { priced } = page;
  const rows = page.lines.map(
    (
      line,
    ) => markup`<tr><th scope="row">${line.title}</th><td><form class="inline" method="post" action="/cart/change">
<input type="hidden" name="variant" value="${line.variantId}"><label>Quantity <input type="number" name="quantity" min="0" max="999" value="${line.quantity}"></label>
<button class="quiet">Update</button></form></td><td class="money">${money(line.totalMinor)}</td></tr>`,
  );
  const total = (label: string, minor: number): Markup =>
    markup`<tr><th scope="row" colspan="2">${label}</th><td class="money">${money(minor)}</td></tr>`;
  const taxes =
    priced.taxMinor === 0 ? [] : [total(shop.taxesIncluded ? 'Taxes (included)' : 'Taxes', priced.taxMinor)];
  return markup`<h1>Your cart</h1>
${page.fault === undefined ? null : markup`<p role="alert">${page.fault}</p>`}
<table><thead><tr><th scope="col">Product</th><th scope="col">Quantity</th><th scope="col" class="money">Price</th></tr></thead>
<tbody>${rows}</tbody>
<tbody>${priced.applied.map((entry) => total(`Discount ${entry.code}`, -entry.amountMinor))}${total('Subtotal', priced.subtotalMinor)}${total('Shipping', priced.shippingMinor)}${taxes}${total('Total', priced.totalMinor)}</tbody></table>
${codesPart(page)}
${orderForm(page)}`;
}

function codesPart({ codes, priced }: CartPage): Markup {
  const remove = (
    code: string,
  ): Markup => markup`<form class="inline" method="post" action="/cart/codes/remove">
<input type="hidden" name="code" value="${code}"><button class="quiet">Remove ${code}</button></form>`;
  const states = codes.map((code) => {
    const refused = priced.refused.find((entry) => entry.code.toUpperCase() === code.toUpperCase());
    return refused === undefined
      ? markup`<p role="status" data-code="${code}"><strong>${code}</strong> is applied. ${remove(code)}</p>`
      : markup`<p role="alert" data-code="${code}" data-reason="${refused.reason}"><strong>${code}</strong>: ${refused.message} ${remove(code)}</p>`;
  });
  return markup`<section aria-label="Discount codes"><form class="inline" method="post" action="/cart/codes">
<label>Discount code <input name="code" autocomplete="off" required maxlength="255"></label><button>Apply</button></form>${states}</section>`;
}

function orderForm({ customer, priced }: CartPage): Markup {
  const who =
    customer === undefined
      ? markup`<p><label>E-mail <input type="email" name="email" autocomplete="email" required></label> or <a href="/account/login">log in</a></p>`
      : markup`<p>Ordering as ${customer.email ?? `customer ${customer.id}`}.</p>`;
  const without = priced.refused.length > 0;
  return markup`<form method="post" action="/cart/place"><fieldset><legend>Place your order</legend>${who}
<p><label><input type="radio" name="payment" value="paid" checked> Pay now</label> <label><input type="radio" name="payment" value="pending"> Cash on delivery</label></p>
<button name="whenRefused" value="stop">Place order</button>
${without ? markup` <button class="quiet" name="whenRefused" value="without">Place order without the codes that do not apply</button>` : null}</fieldset></form>`;
}
