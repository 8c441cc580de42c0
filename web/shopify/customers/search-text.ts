const MOST_WORDS = 6;
const MOST_CHARACTERS = 100;

/**
 * What a merchant typed as a search over names and e-mail: each word must begin one of them. Characters with a meaning in Shopify's
 * search syntax part words, so that nothing typed can name another field. Empty when nothing searchable is left.
 */
export function toSearchText(typed: string): string {
  return typed
    .slice(0, MOST_CHARACTERS)
    .split(/[\s"'()*:<>=\\,]+/)
    .filter((word) => /[\p{L}\p{N}]/u.test(word))
    .slice(0, MOST_WORDS)
    .map((word) => `(email:${word}* OR first_name:${word}* OR last_name:${word}*)`)
    .join(' AND ');
}
