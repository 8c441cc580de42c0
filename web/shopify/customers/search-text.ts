const MOST_CHARACTERS = 200;

/**
 * What a merchant typed as plain words of Shopify's search syntax: field names, quotes, wildcards and operators lose their
 * meaning (shopify.dev, API search syntax). Empty when nothing searchable is left.
 */
export function toSearchText(typed: string): string {
  return typed
    .slice(0, MOST_CHARACTERS)
    .split(/[\s"'()*]+/)
    .filter((word) => word !== '')
    .map((word) => (/^(AND|OR|NOT)$/.test(word) ? word.toLowerCase() : word))
    .map((word) => word.replace(/^-+/, '').replace(/[\\:<>=]/g, '\\$&'))
    .filter((word) => word !== '')
    .join(' ');
}
