import { z } from 'zod';
import { defineMutation, gidRef, userErrors } from './operation.ts';

const tagged = z.object({ node: gidRef.nullable(), userErrors }).nullable();
export type TagResult = z.infer<typeof tagged>;
type TagVariables = { id: string; tags: readonly string[] };

/** Adds tags, leaving all others; adding one that stands does nothing, so it may be repeated. Also the line of a bulk mutation. */
export const TAGS_ADD = defineMutation({
  name: 'TagsAdd',
  document: `mutation TagsAdd($id: ID!, $tags: [String!]!) {
    tagsAdd(id: $id, tags: $tags) { node { id } userErrors { field message } }
  }`,
  repeatable: true,
  data: z.object({ tagsAdd: tagged }),
  cost: (_variables: TagVariables) => 10,
});

export const TAGS_REMOVE = defineMutation({
  name: 'TagsRemove',
  document: `mutation TagsRemove($id: ID!, $tags: [String!]!) {
    tagsRemove(id: $id, tags: $tags) { node { id } userErrors { field message } }
  }`,
  repeatable: true,
  data: z.object({ tagsRemove: tagged }),
  cost: (_variables: TagVariables) => 10,
});
