import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLCompositeType,
  type GraphQLSchema,
  getNamedType,
  isCompositeType,
  isUnionType,
  Kind,
  type SelectionSetNode,
} from 'graphql';

/** Where in a document's answer connections lie: response keys down to each, with what hangs below. */
export type Shape = { connection: boolean; selectsId: boolean; keys: Map<string, Shape> };

const emptyShape = (): Shape => ({ connection: false, selectsId: false, keys: new Map() });

/** The root field of a bulk query by its response key, and the shape of its answer: a tree of keys, connections marked. */
export function shapeOf(
  schema: GraphQLSchema,
  document: DocumentNode,
): { key: string; shape: Shape } | undefined {
  const operation = document.definitions.find((definition) => definition.kind === Kind.OPERATION_DEFINITION);
  const queryRoot = schema.getQueryType();
  if (operation === undefined || queryRoot == null) return undefined;
  const fragments = new Map(
    document.definitions.flatMap((entry) =>
      entry.kind === Kind.FRAGMENT_DEFINITION ? [[entry.name.value, entry]] : [],
    ),
  );
  const root = emptyShape();
  readSelections({ schema, fragments }, queryRoot, operation.selectionSet, root);
  prune(root);
  const [first] = root.keys;
  return first && { key: first[0], shape: first[1] };
}

type Source = { schema: GraphQLSchema; fragments: ReadonlyMap<string, FragmentDefinitionNode> };

function readSelections(
  source: Source,
  type: GraphQLCompositeType,
  set: SelectionSetNode,
  into: Shape,
): void {
  for (const selection of set.selections) {
    if (selection.kind === Kind.FIELD) {
      readField(source, type, selection, into);
      continue;
    }
    const fragment =
      selection.kind === Kind.FRAGMENT_SPREAD ? source.fragments.get(selection.name.value) : selection;
    const on = fragment?.typeCondition ? source.schema.getType(fragment.typeCondition.name.value) : type;
    if (fragment !== undefined && isCompositeType(on))
      readSelections(source, on, fragment.selectionSet, into);
  }
}

function readField(source: Source, type: GraphQLCompositeType, field: FieldNode, into: Shape): void {
  if (field.name.value === 'id' && field.alias === undefined) into.selectsId = true;
  const definition = isUnionType(type) ? undefined : type.getFields()[field.name.value];
  const inner = definition && getNamedType(definition.type);
  if (field.selectionSet === undefined || !isCompositeType(inner)) return;
  const key = field.alias?.value ?? field.name.value;
  const below = into.keys.get(key) ?? emptyShape();
  below.connection ||= inner.name.endsWith('Connection');
  into.keys.set(key, below);
  readSelections(source, inner, field.selectionSet, below);
}

/** Drops branches without any connection: they stay inline and need no walk. */
function prune(shape: Shape): boolean {
  for (const [key, below] of shape.keys) if (!prune(below)) shape.keys.delete(key);
  return shape.connection || shape.keys.size > 0;
}

/** The shape of the nodes of a connection. */
export function nodeShape(connection: Shape): Shape | undefined {
  return connection.keys.get('edges')?.keys.get('node');
}

/** True where a nested connection's parent node does not select its plain `id`: its children could name no parent. */
export function lacksParentId(connection: Shape): boolean {
  const node = nodeShape(connection);
  if (node === undefined || node.keys.size === 0) return false;
  return !node.selectsId || nestedConnections(node).some(lacksParentId);
}

function nestedConnections(shape: Shape): Shape[] {
  return [...shape.keys.values()].flatMap((below) => (below.connection ? [below] : nestedConnections(below)));
}
