import type { CustomerId, ShopId } from '../domain/shared/ids.ts';

export type FlowEventKind = 'stage_changed' | 'points_changed' | 'tier_changed';
export type FlowEvent = {
  eventId: string;
  kind: FlowEventKind;
  customerId: CustomerId;
  payload: Record<string, string | number>;
};

export type FlowStore = {
  /** Which of our triggers the merchant switched on. */
  wanted(shop: ShopId): Promise<ReadonlySet<FlowEventKind>>;
  setWanted(shop: ShopId, kinds: readonly FlowEventKind[], at: Date): Promise<void>;
  /** One event per key. */
  add(
    shop: ShopId,
    events: readonly {
      kind: FlowEventKind;
      eventKey: string;
      customerId: CustomerId;
      payload: Record<string, string | number>;
    }[],
    at: Date,
  ): Promise<void>;
  /** Takes waiting events, oldest first: they are `sending` now, and `unknown` if nobody says what became of them. */
  take(shop: ShopId, limit: number, at: Date): Promise<readonly FlowEvent[]>;
  settle(
    shop: ShopId,
    eventIds: readonly string[],
    state: 'sent' | 'refused' | 'unknown' | 'waiting',
    at: Date,
  ): Promise<void>;
  /** Notes a run of an action; the outcome that stands already, or null when this run is new. */
  actionRun(shop: ShopId, runId: string): Promise<unknown>;
  noteActionRun(shop: ShopId, runId: string, action: string, outcome: object, at: Date): Promise<boolean>;
  /** Of all shops: removes events older than this that wait no more, and runs as old. Rows removed. */
  purge(before: Date): Promise<number>;
};
