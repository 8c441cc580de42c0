/** Lets a spreadsheet see UTF-8. */
const BYTE_ORDER_MARK = '\uFEFF';

/** The line with the columns' names, first in every file. */
export function csvHead(header: string): string {
  return `${BYTE_ORDER_MARK}${csvLines([header])}`;
}

/** Lines of cells joined by commas, ended as RFC 4180 says. */
export function csvLines(lines: readonly string[]): string {
  return lines.map((line) => `${line}\r\n`).join('');
}

/**
 * Somebody's words in a cell. A spreadsheet would run what begins like a formula, also in full-width signs, so an apostrophe goes in
 * front (OWASP, "CSV Injection"); quotes hold commas and line breaks.
 */
export function textCell(text: string): string {
  const safe = /^(?:\s*[=+\-@＝＋－＠]|[\t\r\n])/u.test(text) ? `'${text}` : text;
  return /[",;\r\n\t]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
