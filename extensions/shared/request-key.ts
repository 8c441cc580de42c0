/** A key for one tap: 32 hex digits. `crypto.randomUUID` is missing in workers without an origin. */
export function newRequestKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
