import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import type { GraphQLSchema } from 'graphql';
import { buildClientSchema } from 'graphql';
import type { PackedSchema } from './packed-schema.ts';

export const API_VERSION = '2026-10';

export interface AdminSchema {
  readonly schema: GraphQLSchema;
  /** "Required access" sentence of a type, or undefined where any token may read it. */
  accessOfType(typeName: string): string | undefined;
  accessOfField(typeName: string, fieldName: string): string | undefined;
  /** Scopes of which one must be granted to hear a topic ("orders/create"); empty: none is needed. */
  scopesOfTopic(topic: string): readonly string[];
}

let loaded: AdminSchema | undefined;

/** Shopify's Admin schema 2026-10 with the access each part asks for; built once per process. */
export function loadAdminSchema(): AdminSchema {
  loaded ??= readAdminSchema();
  return loaded;
}

function readAdminSchema(): AdminSchema {
  const file = new URL(`./admin-${API_VERSION}.generated.json.gz`, import.meta.url);
  const packed: PackedSchema = JSON.parse(gunzipSync(readFileSync(file)).toString('utf8'));
  const textAt = (index: number | undefined): string | undefined =>
    index === undefined ? undefined : packed.accessTexts[index];
  return {
    schema: buildClientSchema(packed.introspection, { assumeValid: true }),
    accessOfType: (typeName) => textAt(packed.accessOfTypes[typeName]),
    accessOfField: (typeName, fieldName) => textAt(packed.accessOfFields[`${typeName}.${fieldName}`]),
    scopesOfTopic: (topic) => packed.topicScopes[topic] ?? [],
  };
}
