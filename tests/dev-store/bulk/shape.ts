import {
  type DocumentNode,
  type GraphQLSchema,
  getNamedType,
  Kind,
  type SelectionNode,
  TypeInfo,
  visit,
  visitWithTypeInfo,
} from 'graphql';

/** Where in a document's answer connections lie: response keys down to each, with what hangs below. */
export type Shape = { connection: boolean; keys: Map<string, Shape> };

const emptyShape = (): Shape => ({ connection: false, keys: new Map() });

/** The shape of a bulk query: a tree of response keys, connections marked. Fragments must be inline. */
export function shapeOf(schema: GraphQLSchema, document: DocumentNode): Shape {
  const root = emptyShape();
  const path: Shape[] = [root];
  const types = new TypeInfo(schema);
  visit(
    document,
    visitWithTypeInfo(types, {
      Field: {
        enter(field) {
          const key = field.alias?.value ?? field.name.value;
          const parent = path.at(-1) ?? root;
          const shape = parent.keys.get(key) ?? emptyShape();
          shape.connection ||= getNamedType(types.getType())?.name.endsWith('Connection') ?? false;
          parent.keys.set(key, shape);
          path.push(shape);
        },
        leave() {
          path.pop();
        },
      },
    }),
  );
  prune(root);
  return root;
}

/** Drops branches without any connection: they stay inline and need no walk. */
function prune(shape: Shape): boolean {
  for (const [key, below] of shape.keys) if (!prune(below)) shape.keys.delete(key);
  return shape.connection || shape.keys.size > 0;
}

/** The one root field of a query by its response key. */
export function rootKey(document: DocumentNode): string {
  const operation = document.definitions.find((definition) => definition.kind === Kind.OPERATION_DEFINITION);
  const field = operation?.selectionSet.selections.find(
    (selection: SelectionNode) => selection.kind === Kind.FIELD,
  );
  return field?.kind === Kind.FIELD ? (field.alias?.value ?? field.name.value) : '';
}
