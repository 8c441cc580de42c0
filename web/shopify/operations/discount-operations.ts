import { z } from 'zod';
import { defineMutation, defineQuery, gidRef, nodeOrNull, userErrors } from './operation.ts';

const discountNode = z.object({
  id: z.string(),
  codeDiscount: z.object({ title: z.string().optional() }),
});
const created = z.object({ codeDiscountNode: gidRef.nullable(), userErrors }).nullable();
export type DiscountResult = z.infer<typeof created>;

/** Repeatable: a second one with the same first code is refused as TAKEN, and the code says whose it is. */
export const DISCOUNT_CREATE = defineMutation({
  name: 'DiscountCreate',
  document: `mutation DiscountCreate($input: DiscountCodeBasicInput!) {
    discountCodeBasicCreate(basicCodeDiscount: $input) { codeDiscountNode { id } userErrors { code field message } }
  }`,
  repeatable: true,
  data: z.object({ discountCodeBasicCreate: created }),
  cost: (_variables: { input: object }) => 10,
});

export const FREE_SHIPPING_CREATE = defineMutation({
  name: 'FreeShippingCreate',
  document: `mutation FreeShippingCreate($input: DiscountCodeFreeShippingInput!) {
    discountCodeFreeShippingCreate(freeShippingCodeDiscount: $input) {
      codeDiscountNode { id } userErrors { code field message }
    }
  }`,
  repeatable: true,
  data: z.object({ discountCodeFreeShippingCreate: created }),
  cost: (_variables: { input: object }) => 10,
});

export const DISCOUNT_UPDATE = defineMutation({
  name: 'DiscountUpdate',
  document: `mutation DiscountUpdate($id: ID!, $input: DiscountCodeBasicInput!) {
    discountCodeBasicUpdate(id: $id, basicCodeDiscount: $input) {
      codeDiscountNode { id } userErrors { code field message }
    }
  }`,
  repeatable: true,
  data: z.object({ discountCodeBasicUpdate: created }),
  cost: (_variables: { id: string; input: object }) => 10,
});

export const FREE_SHIPPING_UPDATE = defineMutation({
  name: 'FreeShippingUpdate',
  document: `mutation FreeShippingUpdate($id: ID!, $input: DiscountCodeFreeShippingInput!) {
    discountCodeFreeShippingUpdate(id: $id, freeShippingCodeDiscount: $input) {
      codeDiscountNode { id } userErrors { code field message }
    }
  }`,
  repeatable: true,
  data: z.object({ discountCodeFreeShippingUpdate: created }),
  cost: (_variables: { id: string; input: object }) => 10,
});

export const DISCOUNT_DELETE = defineMutation({
  name: 'DiscountDelete',
  document: `mutation DiscountDelete($id: ID!) {
    discountCodeDelete(id: $id) { deletedCodeDiscountId userErrors { code field message } }
  }`,
  repeatable: true,
  data: z.object({
    discountCodeDelete: z.object({ deletedCodeDiscountId: z.string().nullable(), userErrors }).nullable(),
  }),
  cost: (_variables: { id: string }) => 10,
});

/** Repeatable: codes that stand already fail one by one as TAKEN. */
export const CODES_ADD = defineMutation({
  name: 'CodesAdd',
  document: `mutation CodesAdd($id: ID!, $codes: [DiscountRedeemCodeInput!]!) {
    discountRedeemCodeBulkAdd(discountId: $id, codes: $codes) { bulkCreation { id } userErrors { code field message } }
  }`,
  repeatable: true,
  data: z.object({
    discountRedeemCodeBulkAdd: z.object({ bulkCreation: gidRef.nullable(), userErrors }).nullable(),
  }),
  cost: (_variables: { id: string; codes: readonly { code: string }[] }) => 10,
});

/** How many bulk additions stand; who failed is asked of those alone that have failures. */
export const CODE_CREATIONS = defineQuery({
  name: 'CodeCreations',
  document: `query CodeCreations($ids: [ID!]!) {
    nodes(ids: $ids) { ... on DiscountRedeemCodeBulkCreation { id done failedCount } }
  }`,
  data: z.object({
    nodes: z.array(nodeOrNull(z.object({ id: z.string(), done: z.boolean(), failedCount: z.number() }))),
  }),
  cost: ({ ids }: { ids: readonly string[] }) => ids.length,
});

export const FAILED_CODES = defineQuery({
  name: 'FailedCodes',
  document: `query FailedCodes($id: ID!) {
    discountRedeemCodeBulkCreation(id: $id) {
      id codes(first: 250) { nodes { code errors { code message } } }
    }
  }`,
  data: z.object({
    discountRedeemCodeBulkCreation: z
      .object({
        id: z.string(),
        codes: z.object({
          nodes: z.array(
            z.object({
              code: z.string(),
              errors: z.array(z.object({ code: z.string().nullable(), message: z.string() })),
            }),
          ),
        }),
      })
      .nullable(),
  }),
  cost: (_variables: { id: string }) => 20,
});

export const DISCOUNT_BY_CODE = defineQuery({
  name: 'DiscountByCode',
  document: `query DiscountByCode($code: String!) {
    codeDiscountNodeByCode(code: $code) {
      id codeDiscount { ... on DiscountCodeBasic { title } ... on DiscountCodeFreeShipping { title } }
    }
  }`,
  data: z.object({ codeDiscountNodeByCode: discountNode.nullable() }),
  cost: (_variables: { code: string }) => 3,
});

const codesConnection = z.object({
  codes: z.object({ nodes: z.array(gidRef.extend({ code: z.string() })) }),
});

/** The ids of codes of one discount; `query` is a search such as `code:A OR code:B`. */
export const CODES_OF_DISCOUNT = defineQuery({
  name: 'CodesOfDiscount',
  document: `query CodesOfDiscount($id: ID!, $query: String!) {
    discountNode(id: $id) {
      id
      discount {
        ... on DiscountCodeBasic { codes(first: 50, query: $query) { nodes { id code } } }
        ... on DiscountCodeFreeShipping { codes(first: 50, query: $query) { nodes { id code } } }
      }
    }
  }`,
  data: z.object({
    discountNode: z.object({ id: z.string(), discount: z.union([codesConnection, z.object({})]) }).nullable(),
  }),
  cost: (_variables: { id: string; query: string }) => 12,
});

export const CODES_REMOVE = defineMutation({
  name: 'CodesRemove',
  document: `mutation CodesRemove($id: ID!, $ids: [ID!]!) {
    discountCodeRedeemCodeBulkDelete(discountId: $id, ids: $ids) { job { id } userErrors { code field message } }
  }`,
  repeatable: true,
  data: z.object({
    discountCodeRedeemCodeBulkDelete: z.object({ job: gidRef.nullable(), userErrors }).nullable(),
  }),
  cost: (_variables: { id: string; ids: readonly string[] }) => 10,
});
