import { Router } from 'express';
import {
  customerOrdersPath,
  customerOrdersQuerySchema,
  customerOrdersResponseSchema,
  customerParamsSchema,
  customerPath,
  customerResponseSchema,
  customerTimelinePath,
  timelineQuerySchema,
  timelineResponseSchema,
} from '../contract/customer.ts';
import type { CustomerId } from '../domain/shared/ids.ts';
import { getCustomer } from '../use-cases/get-customer.ts';
import type { TimelineKind, TimePosition } from '../use-cases/read-port.ts';
import { fromCursor, toCursor } from './cursor.ts';
import { toCustomer, toOrder, toTimelineEntry } from './customer-body.ts';
import { readCtxOf } from './require-shop.ts';

const ALL_KINDS: readonly TimelineKind[] = ['stage', 'order', 'refund'];

/** GET /api/customers/:id, its timeline and its orders. Another shop's customer is 404 like one that does not exist. */
export function customerRoutes(): Router {
  const router = Router();
  router.get(customerPath, async (request, response) => {
    const ctx = readCtxOf(request);
    const view = await getCustomer(ctx, idOf(request.params));
    response.json(customerResponseSchema.parse(toCustomer(view, ctx.shop.currency)));
  });
  router.get(customerTimelinePath, async (request, response) => {
    const { reader, shop } = readCtxOf(request);
    const query = timelineQuerySchema.parse(request.query);
    const page = { after: positionOf(query.after), limit: query.limit };
    const rows = await reader.customers.timeline(
      shop.shopId,
      idOf(request.params),
      kindsOf(query.kinds),
      page,
    );
    const last = rows.length === query.limit ? rows.at(-1) : undefined;
    const next = last ? toCursor(last.at.getTime(), last.id) : null;
    response.json(timelineResponseSchema.parse({ items: rows.map(toTimelineEntry), next }));
  });
  router.get(customerOrdersPath, async (request, response) => {
    const { reader, shop } = readCtxOf(request);
    const query = customerOrdersQuerySchema.parse(request.query);
    const page = { after: positionOf(query.after), limit: query.limit };
    const rows = await reader.customers.orders(shop.shopId, idOf(request.params), page);
    const last = rows.length === query.limit ? rows.at(-1) : undefined;
    const next = last ? toCursor(last.processedAt.getTime(), last.orderId) : null;
    response.json(customerOrdersResponseSchema.parse({ items: rows.map(toOrder), next }));
  });
  return router;
}

function idOf(params: unknown): CustomerId {
  return customerParamsSchema.parse(params).id as CustomerId;
}

function positionOf(cursor: string | undefined): TimePosition | null {
  if (cursor === undefined) return null;
  const { value, id } = fromCursor(cursor);
  return { at: new Date(value), id };
}

function kindsOf(kinds: readonly string[] | undefined): readonly TimelineKind[] {
  return kinds === undefined ? ALL_KINDS : ALL_KINDS.filter((kind) => kinds.includes(kind));
}
