import type { NewEntry, PostedPosition, ToldCause } from '../domain/loyalty/ledger.ts';
import type { GrantReason, MemberState, RedemptionState, TierMove } from '../domain/loyalty/member.ts';
import type { KnownOrder } from '../domain/loyalty/member-order.ts';
import type { Program, ProgramHistory, ProgramTerms, Reward } from '../domain/loyalty/program.ts';
import type { CustomerId, OrderId, ProductId, ShopId } from '../domain/shared/ids.ts';

/** Whose turn it is, and since when. */
export type DueAccount = { accountId: string; revisitAt: Date };

/** A member's row. `customerId` null = erased. The numbers repeat the ledger; `settled` in the same transaction as its entries. */
export type LoyaltyAccount = {
  accountId: string;
  customerId: CustomerId | null;
  mergedInto: string | null;
  joinedAt: Date;
  closedAt: Date | null;
  available: number;
  pending: number;
  reserved: number;
  debt: number;
  tier: MemberState['tier'];
  nextExpiry: MemberState['nextExpiry'];
  revisitAt: Date | null;
  referralCode: string | null;
};

export type StoredGrant = {
  grantId: string;
  accountId: string;
  grantKey: string;
  points: number;
  reason: GrantReason;
  at: Date;
  expiresAt: Date | null;
  batchId: string | null;
  undoneAt: Date | null;
};

export type StoredRedemption = {
  redemptionId: string;
  accountId: string;
  customerId: CustomerId | null;
  requestKey: string;
  reward: Reward;
  points: number;
  state: RedemptionState;
  code: string;
  discountGid: string | null;
  creditGid: string | null;
  endsAt: Date;
  createdAt: Date;
  returnedAt: Date | null;
  orderId: OrderId | null;
  checkAt: Date | null;
  attempts: number;
};

/** Everything that one member's state follows from, read in few statements; accounts merged into it included. */
export type MemberRecord = {
  account: LoyaltyAccount;
  orders: readonly KnownOrder[];
  grants: readonly StoredGrant[];
  redemptions: readonly StoredRedemption[];
  posted: readonly PostedPosition[];
};

/** What one settling writes. */
export type MemberSettlement = {
  accountId: string;
  entries: readonly NewEntry[];
  state: MemberState;
  tierMoves: readonly TierMove[];
};

