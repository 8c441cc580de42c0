import type { IntrospectionQuery } from 'graphql';

/** What pack-schema.ts writes and load-schema.ts reads. */
export interface PackedSchema {
  /** The npm package and file it was taken from. */
  readonly source: string;
  readonly introspection: IntrospectionQuery;
  /** Distinct "Required access" sentences; `types` and `fields` ("Order.refunds") point into it. */
  readonly accessTexts: readonly string[];
  readonly accessOfTypes: Readonly<Record<string, number>>;
  readonly accessOfFields: Readonly<Record<string, number>>;
  /** Fields Shopify hides without approval for protected customer data ("Customer.email" → "email"). */
  readonly protectedFields: Readonly<Record<string, string>>;
  /** Scopes of which a webhook topic needs one ("orders/create"). */
  readonly topicScopes: Readonly<Record<string, readonly string[]>>;
}
