import { z } from 'zod';
import { defineQuery } from './operation.ts';

/** One unit's price: the dearest variant's, in the shop's currency. */
export const PRODUCT_PRICE = defineQuery({
  name: 'ProductPrice',
  document: `query ProductPrice($id: ID!) {
    product(id: $id) { priceRangeV2 { maxVariantPrice { amount currencyCode } } }
  }`,
  data: z.object({
    product: z
      .object({
        priceRangeV2: z.object({
          maxVariantPrice: z.object({ amount: z.string(), currencyCode: z.string() }),
        }),
      })
      .nullable(),
  }),
  cost: (_variables: { id: string }) => 2,
});

/** Fields of every kind of code discount: a code may be anybody's. */
const OF_ANY_KIND = (fields: string) =>
  ['DiscountCodeBasic', 'DiscountCodeFreeShipping', 'DiscountCodeBxgy', 'DiscountCodeApp']
    .map((type) => `... on ${type} { ${fields} }`)
    .join(' ');

export const REWARD_BY_CODE = defineQuery({
  name: 'RewardByCode',
  document: `query RewardByCode($code: String!) {
    codeDiscountNodeByCode(code: $code) { id codeDiscount { ${OF_ANY_KIND('title endsAt asyncUsageCount')} } }
  }`,
  data: z.object({
    codeDiscountNodeByCode: z
      .object({
        id: z.string(),
        codeDiscount: z.object({
          title: z.string(),
          endsAt: z.string().nullable(),
          asyncUsageCount: z.number(),
        }),
      })
      .nullable(),
  }),
  cost: (_variables: { code: string }) => 3,
});

const usage = z.object({
  asyncUsageCount: z.number(),
  codes: z.object({ nodes: z.array(z.object({ code: z.string() })) }),
  context: z.object({
    customers: z
      .array(
        z.object({ orders: z.object({ nodes: z.array(z.object({ discountCodes: z.array(z.string()) })) }) }),
      )
      .optional(),
  }),
});

const USAGE = `asyncUsageCount codes(first: 10) { nodes { code } } context {
  ... on DiscountCustomers {
    customers { orders(first: 20, sortKey: CREATED_AT, reverse: true) { nodes { discountCodes } } }
  }
}`;

/** Whether a code was used: Shopify's count comes late, the last orders of the customers it is bound to do not. */
export const REWARD_USAGE = defineQuery({
  name: 'RewardUsage',
  document: `query RewardUsage($id: ID!) {
    discountNode(id: $id) {
      discount { ... on DiscountCodeBasic { ${USAGE} } ... on DiscountCodeFreeShipping { ${USAGE} } }
    }
  }`,
  data: z.object({
    discountNode: z.object({ discount: z.union([usage, z.object({})]) }).nullable(),
  }),
  cost: (_variables: { id: string }) => 60,
});
