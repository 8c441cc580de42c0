/** Where a shop's own pages begin, `http://{shop}.localhost:{port}`; `origin` is this server's own address. */
export function storefrontOrigin(origin: string, domain: string): string {
  const url = new URL(origin);
  url.hostname = `${domain.replace(/\.myshopify\.com$/, '')}.localhost`;
  return url.origin;
}
