import type { PageData } from './page-data.ts';

/** What `/cart.js` and `/cart/update.js` answer, as far as it matters here. Prices as Liquid's, after discounts of the lines. */
export type CartAnswer = {
  discount_codes?: readonly { code: string; applicable: boolean }[];
  items: readonly { product_id: number | string }[];
  items_subtotal_price: number;
};

const same = (one: string, other: string) => one.toUpperCase() === other.toUpperCase();

/** The cart as it is; null = the shop did not answer. */
export async function readCart(urls: Pick<PageData['urls'], 'cart'>): Promise<CartAnswer | null> {
  try {
    const response = await fetch(`${urls.cart}.js`);
    return response.ok ? await response.json() : null;
  } catch {
    return null;
  }
}

/** Codes of the cart with or without one more; true = the cart takes it (or it is gone). Null = the shop did not answer. */
export async function changeCodes(
  urls: PageData['urls'],
  change: { add: string } | { remove: string },
): Promise<boolean | null> {
  try {
    const cart: CartAnswer = await (await fetch(`${urls.cart}.js`)).json();
    const unwanted = 'add' in change ? change.add : change.remove;
    // A code that does not hold stays in the cart and would hinder others.
    const kept = (cart.discount_codes ?? []).filter((one) => one.applicable && !same(one.code, unwanted));
    const codes = kept.map((one) => one.code).concat('add' in change ? change.add : []);
    const response = await fetch(`${urls.cartUpdate}.js`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ discount: codes.join(',') }),
    });
    if (!response.ok) return null;
    if ('remove' in change) return true;
    const after: CartAnswer = await response.json();
    const taken = (after.discount_codes ?? []).find((one) => same(one.code, unwanted));
    if (taken?.applicable) return true;
    // One that does not apply is taken out again: it would only puzzle at the checkout.
    await changeCodes(urls, { remove: unwanted });
    return false;
  } catch {
    return null;
  }
}

/**
 * Has the theme draw anew what shows the cart: Shopify answers up to five sections of this page as HTML. A theme without
 * sections is told by the event alone.
 */
export async function redrawCart(): Promise<void> {
  document.dispatchEvent(new CustomEvent('cart:refresh', { bubbles: true }));
  const shown = [...document.querySelectorAll<HTMLElement>('.shopify-section')].filter((section) =>
    section.querySelector('encore-cart, form[action*="/cart"]:not([action*="/cart/add"])'),
  );
  const ids = shown.slice(0, 5).map((section) => section.id.replace('shopify-section-', ''));
  if (ids.length === 0) return;
  const url = new URL(location.href);
  url.search = `?sections=${ids.join(',')}`;
  try {
    const parts: Record<string, string | null> = await (await fetch(url)).json();
    for (const [index, id] of ids.entries()) {
      const fresh = new DOMParser()
        .parseFromString(parts[id] ?? '', 'text/html')
        .querySelector('.shopify-section');
      const section = shown[index];
      if (!fresh || !section) continue;
      const held = document.activeElement?.closest('encore-cart');
      section.replaceChildren(...fresh.childNodes);
      if (held && !held.isConnected) section.querySelector<HTMLElement>('encore-cart [data-key]')?.focus();
    }
  } catch {
    // The result stands in our own block; the theme shows it with the next page.
  }
}
