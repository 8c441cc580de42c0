import type { GraphQLObjectType, GraphQLOutputType, GraphQLResolveInfo } from 'graphql';
import { getNamedType, isObjectType } from 'graphql';
import type { AdminContext } from './context.ts';
import { accessDenied } from './refusal.ts';

/** Groups of scopes: one of each group must be granted. */
type Requirement = readonly (readonly string[])[];

const SCOPE = /`((?:read|write)_[a-z_]+)`/g;
const parsed = new Map<string, Requirement>();

/**
 * What a "Required access" sentence asks of an app's scopes: alternatives are joined by "or" or commas, further
 * demands by "as well as" or "Also: Requires". Users' permissions and conditions of single arguments are left out.
 */
export function requirementOf(sentence: string): Requirement {
  const known = parsed.get(sentence);
  if (known !== undefined) return known;
  const groups = sentence
    .split(/ as well as |(?=Also: )/)
    .filter((part) => !part.startsWith('Also: ') || part.startsWith('Also: Requires `'))
    .map((part) => [...part.matchAll(SCOPE)].map((match) => match[1] ?? ''))
    .filter((group) => group.length > 0);
  parsed.set(sentence, groups);
  return groups;
}

/** A write scope carries its read scope. */
export function holdsScope(scopes: ReadonlySet<string>, scope: string): boolean {
  return scopes.has(scope) || (scope.startsWith('read_') && scopes.has(scope.replace('read_', 'write_')));
}

function meets(scopes: ReadonlySet<string>, sentence: string | undefined): boolean {
  if (sentence === undefined) return true;
  return requirementOf(sentence).every((group) => group.some((scope) => holdsScope(scopes, scope)));
}

/** The type whose data a field hands out: of a connection, its nodes. */
function dataType(type: GraphQLOutputType): string {
  const named = getNamedType(type);
  if (isObjectType(named) && named.name.endsWith('Connection')) {
    const nodes = named.getFields().nodes;
    if (nodes !== undefined) return getNamedType(nodes.type).name;
  }
  return named.name;
}

/** Denials by type and field, remembered for the scopes of one call. */
const verdicts = new WeakMap<ReadonlySet<string>, Map<GraphQLObjectType, Map<string, string | null>>>();

/** Throws ACCESS_DENIED where the token's scopes do not reach the field or what it returns. */
export function checkFieldAccess(context: AdminContext, info: GraphQLResolveInfo): void {
  const { scopes } = context.caller;
  const byType = verdicts.get(scopes) ?? new Map<GraphQLObjectType, Map<string, string | null>>();
  verdicts.set(scopes, byType);
  const known = byType.get(info.parentType) ?? new Map<string, string | null>();
  byType.set(info.parentType, known);
  let missing = known.get(info.fieldName);
  if (missing === undefined) {
    missing = missingAccess(context, info) ?? null;
    known.set(info.fieldName, missing);
  }
  if (missing !== null) throw accessDenied(info.fieldName, missing);
}

/** The sentence that the scopes do not meet. */
function missingAccess({ admin, caller }: AdminContext, info: GraphQLResolveInfo): string | undefined {
  const ofField = admin.accessOfField(info.parentType.name, info.fieldName);
  if (!meets(caller.scopes, ofField)) return ofField;
  const ofType = admin.accessOfType(dataType(info.returnType));
  return meets(caller.scopes, ofType) ? undefined : ofType;
}

/** The same for an object whose type only the data tells (node, nodes, tagsAdd). */
export function checkTypeAccess(context: AdminContext, typeName: string, fieldName: string): void {
  const needed = context.admin.accessOfType(typeName);
  if (needed !== undefined && !meets(context.caller.scopes, needed)) throw accessDenied(fieldName, needed);
}

/** Writing to an object needs the write scope of its type ("write_customers" for a customer). */
export function checkWriteAccess(context: AdminContext, typeName: string, fieldName: string): void {
  const needed = context.admin.accessOfType(typeName);
  if (needed === undefined) return;
  const write = needed.replaceAll('`read_', '`write_');
  if (!meets(context.caller.scopes, write)) throw accessDenied(fieldName, write);
}

const ORDER_WINDOW_MS = 60 * 86_400_000;

/** Orders created before this moment are out of sight without `read_all_orders`. */
export function oldestVisibleOrder(context: AdminContext): number {
  if (context.caller.scopes.has('read_all_orders')) return Number.NEGATIVE_INFINITY;
  return context.state.clock.now() - ORDER_WINDOW_MS;
}
