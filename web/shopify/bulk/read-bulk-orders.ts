import { z } from 'zod';
import type { Order } from '../../domain/orders/order.ts';
import { AppError } from '../../domain/shared/errors.ts';
import type { UnreadableLine } from '../../use-cases/ports.ts';
import type { AdminClient } from '../admin-client.ts';
import {
  type OrderDiscountFields,
  type OrderFacts,
  type OrderLineFields,
  type OrderShippingFields,
  orderDiscountShape,
  orderFactsShape,
  orderLineShape,
  orderShippingShape,
} from '../operations/order-fields.ts';
import { toLinesAndDiscounts, toOrder } from '../orders/order-mapping.ts';
import { fetchRefundLines } from '../orders/refund-lines.ts';
import { parseLine, streamLines } from './json-lines.ts';

const BATCH = 250;

type BulkOrder = {
  lineNumber: number;
  facts: OrderFacts;
  lines: OrderLineFields[];
  discounts: OrderDiscountFields[];
  shipping: OrderShippingFields[];
};
/** An order of the file that cannot be used: its own line, or one of those that belong to it. */
type BadOrder = { lineNumber: number; cause: unknown };
type LeftOut = (line: UnreadableLine) => void;

const kindOf = z.object({
  __typename: z.string().optional(),
  id: z.string().optional(),
  __parentId: z.string().optional(),
});

/**
 * Streams the orders of a finished bulk query in batches of up to 250, `skip` orders first left out; refunds by line filled
 * in. An order with a line that cannot be used is told to `leftOut`, before the batch in which it would stand ends.
 */
export async function* readBulkOrders(
  client: AdminClient,
  url: string,
  { skip, leftOut }: { skip: number; leftOut?: LeftOut | undefined },
): AsyncGenerator<readonly Order[]> {
  const tell: LeftOut = (line) => leftOut?.(line);
  let batch: BulkOrder[] = [];
  let seen = 0;
  for await (const order of groupOrders(streamLines(url), tell)) {
    seen++;
    if (seen <= skip) continue;
    if ('cause' in order) tell({ ...order, rootObject: true });
    else batch.push(order);
    if (batch.length === BATCH) {
      yield await complete(client, batch, tell);
      batch = [];
    }
  }
  if (batch.length > 0) yield await complete(client, batch, tell);
}

/**
 * Joins each order with the lines that follow it (`groupObjects: true` promises that they do). A line that cannot be read at
 * all takes the order before it along: it may be part of it. The night brings that order.
 */
async function* groupOrders(
  chunks: AsyncIterable<readonly string[]>,
  leftOut: LeftOut,
): AsyncGenerator<BulkOrder | BadOrder> {
  let open: { id: string | undefined; order: BulkOrder | BadOrder } | undefined;
  let lineNumber = 0;
  for await (const chunk of chunks) {
    for (const line of chunk) {
      lineNumber += 1;
      const { id, parentId, value, fault } = lookAt(line);
      if (fault) {
        if (open) open.order = { lineNumber, cause: fault };
        else leftOut({ lineNumber, rootObject: false, cause: fault });
      } else if (parentId === undefined) {
        if (open) yield open.order;
        open = { id, order: toOpen(value, lineNumber) };
      } else if (open?.id === parentId) {
        open.order = withChild(open.order, value, lineNumber);
      } else {
        const cause = new AppError('SHOPIFY_REFUSED', 'a line of the bulk result does not follow its order');
        if (open && !('cause' in open.order)) throw cause;
        leftOut({ lineNumber, rootObject: false, cause });
      }
    }
  }
  if (open) yield open.order;
}

/** What a line is and whose. */
function lookAt(line: string): { id?: string; parentId?: string; value?: unknown; fault?: unknown } {
  try {
    const value = parseLine(line);
    const { id, __parentId } = read(kindOf, value);
    return { value, ...(id && { id }), ...(__parentId && { parentId: __parentId }) };
  } catch (fault) {
    return { fault };
  }
}

function toOpen(value: unknown, lineNumber: number): BulkOrder | BadOrder {
  try {
    return { lineNumber, facts: read(orderFactsShape, value), lines: [], discounts: [], shipping: [] };
  } catch (cause) {
    return { lineNumber, cause };
  }
}

function withChild(order: BulkOrder | BadOrder, value: unknown, lineNumber: number): BulkOrder | BadOrder {
  if ('cause' in order) return order;
  try {
    const kind = read(kindOf, value).__typename;
    if (kind === 'LineItem') order.lines.push(read(orderLineShape, value));
    else if (kind === 'ShippingLine') order.shipping.push(read(orderShippingShape, value));
    else order.discounts.push(read(orderDiscountShape, value));
    return order;
  } catch (cause) {
    return { lineNumber, cause };
  }
}

/** Fills in the refunds; where they or an order's money cannot be read, the batch is halved until that order is alone. */
async function complete(
  client: AdminClient,
  batch: readonly BulkOrder[],
  leftOut: LeftOut,
): Promise<Order[]> {
  try {
    return await withRefunds(client, batch);
  } catch (cause) {
    if (!isOfTheAnswer(cause)) throw cause;
    const [only] = batch;
    if (only && batch.length === 1) {
      leftOut({ lineNumber: only.lineNumber, rootObject: true, cause });
      return [];
    }
    const half = batch.length >> 1;
    const first = await complete(client, batch.slice(0, half), leftOut);
    return [...first, ...(await complete(client, batch.slice(half), leftOut))];
  }
}

/** Faults that come back with the same answer: another shape, or an amount in no form we know. */
function isOfTheAnswer(error: unknown): boolean {
  return error instanceof RangeError || (error instanceof AppError && error.code === 'SHOPIFY_REFUSED');
}

async function withRefunds(client: AdminClient, batch: readonly BulkOrder[]): Promise<Order[]> {
  const refunds = await fetchRefundLines(
    client,
    batch.map(({ facts }) => facts),
  );
  return batch.map(({ facts, ...fields }) =>
    toOrder(facts, {
      ...toLinesAndDiscounts(fields, facts.currencyCode),
      refunds: refunds.get(facts.id) ?? [],
    }),
  );
}

/** A bulk line in its shape. @throws AppError SHOPIFY_REFUSED naming the fields that do not fit */
export function read<Shape extends z.ZodType>(shape: Shape, value: unknown): z.output<Shape> {
  const parsed = shape.safeParse(value);
  if (parsed.success) return parsed.data;
  const issues = parsed.error.issues.map((issue) => ({
    field: issue.path.join('.'),
    message: issue.message,
  }));
  throw new AppError('SHOPIFY_REFUSED', 'a line of the bulk result has another shape', { issues });
}
