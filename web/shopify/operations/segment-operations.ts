import { z } from 'zod';
import { connectionCost, defineMutation, defineQuery, gidRef, pageInfo, userErrors } from './operation.ts';

const segment = z.object({ id: z.string(), name: z.string(), query: z.string() });

export const SEGMENTS_BY_NAME = defineQuery({
  name: 'SegmentsByName',
  document: `query SegmentsByName($query: String!) { segments(first: 10, query: $query) { nodes { id name query } } }`,
  data: z.object({ segments: z.object({ nodes: z.array(segment) }) }),
  cost: (_variables: { query: string }) => connectionCost(10, 1),
});

/** Names are unique in a shop: a second one of the name is refused. */
export const SEGMENT_CREATE = defineMutation({
  name: 'SegmentCreate',
  document: `mutation SegmentCreate($name: String!, $query: String!) {
    segmentCreate(name: $name, query: $query) { segment { id } userErrors { field message } }
  }`,
  repeatable: true,
  data: z.object({ segmentCreate: z.object({ segment: gidRef.nullable(), userErrors }).nullable() }),
  cost: (_variables: { name: string; query: string }) => 10,
});

export const SEGMENT_UPDATE = defineMutation({
  name: 'SegmentUpdate',
  document: `mutation SegmentUpdate($id: ID!, $query: String!) {
    segmentUpdate(id: $id, query: $query) { segment { id } userErrors { field message } }
  }`,
  repeatable: true,
  data: z.object({ segmentUpdate: z.object({ segment: gidRef.nullable(), userErrors }).nullable() }),
  cost: (_variables: { id: string; query: string }) => 10,
});

export const SEGMENT_MEMBERSHIP = defineQuery({
  name: 'SegmentMembership',
  document: `query SegmentMembership($customerId: ID!, $segmentIds: [ID!]!) {
    customerSegmentMembership(customerId: $customerId, segmentIds: $segmentIds) { memberships { isMember segmentId } }
  }`,
  data: z.object({
    customerSegmentMembership: z.object({
      memberships: z.array(z.object({ isMember: z.boolean(), segmentId: z.string() })),
    }),
  }),
  cost: (_variables: { customerId: string; segmentIds: readonly string[] }) => 3,
});

export const SEGMENT_MEMBERS = defineQuery({
  name: 'SegmentMembers',
  document: `query SegmentMembers($segmentId: ID!, $after: String) {
    customerSegmentMembers(segmentId: $segmentId, first: 1000, after: $after) {
      totalCount
      edges { node { id } }
      pageInfo { hasNextPage endCursor }
    }
  }`,
  data: z.object({
    customerSegmentMembers: z.object({
      totalCount: z.number(),
      edges: z.array(z.object({ node: gidRef })),
      pageInfo,
    }),
  }),
  cost: (_variables: { segmentId: string; after: string | null }) => connectionCost(1000, 1),
});
