import type {
  ASTNode,
  DocumentNode,
  FragmentDefinitionNode,
  GraphQLSchema,
  OperationDefinitionNode,
} from 'graphql';
import { GraphQLError, Kind, parse, validate, visit } from 'graphql';
import { loadAdminSchema } from '../schema/load-schema.ts';
import { checkLiterals } from './check-inputs.ts';
import type { AnswerError } from './error-phrasing.ts';
import { phraseSyntax, phraseValidation } from './error-phrasing.ts';

/** A document that passed parsing and validation, with the operation to run. */
export interface Prepared {
  readonly schema: GraphQLSchema;
  readonly source: DocumentNode;
  readonly operation: OperationDefinitionNode;
  readonly fragments: Readonly<Record<string, FragmentDefinitionNode>>;
}

export type Preparation =
  | { readonly ok: true; readonly document: Prepared }
  | { readonly ok: false; readonly errors: readonly AnswerError[] };

const CACHE_SIZE = 200;
const cache = new Map<string, Preparation>();

/** Parses and validates against the whole schema; the last documents are remembered. */
export function prepareDocument(query: string, operationName: string | null): Preparation {
  const key = `${operationName ?? ''}\n${query}`;
  const known = cache.get(key);
  if (known !== undefined) return known;
  const fresh = prepare(query, operationName);
  const oldest = cache.keys().next();
  if (cache.size >= CACHE_SIZE && oldest.done !== true) cache.delete(oldest.value);
  cache.set(key, fresh);
  return fresh;
}

function prepare(query: string, operationName: string | null): Preparation {
  const { schema } = loadAdminSchema();
  let source: DocumentNode;
  try {
    source = parse(query);
  } catch (error) {
    if (error instanceof GraphQLError) return { ok: false, errors: [phraseSyntax(error)] };
    throw error;
  }
  const faults = validate(schema, source);
  if (faults.length > 0) {
    return {
      ok: false,
      errors: faults.map((fault) => phraseValidation(fault, (node) => ancestorsOf(source, node))),
    };
  }
  const literals = checkLiterals(schema, source);
  if (literals.length > 0) return { ok: false, errors: literals };
  const operation = pickOperation(source, operationName);
  if ('message' in operation) return { ok: false, errors: [operation] };
  const fragments: Record<string, FragmentDefinitionNode> = {};
  for (const definition of source.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments[definition.name.value] = definition;
  }
  return { ok: true, document: { schema, source, operation, fragments } };
}

function pickOperation(source: DocumentNode, name: string | null): OperationDefinitionNode | AnswerError {
  const operations = source.definitions.filter((definition) => definition.kind === Kind.OPERATION_DEFINITION);
  const named = name === null ? undefined : operations.find((operation) => operation.name?.value === name);
  if (name !== null && named === undefined) return { message: `No operation named "${name}"` };
  const only = operations.length === 1 ? operations[0] : undefined;
  return named ?? only ?? { message: 'An operation name is required' };
}

function ancestorsOf(source: DocumentNode, wanted: ASTNode): readonly ASTNode[] {
  const path: ASTNode[] = [];
  let found: readonly ASTNode[] = [];
  visit(source, {
    enter(node) {
      if (node === wanted) found = [...path];
      path.push(node);
    },
    leave() {
      path.pop();
    },
  });
  return found;
}
