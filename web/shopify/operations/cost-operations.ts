import { z } from 'zod';
import { defineQuery, nodeOrNull } from './operation.ts';

const VARIANT_COST = 2;

/** What a unit of a variant costs the merchant: scopes read_products and read_inventory. */
export const UNIT_COSTS = defineQuery({
  name: 'UnitCosts',
  document: `query UnitCosts($ids: [ID!]!) {
    nodes(ids: $ids) { ... on ProductVariant { inventoryItem { unitCost { amount currencyCode } } } }
  }`,
  data: z.object({
    nodes: z.array(
      nodeOrNull(
        z.object({
          inventoryItem: z.object({
            unitCost: z.object({ amount: z.string(), currencyCode: z.string() }).nullable(),
          }),
        }),
      ),
    ),
  }),
  cost: ({ ids }: { ids: readonly string[] }) => ids.length * VARIANT_COST,
});
