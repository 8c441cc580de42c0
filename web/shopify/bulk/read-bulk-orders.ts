import { z } from 'zod';
import type { Order } from '../../domain/orders/order.ts';
import { AppError } from '../../domain/shared/errors.ts';
import type { AdminClient } from '../admin-client.ts';
import {
  type OrderDiscountFields,
  type OrderFacts,
  type OrderLineFields,
  orderDiscountShape,
  orderFactsShape,
  orderLineShape,
} from '../operations/order-fields.ts';
import { toDiscount, toLine, toOrder } from '../orders/order-mapping.ts';
import { fetchRefundLines } from '../orders/refund-lines.ts';
import { parseLine, streamLines } from './json-lines.ts';

const BATCH = 250;

type BulkOrder = { facts: OrderFacts; lines: OrderLineFields[]; discounts: OrderDiscountFields[] };

const kindOf = z.object({ __typename: z.string(), __parentId: z.string().optional() });

/** Streams the orders of a finished bulk query in batches of up to 250, `skip` orders first left out; refunds by line filled in. */
export async function* readBulkOrders(
  client: AdminClient,
  url: string,
  skip: number,
): AsyncGenerator<readonly Order[]> {
  let batch: BulkOrder[] = [];
  let seen = 0;
  for await (const order of groupOrders(streamLines(url))) {
    seen++;
    if (seen <= skip) continue;
    batch.push(order);
    if (batch.length === BATCH) {
      yield await complete(client, batch);
      batch = [];
    }
  }
  if (batch.length > 0) yield await complete(client, batch);
}

/** Joins each order with the lines that follow it (`groupObjects: true` promises that they do). */
async function* groupOrders(lines: AsyncIterable<readonly string[]>): AsyncGenerator<BulkOrder> {
  let open: BulkOrder | undefined;
  for await (const chunk of lines) {
    for (const line of chunk) {
      const value = parseLine(line);
      const { __typename, __parentId } = read(kindOf, value);
      if (__parentId === undefined) {
        if (open) yield open;
        open = { facts: read(orderFactsShape, value), lines: [], discounts: [] };
      } else if (open?.facts.id !== __parentId) {
        throw new AppError('SHOPIFY_REFUSED', 'a line of the bulk result does not follow its order');
      } else if (__typename === 'LineItem') {
        open.lines.push(read(orderLineShape, value));
      } else {
        open.discounts.push(read(orderDiscountShape, value));
      }
    }
  }
  if (open) yield open;
}

async function complete(client: AdminClient, batch: readonly BulkOrder[]): Promise<Order[]> {
  const refunds = await fetchRefundLines(
    client,
    batch.map(({ facts }) => facts),
  );
  return batch.map(({ facts, lines, discounts }) =>
    toOrder(facts, {
      lines: lines.map((line) => toLine(line, facts.currencyCode)),
      discounts: discounts.map(toDiscount),
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
