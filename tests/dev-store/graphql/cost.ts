import type {
  FieldNode,
  FragmentDefinitionNode,
  GraphQLCompositeType,
  GraphQLSchema,
  OperationDefinitionNode,
  SelectionSetNode,
} from 'graphql';
import { getNamedType, isAbstractType, isCompositeType, isObjectType, Kind } from 'graphql';

export interface CostInput {
  readonly schema: GraphQLSchema;
  readonly operation: OperationDefinitionNode;
  readonly fragments: Readonly<Record<string, FragmentDefinitionNode>>;
  readonly variables: Readonly<Record<string, unknown>>;
}

/** Placeholder until fitted. */
export function requestedCost(input: CostInput): number {
  const root =
    input.operation.operation === 'mutation' ? input.schema.getMutationType() : input.schema.getQueryType();
  if (root == null) return 0;
  return Math.max(1, Math.round(selectionCost(input, root, input.operation.selectionSet)));
}

function selectionCost(input: CostInput, type: GraphQLCompositeType, set: SelectionSetNode): number {
  let total = 0;
  for (const selection of set.selections) {
    if (selection.kind === Kind.FIELD) total += fieldCost(input, type, selection);
    else {
      const fragment =
        selection.kind === Kind.FRAGMENT_SPREAD ? input.fragments[selection.name.value] : selection;
      const on =
        fragment?.typeCondition === undefined
          ? type
          : input.schema.getType(fragment.typeCondition.name.value);
      if (fragment !== undefined && isCompositeType(on))
        total += selectionCost(input, on, fragment.selectionSet);
    }
  }
  return total;
}

function fieldCost(input: CostInput, type: GraphQLCompositeType, node: FieldNode): number {
  if (isAbstractType(type) && !('getFields' in type)) return 0;
  const field = 'getFields' in type ? type.getFields()[node.name.value] : undefined;
  if (field === undefined || node.selectionSet === undefined) return 0;
  const named = getNamedType(field.type);
  if (!isCompositeType(named)) return 0;
  const inner = selectionCost(input, named, node.selectionSet);
  return isObjectType(named) ? 1 + inner : inner;
}

export function actualCost(input: CostInput, _data: unknown): number {
  return requestedCost(input);
}
