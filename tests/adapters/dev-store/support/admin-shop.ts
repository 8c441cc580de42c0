import { CostBuckets } from '../../../dev-store/graphql/bucket.ts';
import type { AdminAnswer } from '../../../dev-store/graphql/execute-admin-request.ts';
import { executeAdminRequest } from '../../../dev-store/graphql/execute-admin-request.ts';
import { DevStoreState } from '../../../dev-store/state/dev-store-state.ts';
import type { StateEvent } from '../../../dev-store/state/events.ts';
import type { BulkPort, InstallationPort } from '../../../dev-store/state/ports.ts';
import type { ShopInput, ShopState } from '../../../dev-store/state/shop-state.ts';

export const START = Date.parse('2026-11-20T08:00:00Z');
export const APP = { id: '42', apiKey: 'key', handle: 'encore', title: 'Encore' };
export const ALL_SCOPES = [
  'read_orders',
  'write_orders',
  'read_all_orders',
  'write_customers',
  'read_customer_merge',
  'write_customer_merge',
  'write_products',
  'read_inventory',
  'write_customer_data_erasure',
  'write_marketing_events',
  'write_discounts',
  'read_store_credit_accounts',
  'write_store_credit_account_transactions',
  'read_themes',
];

/** One GraphQL answer, loosely typed: tests say what they expect of it. */
export interface Reply {
  readonly data?: Record<string, unknown> | null;
  readonly errors?: readonly {
    message: string;
    path?: readonly (string | number)[];
    extensions?: Record<string, unknown>;
  }[];
  readonly extensions?: { readonly cost: Record<string, unknown> };
}

/** One shop under a clock that only the test moves. */
export class AdminShop {
  now = START;
  readonly state = new DevStoreState({ now: () => this.now });
  readonly buckets = new CostBuckets(this.state.clock);
  readonly shop: ShopState;
  readonly events: StateEvent[] = [];
  scopes: readonly string[] = ALL_SCOPES;
  bulk: BulkPort | undefined;
  installation: InstallationPort | undefined;

  constructor(input: Partial<ShopInput> = {}) {
    this.shop = this.state.createShop({ domain: 'demo.myshopify.com', ...input });
    this.state.subscribe((event) => this.events.push(event));
  }

  /** Topics raised since the last call. */
  topics(): readonly string[] {
    return this.events.splice(0).map((event) => event.topic);
  }

  post(body: unknown): AdminAnswer {
    const caller = { shop: this.shop, app: APP, scopes: new Set(this.scopes), tokenKind: 'offline' } as const;
    const ports = {
      ...(this.bulk === undefined ? {} : { bulk: this.bulk }),
      ...(this.installation === undefined ? {} : { installation: this.installation }),
    };
    return executeAdminRequest({ state: this.state, buckets: this.buckets, caller, body, ...ports });
  }

  run(query: string, variables: Record<string, unknown> = {}): Reply {
    return this.post({ query, variables }).json as Reply;
  }

  /** The data of an answer that must hold no error. */
  data(query: string, variables: Record<string, unknown> = {}): Record<string, unknown> {
    const reply = this.run(query, variables);
    if (reply.errors !== undefined || reply.data == null) throw new Error(JSON.stringify(reply.errors));
    return reply.data;
  }
}
