import { z } from 'zod';
import { connectionCost, defineMutation, defineQuery, gidRef, userErrors } from './operation.ts';

const started = z.object({ bulkOperation: gidRef.nullable(), userErrors }).nullable();

/** A lost answer must be looked up (`RECENT_BULK`): a second start would be a second export. */
export const RUN_BULK_QUERY = defineMutation({
  name: 'RunBulkQuery',
  document: `mutation RunBulkQuery($query: String!, $groupObjects: Boolean!) {
    bulkOperationRunQuery(query: $query, groupObjects: $groupObjects) {
      bulkOperation { id }
      userErrors { code field message }
    }
  }`,
  repeatable: false,
  data: z.object({ bulkOperationRunQuery: started }),
  cost: (_variables: { query: string; groupObjects: boolean }) => 10,
});

export const RUN_BULK_MUTATION = defineMutation({
  name: 'RunBulkMutation',
  document: `mutation RunBulkMutation($mutation: String!, $path: String!, $clientIdentifier: String) {
    bulkOperationRunMutation(mutation: $mutation, stagedUploadPath: $path, clientIdentifier: $clientIdentifier) {
      bulkOperation { id }
      userErrors { code field message }
    }
  }`,
  repeatable: false,
  data: z.object({ bulkOperationRunMutation: started }),
  cost: (_variables: { mutation: string; path: string; clientIdentifier: string }) => 10,
});

export const BULK_OPERATION = defineQuery({
  name: 'BulkOperation',
  document: `query BulkOperation($id: ID!) {
    bulkOperation(id: $id) { id status errorCode rootObjectCount url }
  }`,
  data: z.object({
    bulkOperation: z
      .object({
        id: z.string(),
        status: z.enum(['CREATED', 'RUNNING', 'COMPLETED', 'FAILED', 'CANCELING', 'CANCELED', 'EXPIRED']),
        errorCode: z.string().nullable(),
        rootObjectCount: z.union([z.string(), z.number()]),
        url: z.string().nullable(),
      })
      .nullable(),
  }),
  cost: (_variables: { id: string }) => 1,
});

/** The newest operations of this app and shop, for the look-up after a lost answer. */
export const RECENT_BULK = defineQuery({
  name: 'RecentBulk',
  document: `query RecentBulk {
    bulkOperations(first: 10, sortKey: CREATED_AT, reverse: true) { nodes { id query } }
  }`,
  data: z.object({
    bulkOperations: z.object({
      nodes: z.array(z.object({ id: z.string(), query: z.string() })),
    }),
  }),
  cost: (_variables: Record<string, never>) => connectionCost(10, 1),
});

/** A place to upload the variables of a bulk mutation to. Unused places fade by themselves, so it may be repeated. */
export const STAGE_UPLOAD = defineMutation({
  name: 'StageUpload',
  document: `mutation StageUpload($input: [StagedUploadInput!]!) {
    stagedUploadsCreate(input: $input) {
      stagedTargets { url parameters { name value } }
      userErrors { field message }
    }
  }`,
  repeatable: true,
  data: z.object({
    stagedUploadsCreate: z
      .object({
        stagedTargets: z
          .array(
            z.object({
              url: z.string().nullable(),
              parameters: z.array(z.object({ name: z.string(), value: z.string() })),
            }),
          )
          .nullable(),
        userErrors,
      })
      .nullable(),
  }),
  cost: (_variables: { input: readonly Record<string, string>[] }) => 11,
});
