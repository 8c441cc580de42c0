import type { DocumentNode, GraphQLInputType, GraphQLSchema, OperationDefinitionNode } from 'graphql';
import {
  getNullableType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isScalarType,
  Kind,
  TypeInfo,
  typeFromAST,
  visit,
  visitWithTypeInfo,
} from 'graphql';
import type { AnswerError } from './error-phrasing.ts';

/** Longest input array Shopify takes. */
export const MAX_INPUT_ARRAY = 250;

interface Problem {
  readonly path: readonly (string | number)[];
  readonly explanation: string;
}

type ScalarRule = (value: unknown) => string | undefined;

const text =
  (pattern: RegExp, say: (value: unknown) => string): ScalarRule =>
  (value) =>
    typeof value === 'string' && pattern.test(value) ? undefined : say(value);

const DATE_TIME = /^\d{4}-\d{2}-\d{2}([T ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?)?$/;

/** Shopify's own scalars, which the published schema names but does not describe. */
const SCALARS: Readonly<Record<string, ScalarRule>> = {
  ID: (value) => {
    const good = typeof value === 'string' && /^gid:\/\/shopify\/\w+\/.+$/.test(value);
    return good ? undefined : `Invalid global id '${String(value)}'`;
  },
  DateTime: (value) => {
    const good = typeof value === 'string' && DATE_TIME.test(value) && !Number.isNaN(Date.parse(value));
    return good ? undefined : `invalid DateTime '${String(value)}'`;
  },
  Date: text(/^\d{4}-\d{2}-\d{2}$/, (value) => `invalid date '${String(value)}'`),
  Decimal: (value) => {
    const good = typeof value === 'number' || (typeof value === 'string' && /^-?\d+(\.\d+)?$/.test(value));
    return good ? undefined : `invalid decimal '${String(value)}'`;
  },
  UnsignedInt64: (value) => {
    const good = /^\d+$/.test(String(value)) && BigInt(String(value)) < 1n << 64n;
    return good ? undefined : `invalid unsigned 64-bit integer '${String(value)}'`;
  },
  URL: (value) =>
    typeof value === 'string' && URL.canParse(value) ? undefined : `Invalid url '${String(value)}'`,
  UtcOffset: text(/^[+-]\d{2}:?\d{2}$/, (value) => `invalid UTC offset '${String(value)}'`),
};

/** Every fault of one input value: what graphql-js lets through because custom scalars are opaque to it. */
function problemsOf(
  type: GraphQLInputType,
  value: unknown,
  path: readonly (string | number)[],
): readonly Problem[] {
  if (value === null || value === undefined) return [];
  const inner = isNonNullType(type) ? type.ofType : type;
  if (isListType(inner)) {
    const items: readonly unknown[] = Array.isArray(value) ? value : [value];
    return items.flatMap((item, at) => problemsOf(inner.ofType, item, [...path, at]));
  }
  if (isInputObjectType(inner) && typeof value === 'object') {
    const fields = inner.getFields();
    return Object.entries(value).flatMap(([key, entry]) => {
      const field = fields[key];
      return field === undefined ? [] : problemsOf(field.type, entry, [...path, key]);
    });
  }
  const rule = isScalarType(inner) && Object.hasOwn(SCALARS, inner.name) ? SCALARS[inner.name] : undefined;
  const explanation = rule?.(value);
  return explanation === undefined ? [] : [{ path, explanation }];
}

function oversized(type: GraphQLInputType, value: unknown): number | undefined {
  if (value === null || value === undefined) return undefined;
  const inner = getNullableType(type);
  if (isListType(inner) && Array.isArray(value)) {
    if (value.length > MAX_INPUT_ARRAY) return value.length;
    for (const item of value) {
      const size = oversized(inner.ofType, item);
      if (size !== undefined) return size;
    }
  }
  if (isInputObjectType(inner) && typeof value === 'object' && !Array.isArray(value)) {
    for (const [key, entry] of Object.entries(value)) {
      const field = inner.getFields()[key];
      const size = field === undefined ? undefined : oversized(field.type, entry);
      if (size !== undefined) return size;
    }
  }
  return undefined;
}

const tooLarge = (size: number): AnswerError => ({
  message: `The input array size of ${size} is greater than the maximum allowed of ${MAX_INPUT_ARRAY}.`,
  extensions: { code: 'MAX_INPUT_SIZE_EXCEEDED' },
});

/** Faults of the variables in Shopify's form, one error per variable. */
export function checkVariables(
  schema: GraphQLSchema,
  operation: OperationDefinitionNode,
  variables: Readonly<Record<string, unknown>>,
): readonly AnswerError[] {
  return (operation.variableDefinitions ?? []).flatMap((definition): readonly AnswerError[] => {
    const name = definition.variable.name.value;
    const type = typeFromAST(schema, definition.type) as GraphQLInputType | undefined;
    if (type === undefined) return [];
    const value = variables[name];
    const size = oversized(type, value);
    if (size !== undefined) return [tooLarge(size)];
    const problems = problemsOf(type, value, []);
    return problems.length === 0 ? [] : [invalidVariable(name, String(type), value, problems)];
  });
}

export function invalidVariable(
  name: string,
  type: string,
  value: unknown,
  problems: readonly Problem[],
): AnswerError {
  const first = problems[0];
  const place =
    first === undefined || first.path.length === 0
      ? ''
      : ` for ${first.path.join('.')} (${first.explanation})`;
  return {
    message: `Variable $${name} of type ${type} was provided invalid value${place}`,
    extensions: {
      code: 'INVALID_VARIABLE',
      value: value ?? null,
      problems: problems.map((problem) => ({ ...problem, message: problem.explanation })),
    },
  };
}

/** The same for literals written in the document. */
export function checkLiterals(schema: GraphQLSchema, document: DocumentNode): readonly AnswerError[] {
  const errors: AnswerError[] = [];
  const info = new TypeInfo(schema);
  visit(
    document,
    visitWithTypeInfo(info, {
      enter(node) {
        if (node.kind === Kind.LIST && node.values.length > MAX_INPUT_ARRAY)
          errors.push(tooLarge(node.values.length));
        if (node.kind !== Kind.STRING && node.kind !== Kind.INT && node.kind !== Kind.FLOAT) return;
        const type = info.getInputType();
        const named = type == null ? undefined : getNullableType(type);
        const explanation = named == null ? undefined : problemsOf(named, node.value, [])[0]?.explanation;
        if (explanation !== undefined) {
          errors.push({
            message: explanation,
            extensions: { code: 'argumentLiteralsIncompatible', typeName: 'CoercionError' },
          });
        }
      },
    }),
  );
  return errors;
}