export type LoyaltyStore = {
  /** Every version by when it began to hold, and when the first was on. Empty = never saved. Kept by each process while it stands. */
  program(shop: ShopId): Promise<ProgramHistory>;
  /** The next version, in the shop's currency; CONFLICT when `basedOn` (0 = none) is no longer the newest. */
  saveProgram(
    shop: ShopId,
    terms: ProgramTerms,
    options: { excluded: readonly ProductId[]; basedOn: number; at: Date },
  ): Promise<Program>;
  /** What the newest version's excluded collections hold, for orders from `at` on. False = as before, or not the newest any more. */
  changeExcluded(shop: ShopId, version: number, excluded: readonly ProductId[], at: Date): Promise<boolean>;

  /**
   * Locks and returns the accounts of these customers, by ascending customer id; unknown ones are opened, or with `skip` left out.
   * Redacted people are never opened.
   */
  lockAccounts(
    shop: ShopId,
    customerIds: readonly CustomerId[],
    missing: { open: Date } | 'skip',
  ): Promise<readonly LoyaltyAccount[]>;
  /** The same by account. */
  lockAccountsById(shop: ShopId, accountIds: readonly string[]): Promise<readonly LoyaltyAccount[]>;
  find(shop: ShopId, customerId: CustomerId): Promise<LoyaltyAccount | null>;
  byReferralCode(shop: ShopId, code: string): Promise<LoyaltyAccount | null>;
  setReferralCode(shop: ShopId, accountId: string, code: string): Promise<boolean>;
  /** Everybody's referral codes that come after this one, in a fixed order; null = from the first. */
  referralCodes(shop: ShopId, after: string | null, limit: number): Promise<readonly string[]>;
  /** What these (locked) accounts follow from; the orders are those of their customers. */
  records(shop: ShopId, accountIds: readonly string[]): Promise<readonly MemberRecord[]>;
  /** Posts entries, numbers, tier moves; marks the metafield dirty where a number changed. An entry whose key stands fails with CONFLICT. */
  settle(shop: ShopId, settlements: readonly MemberSettlement[], at: Date): Promise<void>;

  /** One grant per key; null = it stands already. */
  grant(shop: ShopId, grant: Omit<StoredGrant, 'grantId' | 'undoneAt'>): Promise<string | null>;
  grantMany(shop: ShopId, grants: readonly Omit<StoredGrant, 'grantId' | 'undoneAt'>[]): Promise<number>;
  /** One `loyalty_redemption` per (account, request key): the one that stands is returned with `fresh` false. */
  reserve(
    shop: ShopId,
    redemption: Pick<
      StoredRedemption,
      'accountId' | 'requestKey' | 'reward' | 'points' | 'code' | 'endsAt'
    > & { at: Date; checkAt: Date },
  ): Promise<{ redemption: StoredRedemption; fresh: boolean }>;
  redemption(shop: ShopId, redemptionId: string): Promise<StoredRedemption | null>;
  /** Moves a redemption from one of `from`; false = it stood elsewhere, or another has that credit, and nothing changed. */
  moveRedemption(
    shop: ShopId,
    redemptionId: string,
    from: readonly RedemptionState[],
    change: { state: RedemptionState } & Partial<
      Pick<
        StoredRedemption,
        'discountGid' | 'creditGid' | 'returnedAt' | 'orderId' | 'checkAt' | 'attempts' | 'code'
      >
    >,
  ): Promise<boolean>;
  /** Without regard to case, as Shopify takes codes. */
  redemptionsByCode(shop: ShopId, codes: readonly string[]): Promise<readonly StoredRedemption[]>;
  redemptionsOfOrder(shop: ShopId, orderId: OrderId): Promise<readonly StoredRedemption[]>;
  openRedemptions(shop: ShopId, accountId: string): Promise<readonly StoredRedemption[]>;
  /** Redemptions whose `checkAt` has come, earliest first. */
  redemptionsToCheck(shop: ShopId, now: Date, limit: number): Promise<readonly StoredRedemption[]>;

  /** One row per friend's order, kept as it first was; false = it stands. */
  addReferral(
    shop: ShopId,
    referral: {
      orderId: OrderId;
      accountId: string;
      friendId: CustomerId;
      state: 'held' | 'refused';
      reason: string | null;
      dueAt: Date | null;
    },
  ): Promise<boolean>;
  dueReferrals(
    shop: ShopId,
    now: Date,
    limit: number,
  ): Promise<readonly { orderId: OrderId; accountId: string; friendId: CustomerId | null }[]>;
  decideReferral(
    shop: ShopId,
    orderId: OrderId,
    decision: { state: 'held' | 'paid' | 'refused'; reason: string | null; dueAt: Date | null; at: Date },
  ): Promise<void>;

  addBatch(
    shop: ShopId,
    batch: { kind: 'import' | 'adjust'; rows: number; points: number; at: Date; fileName: string | null },
  ): Promise<string>;
  finishBatch(shop: ShopId, batchId: string): Promise<void>;
  /** Files that were left to `settle-points` are done once none of their accounts is due any more (`revisit`). */
  finishBatches(shop: ShopId): Promise<void>;
  /** Marks the batch and its grants as undone; the accounts they touched, in batches by account id. `none` = there is no such file. */
  undoBatch(shop: ShopId, batchId: string, at: Date): Promise<'undone' | 'was_undone' | 'none'>;
  accountsOfBatch(shop: ShopId, batchId: string): AsyncIterable<readonly string[]>;

  /** Accounts whose numbers change by time alone at or before `now`, by that time after `after`. */
  dueAccounts(
    shop: ShopId,
    now: Date,
    after: DueAccount | null,
    limit: number,
  ): Promise<readonly DueAccount[]>;
  /** These (locked) accounts are due from `at` on: something about them was written and not settled. */
  revisit(shop: ShopId, accountIds: readonly string[], at: Date): Promise<void>;
  /** Every customer with an order or an account, in batches by customer id: for back-filling and recounting. */
  streamCustomers(shop: ShopId, batch: number): AsyncIterable<readonly CustomerId[]>;
  /**
   * `from` was merged into `to` (both locked): later records of `to` include it and what was merged into it before, and its
   * referral code leads there. Said twice it is done once; CONFLICT when either was merged elsewhere.
   */
  merge(shop: ShopId, from: string, to: string, at: Date): Promise<void>;
  /** Shopify no longer knows this member: kept as it is, and shown nowhere, until a merge says whose it becomes. */
  leave(shop: ShopId, customerId: CustomerId, at: Date): Promise<void>;
  /** In every shop: erases who left before then, came back nowhere and was merged into nobody. Returns accounts closed. */
  closeLeft(before: Date): Promise<number>;
  /** Cuts the link to the person. */
  close(shop: ShopId, accountId: string, at: Date): Promise<void>;

  /** What Shopify's metafields shall say and do not yet; at most 25 go into a call. */
  toPublish(
    shop: ShopId,
    limit: number,
  ): Promise<readonly (LoyaltyAccount & { published: unknown; changedAt: Date })[]>;
  /** When the member whose turn is next began to wait for that; null = nobody waits. */
  toPublishSince(shop: ShopId): Promise<Date | null>;
  /** `changedAt` as read: who changed since is sent again. */
  published(
    shop: ShopId,
    done: readonly { accountId: string; published: unknown; changedAt: Date }[],
    failed: readonly { accountId: string; note: string; changedAt: Date }[],
  ): Promise<void>;
  /** What these members' metafields say is composed anew: the program calls or counts something differently. */
  republish(shop: ShopId, accountIds: readonly string[], at: Date): Promise<void>;
  /** Sums members and ledger for `LoyaltyReader.totals` of large shops: seconds at a million members, so once a night. */
  refreshTotals(shop: ShopId, at: Date): Promise<void>;
  /** What waits to be done by time: to be asked each minute. */
  work(
    shop: ShopId,
    now: Date,
  ): Promise<{ settle: boolean; redemptions: boolean; publish: boolean; flow: boolean }>;
};

