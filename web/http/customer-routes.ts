import { type Request, Router } from 'express';
import {
  customerOrdersPath,
  customerOrdersQuerySchema,
  customerOrdersResponseSchema,
  customerParamsSchema,
  customerPath,
  customerResponseSchema,
  customerTimelinePath,
  timelineKindSchema,
  timelineQuerySchema,
  timelineResponseSchema,
} from '../contract/customer.ts';
import { AppError } from '../domain/shared/errors.ts';
import type { CustomerId } from '../domain/shared/ids.ts';
import { getCustomer } from '../use-cases/get-customer.ts';
import type { TimelineKind, TimePosition } from '../use-cases/read-port.ts';
import { cutPage, fromCursor, isShopifyId, toCursor } from './cursor.ts';
import { toCustomer, toOrder, toTimelineEntry } from './customer-body.ts';
import { readCtxOf } from './require-shop.ts';

const ALL_KINDS: readonly TimelineKind[] = timelineKindSchema.options;

/** GET /api/customers/:id, its timeline and its orders. Another shop's customer is 404 like one that does not exist. */
export function customerRoutes(): Router {
  const router = Router();
  router.get(customerPath, async (request, response) => {
    const ctx = readCtxOf(request);
    const view = await getCustomer(ctx, idOf(request.params));
    response.json(customerResponseSchema.parse(toCustomer(view, ctx.shop)));
  });
  router.get(customerTimelinePath, async (request, response) => {
    const { reader, shop } = readCtxOf(request);
    const query = timelineQuerySchema.parse(request.query);
    const page = { after: positionOf(query.after, isEntryId), limit: query.limit + 1 };
    const customerId = await heldCustomer(request);
    const rows = await reader.customers.timeline(shop.shopId, customerId, query.kinds ?? ALL_KINDS, page);
    const { items, last } = cutPage(rows, query.limit);
    const next = last ? toCursor(last.at.getTime(), last.id) : null;
    const entries = items.map((row) => toTimelineEntry(row, shop.currency));
    response.json(timelineResponseSchema.parse({ items: entries, next }));
  });
  router.get(customerOrdersPath, async (request, response) => {
    const { reader, shop } = readCtxOf(request);
    const query = customerOrdersQuerySchema.parse(request.query);
    const page = { after: positionOf(query.after, isShopifyId), limit: query.limit + 1 };
    const rows = await reader.customers.orders(shop.shopId, await heldCustomer(request), page);
    const { items, last } = cutPage(rows, query.limit);
    const next = last ? toCursor(last.processedAt.getTime(), last.orderId) : null;
    response.json(customerOrdersResponseSchema.parse({ items: items.map(toOrder), next }));
  });
  return router;
}

function idOf(params: unknown): CustomerId {
  return customerParamsSchema.parse(params).id as CustomerId;
}

/** The id asked for. Throws NOT_FOUND where this shop does not hold it. */
async function heldCustomer(request: Request): Promise<CustomerId> {
  const { reader, shop } = readCtxOf(request);
  const customerId = idOf(request.params);
  if (await reader.customers.find(shop.shopId, customerId)) return customerId;
  throw new AppError('NOT_FOUND', 'there is no such customer in this shop');
}

function isEntryId(id: string): boolean {
  return /^[sortwx]\d{19}$/.test(id);
}

function positionOf(cursor: string | undefined, isId: (id: string) => boolean): TimePosition | null {
  if (cursor === undefined) return null;
  const { value, id } = fromCursor(cursor, isId);
  return { at: new Date(value), id };
}
