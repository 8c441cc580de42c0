/** Crockford's base32: no I, L, O (they look like 1 and 0) and no U (fewer words by accident). */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const BITS = 5;

export const MAX_PREFIX_LENGTH = 12;
/** 40 bits: nobody guesses one code of a million in a shop within Shopify's rate limits. */
export const MIN_CODE_BYTES = 5;

/**
 * The code `PREFIX-XXXXXXXX` for bytes derived from an enrolment: the same bytes give the same code, so a retry makes no second
 * one. Prefix: 1–12 of A–Z and 0–9. RangeError for another prefix or under 5 bytes.
 */
export function codeOf(prefix: string, bytes: Uint8Array): string {
  if (!isCodePrefix(prefix)) throw new RangeError(`a code prefix is 1 to 12 of A-Z and 0-9, got "${prefix}"`);
  if (bytes.length < MIN_CODE_BYTES)
    throw new RangeError(`a code needs ${MIN_CODE_BYTES} bytes, got ${bytes.length}`);
  return `${prefix}-${base32(bytes)}`;
}

export function isCodePrefix(prefix: string): boolean {
  return /^[A-Z0-9]{1,12}$/.test(prefix);
}

function base32(bytes: Uint8Array): string {
  let text = '';
  let held = 0;
  let heldBits = 0;
  for (const byte of bytes) {
    held = (held << 8) | byte;
    heldBits += 8;
    while (heldBits >= BITS) {
      heldBits -= BITS;
      text += ALPHABET[(held >> heldBits) & 31];
    }
    held &= (1 << heldBits) - 1;
  }
  return heldBits === 0 ? text : text + ALPHABET[(held << (BITS - heldBits)) & 31];
}
