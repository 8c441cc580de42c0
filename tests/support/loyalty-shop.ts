import { createKeyedDraws } from '../../web/db/keyed-draws.ts';
import { createReader } from '../../web/db/reader.ts';
import { defaultProgram, type ProgramTerms } from '../../web/domain/loyalty/program.ts';
import type { CustomerId } from '../../web/domain/shared/ids.ts';
import type { LoyaltyAccount, LoyaltyCtx, ShopifyOffers } from '../../web/use-cases/ports.ts';
import { publishPoints } from '../../web/use-cases/publish-points.ts';
import { recountPoints } from '../../web/use-cases/recount-points.ts';
import { redeem } from '../../web/use-cases/redeem.ts';
import { refreshProgram } from '../../web/use-cases/refresh-program.ts';
import { sendFlowEvents } from '../../web/use-cases/send-flow-events.ts';
import { settlePoints } from '../../web/use-cases/settle-points.ts';
import { settleRedemptions } from '../../web/use-cases/settle-redemptions.ts';
import { FakeCodeBook } from './fake-code-book.ts';
import { FakeRewards } from './fake-rewards.ts';
import { Pipeline } from './pipeline.ts';
import type { WaitingJob } from './table-queue.ts';

/** What one point costs in the tests' program: 1 point for every 100 minor units. */
export const PER_POINT = 100;

/** A pipeline whose shop has points: its rewards at Shopify are in memory, everything else is as in production. */
export class LoyaltyShop extends Pipeline {
  readonly rewards = new FakeRewards(() => this.clock.now());
  readonly told: { handle: string; payload: object }[] = [];
  /** Members' referral codes at Shopify. */
  readonly codeBook = new FakeCodeBook();
  /** How long was waited for Shopify, each time. */
  readonly paused: number[] = [];
  /** Put around the ports of rewards. */
  wrapRewards: <T extends object>(port: T) => T = (port) => port;
  flowAnswer: 'done' | 'refused' | 'lost' = 'done';

  async loyalty(): Promise<LoyaltyCtx> {
    return {
      ...(await this.ctx()),
      reader: createReader(this.pool),
      rewards: this.wrapRewards(this.rewards.port()),
      offers: this.#offers(),
      draws: createKeyedDraws('test draws key'),
      pause: async (ms) => {
        this.paused.push(ms);
      },
    };
  }

  /** Saves the program as it shall be; launched unless told otherwise. */
  async program(change: Partial<ProgramTerms> = {}): Promise<void> {
    const { store, shop, clock } = await this.loyalty();
    const history = await store.loyalty.program(shop.shopId);
    const newest = history.versions.at(-1);
    const terms = { ...(newest?.terms ?? this.terms()), on: true, ...change };
    const basedOn = newest?.version ?? 0;
    await store.loyalty.saveProgram(shop.shopId, terms, { excluded: [], basedOn, at: clock.now() });
  }

  terms(): ProgramTerms {
    const terms = defaultProgram(this.fake.profile.currency);
    const [reward] = terms.rewards;
    if (!reward) throw new Error('a program starts with a reward');
    return {
      ...terms,
      on: true,
      earn: { ...terms.earn, points: 1, perMinor: PER_POINT },
      rewards: [
        { ...reward, rewardId: 'five', costPoints: 100, minimumSpendMinor: null },
        {
          ...reward,
          rewardId: 'credit',
          costPoints: 100,
          minimumSpendMinor: null,
          value: { kind: 'store_credit', amountMinor: 500 },
        },
      ],
    };
  }

  /** A customer who bought for so many points. */
  async member(points: number): Promise<CustomerId> {
    const customerId = this.fake.addCustomer();
    this.fake.placeOrder(customerId, { totalMinor: points * PER_POINT });
    await this.settle();
    return customerId;
  }

  async account(customerId: CustomerId): Promise<LoyaltyAccount> {
    const { store, shop } = await this.loyalty();
    const account = await store.loyalty.find(shop.shopId, customerId);
    if (!account) throw new Error(`${customerId} is no member`);
    return account;
  }

