import { AppError } from '../domain/shared/errors.ts';

export type Changed = { id: string; updatedAt: Date };
export type Page<Item> = { items: readonly Item[]; next: string | null };

/** Shopify stops paging after 25,000 objects (shopify.dev, API limits); a new search starts well before. */
const MOST_PAGED = 20_000;

/**
 * Everything changed in [from, to), oldest first, in pages. Before the cap the search starts again from the last moment seen,
 * without what was already given. `readPage` runs one search sorted by `updatedAt`.
 */
export async function* updatedBetween<Item>(
  range: { from: Date; to: Date },
  readPage: (query: string, after: string | null) => Promise<Page<Item>>,
  changeOf: (item: Item) => Changed,
): AsyncGenerator<readonly Item[]> {
  let start = wholeSecond(range.from);
  let given = new Set<string>();
  for (;;) {
    const query = searchQuery(start, range.to);
    const paged = new Set<string>();
    let count = 0;
    let last = start;
    let after: string | null = null;
    do {
      const page: Page<Item> = await readPage(query, after);
      const fresh = page.items.filter((item) => {
        const change = changeOf(item);
        return isWithin(change.updatedAt, range) && !given.has(keyOf(change));
      });
      for (const item of page.items) {
        paged.add(keyOf(changeOf(item)));
        last = changeOf(item).updatedAt;
      }
      if (fresh.length > 0) yield fresh;
      count += page.items.length;
      after = page.next;
    } while (after !== null && count < MOST_PAGED);
    if (after === null) return;
    if (wholeSecond(last).getTime() === start.getTime())
      throw new AppError(
        'SHOPIFY_REFUSED',
        `more than ${MOST_PAGED} changes in one second (${start.toISOString()})`,
      );
    start = wholeSecond(last);
    given = paged;
  }
}

function isWithin(at: Date, { from, to }: { from: Date; to: Date }): boolean {
  return at >= from && at < to;
}

function keyOf({ id, updatedAt }: Changed): string {
  return `${id} ${updatedAt.getTime()}`;
}

function wholeSecond(at: Date): Date {
  return new Date(Math.floor(at.getTime() / 1000) * 1000);
}

/** Search knows whole seconds: it asks for a little more, and the items are compared exactly. */
function searchQuery(from: Date, to: Date): string {
  const end = new Date(Math.ceil(to.getTime() / 1000) * 1000);
  return `updated_at:>='${utc(from)}' AND updated_at:<'${utc(end)}'`;
}

function utc(at: Date): string {
  return `${at.toISOString().slice(0, 19)}Z`;
}
