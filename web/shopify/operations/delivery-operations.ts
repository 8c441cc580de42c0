import { z } from 'zod';
import { defineMutation, defineQuery, gidRef, nodeOrNull, userErrors } from './operation.ts';

/** Asked at the moment of sending, used and forgotten. */
export const RECIPIENTS = defineQuery({
  name: 'Recipients',
  document: `query Recipients($ids: [ID!]!) {
    nodes(ids: $ids) {
      ... on Customer {
        id firstName displayName locale tags
        defaultAddress { countryCodeV2 }
        defaultEmailAddress { emailAddress marketingState }
        defaultPhoneNumber { phoneNumber smsMarketingConsent { state } }
        lastOrder { id createdAt }
      }
    }
  }`,
  data: z.object({
    nodes: z.array(
      nodeOrNull(
        z.object({
          id: z.string(),
          firstName: z.string().nullable(),
          displayName: z.string(),
          locale: z.string().nullable(),
          tags: z.array(z.string()),
          defaultAddress: z.object({ countryCodeV2: z.string().nullable() }).nullable(),
          defaultEmailAddress: z.object({ emailAddress: z.string(), marketingState: z.string() }).nullable(),
          defaultPhoneNumber: z
            .object({
              phoneNumber: z.string(),
              smsMarketingConsent: z.object({ state: z.string() }).nullable(),
            })
            .nullable(),
          lastOrder: z.object({ id: z.string(), createdAt: z.string() }).nullable(),
        }),
      ),
    ),
  }),
  mayBeDenied: ['firstName', 'displayName', 'defaultAddress', 'defaultEmailAddress', 'defaultPhoneNumber'],
  cost: ({ ids }: { ids: readonly string[] }) => ids.length * 6,
});

export const PRODUCT_TITLES = defineQuery({
  name: 'ProductTitles',
  document: `query ProductTitles($ids: [ID!]!) { nodes(ids: $ids) { ... on Product { id title } } }`,
  data: z.object({ nodes: z.array(nodeOrNull(z.object({ id: z.string(), title: z.string() }))) }),
  cost: ({ ids }: { ids: readonly string[] }) => ids.length,
});

/** Runs the merchant's workflows: never repeated when its answer is lost. */
export const FLOW_TRIGGER = defineMutation({
  name: 'FlowTrigger',
  document: `mutation FlowTrigger($handle: String!, $payload: JSON!) {
    flowTriggerReceive(handle: $handle, payload: $payload) { userErrors { field message } }
  }`,
  repeatable: false,
  data: z.object({ flowTriggerReceive: z.object({ userErrors }).nullable() }),
  cost: (_variables: { handle: string; payload: object }) => 10,
});

export const EMAIL_CONSENT_UPDATE = defineMutation({
  name: 'EmailConsentUpdate',
  document: `mutation EmailConsentUpdate($input: CustomerEmailMarketingConsentUpdateInput!) {
    customerEmailMarketingConsentUpdate(input: $input) { customer { id } userErrors { code field message } }
  }`,
  repeatable: true,
  data: z.object({
    customerEmailMarketingConsentUpdate: z.object({ customer: gidRef.nullable(), userErrors }).nullable(),
  }),
  cost: (_variables: { input: object }) => 10,
});

/** Keyed by our remoteId: saying it again replaces it. */
export const ACTIVITY_UPSERT = defineMutation({
  name: 'ActivityUpsert',
  document: `mutation ActivityUpsert($input: MarketingActivityUpsertExternalInput!) {
    marketingActivityUpsertExternal(input: $input) { marketingActivity { id } userErrors { code field message } }
  }`,
  repeatable: true,
  data: z.object({
    marketingActivityUpsertExternal: z
      .object({ marketingActivity: gidRef.nullable(), userErrors })
      .nullable(),
  }),
  cost: (_variables: { input: object }) => 10,
});

export const ENGAGEMENT_CREATE = defineMutation({
  name: 'EngagementCreate',
  document: `mutation EngagementCreate($remoteId: String!, $engagement: MarketingEngagementInput!) {
    marketingEngagementCreate(remoteId: $remoteId, marketingEngagement: $engagement) {
      marketingEngagement { occurredOn } userErrors { code field message }
    }
  }`,
  repeatable: true,
  data: z.object({
    marketingEngagementCreate: z
      .object({ marketingEngagement: z.object({ occurredOn: z.string() }).nullable(), userErrors })
      .nullable(),
  }),
  cost: (_variables: { remoteId: string; engagement: object }) => 10,
});
