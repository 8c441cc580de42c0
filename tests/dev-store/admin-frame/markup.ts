/** Text that is already HTML. */
export type Markup = { readonly html: string };

type Part = string | number | Markup | readonly Markup[] | null | undefined;

/** HTML from a template; every value is escaped unless it is markup itself. */
export function markup(texts: TemplateStringsArray, ...values: readonly Part[]): Markup {
  const html = texts
    .map((text, index) => text + (index < values.length ? render(values[index]) : ''))
    .join('');
  return { html };
}

function render(value: Part): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'string' || typeof value === 'number') return escapeHtml(String(value));
  if (Array.isArray(value)) return value.map((part: Markup) => part.html).join('');
  return (value as Markup).html;
}

function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
