import { readFileSync } from 'node:fs';
import type { GraphQLInputType } from 'graphql';
import { getNamedType, isObjectType, Kind, parse } from 'graphql';
import { isImplemented } from '../../../dev-store/graphql/resolver-map.ts';
import { loadAdminSchema } from '../../../dev-store/schema/load-schema.ts';

export interface RecordedError {
  readonly field?: readonly string[] | null;
  readonly message: string;
  readonly code?: string | null;
  readonly path?: readonly (string | number)[];
  readonly extensions?: { readonly code?: string };
}

/** One line of errors.jsonl. `field` is the root field, its alias, or `errors`. */
export interface Refusal {
  readonly field: string;
  readonly query: string | null;
  readonly variables: Record<string, unknown> | null;
  readonly userErrors?: readonly RecordedError[];
  readonly errors?: readonly RecordedError[];
}

export function readRefusals(file: URL): readonly Refusal[] {
  const lines = readFileSync(file, 'utf8').trim().split('\n');
  return lines.map((line): Refusal => JSON.parse(line));
}

/** Root fields a refusal calls, with the type they stand on. */
export function rootFieldsOf(refusal: Refusal): readonly { readonly type: string; readonly name: string }[] {
  if (!refusal.query) return [{ type: 'Mutation', name: refusal.field }];
  return parse(refusal.query).definitions.flatMap((definition) => {
    if (definition.kind !== Kind.OPERATION_DEFINITION) return [];
    const type = definition.operation === 'mutation' ? 'Mutation' : 'QueryRoot';
    return definition.selectionSet.selections.flatMap((selection) =>
      selection.kind === Kind.FIELD ? [{ type, name: selection.name.value }] : [],
    );
  });
}

export const isSupported = (refusal: Refusal): boolean =>
  rootFieldsOf(refusal).every(({ type, name }) => isImplemented(type, name));

/** The recorded query, or one built from the schema where only variables were kept. */
export function queryOf(refusal: Refusal): string {
  if (refusal.query) return refusal.query;
  const { schema } = loadAdminSchema();
  const field = schema.getMutationType()?.getFields()[refusal.field];
  const payload = field === undefined ? undefined : getNamedType(field.type);
  const errors = isObjectType(payload) ? getNamedType(payload.getFields().userErrors?.type) : undefined;
  if (field === undefined || !isObjectType(errors)) throw new Error(`no mutation ${refusal.field}`);
  const parts = ['field', 'message', 'code'].filter((part) => part in errors.getFields()).join(' ');
  const argumentsOf = (say: (name: string, type: GraphQLInputType) => string): string =>
    field.args.map((argument) => say(argument.name, argument.type)).join(', ');
  const declared = argumentsOf((name, type) => `$${name}: ${String(type)}`);
  const passed = argumentsOf((name) => `${name}: $${name}`);
  return `mutation(${declared}) { ${refusal.field}(${passed}) { userErrors { ${parts} } } }`;
}

/** What is compared: fields and codes of user errors, paths and codes of top-level ones. */
export function essence(errors: readonly RecordedError[], withCode: boolean): readonly string[] {
  return errors.map((error) =>
    JSON.stringify([
      error.field ?? null,
      withCode ? (error.code ?? null) : null,
      error.path ?? null,
      error.extensions?.code ?? null,
    ]),
  );
}
