import { Router } from 'express';
import {
  type CustomerFilters,
  type CustomersResponse,
  customerCampaignsPath,
  customerCountriesPath,
  customersCsvPath,
  customersExportSchema,
  customersPath,
  customersQuerySchema,
  customersResponseSchema,
} from '../contract/customers.ts';
import type { CustomerId } from '../domain/shared/ids.ts';
import { isoToDay } from '../domain/shared/time.ts';
import { type CustomerList, listCustomers } from '../use-cases/list-customers.ts';
import type { CustomerFilter, CustomerOrder } from '../use-cases/read-port.ts';
import { fromCursor, isShopifyId, toCursor } from './cursor.ts';
import { toCustomerRow } from './customer-body.ts';
import { exportCustomers } from './customers-csv.ts';
import { readCtxOf } from './require-shop.ts';

/** GET /api/customers, /api/customers.csv, /api/customer-countries, /api/customer-campaigns. */
export function customersRoutes(): Router {
  const router = Router();
  router.get(customersPath, async (request, response) => {
    const ctx = readCtxOf(request);
    const query = customersQuerySchema.parse(request.query);
    const position = query.after === undefined ? null : fromCursor(query.after, isShopifyId);
    const list = await listCustomers(ctx, {
      filter: toFilter(query),
      order: toOrder(query),
      search: query.search ?? null,
      after: position && { value: position.value, customerId: position.id as CustomerId },
      limit: query.limit,
    });
    response.json(customersResponseSchema.parse(toBody(list, ctx.shop.currency)));
  });
  router.get(customersCsvPath, async (request, response) => {
    const { ids, ...query } = customersExportSchema.parse(request.query);
    await exportCustomers(
      readCtxOf(request),
      {
        filter: { ...toFilter(query), ids: ids as CustomerId[] | undefined },
        order: toOrder(query),
        search: query.search ?? null,
      },
      response,
    );
  });
  router.get(customerCountriesPath, async (request, response) => {
    const { reader, shop } = readCtxOf(request);
    response.json({ countries: await reader.customers.countries(shop.shopId) });
  });
  router.get(customerCampaignsPath, async (request, response) => {
    const { reader, shop } = readCtxOf(request);
    response.json({ campaigns: await reader.customers.campaigns(shop.shopId) });
  });
  return router;
}

function toFilter(query: CustomerFilters): CustomerFilter {
  const { lastFrom, lastTo, search: _search, sort: _sort, direction: _direction, ...same } = query;
  return {
    ...same,
    lastFromOn: lastFrom === undefined ? undefined : isoToDay(lastFrom),
    lastToOn: lastTo === undefined ? undefined : isoToDay(lastTo),
  };
}

function toOrder({ sort, direction }: CustomerFilters): CustomerOrder {
  return { sort, direction };
}

function toBody(list: CustomerList, currency: string): CustomersResponse {
  const { counts } = list;
  const all = counts && Object.values(counts).reduce((sum, count) => sum + count, 0);
  const names = [...list.names].map(([id, live]) => [
    id,
    live && { displayName: live.displayName, email: live.email },
  ]);
  return {
    items: list.rows.map((row) => toCustomerRow(row, currency, list.points?.get(row.customerId) ?? null)),
    names: Object.fromEntries(names),
    next: list.next ? toCursor(list.next.value, list.next.customerId) : null,
    counts: counts && { all: all ?? 0, ...counts },
    search: list.search,
    hasPoints: list.points !== null,
  };
}
