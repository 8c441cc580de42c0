/** Rows of a file as far as a preview and a guess need them. */
export type Table = { rows: readonly (readonly string[])[]; delimiter: string };

/** Why a file cannot be taken; message key `loyalty.files.fault.<fault>`. */
export type FileFault = 'not_text' | 'too_long' | 'empty';

/** Longest file, characters; the contract's own. */
export const MAX_CHARACTERS = 900_000;

const DELIMITERS = [',', ';', '\t'] as const;
const PREVIEW_ROWS = 6;

/**
 * A file's bytes as text: UTF-8 with or without its mark, UTF-16 with its mark (Excel's "Unicode text"). Anything else is refused,
 * because names and signs would come out wrong.
 */
export function decodeFile(bytes: Uint8Array): { text: string } | { fault: FileFault } {
  const encoding = encodingOf(bytes);
  let text: string;
  try {
    text = new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    return { fault: 'not_text' };
  }
  if (text.includes('\0')) return { fault: 'not_text' };
  if (text.trim() === '') return { fault: 'empty' };
  return text.length > MAX_CHARACTERS ? { fault: 'too_long' } : { text };
}

function encodingOf([first, second]: Uint8Array): string {
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  return first === 0xfe && second === 0xff ? 'utf-16be' : 'utf-8';
}

/** The first rows. Comma, semicolon or tab: whichever stands most often in the first line, as the server reads it. */
export function readTable(text: string, most = PREVIEW_ROWS): Table {
  const first = text.slice(0, text.search(/\r|\n|$/));
  const count = (delimiter: string) => first.split(delimiter).length;
  const delimiter = DELIMITERS.reduce<string>((best, one) => (count(one) > count(best) ? one : best), ',');
  const rows: string[][] = [];
  let at = 0;
  while (at < text.length && rows.length < most) {
    const row = readRow(text, at, delimiter);
    at = row.end;
    if (row.cells.some((cell) => cell.trim() !== '')) rows.push(row.cells.map((cell) => cell.trim()));
  }
  return { rows, delimiter };
}

/** One record from `at` on, quotes as in RFC 4180; `end` is where the next one begins. */
function readRow(text: string, at: number, delimiter: string): { cells: string[]; end: number } {
  const cells: string[] = [''];
  let quoted = false;
  let end = at;
  for (; end < text.length; end++) {
    const sign = text[end] ?? '';
    const last = cells.length - 1;
    if (quoted) {
      if (sign !== '"') cells[last] += sign;
      else if (text[end + 1] === '"') {
        cells[last] += '"';
        end++;
      } else quoted = false;
    } else if (sign === '"' && cells[last] === '') quoted = true;
    else if (sign === delimiter) cells.push('');
    else if (sign === '\n' || sign === '\r') break;
    else cells[last] += sign;
  }
  return { cells, end: end + (text[end] === '\r' && text[end + 1] === '\n' ? 2 : 1) };
}
