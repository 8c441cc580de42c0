import { z } from 'zod';
import { defineQuery } from './operation.ts';

/** The shop as Shopify states it and what the merchant has granted. */
export const SHOP_PROFILE = defineQuery({
  name: 'ShopProfile',
  document: `query ShopProfile {
    shop { name currencyCode ianaTimezone }
    currentAppInstallation { accessScopes { handle } }
  }`,
  data: z.object({
    shop: z.object({ name: z.string(), currencyCode: z.string(), ianaTimezone: z.string() }),
    currentAppInstallation: z.object({ accessScopes: z.array(z.object({ handle: z.string() })) }),
  }),
  cost: () => 5,
});

const counted = z.object({ count: z.number().int() }).nullable();

export const ORDERS_COUNT = defineQuery({
  name: 'OrdersCount',
  document: 'query OrdersCount { ordersCount(limit: null) { count } }',
  data: z.object({ ordersCount: counted }),
  cost: () => 10,
});

export const CUSTOMERS_COUNT = defineQuery({
  name: 'CustomersCount',
  document: 'query CustomersCount { customersCount(limit: null) { count } }',
  data: z.object({ customersCount: counted }),
  cost: () => 10,
});
