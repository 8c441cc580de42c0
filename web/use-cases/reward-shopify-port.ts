import type { MemberPoints, ProgramView } from '../domain/loyalty/member-view.ts';
import type { RewardValue } from '../domain/loyalty/program.ts';
import type { CustomerId, ProductId } from '../domain/shared/ids.ts';

/** One code for one member; `usageLimit` 1, bound to the customer. */
export type RewardCodeSpec = {
  title: string;
  code: string;
  customerId: CustomerId;
  /** `free_product`: one unit, by the product's present price. Not `store_credit`. */
  value: RewardValue;
  currency: string;
  minimumSpendMinor: number | null;
  combinesWith: { orderDiscounts: boolean; productDiscounts: boolean; shippingDiscounts: boolean };
  startsAt: Date;
  endsAt: Date;
};

/** `lost`: it may have been done; look the code up. */
export type RewardOutcome =
  | { outcome: 'made'; gid: string }
  | { outcome: 'code_taken' }
  | { outcome: 'refused'; field: string; message: string }
  | { outcome: 'lost' };

export type CreditOutcome =
  | { outcome: 'credited'; transactionGid: string }
  | { outcome: 'refused'; message: string }
  | { outcome: 'lost' };

/** The part of a customer that referral checks compare: read live, never stored. */
export type PersonTraits = {
  customerId: CustomerId;
  email: string | null;
  phone: string | null;
  /** Street, city, zip and country as typed. */
  address: string | null;
  ordersCount: number;
};

export type HealthFacts = {
  /** App embed of the published theme: null = the theme could not be read. */
  appEmbedOn: boolean | null;
  /** Blocks of ours that the published theme uses. */
  blocksInUse: readonly string[] | null;
  customerAccounts: 'new' | 'classic' | 'off' | 'unknown';
  storeCreditOn: boolean | null;
  scopesMissing: readonly string[];
};

/** What points ask of one shop's Admin API. Throws like `Shopify`. */
export type ShopifyRewards = {
  /** One `discountCodeBasicCreate` (or FreeShipping). Never retried inside: an answer that did not come is `lost`. */
  createCode(spec: RewardCodeSpec): Promise<RewardOutcome>;
  /** The discount that has the code now; `ours` = it carries our title. */
  findCode(code: string): Promise<{ gid: string; title: string; used: boolean; endsAt: Date | null } | null>;
  /** `used` = an order has it, so that it stays. */
  removeCode(gid: string): Promise<'removed' | 'gone' | 'used'>;
  /** One `storeCreditAccountCredit`; never retried inside. */
  credit(
    customerId: CustomerId,
    amountMinor: number,
    currency: string,
    expiresAt: Date | null,
  ): Promise<CreditOutcome>;
  /** Credits of exactly this amount since then, newest first: to find one whose answer was lost. */
  creditsSince(
    customerId: CustomerId,
    since: Date,
    currency: string,
  ): Promise<readonly { transactionGid: string; amountMinor: number; at: Date }[]>;
  /** The discount that carries members' referral codes, made or mended to these terms; answers its gid. */
  ensureReferralDiscount(spec: {
    title: string;
    gid: string | null;
    value: { kind: 'amount'; amountMinor: number } | { kind: 'percentage'; percentageBps: number };
    minimumSpendMinor: number | null;
    currency: string;
    firstCode: string;
  }): Promise<string>;
  /** Ends that discount at this moment, so that no friend's code works any more; nothing where none stands or it has ended. */
  endReferralDiscount(spec: { title: string; firstCode: string; at: Date }): Promise<void>;
  /** Customer metafields, at most 25 customers a call; `gone` = Shopify does not know the customer. */
  publishMembers(
    members: readonly { customerId: CustomerId; points: MemberPoints }[],
  ): Promise<readonly { customerId: CustomerId; outcome: 'done' | 'gone' | 'refused'; message?: string }[]>;
  /** Takes our metafields off (redaction, uninstallation of the program). */
  unpublishMembers(customerIds: readonly CustomerId[]): Promise<void>;
  /** The shop metafield that Liquid reads, and its definitions with their access. */
  publishProgram(program: ProgramView): Promise<void>;
  productsOfCollections(collectionIds: readonly string[]): Promise<readonly ProductId[]>;
  /** Products that are gift cards. */
  giftCards(): Promise<readonly ProductId[]>;
  traits(ids: readonly CustomerId[]): Promise<Map<CustomerId, PersonTraits | null>>;
  /** Customer ids by e-mail, for imports: at most 50 a call. */
  customersByEmail(emails: readonly string[]): Promise<ReadonlyMap<string, CustomerId>>;
  health(): Promise<HealthFacts>;
  /** Whether the shop has store credit: one small question, where `health` reads the theme as well. */
  storeCreditOn(): Promise<boolean>;
};
