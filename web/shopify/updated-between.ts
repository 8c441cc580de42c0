import { AppError } from '../domain/shared/errors.ts';

export type Changed = { id: string; updatedAt: Date };
export type Page<Item> = { items: readonly Item[]; next: string | null };

/** Shopify stops paging after 25,000 objects (shopify.dev, API limits); a new search starts well before. */
const MOST_PAGED = 20_000;

type Search<Item> = {
  readPage(query: string, after: string | null): Promise<Page<Item>>;
  changeOf(item: Item): Changed;
};
/** Where one search ended: what it saw, the last moment in it, and whether the cap cut it off. */
type Ended = { seen: Set<string>; last: Date; cutOff: boolean };

/**
 * Everything changed in [from, to), oldest first, in pages. Before the cap the search starts again from the last moment seen,
 * without what was already given. `readPage` runs one search sorted by `updatedAt`.
 */
export async function* updatedBetween<Item>(
  range: { from: Date; to: Date },
  readPage: Search<Item>['readPage'],
  changeOf: Search<Item>['changeOf'],
): AsyncGenerator<readonly Item[]> {
  let start = wholeSecond(range.from);
  let given = new Set<string>();
  for (;;) {
    const pages = searchOnce({ readPage, changeOf }, start, range.to);
    let step = await pages.next();
    for (; !step.done; step = await pages.next()) {
      const fresh = step.value.filter((item) => {
        const change = changeOf(item);
        return change.updatedAt >= range.from && change.updatedAt < range.to && !given.has(keyOf(change));
      });
      if (fresh.length > 0) yield fresh;
    }
    const { seen, last, cutOff } = step.value;
    if (!cutOff) return;
    if (wholeSecond(last).getTime() === start.getTime())
      throw new AppError(
        'SHOPIFY_REFUSED',
        `more than ${MOST_PAGED} changes in one second (${start.toISOString()})`,
      );
    start = wholeSecond(last);
    given = seen;
  }
}

/** The pages of one search, up to the cap. */
async function* searchOnce<Item>(
  { readPage, changeOf }: Search<Item>,
  start: Date,
  to: Date,
): AsyncGenerator<readonly Item[], Ended> {
  const query = searchQuery(start, to);
  const ended: Ended = { seen: new Set(), last: start, cutOff: false };
  let after: string | null = null;
  let count = 0;
  do {
    const page: Page<Item> = await readPage(query, after);
    for (const item of page.items) {
      const change = changeOf(item);
      ended.seen.add(keyOf(change));
      ended.last = change.updatedAt;
    }
    yield page.items;
    count += page.items.length;
    after = page.next;
  } while (after !== null && count < MOST_PAGED);
  ended.cutOff = after !== null;
  return ended;
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
