import { readdirSync } from 'node:fs';
import { isObjectType, parse, TypeInfo, visit, visitWithTypeInfo } from 'graphql';
import { describe, expect, it } from 'vitest';
import { answersType, isImplemented } from '../../dev-store/graphql/resolver-map.ts';
import { loadAdminSchema } from '../../dev-store/schema/load-schema.ts';

const FOLDER = new URL('../../../web/shopify/operations/', import.meta.url);

/** Documents of every exported operation, and the bodies of bulk queries. */
async function findDocuments(): Promise<readonly (readonly [string, string])[]> {
  const found: (readonly [string, string])[] = [];
  for (const file of readdirSync(FOLDER)) {
    const exports: Record<string, unknown> = await import(new URL(file, FOLDER).href);
    for (const [name, value] of Object.entries(exports)) {
      if (typeof value === 'string' && name.startsWith('BULK_')) found.push([name, value]);
      if (typeof value !== 'object' || value === null || !('document' in value)) continue;
      if (typeof value.document === 'string') found.push([name, value.document]);
    }
  }
  return found;
}

/** Fields of a document on types the local Shopify resolves by hand that it would refuse. */
function refusedFields(document: string): readonly string[] {
  const { schema } = loadAdminSchema();
  const types = new TypeInfo(schema);
  const refused: string[] = [];
  visit(
    parse(document),
    visitWithTypeInfo(types, {
      Field(node) {
        const parent = types.getParentType();
        if (!isObjectType(parent) || node.name.value === '__typename') return;
        if (answersType(parent.name) && !isImplemented(parent.name, node.name.value)) {
          refused.push(`${parent.name}.${node.name.value}`);
        }
      },
    }),
  );
  return refused;
}

describe('operations of the app', async () => {
  const documents = await findDocuments();

  it('are found', () => {
    expect(documents.length).toBeGreaterThan(15);
  });

  it.each(documents)('%s → the local Shopify implements every field it asks for', (_name, document) => {
    expect(refusedFields(document)).toEqual([]);
  });
});
