/** Where a browser finds a page of a shop, given its address at Shopify. */
export type StorefrontAddress = (url: string) => string;

/**
 * In production every page stands at its own address. A local Shopify (`apiOrigin`) has no shop's name in the DNS: there
 * each shop is at `{shop}.localhost`, which browsers take to this machine by themselves.
 */
export function storefrontAddress(apiOrigin: string | null): StorefrontAddress {
  if (apiOrigin === null) return (url) => url;
  return (url) => {
    const [target, local] = [new URL(url), new URL(apiOrigin)];
    const name = /^([a-z0-9-]+)\.myshopify\.com$/.exec(target.hostname)?.[1];
    if (name === undefined) return url;
    const port = local.port === '' ? '' : `:${local.port}`;
    return `${local.protocol}//${name}.localhost${port}${target.pathname}${target.search}${target.hash}`;
  };
}
