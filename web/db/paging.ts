/**
 * Batches by keyset: each page is a statement of its own, so that memory stays constant and no connection is held between
 * pages (on PGlite a cursor would hold the only one, and writing while reading would wait for ever). Rows that change
 * meanwhile appear once, in their old or new form. A page shorter than `size` is the last.
 * @param page the rows after a place, at most `size` of them
 * @param placeOf the place of a row
 */
export async function* pages<Row, Place>(
  size: number,
  start: Place,
  page: (after: Place, size: number) => Promise<readonly Row[]>,
  placeOf: (row: Row) => Place,
): AsyncGenerator<readonly Row[]> {
  let after = start;
  for (;;) {
    const rows = await page(after, size);
    const last = rows.at(-1);
    if (last === undefined) return;
    yield rows;
    if (rows.length < size) return;
    after = placeOf(last);
  }
}
