import {
  type DocumentNode,
  type FieldNode,
  type GraphQLSchema,
  getNamedType,
  getNullableType,
  isListType,
  Kind,
  type OperationDefinitionNode,
  parse,
  TypeInfo,
  visit,
  visitWithTypeInfo,
} from 'graphql';

export const connectionLimit = 5;
export const depthLimit = 2;

/**
 * Why Shopify would refuse a bulk query, or undefined. Rules of shopify.dev's bulk operations guide and the schema's own text:
 * one query with one root field that is no node/nodes, 1 to 5 connections, at most 2 deep, none inside a list field, every
 * connection read by `edges { node }`, and an `id` on each parent of a nested connection.
 */
export function bulkQueryFault(schema: GraphQLSchema, document: DocumentNode): string | undefined {
  const operations = document.definitions.filter(
    (definition) => definition.kind === Kind.OPERATION_DEFINITION,
  );
  const [operation] = operations;
  if (operations.length !== 1 || operation?.operation !== 'query')
    return 'Bulk queries need exactly one query operation';
  if (document.definitions.length > 1) return 'Bulk queries cannot use named fragments';
  const fields = operation.selectionSet.selections.filter((selection) => selection.kind === Kind.FIELD);
  if (fields.length !== 1) return 'Bulk queries must have exactly one top-level field';
  const root = fields[0]?.name.value ?? '';
  if (root === 'node' || root === 'nodes')
    return `Bulk queries cannot start at the top-level field '${root}'`;
  return connectionFault(schema, operation);
}

function connectionFault(schema: GraphQLSchema, operation: OperationDefinitionNode): string | undefined {
  const types = new TypeInfo(schema);
  const path: { isConnection: boolean; isList: boolean; field: FieldNode }[] = [];
  let count = 0;
  let fault: string | undefined;
  const refuse = (reason: string): void => {
    fault ??= reason;
  };
  visit(
    operation,
    visitWithTypeInfo(types, {
      Field: {
        enter(field) {
          const type = types.getType();
          const isConnection = getNamedType(type)?.name.endsWith('Connection') ?? false;
          const isList = type != null && isListType(getNullableType(type));
          if (isConnection) {
            count++;
            const above = path.filter((step) => step.isConnection);
            if (above.length > depthLimit)
              refuse(`Bulk queries cannot contain connections deeper than ${depthLimit} levels`);
            if (path.some((step, index) => step.isList && !path[index - 1]?.isConnection)) {
              refuse('Bulk queries cannot contain connections inside a list field');
            }
            if (!readsEdges(field))
              refuse(`The connection '${field.name.value}' must be read by 'edges { node }'`);
            if (above.length > 0 && !selectsId(path.at(-1)?.field)) {
              refuse(
                "The parent 'node' field for a nested connection must select the 'id' field without an alias",
              );
            }
          }
          path.push({ isConnection, isList, field });
        },
        leave() {
          path.pop();
        },
      },
    }),
  );
  if (count === 0) return 'Bulk queries must contain at least one connection';
  if (count > connectionLimit) return `Bulk queries cannot contain more than ${connectionLimit} connections`;
  return fault;
}

function readsEdges(connection: FieldNode): boolean {
  const edges = childNamed(connection, 'edges');
  return edges !== undefined && childNamed(edges, 'node') !== undefined;
}

function selectsId(field: FieldNode | undefined): boolean {
  const id = field === undefined ? undefined : childNamed(field, 'id');
  return id !== undefined && id.alias === undefined;
}

function childNamed(field: FieldNode, name: string): FieldNode | undefined {
  const children = field.selectionSet?.selections ?? [];
  return children.find((child): child is FieldNode => child.kind === Kind.FIELD && child.name.value === name);
}

/** Why Shopify would refuse a mutation for a bulk run, or undefined: one mutation, one root field, no bulk operation itself. */
export function bulkMutationFault(text: string): string | undefined {
  let document: DocumentNode;
  try {
    document = parse(text, { noLocation: true });
  } catch (error) {
    return `The mutation cannot be parsed: ${error instanceof Error ? error.message : String(error)}`;
  }
  const operations = document.definitions.filter(
    (definition) => definition.kind === Kind.OPERATION_DEFINITION,
  );
  const [operation] = operations;
  if (operations.length !== 1 || operation?.operation !== 'mutation')
    return 'Exactly one mutation operation is needed';
  const fields = operation.selectionSet.selections;
  const [field] = fields;
  if (fields.length !== 1 || field?.kind !== Kind.FIELD) return 'Exactly one top-level field is needed';
  return field.name.value.startsWith('bulkOperation')
    ? 'A bulk operation cannot run bulk operations'
    : undefined;
}
