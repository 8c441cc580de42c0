const MOST_WORDS = 6;
const MOST_CHARACTERS = 100;
const FEWEST_PHONE_DIGITS = 6;

/**
 * What a merchant typed as a search in Shopify's syntax: each word is a word of the person's name (either name, any order) or
 * begins one, or begins the e-mail; six digits and more are a phone number. A term without a field is Shopify's full text, which
 * looks at names word by word; `first_name:` would look at the whole first name. Characters with a meaning in the syntax part
 * words or stand in quotes, so that nothing typed can name a field. Empty when nothing searchable is left.
 */
export function toSearchText(typed: string): string {
  // A name typed on a Mac may come as letters and marks apart; Shopify has them joined.
  const text = typed.slice(0, MOST_CHARACTERS).normalize('NFC');
  const phone = phoneOf(text);
  if (phone !== null) return `(phone:${phone}* OR phone:+${phone}* OR email:${phone}*)`;
  return text
    .toLowerCase()
    .split(/[\s"()*:<>=\\,]+/)
    .map((word) => word.replace(/^['-]+|'+$/g, ''))
    .filter((word) => /[\p{L}\p{N}]/u.test(word))
    .slice(0, MOST_WORDS)
    .map(wordSearch)
    .join(' AND ');
}

/**
 * The word itself, which Shopify reads as it read the name, or what begins with it, which is compared letter by letter. What is
 * no plain word (O'Brien, Anne-Marie) is asked for as a phrase, for there is no telling where Shopify parts it.
 */
function wordSearch(word: string): string {
  if (word.includes('@')) return `(email:"${word}"${isBare(word) ? ` OR email:${word}*` : ''})`;
  if (/^(and|or|not)$/.test(word) || !/^[\p{L}\p{M}\p{N}]+$/u.test(word))
    return `("${word}"${isBare(word) ? ` OR email:${word}*` : ''})`;
  return `(${word} OR ${word}* OR email:${word}*)`;
}

/** Whether a word may stand in a search without quotes. */
function isBare(word: string): boolean {
  return !word.includes("'");
}

function phoneOf(text: string): string | null {
  if (!/^\s*\+?[\d\s().-]+$/.test(text)) return null;
  const digits = text.replace(/\D/g, '');
  return digits.length < FEWEST_PHONE_DIGITS ? null : digits;
}
