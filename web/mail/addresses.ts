const CONTROL = /[\p{Cc}\p{Zl}\p{Zp}]+/gu;
/** One mailbox, nothing else: no spaces, brackets, quotes, lists or comments, and a host after the last @. */
const MAILBOX = /^[^\s\p{Cc}@<>()[\],;:"\\]+@[^\s\p{Cc}@<>()[\],;:"\\]+$/u;
/** RFC 5321 section 4.5.3.1.3: a path of 256 octets with its brackets. */
const MAX_ADDRESS_BYTES = 254;

/** Whether a text is one address that may stand in SMTP commands and headers. */
export function isAddress(text: string): boolean {
  return MAILBOX.test(text) && Buffer.byteLength(text) <= MAX_ADDRESS_BYTES;
}

/** A header value on one line: whatever could begin another header becomes a space. */
export function oneLine(text: string): string {
  return text.replaceAll(CONTROL, ' ').trim();
}

/** What follows the @ of an address, lower case. */
export function domainOf(address: string): string {
  return address.slice(address.lastIndexOf('@') + 1).toLowerCase();
}
