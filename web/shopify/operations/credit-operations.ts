import { z } from 'zod';
import { defineMutation, defineQuery, gidRef, pageInfo, userErrors } from './operation.ts';

export type CreditInput = {
  creditAmount: { amount: string; currencyCode: string };
  expiresAt?: string;
  notify: boolean;
};

/** Shopify takes no idempotency key: sent once, and looked for in the account's transactions when the answer is lost. */
export const STORE_CREDIT = defineMutation({
  name: 'StoreCredit',
  document: `mutation StoreCredit($id: ID!, $creditInput: StoreCreditAccountCreditInput!) {
    storeCreditAccountCredit(id: $id, creditInput: $creditInput) {
      storeCreditAccountTransaction { id } userErrors { code field message }
    }
  }`,
  repeatable: false,
  data: z.object({
    storeCreditAccountCredit: z
      .object({ storeCreditAccountTransaction: gidRef.nullable(), userErrors })
      .nullable(),
  }),
  cost: (_variables: { id: string; creditInput: CreditInput }) => 10,
});

/** Transactions of one currency's account, newest first; of other kinds than credits only the date comes. */
export const CREDITS_OF_CUSTOMER = defineQuery({
  name: 'CreditsOfCustomer',
  document: `query CreditsOfCustomer($id: ID!, $currency: String!, $after: String) {
    customer(id: $id) {
      storeCreditAccounts(first: 1, query: $currency) {
        nodes {
          balance { currencyCode }
          transactions(first: 50, after: $after, sortKey: CREATED_AT, reverse: true) {
            nodes {
              createdAt
              event
              ... on StoreCreditAccountCreditTransaction { id amount { amount currencyCode } }
            }
            pageInfo { hasNextPage endCursor }
          }
        }
      }
    }
  }`,
  data: z.object({
    customer: z
      .object({
        storeCreditAccounts: z.object({
          nodes: z.array(
            z.object({
              balance: z.object({ currencyCode: z.string() }),
              transactions: z.object({
                nodes: z.array(
                  z.object({
                    createdAt: z.string(),
                    event: z.string(),
                    id: z.string().optional(),
                    amount: z.object({ amount: z.string(), currencyCode: z.string() }).optional(),
                  }),
                ),
                pageInfo,
              }),
            }),
          ),
        }),
      })
      .nullable(),
  }),
  cost: (_variables: { id: string; currency: string; after: string | null }) => 30,
});
