/** Shopify's DateTime: UTC, whole seconds. */
export function isoSeconds(at: number): string {
  return new Date(Math.floor(at / 1000) * 1000).toISOString().replace('.000Z', 'Z');
}

export function isoOrNull(at: number | null): string | null {
  return at === null ? null : isoSeconds(at);
}
