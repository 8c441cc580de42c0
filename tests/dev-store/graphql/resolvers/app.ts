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

const MAX_FLOW_PAYLOAD_BYTES = 50_000;

/** A trigger that no merchant uses is refused: whether Shopify does is undocumented, silence would be the looser reading. */
function receiveTrigger(
  context: AdminContext,
  args: { readonly handle?: string | null; readonly payload?: unknown; readonly body?: string | null },
) {
  const { shop, state } = context;
  const refuse = (field: string, message: string) => ({ userErrors: [{ field: [field], message }] });
  if (args.body != null) return refuse('body', 'Use handle and payload');
  if (args.handle == null || args.handle === '') return refuse('handle', "Handle can't be blank");
  if (!shop.flowTriggerHandles.has(args.handle))
    return refuse('handle', `Trigger ${args.handle} is not in use`);
  if (Buffer.byteLength(JSON.stringify(args.payload ?? {})) > MAX_FLOW_PAYLOAD_BYTES) {
    return refuse('payload', 'Payload is too large');
  }
  shop.flowTriggersReceived.push({
    handle: args.handle,
    payload: args.payload,
    receivedAt: state.clock.now(),
  });
  return { userErrors: [] };
}

export const appResolvers: ResolverMap = {
  Mutation: {
    appRevokeAccessScopes: (_root: unknown, args: { readonly scopes: readonly string[] }, context) =>
      revoke(context, args.scopes),
    flowTriggerReceive: (
      _root: unknown,
      args: { readonly handle?: string | null; readonly payload?: unknown; readonly body?: string | null },
      context,
    ) => receiveTrigger(context, args),
  },
};
