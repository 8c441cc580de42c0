import type {
  FieldNode,
  FragmentDefinitionNode,
  GraphQLCompositeType,
  GraphQLOutputType,
  GraphQLSchema,
  OperationDefinitionNode,
  SelectionNode,
  SelectionSetNode,
} from 'graphql';
import { getNamedType, isAbstractType, isCompositeType, isUnionType, Kind } from 'graphql';

export interface CostInput {
  readonly schema: GraphQLSchema;
  readonly operation: OperationDefinitionNode;
  readonly fragments: Readonly<Record<string, FragmentDefinitionNode>>;
  readonly variables: Readonly<Record<string, unknown>>;
}

/*
 * The rule, fitted to recorded answers: an object or interface 1, scalars 0, money and consents 0, a list as one object,
 * a `Count` 10, a mutation 10 with its payload's own objects free. A connection of `first: n` is 2 + g(n) × one node,
 * g(n) = ⌊2·ln n⌋ and at least 1. Alternatives of an abstract type count as the dearest.
 */
const MUTATION = 10;
const COUNT = 10;
const CONNECTION = 2;
const FREE_TYPES = new Set([
  'MoneyV2',
  'MoneyBag',
  'CustomerEmailMarketingConsentState',
  'CustomerSmsMarketingConsentState',
]);
const FREE_FIELDS = new Set(['Customer.defaultAddress', 'pageInfo']);
const DEAR_TYPES: Readonly<Record<string, number>> = { StoreCreditAccount: 6 };

const growth = (n: number): number => (n <= 0 ? 0 : Math.max(1, Math.floor(2 * Math.log(n))));

/** What the query could cost at most, known before it runs: at least 1. */
export function requestedCost(input: CostInput): number {
  return total(input, undefined);
}

/** What it cost by what it found: null objects 0, connections by the nodes that came. */
export function actualCost(input: CostInput, data: unknown): number {
  return total(input, { data });
}

/** The answer to count along, or undefined to count what was asked. */
type Found = { readonly data: unknown } | undefined;

function total(input: CostInput, found: Found): number {
  const { schema, operation } = input;
  const root = operation.operation === 'mutation' ? schema.getMutationType() : schema.getQueryType();
  return root == null ? 0 : Math.max(1, Math.ceil(selectionCost(input, root, operation.selectionSet, found)));
}

function selectionCost(
  input: CostInput,
  type: GraphQLCompositeType,
  set: SelectionSetNode,
  found: Found,
): number {
  let shared = 0;
  let dearest = 0;
  for (const selection of set.selections) {
    if (selection.kind === Kind.FIELD) {
      shared += fieldCost(input, type, selection, found);
      continue;
    }
    const inner = fragmentOf(input, type, selection);
    if (inner === undefined) continue;
    const cost = selectionCost(input, inner.type, inner.set, found);
    if (isAbstractType(type) && inner.type !== type) dearest = Math.max(dearest, cost);
    else shared += cost;
  }
  return shared + dearest;
}

function fragmentOf(
  input: CostInput,
  type: GraphQLCompositeType,
  selection: Exclude<SelectionNode, FieldNode>,
): { readonly type: GraphQLCompositeType; readonly set: SelectionSetNode } | undefined {
  const fragment =
    selection.kind === Kind.FRAGMENT_SPREAD ? input.fragments[selection.name.value] : selection;
  if (fragment === undefined) return undefined;
  const on =
    fragment.typeCondition === undefined ? type : input.schema.getType(fragment.typeCondition.name.value);
  return isCompositeType(on) ? { type: on, set: fragment.selectionSet } : undefined;
}

function valueOfField(node: FieldNode, found: Found): unknown {
  if (found === undefined || typeof found.data !== 'object' || found.data === null) return undefined;
  return Reflect.get(found.data, node.alias?.value ?? node.name.value);
}

