import { z } from 'zod';
import { connectionCost, defineQuery, nodeOrNull, pageInfo } from './operation.ts';

const email = z.object({ emailAddress: z.string() }).nullable();

/** What referral checks compare. Read, compared and forgotten. */
export const PERSON_TRAITS = defineQuery({
  name: 'PersonTraits',
  document: `query PersonTraits($ids: [ID!]!) {
    nodes(ids: $ids) {
      ... on Customer {
        id numberOfOrders
        defaultEmailAddress { emailAddress }
        defaultPhoneNumber { phoneNumber }
        defaultAddress { address1 address2 city zip countryCodeV2 }
      }
    }
  }`,
  data: z.object({
    nodes: z.array(
      nodeOrNull(
        z.object({
          id: z.string(),
          numberOfOrders: z.union([z.string(), z.number()]),
          defaultEmailAddress: email,
          defaultPhoneNumber: z.object({ phoneNumber: z.string() }).nullable(),
          defaultAddress: z
            .object({
              address1: z.string().nullable(),
              address2: z.string().nullable(),
              city: z.string().nullable(),
              zip: z.string().nullable(),
              countryCodeV2: z.string().nullable(),
            })
            .nullable(),
        }),
      ),
    ),
  }),
  mayBeDenied: ['defaultAddress', 'defaultEmailAddress', 'defaultPhoneNumber'],
  cost: ({ ids }: { ids: readonly string[] }) => ids.length * 4,
});

/** `query` is a search such as `email:"a@example.com" OR email:"b@example.com"`. */
export const CUSTOMERS_BY_EMAIL = defineQuery({
  name: 'CustomersByEmail',
  document: `query CustomersByEmail($query: String!, $after: String) {
    customers(first: 100, query: $query, after: $after) {
      nodes { id defaultEmailAddress { emailAddress } }
      pageInfo { hasNextPage endCursor }
    }
  }`,
  data: z.object({
    customers: z.object({
      nodes: z.array(z.object({ id: z.string(), defaultEmailAddress: email })),
      pageInfo,
    }),
  }),
  cost: (_variables: { query: string; after: string | null }) => connectionCost(100, 1),
});

export const PRODUCTS_OF_COLLECTION = defineQuery({
  name: 'ProductsOfCollection',
  document: `query ProductsOfCollection($id: ID!, $after: String) {
    collection(id: $id) {
      products(first: 250, after: $after) { nodes { id } pageInfo { hasNextPage endCursor } }
    }
  }`,
  data: z.object({
    collection: z
      .object({ products: z.object({ nodes: z.array(z.object({ id: z.string() })), pageInfo }) })
      .nullable(),
  }),
  cost: (_variables: { id: string; after: string | null }) => connectionCost(250, 1),
});
