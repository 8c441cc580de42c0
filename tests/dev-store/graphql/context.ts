import type { GraphQLResolveInfo } from 'graphql';
import type { AdminSchema } from '../schema/load-schema.ts';
import type { DevStoreState } from '../state/dev-store-state.ts';
import type { BulkPort, Caller, InstallationPort } from '../state/ports.ts';
import type { ShopState } from '../state/shop-state.ts';

/** What every resolver may reach. */
export interface AdminContext {
  readonly state: DevStoreState;
  readonly shop: ShopState;
  readonly caller: Caller;
  readonly admin: AdminSchema;
  readonly bulk: BulkPort | undefined;
  readonly installation: InstallationPort | undefined;
  /** Bulk queries ask for connections without `first`; each then answers whole, the root one in windows. */
  readonly bulkWindow: BulkWindow | undefined;
}

export interface BulkWindow {
  readonly size: number;
  readonly after: string | null;
  /** Set by the root connection: the cursor to go on from, null at the end. */
  next: string | null;
}

/**
 * One field's resolver. Sources and arguments are `never` here so that each resolver can name its own; the schema has
 * checked both before the call.
 */
export type Resolve = (
  source: never,
  args: never,
  context: AdminContext,
  info: GraphQLResolveInfo,
) => unknown;

/** The fields of one type that the local Shopify answers. What is missing is refused by name. */
export type TypeResolvers = Readonly<Record<string, Resolve>>;
export type ResolverMap = Readonly<Record<string, TypeResolvers>>;