function fieldCost(input: CostInput, parent: GraphQLCompositeType, node: FieldNode, found: Found): number {
  const set = node.selectionSet;
  const field = isUnionType(parent) ? undefined : parent.getFields()[node.name.value];
  const type = field === undefined ? undefined : getNamedType(field.type);
  if (set === undefined || field === undefined || !isCompositeType(type)) return 0;
  if (parent === input.schema.getMutationType()) {
    return MUTATION + payloadCost(input, type, set, found && { data: valueOfField(node, found) });
  }
  if (type.name === 'Count') return COUNT;
  if (type.name.endsWith('Connection')) return connectionCost(input, type, node, set, found);
  if (type.name.endsWith('UserError')) return 0;
  const value = valueOfField(node, found);
  if (found !== undefined && (value === undefined || value === null)) return 0;
  return objectCost(parent, node.name.value, type) + itemCost(input, type, set, found && { data: value });
}

function objectCost(parent: GraphQLCompositeType, name: string, type: GraphQLCompositeType): number {
  if (FREE_TYPES.has(type.name) || FREE_FIELDS.has(name) || FREE_FIELDS.has(`${parent.name}.${name}`))
    return 0;
  return DEAR_TYPES[type.name] ?? 1;
}

/** Inside of an object, or the dearest of a list. */
function itemCost(input: CostInput, type: GraphQLCompositeType, set: SelectionSetNode, found: Found): number {
  if (found === undefined || !Array.isArray(found.data)) return selectionCost(input, type, set, found);
  const costs = found.data.map((item) =>
    item === null ? 0 : selectionCost(input, type, set, { data: item }),
  );
  return Math.max(0, ...costs);
}

/** A payload's own objects are free, what hangs on them is not. */
function payloadCost(
  input: CostInput,
  type: GraphQLCompositeType,
  set: SelectionSetNode,
  found: Found,
): number {
  let cost = 0;
  for (const selection of set.selections) {
    if (selection.kind !== Kind.FIELD || selection.selectionSet === undefined || isUnionType(type)) continue;
    const inner = innerType(type.getFields()[selection.name.value]?.type);
    if (inner === undefined || inner.name.endsWith('Error')) continue;
    const value = valueOfField(selection, found);
    if (found !== undefined && (value === undefined || value === null)) continue;
    cost += itemCost(input, inner, selection.selectionSet, found && { data: value });
  }
  return cost;
}

function innerType(type: GraphQLOutputType | undefined): GraphQLCompositeType | undefined {
  const named = type === undefined ? undefined : getNamedType(type);
  return isCompositeType(named) ? named : undefined;
}

function connectionCost(
  input: CostInput,
  type: GraphQLCompositeType,
  node: FieldNode,
  set: SelectionSetNode,
  found: Found,
): number {
  const value = valueOfField(node, found);
  let cost = 0;
  for (const selection of set.selections) {
    if (selection.kind !== Kind.FIELD || selection.selectionSet === undefined || isUnionType(type)) continue;
    const name = selection.name.value;
    const inner = innerType(type.getFields()[name]?.type);
    if (inner === undefined || (name !== 'nodes' && name !== 'edges')) continue;
    const list = valueOfField(selection, found && { data: value });
    const items: readonly unknown[] | undefined = Array.isArray(list) ? list : undefined;
    const amount = found === undefined ? pageSizeOf(input, node) : (items?.length ?? 0);
    const each = (item: Found): number =>
      name === 'edges'
        ? selectionCost(input, inner, selection.selectionSet ?? set, item)
        : objectCost(type, name, inner) + selectionCost(input, inner, selection.selectionSet ?? set, item);
    cost += growth(amount) * (items === undefined ? each(undefined) : dearestOf(items, each));
  }
  return CONNECTION + cost;
}

function dearestOf(items: readonly unknown[], each: (item: Found) => number): number {
  return items.reduce<number>((most, item) => Math.max(most, each({ data: item })), 0);
}

function pageSizeOf(input: CostInput, node: FieldNode): number {
  for (const argument of node.arguments ?? []) {
    if (argument.name.value !== 'first' && argument.name.value !== 'last') continue;
    const { value } = argument;
    if (value.kind === Kind.VARIABLE) return Number(input.variables[value.name.value] ?? 0);
    if (value.kind === Kind.INT) return Number(value.value);
  }
  return 0;
}
