import type { ASTNode, GraphQLError } from 'graphql';
import { Kind } from 'graphql';

/** A top-level error as Shopify writes it. */
export interface AnswerError {
  readonly message: string;
  readonly locations?: readonly { readonly line: number; readonly column: number }[];
  readonly path?: readonly (string | number)[];
  readonly extensions?: Readonly<Record<string, unknown>>;
}

interface Phrase {
  readonly pattern: RegExp;
  readonly say: (parts: readonly string[]) => {
    readonly message: string;
    readonly extensions: Record<string, unknown>;
  };
}

/**
 * Shopify validates with another library, so the same faults carry other words and a code. Left: what graphql-js says.
 * Faults without an entry keep their own words, with the code of Shopify's nearest rule missing.
 */
const PHRASES: readonly Phrase[] = [
  {
    pattern: /^Cannot query field "(\w+)" on type "(\w+)"/,
    say: ([fieldName, typeName]) => ({
      message: `Field '${fieldName}' doesn't exist on type '${typeName}'`,
      extensions: { code: 'undefinedField', typeName, fieldName },
    }),
  },
  {
    pattern: /^Unknown argument "(\w+)" on field "(\w+)\.(\w+)"/,
    say: ([argumentName, , name]) => ({
      message: `Field '${name}' doesn't accept argument '${argumentName}'`,
      extensions: { code: 'argumentNotAccepted', name, typeName: 'Field', argumentName },
    }),
  },
  {
    pattern: /^Field "(\w+)" argument "(\w+)" of type "[^"]+" is required/,
    say: ([name, argument]) => ({
      message: `Field '${name}' is missing required arguments: ${argument}`,
      extensions: { code: 'missingRequiredArguments', className: 'Field', name, arguments: argument },
    }),
  },
  {
    pattern: /^Field "(\w+)" of type "([^"]+)" must have a selection of subfields/,
    say: ([name, type]) => ({
      message: `Field must have selections (field '${name}' returns ${type?.replace(/[[\]!]/g, '')} but has no selections. Did you mean '${name} { ... }'?)`,
      extensions: {
        code: 'selectionMismatch',
        nodeName: `field '${name}'`,
        typeName: type?.replace(/[[\]!]/g, ''),
      },
    }),
  },
  {
    pattern: /^Field "(\w+)" must not have a selection since type "([^"]+)" has no subfields/,
    say: ([name, type]) => ({
      message: `Selections can't be made on scalars (field '${name}' returns ${type?.replace(/[[\]!]/g, '')} but has selections)`,
      extensions: {
        code: 'selectionMismatch',
        nodeName: `field '${name}'`,
        typeName: type?.replace(/[[\]!]/g, ''),
      },
    }),
  },
  {
    pattern: /^Variable "\$(\w+)" is not defined(?: by operation "(\w+)")?/,
    say: ([variableName, operation]) => ({
      message: `Variable $${variableName} is used by ${operation ?? 'anonymous query'} but not declared`,
      extensions: { code: 'variableNotDefined', variableName },
    }),
  },
  {
    pattern: /^Variable "\$(\w+)" is never used(?: in operation "(\w+)")?/,
    say: ([variableName, operation]) => ({
      message: `Variable $${variableName} is declared by ${operation ?? 'anonymous query'} but not used`,
      extensions: { code: 'variableNotUsed', variableName },
    }),
  },
  {
    pattern: /^Variable "\$(\w+)" of type "([^"]+)" used in position expecting type "([^"]+)"/,
    say: ([variableName, typeName, expected]) => ({
      message: `Type mismatch on variable $${variableName} (${typeName} / ${expected})`,
      extensions: { code: 'variableMismatch', variableName, typeName },
    }),
  },
  {
    pattern: /^Unknown type "(\w+)"/,
    say: ([typeName]) => ({
      message: `No such type ${typeName}, so it can't be a fragment condition`,
      extensions: { code: 'undefinedType', typeName },
    }),
  },
  {
    pattern: /^Fragment "(\w+)" is never used/,
    say: ([fragmentName]) => ({
      message: `Fragment ${fragmentName} was defined, but not used`,
      extensions: { code: 'useAndDefineFragment', fragmentName },
    }),
  },
  {
    pattern: /^Unknown fragment "(\w+)"/,
    say: ([fragmentName]) => ({
      message: `Fragment ${fragmentName} was used, but not defined`,
      extensions: { code: 'useAndDefineFragment', fragmentName },
    }),
  },
  {
    pattern:
      /^(?:Expected value of type "([^"]+)", found (.+?)[.;]|(\w+) cannot represent .*?: (.+)$|Value "(\w+)" does not exist in "(\w+)" enum)/,
    say: (parts) => ({
      message: `Argument has an invalid value (${parts[1] ?? parts[3] ?? parts[4]}). Expected type '${parts[0] ?? parts[2] ?? parts[5]}'.`,
      extensions: { code: 'argumentLiteralsIncompatible', typeName: 'Field' },
    }),
  },
];

/** `["query orders", "orders", "nodes", "x"]`: where a validation fault stands, as Shopify spells a path. */
function validationPath(node: ASTNode | undefined, ancestors: readonly ASTNode[]): (string | number)[] {
  return [...ancestors, ...(node === undefined ? [] : [node])].flatMap((entry) => {
    if (entry.kind === Kind.OPERATION_DEFINITION)
      return [`${entry.operation} ${entry.name?.value ?? ''}`.trim()];
    if (entry.kind === Kind.FIELD) return [entry.alias?.value ?? entry.name.value];
    if (entry.kind === Kind.INLINE_FRAGMENT) return [`... on ${entry.typeCondition?.name.value ?? ''}`];
    if (entry.kind === Kind.FRAGMENT_DEFINITION) return [`fragment ${entry.name.value}`];
    return [];
  });
}

/** A validation fault in Shopify's words. `pathTo` gives the ancestors of a node. */
export function phraseValidation(
  error: GraphQLError,
  pathTo: (node: ASTNode) => readonly ASTNode[],
): AnswerError {
  const node = error.nodes?.[0];
  const path = node === undefined ? [] : validationPath(node, pathTo(node));
  const locations = error.locations?.map(({ line, column }) => ({ line, column })) ?? [];
  for (const { pattern, say } of PHRASES) {
    const match = pattern.exec(error.message);
    if (match === null) continue;
    const parts = match.slice(1);
    return { ...said(say(parts)), locations, path };
  }
  return { message: error.message, locations, path, extensions: { code: 'invalid' } };
}

function said(phrase: {
  readonly message: string;
  readonly extensions: Record<string, unknown>;
}): AnswerError {
  return { message: phrase.message, extensions: phrase.extensions };
}

/** A syntax fault: no path, and the library's own words about what was unexpected. */
export function phraseSyntax(error: GraphQLError): AnswerError {
  const locations = error.locations?.map(({ line, column }) => ({ line, column })) ?? [];
  const message = `${error.message.replace(/^Syntax Error: /, 'syntax error, ').replace(/\.$/, '')}`;
  return { message, locations };
}
