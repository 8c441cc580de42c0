import type { Mailer, MailWriter, ReturnMailbox } from './mail-port.ts';
import type { ShopifyOffers } from './offer-shopify-port.ts';
import type { Draws, Links, Poster } from './outward-port.ts';
import type { Queue } from './queue-port.ts';
import type { Reader } from './read-port.ts';
import type { ShopifyRewards } from './reward-shopify-port.ts';
import type { Shop, Shopify } from './shopify-port.ts';
import type { Store } from './store-port.ts';

export type * from './campaign-port.ts';
export type * from './campaign-results-port.ts';
export type * from './channel-port.ts';
export type * from './cost-port.ts';
export type * from './credit-port.ts';
export type * from './data-request-port.ts';
export type * from './enrolment-port.ts';
export type * from './flow-port.ts';
export type * from './inbox-port.ts';
export type * from './loyalty-port.ts';
export type * from './mail-port.ts';
export type * from './message-port.ts';
export type * from './offer-port.ts';
export type * from './offer-shopify-port.ts';
export type * from './outward-port.ts';
export type * from './queue-port.ts';
export type * from './reward-shopify-port.ts';
export type * from './shopify-port.ts';
export type * from './store-port.ts';
export type * from './sync-run-port.ts';

/** What every use case gets. `shopify` speaks to this shop only; every field is required. */
export type Ctx = {
  shop: Shop;
  store: Store;
  shopify: Shopify;
  queue: Queue;
  clock: Clock;
  log: Log;
};

/** What a use case behind a screen gets beside it. */
export type ReadCtx = Ctx & { reader: Reader };

/** What use cases of campaigns get beside it. */
export type CampaignCtx = Ctx & {
  offers: ShopifyOffers;
  draws: Draws;
  links: Links;
  mailer: Mailer;
  writer: MailWriter;
  poster: Poster;
  returnMailbox: ReturnMailbox;
  /** Waits while Shopify works something off. */
  pause(ms: number): Promise<void>;
};

/** What use cases of points get beside it. */
export type LoyaltyCtx = ReadCtx & {
  rewards: ShopifyRewards;
  offers: ShopifyOffers;
  draws: Draws;
  /** Waits while Shopify works something off. */
  pause(ms: number): Promise<void>;
};

/** What a request behind a session token gets: everything. */
export type AppCtx = ReadCtx & CampaignCtx & LoyaltyCtx;

export type Clock = { now(): Date };

/** Structured log: constant messages, variables in fields; never tokens, HMACs or personal data. */
export type Log = {
  debug(fields: object, message: string): void;
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
  child(fields: object): Log;
};
