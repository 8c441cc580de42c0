import { existsSync, readFileSync } from 'node:fs';

const FOLDER = new URL('../../../shared/data/cdnow/', import.meta.url);

/** CDNOW purchases (Fader & Hardie 2001), read where they lie; the project keeps no copy. */
export const cdnowAbsent = !existsSync(FOLDER);

/** The name of a suite that needs the files, with the reason where it is skipped. */
export function cdnowSuite(text: string): string {
  return cdnowAbsent ? `${text} (skipped: no CDNOW files in ../shared/data/cdnow)` : text;
}

/** One transaction: the customer's number, the day `YYYY-MM-DD`, the money as written (dollars). */
export type CdnowRow = { customer: string; day: string; dollars: string };

/** Every transaction of the whole file or of the 1/10 sample, in its order. Read without the app's own file reader, so that neither can hide a fault of the other. */
export function readCdnow(file: 'master' | 'sample'): CdnowRow[] {
  const text = readFileSync(new URL(`CDNOW_${file}.txt`, FOLDER), 'utf8');
  const dayColumn = file === 'master' ? 1 : 2;
  return text.split('\n').flatMap((line) => {
    const columns = line.trim().split(/\s+/);
    const [customer = '', day = '', dollars = ''] = [columns[0], columns[dayColumn], columns.at(-1)];
    if (!/^\d+$/.test(customer)) return [];
    return [{ customer, day: `${day.slice(0, 4)}-${day.slice(4, 6)}-${day.slice(6)}`, dollars }];
  });
}
