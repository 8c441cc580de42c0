import type { ShopId } from '../domain/shared/ids.ts';

/** Every background job with its payload. A job stands only where something leaves the database or is scheduled. */
export type JobPayloads = {
  /** Pulls the history; resumable; safe to run twice. */
  backfill: { shopId: ShopId };
  /** Cut points, lapse limits, everyone's score and stage. */
  'score-shop': { shopId: ShopId; cause: 'first' | 'night' | 'rules' | 'reconcile' };
  /**
   * Applies changed rules to every order (verdicts) and customer, then enqueues score-shop. `rejudge`: the verdicts of all
   * orders, whatever changed (a new time zone). `customersBulk`: the bulk operation whose customers it waits for.
   */
  'apply-rules': { shopId: ShopId; rejudge?: boolean; customersBulk?: string };
  /** Sends the tag differences that wait in tag_sync. */
  'sync-tags': { shopId: ShopId };
  reconcile: { shopId: ShopId };
  /** Asks for the unit costs of what was sold in the last year. */
  'refresh-costs': { shopId: ShopId };
  /** Refetches the shop's profile and granted scopes. */
  'refresh-shop': { shopId: ShopId };
  /** Enrols who matches today and decides every step that is due. */
  'run-campaigns': { shopId: ShopId };
  /** Makes reserved codes in Shopify and waits until the segment holds their owners. */
  'issue-offers': { shopId: ShopId };
  /** Sends the messages that are ready. */
  deliver: { shopId: ShopId };
  /** Takes expired codes and empty discounts out of Shopify, and the short-lived tag off their owners. */
  'tidy-offers': { shopId: ShopId };
  /** Tells Shopify the new ends of discounts that a blackout lengthened. */
  'extend-offers': { shopId: ShopId; discountIds: readonly string[] };
  /** Writes the unsubscription of a message's receiver back to Shopify. A done job stays for a day: it names no person. */
  unsubscribe: { shopId: ShopId; messageId: string };
  /** Reads reports of mails that came back. */
  'read-bounces': { shopId: ShopId };
  /** Reports the sends of the day to Shopify's marketing reports. */
  'report-sends': { shopId: ShopId };
  /** What the campaigns of the shop brought, as of now. */
  'measure-campaigns': { shopId: ShopId };
  /** Points that change by time alone: expiry, maturity, tier reviews, referrals whose hold is over. */
  'settle-points': { shopId: ShopId };
  /** Looks up redemptions whose answer was lost, ends unused codes. */
  'settle-redemptions': { shopId: ShopId };
  /** Everybody's points anew from the facts: after a launch with history, or excluded products that changed. */
  'recount-points': { shopId: ShopId };
  /** What a day or Shopify changes of the program: products of excluded collections, its metafield, the referral discount, the shop's sums. */
  'refresh-program': { shopId: ShopId };
  /** Sends what the metafields in Shopify shall say. */
  'publish-points': { shopId: ShopId };
  /** Tells Shopify Flow what happened. */
  'send-flow-events': { shopId: ShopId };
  /** Clears old inbox bodies and rows, VACUUM (ANALYZE) on the embedded database. */
  housekeeping: Record<string, never>;
};
export type JobName = keyof JobPayloads;
export type EnqueueOptions = {
  /** At most one waiting job of this name with this key. Defaults to the shop. */
  singletonKey?: string;
  startAfter?: Date;
};

/** Durable, at-least-once jobs. Inside a transaction use `tx.enqueue`, so that row and job commit together. */
export type Queue = {
  enqueue<N extends JobName>(name: N, payload: JobPayloads[N], options?: EnqueueOptions): Promise<void>;
};
