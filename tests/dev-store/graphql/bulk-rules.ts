import type { DocumentNode, FieldNode, GraphQLCompositeType, GraphQLSchema, SelectionSetNode } from 'graphql';
import { getNamedType, getNullableType, isCompositeType, isListType, isUnionType, Kind } from 'graphql';
import type { UserErrorRecord } from '../state/ports.ts';
import { prepareDocument } from './prepare-document.ts';

const MAX_DOCUMENT_BYTES = 65_535;
const MAX_CONNECTIONS = 5;
const MAX_DEPTH = 2;

interface Connections {
  readonly count: number;
  readonly depth: number;
  readonly byNodes: readonly string[];
  readonly inList: boolean;
  readonly withoutId: boolean;
}

/** Every connection of a document: how many, how deep, and which are read in a way bulk cannot. */
function connectionsOf(schema: GraphQLSchema, source: DocumentNode): Connections {
  const seen = { count: 0, depth: 0, byNodes: [] as string[], inList: false, withoutId: false };
  const fragments = new Map(
    source.definitions.flatMap((entry) =>
      entry.kind === Kind.FRAGMENT_DEFINITION ? [[entry.name.value, entry]] : [],
    ),
  );
  const enterField = (type: GraphQLCompositeType, node: FieldNode, depth: number, inList: boolean): void => {
    const field = isUnionType(type) ? undefined : type.getFields()[node.name.value];
    const inner = field === undefined ? undefined : getNamedType(field.type);
    if (field === undefined || node.selectionSet === undefined || !isCompositeType(inner)) return;
    const isConnection = inner.name.endsWith('Connection');
    if (isConnection) {
      seen.count += 1;
      seen.depth = Math.max(seen.depth, depth + 1);
      seen.inList ||= inList;
      const names = node.selectionSet.selections.flatMap((entry) =>
        entry.kind === Kind.FIELD ? [entry.name.value] : [],
      );
      if (names.includes('nodes')) seen.byNodes.push(node.name.value);
    }
    const ownList = isListType(getNullableType(field.type)) && !type.name.endsWith('Connection');
    enter(inner, node.selectionSet, isConnection ? depth + 1 : depth, inList || ownList);
  };
  const enter = (type: GraphQLCompositeType, set: SelectionSetNode, depth: number, inList: boolean): void => {
    for (const selection of set.selections) {
      if (selection.kind === Kind.FIELD) {
        enterField(type, selection, depth, inList);
        continue;
      }
      const fragment =
        selection.kind === Kind.FRAGMENT_SPREAD ? fragments.get(selection.name.value) : selection;
      const on =
        fragment?.typeCondition === undefined ? type : schema.getType(fragment.typeCondition.name.value);
      if (fragment !== undefined && isCompositeType(on)) enter(on, fragment.selectionSet, depth, inList);
    }
  };
  for (const definition of source.definitions) {
    if (definition.kind !== Kind.OPERATION_DEFINITION) continue;
    const root = definition.operation === 'mutation' ? schema.getMutationType() : schema.getQueryType();
    if (root != null) enter(root, definition.selectionSet, 0, false);
  }
  return seen;
}

/** Why a bulk query is refused before it is queued, or undefined. The words are recorded ones. */
export function bulkQueryFault(query: string): UserErrorRecord | undefined {
  const invalid = (message: string): UserErrorRecord => ({ field: ['query'], message, code: 'INVALID' });
  const bytes = Buffer.byteLength(query);
  if (bytes > MAX_DOCUMENT_BYTES) {
    return invalid(`Query is too large (${bytes} bytes; maximum is ${MAX_DOCUMENT_BYTES} bytes)`);
  }
  const prepared = prepareDocument(query, null);
  if (!prepared.ok)
    return invalid(`Invalid bulk query: ${prepared.errors.map((error) => error.message).join(', ')}`);
  const { schema, source, operation } = prepared.document;
  if (operation.operation !== 'query') {
    return invalid('Invalid operation type. Only `query` operations are supported.');
  }
  const fields = operation.selectionSet.selections;
  const root = fields[0];
  if (fields.length !== 1 || root?.kind !== Kind.FIELD)
    return invalid('Bulk queries must have exactly one top-level field.');
  if (root.name.value === 'node' || root.name.value === 'nodes') {
    return invalid(`Bulk queries cannot use '${root.name.value}' as the top-level field.`);
  }
  const found = connectionsOf(schema, source);
  if (found.count === 0) return invalid('Bulk queries must contain at least one connection.');
  if (found.byNodes.length > 0) return invalid(readByNodes(found.byNodes));
  if (found.inList) {
    return invalid(
      'Queries that contain a connection field within a list field are not currently supported.',
    );
  }
  if (found.count > MAX_CONNECTIONS)
    return invalid(`Bulk queries cannot contain more than ${MAX_CONNECTIONS} connections.`);
  if (found.depth > MAX_DEPTH + 1) {
    return invalid(`Bulk queries cannot contain connections with a nesting depth greater than ${MAX_DEPTH}.`);
  }
  return undefined;
}

function readByNodes(names: readonly string[]): string {
  const invalid = names.map((name) => `'${name}'`).join(', ');
  return `All connection fields in a bulk query must select their contents using 'edges' > 'node', e.g: '${names[0]} { edges { node {'. Selecting via 'nodes' is not supported. Invalid connection fields: ${invalid}.`;
}

/** The same for a bulk mutation. */
export function bulkMutationFault(
  mutation: string,
  clientIdentifier: string | null,
): UserErrorRecord | undefined {
  const refuse = (
    field: readonly string[] | null,
    message: string,
    code: string | null = 'INVALID_MUTATION',
  ) => ({
    field,
    message,
    code,
  });
  const bytes = Buffer.byteLength(mutation);
  if (bytes > MAX_DOCUMENT_BYTES) {
    return refuse(['query'], `is too large (${bytes} bytes; maximum is ${MAX_DOCUMENT_BYTES} bytes)`);
  }
  if (clientIdentifier !== null && clientIdentifier.length < 10) {
    return refuse(['clientIdentifier'], 'is too short (minimum is 10 characters)');
  }
  if (clientIdentifier !== null && clientIdentifier.length > 255) {
    return refuse(['clientIdentifier'], 'is too long (maximum is 255 characters)');
  }
  const prepared = prepareDocument(mutation, null);
  if (!prepared.ok) {
    const said = prepared.errors.map((error) => error.message).join(', ');
    return refuse(['mutation'], `Invalid mutation: ${said}`);
  }
  const { schema, source, operation } = prepared.document;
  if (operation.operation !== 'mutation') {
    return refuse(null, 'Invalid operation type. Only `mutation` operations are supported.');
  }
  const fields = operation.selectionSet.selections;
  const root = fields[0];
  if (fields.length !== 1 || root?.kind !== Kind.FIELD)
    return refuse(['mutation'], 'You must use exactly one mutation.');
  if (root.name.value.startsWith('bulkOperation'))
    return refuse(['mutation'], 'You must use an allowed mutation name.', null);
  if (connectionsOf(schema, source).count > 1) {
    return refuse(['mutation'], 'Bulk mutations cannot contain more than 1 connection.', null);
  }
  return undefined;
}
