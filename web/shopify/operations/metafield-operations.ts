import { z } from 'zod';
import { defineMutation, defineQuery, gidRef, userErrors } from './operation.ts';

export type MetafieldInput = { ownerId: string; namespace: string; key: string; type: string; value: string };

/** Repeatable: the same values once more change nothing. All of a call or none. */
export const METAFIELDS_SET = defineMutation({
  name: 'MetafieldsSet',
  document: `mutation MetafieldsSet($metafields: [MetafieldsSetInput!]!) {
    metafieldsSet(metafields: $metafields) { metafields { id } userErrors { code field message } }
  }`,
  repeatable: true,
  data: z.object({
    metafieldsSet: z.object({ metafields: z.array(gidRef).nullable(), userErrors }).nullable(),
  }),
  cost: (_variables: { metafields: readonly MetafieldInput[] }) => 10,
});

export const METAFIELDS_DELETE = defineMutation({
  name: 'MetafieldsDelete',
  document: `mutation MetafieldsDelete($metafields: [MetafieldIdentifierInput!]!) {
    metafieldsDelete(metafields: $metafields) { deletedMetafields { key } userErrors { field message } }
  }`,
  repeatable: true,
  data: z.object({ metafieldsDelete: z.object({ userErrors }).nullable() }),
  cost: (_variables: { metafields: readonly { ownerId: string; namespace: string; key: string }[] }) => 10,
});

/** Repeatable: one that stands is refused as TAKEN. */
export const METAFIELD_DEFINE = defineMutation({
  name: 'MetafieldDefine',
  document: `mutation MetafieldDefine($definition: MetafieldDefinitionInput!) {
    metafieldDefinitionCreate(definition: $definition) { createdDefinition { id } userErrors { code field message } }
  }`,
  repeatable: true,
  data: z.object({
    metafieldDefinitionCreate: z.object({ createdDefinition: gidRef.nullable(), userErrors }).nullable(),
  }),
  cost: (_variables: { definition: object }) => 10,
});

/** Whom the program's metafields belong to: the shop, and our installation on it. */
export const PROGRAM_OWNERS = defineQuery({
  name: 'ProgramOwners',
  document: 'query ProgramOwners { shop { id } currentAppInstallation { id } }',
  data: z.object({ shop: gidRef, currentAppInstallation: gidRef }),
  cost: () => 2,
});
