import { GraphQLError } from 'graphql';

const SCOPES_DOC = 'https://shopify.dev/api/usage/access-scopes';

export function badRequest(message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code: 'BAD_REQUEST' } });
}

export function invalidId(gid: string): GraphQLError {
  return new GraphQLError(`Invalid id: ${gid}`, { extensions: { code: 'RESOURCE_NOT_FOUND' } });
}

export function accessDenied(fieldName: string, requiredAccess: string): GraphQLError {
  return new GraphQLError(`Access denied for ${fieldName} field. Required access: ${requiredAccess}`, {
    extensions: { code: 'ACCESS_DENIED', documentation: SCOPES_DOC, requiredAccess },
  });
}

/** Ours alone: the schema has the field, the local Shopify does not answer it. */
export function notImplemented(typeName: string, fieldName: string): GraphQLError {
  return new GraphQLError(`The local Shopify does not implement ${typeName}.${fieldName}`, {
    extensions: { code: 'NOT_IMPLEMENTED', typeName, fieldName },
  });
}

/** Input that a rule beyond the schema forbids outright, as recorded for `REDACTED`. */
export function invalidInput(message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code: 'INVALID' } });
}
