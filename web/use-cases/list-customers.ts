import type { Stage } from '../domain/lifecycle/stage.ts';
import type { CustomerId } from '../domain/shared/ids.ts';
import type { LiveCustomer, ReadCtx } from './ports.ts';
import type { CustomerFilter, CustomerListRow, CustomerOrder, CustomerPosition } from './read-port.ts';
import { unlessAway } from './steps/unless-away.ts';

export type ListCustomersInput = {
  filter: CustomerFilter;
  order: CustomerOrder;
  search: string | null;
  after: CustomerPosition | null;
  limit: number;
};

export type CustomerList = {
  rows: readonly CustomerListRow[];
  /** Live from Shopify; null = it did not answer for this customer. */
  names: ReadonlyMap<CustomerId, LiveCustomer | null>;
  next: CustomerPosition | null;
  counts: Record<Stage, number> | null;
  search: 'none' | 'answered' | 'unavailable';
  /** What members among the rows can spend; null = no program was ever on. */
  points: ReadonlyMap<CustomerId, number> | null;
};

/**
 * One page of customers: facts from our rows, names live from Shopify. A search asks Shopify for at most 50 ids and shows
 * those we hold, in Shopify's order; when Shopify is away the list still answers, without names.
 */
export async function listCustomers(ctx: ReadCtx, input: ListCustomersInput): Promise<CustomerList> {
  if (input.search !== null) return searchCustomers(ctx, input, input.search);
  // One row more tells whether there is a next page.
  const found = await ctx.reader.customers.page(ctx.shop.shopId, input.filter, input.order, {
    after: input.after,
    limit: input.limit + 1,
  });
  const rows = found.slice(0, input.limit);
  const last = found.length > input.limit ? rows.at(-1) : undefined;
  const [names, points, counts] = await Promise.all([
    namesOf(ctx, rows),
    pointsOf(ctx, rows),
    input.after ? null : ctx.reader.customers.counts(ctx.shop.shopId, input.filter),
  ]);
  const next = last ? { value: last.position, customerId: last.customerId } : null;
  return { rows, names, next, counts, search: 'none', points };
}

async function searchCustomers(ctx: ReadCtx, input: ListCustomersInput, text: string): Promise<CustomerList> {
  const empty = { names: new Map(), next: null, counts: null };
  const ids = await unlessAway(ctx.log, () => ctx.shopify.searchCustomers(text));
  if (ids === null || ids.length === 0) {
    const search = ids === null ? 'unavailable' : 'answered';
    return { ...empty, rows: [], search, points: await pointsOf(ctx, []) };
  }
  const found = await ctx.reader.customers.page(ctx.shop.shopId, { ...input.filter, ids }, input.order, {
    after: null,
    limit: ids.length,
  });
  const rank = new Map(ids.map((id, index) => [id, index]));
  const rows = [...found].sort((a, b) => (rank.get(a.customerId) ?? 0) - (rank.get(b.customerId) ?? 0));
  const [names, points] = await Promise.all([namesOf(ctx, rows), pointsOf(ctx, rows)]);
  return { ...empty, rows, names, search: 'answered', points };
}

/** Asked by key for the rows of one page: members are another list, with an order of its own. */
async function pointsOf(
  { store, reader, shop }: ReadCtx,
  rows: readonly CustomerListRow[],
): Promise<CustomerList['points']> {
  if ((await store.loyalty.program(shop.shopId)).launchedAt === null) return null;
  if (rows.length === 0) return new Map();
  const members = await reader.loyalty.members(
    shop.shopId,
    { ids: rows.map(({ customerId }) => customerId) },
    { sort: 'joined', direction: 'asc' },
    { after: null, limit: rows.length },
  );
  return new Map(
    members.flatMap(({ customerId, available }) => (customerId === null ? [] : [[customerId, available]])),
  );
}

async function namesOf(
  ctx: ReadCtx,
  rows: readonly CustomerListRow[],
): Promise<ReadonlyMap<CustomerId, LiveCustomer | null>> {
  if (rows.length === 0) return new Map();
  const live = await unlessAway(ctx.log, () => ctx.shopify.liveCustomers(rows.map((row) => row.customerId)));
  return live ?? new Map(rows.map((row) => [row.customerId, null]));
}
