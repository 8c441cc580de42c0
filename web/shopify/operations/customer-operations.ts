import { z } from 'zod';
import { connectionCost, defineQuery, gidRef, nodeOrNull, pageInfo } from './operation.ts';

/** What we keep of a customer. Address, e-mail and phone are asked for their country and consent only; each may be denied (null). */
export const CUSTOMER_PROFILE = `
  __typename id updatedAt locale tags numberOfOrders
  amountSpent { amount currencyCode }
  defaultAddress { countryCodeV2 }
  defaultEmailAddress { marketingState }
  defaultPhoneNumber { smsMarketingConsent { state } }`;

export const customerProfileShape = z.object({
  id: z.string(),
  updatedAt: z.string(),
  locale: z.string().nullable(),
  tags: z.array(z.string()),
  numberOfOrders: z.union([z.string(), z.number()]),
  amountSpent: z.object({ amount: z.string(), currencyCode: z.string() }),
  defaultAddress: z.object({ countryCodeV2: z.string().nullable() }).nullable(),
  defaultEmailAddress: z.object({ marketingState: z.string() }).nullable(),
  defaultPhoneNumber: z
    .object({ smsMarketingConsent: z.object({ state: z.string() }).nullable() })
    .nullable(),
});
export type CustomerProfileFields = z.infer<typeof customerProfileShape>;

/** Level 2 of protected customer data, granted field by field. */
const PROTECTED = ['defaultAddress', 'defaultEmailAddress', 'defaultPhoneNumber'];

const PROFILE_COST = 6;

export const CUSTOMERS_BY_ID = defineQuery({
  name: 'CustomersById',
  document: `query CustomersById($ids: [ID!]!) { nodes(ids: $ids) { ... on Customer { ${CUSTOMER_PROFILE} } } }`,
  data: z.object({ nodes: z.array(nodeOrNull(customerProfileShape)) }),
  mayBeDenied: PROTECTED,
  cost: ({ ids }: { ids: readonly string[] }) => ids.length * PROFILE_COST,
});

/** Customers by the time of their last change, oldest first. */
export const CUSTOMERS_UPDATED = defineQuery({
  name: 'CustomersUpdated',
  document: `query CustomersUpdated($query: String!, $after: String) {
    customers(first: 250, after: $after, query: $query, sortKey: UPDATED_AT) {
      nodes { ${CUSTOMER_PROFILE} }
      pageInfo { hasNextPage endCursor }
    }
  }`,
  data: z.object({ customers: z.object({ nodes: z.array(customerProfileShape), pageInfo }) }),
  mayBeDenied: PROTECTED,
  cost: (_variables: { query: string; after: string | null }) => connectionCost(250, PROFILE_COST),
});

/** Shown on screen and forgotten. */
export const LIVE_CUSTOMERS = defineQuery({
  name: 'LiveCustomers',
  document: `query LiveCustomers($ids: [ID!]!) {
    nodes(ids: $ids) {
      ... on Customer { id displayName tags defaultEmailAddress { emailAddress } statistics { rfmGroup } }
    }
  }`,
  data: z.object({
    nodes: z.array(
      nodeOrNull(
        z.object({
          id: z.string(),
          displayName: z.string(),
          tags: z.array(z.string()),
          defaultEmailAddress: z.object({ emailAddress: z.string() }).nullable(),
          statistics: z.object({ rfmGroup: z.string().nullable() }).nullable(),
        }),
      ),
    ),
  }),
  mayBeDenied: [...PROTECTED, 'statistics'],
  cost: ({ ids }: { ids: readonly string[] }) => ids.length * 3,
});

/** Those that changed last come first: whom a merchant looks for has mostly just done something. */
export const SEARCH_CUSTOMERS = defineQuery({
  name: 'SearchCustomers',
  document: `query SearchCustomers($query: String!) {
    customers(first: 50, query: $query, sortKey: UPDATED_AT, reverse: true) { nodes { id } }
  }`,
  data: z.object({ customers: z.object({ nodes: z.array(gidRef) }) }),
  cost: (_variables: { query: string }) => connectionCost(50, 1),
});
