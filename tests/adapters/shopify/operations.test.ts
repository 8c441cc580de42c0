import { readdirSync } from 'node:fs';
import {
  Kind,
  NoDeprecatedCustomRule,
  parse,
  specifiedRules,
  TypeInfo,
  validate,
  visit,
  visitWithTypeInfo,
} from 'graphql';
import { describe, expect, it } from 'vitest';
import { loadAdminSchema } from '../../dev-store/schema/load-schema.ts';

const { schema } = loadAdminSchema();
const folder = new URL('../../../web/shopify/operations/', import.meta.url);

type Found = { name: string; document: string; kind: string | null };

/** Every exported document of the folder: operations, and the bodies of bulk queries. */
async function findDocuments(): Promise<Found[]> {
  const found: Found[] = [];
  for (const file of readdirSync(folder)) {
    const exports: Record<string, unknown> = await import(new URL(file, folder).href);
    for (const [name, value] of Object.entries(exports)) {
      if (typeof value === 'string' && name.startsWith('BULK_'))
        found.push({ name, document: value, kind: null });
      if (isOperation(value)) found.push({ name, document: value.document, kind: value.kind });
    }
  }
  return found;
}

function isOperation(value: unknown): value is { document: string; kind: string; name: string } {
  return typeof value === 'object' && value !== null && 'document' in value && 'kind' in value;
}

const documents = await findDocuments();
const bulkQueries = documents.filter((found) => found.kind === null);

describe('operations of the Admin API', () => {
  it('the folder → at least 18 operations and 4 bulk documents are found', () => {
    expect(documents.length - bulkQueries.length).toBeGreaterThanOrEqual(18);
    expect(bulkQueries.length).toBeGreaterThanOrEqual(4);
  });

  it.each(documents)('$name → valid in 2026-10, with no deprecated field or argument', ({ document }) => {
    const errors = validate(schema, parse(document), [...specifiedRules, NoDeprecatedCustomRule]);
    expect(errors.map((error) => error.message)).toEqual([]);
  });

  it.each(documents.filter((found) => found.kind !== null))(
    '$name → one operation, named as declared, of the declared kind; mutations ask for userErrors',
    async ({ name, document, kind }) => {
      const [definition, ...others] = parse(document).definitions;
      expect(others).toEqual([]);
      if (definition?.kind !== Kind.OPERATION_DEFINITION) throw new Error(`${name} is no operation`);
      expect(definition.operation).toBe(kind);
      expect(name).toBe(definition.name?.value.replace(/([a-z])([A-Z])/g, '$1_$2').toUpperCase());
      if (kind === 'mutation') expect(document).toMatch(/userErrors \{ (code )?field message \}/);
    },
  );

  it.each(bulkQueries)('$name → obeys the rules of bulk queries', ({ document }) => {
    const facts = readBulkShape(document);
    expect(facts.rootFields).toBe(1);
    expect(facts.connections).toBeGreaterThan(0);
    expect(facts.connections).toBeLessThanOrEqual(5);
    expect(facts.depth).toBeLessThanOrEqual(2);
    expect(facts.connectionsInLists).toEqual([]);
    expect(document).not.toMatch(/\bnodes\b|pageInfo/);
    if (facts.connections > 1) expect(facts.withoutTypename).toEqual([]);
  });

  it('a connection inside a list → the bulk check sees it', () => {
    const facts = readBulkShape(
      '{ orders { edges { node { __typename id refunds { refundLineItems { edges { node { quantity } } } } } } } }',
    );
    expect(facts.connectionsInLists).toEqual(['refundLineItems']);
  });
});

/** What Shopify's bulk validator looks at (`errors.jsonl` of the recorded answers). */
function readBulkShape(document: string) {
  const info = new TypeInfo(schema);
  const facts = {
    rootFields: 0,
    connections: 0,
    depth: 0,
    connectionsInLists: [] as string[],
    withoutTypename: [] as string[],
  };
  let depth = 0;
  const lists: boolean[] = [];
  visit(
    parse(document),
    visitWithTypeInfo(info, {
      Field: {
        enter(node) {
          const type = String(info.getType());
          const isConnection = /Connection!?$/.test(type);
          if (lists.length === 0) facts.rootFields++;
          if (isConnection) {
            facts.connections++;
            facts.depth = Math.max(facts.depth, ++depth);
            if (lists.some(Boolean)) facts.connectionsInLists.push(node.name.value);
          }
          const selects = node.selectionSet?.selections.map((inner) =>
            inner.kind === Kind.FIELD ? inner.name.value : '',
          );
          if (node.name.value === 'node' && !selects?.includes('__typename'))
            facts.withoutTypename.push(type);
          lists.push(type.startsWith('[') && !type.includes('Edge'));
        },
        leave() {
          lists.pop();
          if (/Connection!?$/.test(String(info.getType()))) depth--;
        },
      },
    }),
  );
  return facts;
}
