import type { CustomerId, ShopId } from '../domain/shared/ids.ts';

export type Delivery = {
  domain: string;
  topic: string;
  webhookId: string;
  eventId: string | null;
  triggeredAt: Date | null;
  /** Text, or its UTF-8 as it came. */
  body: string | Uint8Array;
};
export type DeliveryOutcome = 'stored' | 'duplicate' | 'unknown-shop' | 'failed';
export type InboxItem = {
  inboxId: string;
  topic: string;
  triggeredAt: Date | null;
  receivedAt: Date;
  body: string;
  attempts: number;
};
export type InboxStore = {
  /** One shared insert for many deliveries, each with its own outcome; one bad row fails alone. */
  receive(deliveries: readonly Delivery[], at: Date): Promise<readonly DeliveryOutcome[]>;
  shopsWithPending(now: Date): Promise<readonly ShopId[]>;
  /** Oldest pending rows of the shop, leased to the caller until `now + leaseMs`, or until its process dies. */
  lease(shop: ShopId, limit: number, now: Date, leaseMs: number): Promise<readonly InboxItem[]>;
  /** Marks them done or dropped and clears their bodies. */
  finish(shop: ShopId, inboxIds: readonly string[], state: 'done' | 'dropped', note?: string): Promise<void>;
  /** Back to pending after `retryAt`, or failed for good once attempts are used up. */
  fail(shop: ShopId, inboxIds: readonly string[], note: string, retryAt: Date | null): Promise<void>;
  /** Drops what waits and names this customer, bodies cleared; redactions wait on. Returns rows dropped. */
  dropNaming(shop: ShopId, customerId: CustomerId, note: string): Promise<number>;
  /** Clears bodies and removes rows received before the given instants; returns rows removed. */
  purge(bodiesBefore: Date, rowsBefore: Date): Promise<number>;
};
