import { parse } from 'lossless-json';

/** JSON with every number kept as its digits, because Shopify's ids exceed 2^53. Undefined when the text is no JSON. */
export function parseLossless(text: string): unknown {
  try {
    return parse(text, null, (digits) => digits);
  } catch {
    // Malformed, a key given twice, or nested so deeply that the parser ran out of stack.
    return undefined;
  }
}
