import type { ShopState } from './shop-state.ts';

/** The app a token belongs to. `id` is numeric, as in `gid://shopify/App/1`. */
export interface AppIdentity {
  readonly id: string;
  readonly apiKey: string;
  readonly handle: string;
  readonly title: string;
}

export type TokenKind = 'offline' | 'online';

/** Who asks: what a bearer token stands for. */
export interface Caller {
  readonly shop: ShopState;
  readonly app: AppIdentity;
  readonly scopes: ReadonlySet<string>;
  readonly tokenKind: TokenKind;
}

/** A GraphQL user error as `userErrors` lists it; `code` is absent where the type has none. */
export interface UserErrorRecord {
  readonly field: readonly string[] | null;
  readonly message: string;
  readonly code?: string | null;
}

export type BulkStatus =
  | 'CREATED'
  | 'RUNNING'
  | 'COMPLETED'
  | 'FAILED'
  | 'CANCELING'
  | 'CANCELED'
  | 'EXPIRED';

export interface BulkOperationRecord {
  readonly id: string;
  readonly type: 'QUERY' | 'MUTATION';
  readonly status: BulkStatus;
  readonly errorCode: 'ACCESS_DENIED' | 'INTERNAL_SERVER_ERROR' | 'TIMEOUT' | null;
  readonly query: string;
  readonly createdAt: number;
  readonly completedAt: number | null;
  readonly objectCount: number;
  readonly rootObjectCount: number;
  readonly fileSize: number | null;
  readonly url: string | null;
  readonly partialDataUrl: string | null;
}

export type BulkAnswer =
  | { readonly ok: true; readonly operation: BulkOperationRecord }
  | { readonly ok: false; readonly userErrors: readonly UserErrorRecord[] };

export interface StagedUploadRequest {
  readonly resource: string;
  readonly filename: string;
  readonly mimeType: string;
  readonly httpMethod: 'POST' | 'PUT';
  readonly fileSize: string | null;
}

export interface StagedTarget {
  readonly url: string;
  readonly resourceUrl: string | null;
  readonly parameters: readonly { readonly name: string; readonly value: string }[];
}

/**
 * Bulk operations. GraphQL has already checked the document against the schema and the bulk rules (connections, depth,
 * size, `edges { node }`); the port refuses what only it knows: five running, a missing or broken staged file.
 */
export interface BulkPort {
  runQuery(caller: Caller, request: { readonly query: string; readonly groupObjects: boolean }): BulkAnswer;
  runMutation(
    caller: Caller,
    request: {
      readonly mutation: string;
      readonly stagedUploadPath: string;
      readonly clientIdentifier: string | null;
    },
  ): BulkAnswer;
  /** A started cancellation, or a userError for an operation that is over. `undefined`: no such operation. */
  cancel(caller: Caller, id: string): BulkAnswer | undefined;
  find(caller: Caller, id: string): BulkOperationRecord | undefined;
  /** Newest last. */
  list(caller: Caller): readonly BulkOperationRecord[];
  stageUploads(caller: Caller, requests: readonly StagedUploadRequest[]): readonly StagedTarget[];
}

/** What the install knows and GraphQL may change. */
export interface InstallationPort {
  /** When the app was installed, and its numeric installation id. */
  installation(caller: Caller): { readonly id: string; readonly launchUrl: string };
  /** Optional scopes the app gives back; the port tells the app by `app/scopes_update`. */
  revokeScopes(caller: Caller, scopes: readonly string[]): void;
  /** Scopes of the app's TOML that cannot be revoked. */
  requiredScopes(caller: Caller): ReadonlySet<string>;
}
