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

/** A part of a bulk query's root connection. */
export interface BulkWindow {
  readonly size: number;
  /** How many records earlier windows read. */
  readonly offset: number;
  /** The records as they stood at the first window, kept over a run. */
  readonly snapshot: { source: unknown };
  /** Set by the root connection: where the next window starts, null at the end. */
  next: number | null;
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