/** What screens and widgets read of points: from rows. */
export type LoyaltyReader = {
  members(
    shop: ShopId,
    filter: {
      tier?: string | undefined;
      expiringBefore?: Date | undefined;
      ids?: readonly CustomerId[] | undefined;
      withDebt?: boolean | undefined;
    },
    /** By points, those with debt come by what they owe: points they have none. */
    order: { sort: 'points' | 'pending' | 'next_expiry' | 'joined'; direction: 'asc' | 'desc' },
    page: { after: { value: string; accountId: string } | null; limit: number },
  ): Promise<readonly (LoyaltyAccount & { position: string })[]>;
  /**
   * What changed the points that can be spent or are to come, newest written first; accounts merged into it included. A redemption
   * is one row, and one more if it was given back. `after`: `postedAt` and `entryId` of the last row.
   */
  ledger(
    shop: ShopId,
    accountId: string,
    page: { after: { at: Date; id: string } | null; limit: number },
  ): Promise<readonly LedgerRow[]>;
  /** What stands of an order's points, what is to come, and what it `brought` before any was taken back; null = it is not this customer's (nobody's after an erasure). */
  orderPoints(
    shop: ShopId,
    order: { customerId: CustomerId; orderId: OrderId },
  ): Promise<{ points: number; pending: number; brought: number } | null>;
  batches(shop: ShopId, limit: number): Promise<readonly LoyaltyBatch[]>;
  /** Friends' orders that came by this member, and by those merged into it. */
  referralCounts(shop: ShopId, accountId: string): Promise<{ held: number; paid: number; refused: number }>;
  totals(shop: ShopId): Promise<LoyaltyTotals>;
  /** How orders since then stand: many that were fulfilled and not paid = money comes after the goods here. */
  payment(shop: ShopId, since: Date): Promise<{ orders: number; unpaidAndFulfilled: number }>;
};

export type LedgerRow = {
  entryId: string;
  at: Date;
  postedAt: Date;
  cause: ToldCause;
  position: string;
  /** Change of what can be spent, of what is pending, and what could be spent afterwards. */
  points: number;
  pendingPoints: number;
  balanceAfter: number;
  grantReason: GrantReason | null;
  orderId: OrderId | null;
  /** When its order was placed; null where it is about none, or that is no longer held. */
  orderedAt: Date | null;
  /** Of a redemption and its return: the reward as it was redeemed. */
  reward: Reward | null;
  /** Of a redemption and its return: the code as it was made. */
  code: string | null;
  /** Of points given or taken by file: which, and whether this line takes back what the file did. */
  file: { batchId: string; name: string | null; undone: boolean } | null;
  programVersion: number | null;
};

export type LoyaltyBatch = {
  batchId: string;
  kind: 'import' | 'adjust';
  state: 'running' | 'done' | 'undone';
  rows: number;
  points: number;
  createdAt: Date;
  undoneAt: Date | null;
  /** Null = no file, or one from before names were kept. */
  fileName: string | null;
};

/**
 * All members of a shop together. `available` to `debt` are summed over accounts, `issued` to `forgotten` over the ledger; they
 * balance when issued = available + pending + reserved − debt + spent + expired + forgotten.
 */
export type LoyaltyTotals = {
  /** Null = as of now; otherwise of the last `refreshTotals`, in shops of 20,000 accounts or more. */
  asOf: Date | null;
  members: number;
  withPoints: number;
  available: number;
  pending: number;
  reserved: number;
  debt: number;
  issued: number;
  spent: number;
  expired: number;
  forgotten: number;
  tiers: readonly { key: string; members: number }[];
};
