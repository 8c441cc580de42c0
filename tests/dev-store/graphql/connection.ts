import type { GraphQLResolveInfo } from 'graphql';
import { compareIds } from '../state/ordered-index.ts';
import type { AdminContext, BulkWindow } from './context.ts';
import { badRequest } from './refusal.ts';

/** Paging arguments as the schema names them. */
export interface PageArgs {
  readonly first?: number | null;
  readonly last?: number | null;
  readonly after?: string | null;
  readonly before?: string | null;
  readonly reverse?: boolean | null;
}

/** A list in ascending order, and what its cursors remember. */
export interface PageSource<T> {
  readonly items: readonly T[];
  readonly idOf: (item: T) => string;
  /** What the list is sorted by, ties by id; absent: by id alone or in list order. */
  readonly sortValue?: (item: T) => number | string;
  /** The list is in its own order (lines of an order): cursors look items up by id. */
  readonly listOrder?: boolean;
  readonly maxPage?: number;
  readonly totalCount?: number;
}

export interface ConnectionView<T> {
  readonly edges: readonly { readonly node: T; readonly cursor: string }[];
  readonly nodes: readonly T[];
  readonly pageInfo: {
    readonly hasNextPage: boolean;
    readonly hasPreviousPage: boolean;
    readonly startCursor: string | null;
    readonly endCursor: string | null;
  };
  readonly totalCount?: number;
}

/** Shopify pages no deeper than this many objects into one connection. */
export const PAGE_DEPTH = 25_000;

interface Cursor {
  readonly last_id: string;
  readonly last_value?: number | string;
}

function encodeCursor(cursor: Cursor): string {
  return Buffer.from(JSON.stringify(cursor)).toString('base64url');
}

function decodeCursor(text: string): Cursor {
  try {
    const value: unknown = JSON.parse(Buffer.from(text, 'base64url').toString('utf8'));
    if (
      typeof value === 'object' &&
      value !== null &&
      'last_id' in value &&
      typeof value.last_id === 'string'
    ) {
      const last = 'last_value' in value ? value.last_value : undefined;
      if (last === undefined) return { last_id: value.last_id };
      if (typeof last === 'number' || typeof last === 'string')
        return { last_id: value.last_id, last_value: last };
    }
  } catch {
    // Falls through: what cannot be read is no cursor of ours.
  }
  throw badRequest('Invalid cursor for current pagination sort.');
}

/** One page. Exactly one of `first` and `last` is asked for, 0 to 250, unless a bulk query reads it whole. */
export function connection<T>(
  source: PageSource<T>,
  args: PageArgs,
  context: AdminContext,
  info: GraphQLResolveInfo,
): ConnectionView<T> {
  const cursorOf = (item: T): string => {
    const value = source.sortValue?.(item);
    return encodeCursor(
      value === undefined
        ? { last_id: source.idOf(item) }
        : { last_id: source.idOf(item), last_value: value },
    );
  };
  if (context.bulkWindow !== undefined) return bulkPage(source, cursorOf, args, context.bulkWindow, info);
  const size = pageSize(args, source.maxPage ?? 250);
  const ordered = args.reverse === true ? [...source.items].reverse() : source.items;
  const reverse = args.reverse === true;
  const from = args.after == null ? 0 : positionOf(source, ordered, args.after, reverse) + 1;
  const until = args.before == null ? ordered.length : boundBefore(source, ordered, args.before, reverse);
  const start = args.last == null ? from : Math.max(from, until - size);
  const end = args.last == null ? Math.min(until, from + size) : until;
  if (args.last == null && end > PAGE_DEPTH && ordered.length > PAGE_DEPTH) {
    throw badRequest(
      `Pagination is limited to ${PAGE_DEPTH} objects. Narrow the query or use a bulk operation.`,
    );
  }
  return view(ordered, start, end, cursorOf, source.totalCount);
}

function view<T>(
  ordered: readonly T[],
  start: number,
  end: number,
  cursorOf: (item: T) => string,
  totalCount: number | undefined,
): ConnectionView<T> {
  const nodes = ordered.slice(start, end);
  const edges = nodes.map((node) => ({ node, cursor: cursorOf(node) }));
  const pageInfo = {
    hasNextPage: end < ordered.length,
    hasPreviousPage: start > 0,
    startCursor: edges[0]?.cursor ?? null,
    endCursor: edges.at(-1)?.cursor ?? null,
  };
  return totalCount === undefined ? { edges, nodes, pageInfo } : { edges, nodes, pageInfo, totalCount };
}

function pageSize(args: PageArgs, maxPage: number): number {
  const { first, last } = args;
  if (first != null && last != null) throw badRequest('providing both first and last is not supported');
  const size = first ?? last;
  if (size == null) throw badRequest('you must provide one of first or last');
  const name = first == null ? 'last' : 'first';
  if (size < 0) throw badRequest(`${name} must be non-negative`);
  if (size > maxPage) throw badRequest(`${name} cannot exceed ${maxPage}`);
  return size;
}

function compareToCursor<T>(source: PageSource<T>, item: T, cursor: Cursor): number {
  const value = source.sortValue?.(item);
  if (value !== undefined && cursor.last_value !== undefined) {
    if (typeof value !== typeof cursor.last_value)
      throw badRequest('Invalid cursor for current pagination sort.');
    if (value < cursor.last_value) return -1;
    if (value > cursor.last_value) return 1;
  }
  return compareIds(source.idOf(item), cursor.last_id);
}

/** Index of the last item at or before the cursor, −1 where none is. */
function positionOf<T>(source: PageSource<T>, ordered: readonly T[], text: string, reverse: boolean): number {
  const cursor = decodeCursor(text);
  if ((source.sortValue === undefined) !== (cursor.last_value === undefined)) {
    throw badRequest('Invalid cursor for current pagination sort.');
  }
  if (source.listOrder === true) return ordered.findIndex((item) => source.idOf(item) === cursor.last_id);
  let low = 0;
  let high = ordered.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const item = ordered[middle];
    const compared = item === undefined ? 1 : compareToCursor(source, item, cursor) * (reverse ? -1 : 1);
    if (compared <= 0) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/** Index of the first item at or after the cursor. */
function boundBefore<T>(
  source: PageSource<T>,
  ordered: readonly T[],
  text: string,
  reverse: boolean,
): number {
  const at = positionOf(source, ordered, text, reverse);
  const item = ordered[at];
  if (item === undefined) return 0;
  return compareToCursor(source, item, decodeCursor(text)) === 0 ? at : at + 1;
}

function bulkPage<T>(
  source: PageSource<T>,
  cursorOf: (item: T) => string,
  args: PageArgs,
  window: BulkWindow,
  info: GraphQLResolveInfo,
): ConnectionView<T> {
  const ordered = args.reverse === true ? [...source.items].reverse() : source.items;
  if (info.path.prev !== undefined) return view(ordered, 0, ordered.length, cursorOf, source.totalCount);
  const end = Math.min(ordered.length, window.offset + window.size);
  window.next = end < ordered.length ? end : null;
  return view(ordered, window.offset, end, cursorOf, source.totalCount);
}

/** The list of a root connection: found once per bulk run, afresh for every other request. */
export function foundOnce<T>(context: AdminContext, find: () => PageSource<T>): PageSource<T> {
  const snapshot = context.bulkWindow?.snapshot;
  if (snapshot === undefined) return find();
  snapshot.source ??= find();
  return snapshot.source as PageSource<T>;
}
