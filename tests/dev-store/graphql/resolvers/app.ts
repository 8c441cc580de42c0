import type { AdminContext, ResolverMap } from '../context.ts';

const scopeView = (handle: string) => ({ handle, description: handle.replaceAll('_', ' ') });

function revoke(context: AdminContext, scopes: readonly string[]) {
  const refuse = (message: string, code: string) => ({
    revoked: null,
    userErrors: [{ field: ['scopes'], message, code }],
  });
  const { caller, installation } = context;
  if (scopes.some((scope) => !/^(read|write|unauthenticated|customer)_[a-z_]+$/.test(scope))) {
    return refuse('The requested list of scopes to revoke includes invalid handles.', 'UNKNOWN_SCOPES');
  }
  if (scopes.some((scope) => !caller.scopes.has(scope))) {
    return refuse(
      'The requested list of scopes to revoke includes undeclared scopes.',
      'CANNOT_REVOKE_UNDECLARED_SCOPES',
    );
  }
  const required = installation?.requiredScopes(caller) ?? caller.scopes;
  if (scopes.some((scope) => required.has(scope))) {
    return refuse(
      'The requested list of scopes to revoke includes required scopes.',
      'CANNOT_REVOKE_REQUIRED_SCOPES',
    );
  }
  if (
    scopes.some((scope) => scope.startsWith('read_') && caller.scopes.has(scope.replace('read_', 'write_')))
  ) {
    return refuse(
      'The requested list of scopes to revoke includes implied scopes.',
      'CANNOT_REVOKE_IMPLIED_SCOPES',
    );
  }
  installation?.revokeScopes(caller, scopes);
  return { revoked: scopes.map(scopeView), userErrors: [] };
}

export const appResolvers: ResolverMap = {
  Mutation: {
    appRevokeAccessScopes: (_root: unknown, args: { readonly scopes: readonly string[] }, context) =>
      revoke(context, args.scopes),
  },
};