  async redeem(customerId: CustomerId, requestKey = 'request-1', rewardId = 'five') {
    return redeem(await this.loyalty(), { customerId, rewardId, requestKey });
  }

  /** What the ledger says of every book, and by account of the member's own: sums of entries, nothing else. */
  async books(): Promise<{ all: Record<string, number>; balanced: boolean }> {
    const { shopId } = await this.shop();
    const { rows } = await this.pool.query<{ book: string; points: string }>(
      `SELECT book, sum(points) AS points FROM (
         SELECT to_book AS book, points FROM ledger_entry WHERE shop_id = $1
         UNION ALL SELECT from_book, -points FROM ledger_entry WHERE shop_id = $1) AS moves
       GROUP BY book`,
      [shopId],
    );
    const all = Object.fromEntries(rows.map(({ book, points }) => [book, Number(points)]));
    return { all, balanced: Object.values(all).reduce((sum, points) => sum + points, 0) === 0 };
  }

  /** Accounts whose numbers are not the sums of their entries; empty = none has drifted. */
  async drifted(): Promise<unknown[]> {
    const { shopId } = await this.shop();
    const { rows } = await this.pool.query(
      `SELECT a.account_id, a.available, a.pending, a.reserved, a.debt, s.* FROM loyalty_account a
       CROSS JOIN LATERAL (SELECT coalesce(sum(CASE WHEN to_book = 'available' THEN points WHEN from_book = 'available' THEN -points END), 0) AS l_available,
           coalesce(sum(CASE WHEN to_book = 'pending' THEN points WHEN from_book = 'pending' THEN -points END), 0) AS l_pending,
           coalesce(sum(CASE WHEN to_book = 'reserved' THEN points WHEN from_book = 'reserved' THEN -points END), 0) AS l_reserved,
           coalesce(sum(CASE WHEN from_book = 'debt' THEN points WHEN to_book = 'debt' THEN -points END), 0) AS l_debt
         FROM ledger_entry e WHERE e.shop_id = a.shop_id AND e.account_id = a.account_id) AS s
       WHERE a.shop_id = $1 AND (a.available, a.pending, a.reserved, a.debt) IS DISTINCT FROM (l_available, l_pending, l_reserved, l_debt)`,
      [shopId],
    );
    return rows;
  }

  override async run(job: WaitingJob): Promise<void> {
    switch (job.name) {
      case 'settle-points':
        return settlePoints(await this.loyalty());
      case 'settle-redemptions':
        return settleRedemptions(await this.loyalty());
      case 'recount-points':
        return recountPoints(await this.loyalty());
      case 'publish-points':
        return publishPoints(await this.loyalty());
      case 'refresh-program':
        return refreshProgram(await this.loyalty());
      case 'send-flow-events':
        return sendFlowEvents(await this.loyalty());
      default:
        return super.run(job);
    }
  }

  /** The merchant deletes it in Shopify; made anew it is another one. */
  deleteReferralDiscount(): void {
    for (const gid of new Set(this.codeBook.codes.values()))
      if (gid.startsWith('referral-')) this.codeBook.deleteDiscount(gid);
    this.rewards.referralsDeleted += 1;
  }

  /** What of an ordinary discount points ask: codes on one that stands, and Flow. */
  #offers(): ShopifyOffers {
    const never = () => Promise.reject(new Error('points do not ask this'));
    return {
      ...this.codeBook.port(),
      createDiscount: never,
      setDiscountEnd: never,
      deleteDiscount: never,
      removeCodes: never,
      ensureSegment: never,
      segmentHolds: never,
      fetchRecipients: never,
      productTitles: async () => new Map(),
      triggerFlow: async (handle, payload) => {
        this.told.push({ handle, payload });
        return this.flowAnswer;
      },
      unsubscribeEmail: never,
      reportActivity: never,
      reportSends: never,
    };
  }
}
