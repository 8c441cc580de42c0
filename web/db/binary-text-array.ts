const TEXT_OID = 25;
const HEADER_BYTES = 20;

/**
 * Texts as one parameter for `$n::text[]` in PostgreSQL's binary form (`array_recv`): a header of one dimension, then length
 * and bytes of each; bytes are UTF-8. node-postgres sends a Buffer as binary. As an array it would escape every quote of large
 * JSON bodies, and the server would undo that, which costs more than all the rest of a webhook. What the server refuses (NUL,
 * bytes that are no UTF-8) fails as 22021.
 * @param memory gives so many bytes of any content; whoever keeps them for the next call must have seen this one's statement end
 */
export function binaryTextArray(
  texts: readonly (string | Uint8Array)[],
  memory: (bytes: number) => Buffer = Buffer.allocUnsafe,
): Buffer {
  const lengths = texts.map((text) => Buffer.byteLength(text));
  const buffer = memory(lengths.reduce((sum, length) => sum + 4 + length, HEADER_BYTES));
  const header = texts.length === 0 ? [0, 0, TEXT_OID] : [1, 0, TEXT_OID, texts.length, 1];
  let at = 0;
  for (const value of header) at = buffer.writeInt32BE(value, at);
  for (const [index, text] of texts.entries()) {
    const length = lengths[index] ?? 0;
    at = buffer.writeInt32BE(length, at);
    if (typeof text === 'string') buffer.write(text, at);
    else buffer.set(text, at);
    at += length;
  }
  return buffer.subarray(0, at);
}

/** Memory for one array at a time, grown as needed: megabytes a second that the garbage collector need not chase. */
export function keptMemory(): (bytes: number) => Buffer {
  let kept = Buffer.alloc(0);
  return (bytes) => {
    if (kept.length < bytes) kept = Buffer.allocUnsafeSlow(2 * bytes);
    return kept.subarray(0, bytes);
  };
}
