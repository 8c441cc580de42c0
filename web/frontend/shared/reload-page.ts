/**
 * Loads the page anew. Moves inside the app have dropped `shop` and `host` from the address, and the server lets a page be framed
 * only by the shop it names, so they go back in.
 */
export function reloadPage(): void {
  location.replace(reloadUrl(location.href, globalThis.shopify?.config));
}

type Config = { shop?: string | undefined; host?: string | undefined; locale?: string | undefined };

/** The same address with what App Bridge knows of the shop; parameters that stand are kept. */
export function reloadUrl(href: string, config: Config | undefined): string {
  const url = new URL(href);
  const known = { shop: config?.shop, host: config?.host, locale: config?.locale, embedded: '1' };
  for (const [name, value] of Object.entries(known)) {
    if (value && !url.searchParams.has(name)) url.searchParams.set(name, value);
  }
  // A token in the address is a minute old at most; the server asks for a new one.
  url.searchParams.delete('id_token');
  // With a fragment the browser would only scroll.
  url.hash = '';
  return url.toString();
}
