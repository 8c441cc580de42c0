import type { MemberPoints, ProgramView } from '../../web/domain/loyalty/member-view.ts';
import { AppError } from '../../web/domain/shared/errors.ts';
import type { CustomerId, ProductId } from '../../web/domain/shared/ids.ts';
import type {
  CreditOutcome,
  HealthFacts,
  PersonTraits,
  RewardCodeSpec,
  RewardOutcome,
  ShopifyRewards,
} from '../../web/use-cases/ports.ts';

/**
 * What goes wrong with one call that makes something. `lost_before`, `lost_after`: no answer, the work not done or done.
 * `throttled`: Shopify would not begin. `twice`: what stands between asked twice, and the second answer is the one that came.
 */
export type RewardFault = 'refused' | 'lost_before' | 'lost_after' | 'throttled' | 'twice';

export type FakeCode = RewardCodeSpec & { gid: string; used: boolean };

/** The rewards side of one shop at Shopify, in memory, behind the port. Codes are alike whatever their case. */
export class FakeRewards {
  readonly codes = new Map<string, FakeCode>();
  readonly credits: { transactionGid: string; customerId: CustomerId; amountMinor: number; at: Date }[] = [];
  readonly members = new Map<CustomerId, MemberPoints>();
  readonly calls = new Map<string, number>();
  readonly traitsOf = new Map<CustomerId, Partial<PersonTraits>>();
  readonly collections = new Map<string, readonly ProductId[]>();
  readonly emails = new Map<string, CustomerId>();
  readonly gone = new Set<CustomerId>();
  readonly referralEnded: string[] = [];
  /** How often the merchant deleted the referral discount: the next one is another. */
  referralsDeleted = 0;
  programs: ProgramView[] = [];
  giftCardIds: ProductId[] = [];
  /** Taken one by one by the calls that make codes or credit. */
  faults: RewardFault[] = [];
  /** SHOPIFY_UNAVAILABLE on every call. */
  away = false;
  publishedAtOnce: number[] = [];
  healthFacts: HealthFacts = {
    appEmbedOn: true,
    blocksInUse: ['launcher', 'product-points', 'cart-points', 'loyalty-page'],
    customerAccounts: 'new',
    storeCreditOn: true,
    scopesMissing: [],
  };
  readonly #now: () => Date;
  #made = 0;

  constructor(now: () => Date) {
    this.#now = now;
  }

  /** The codes of a member that stand and were not used. */
  openCodesOf(customerId: CustomerId): FakeCode[] {
    return [...this.codes.values()].filter((code) => code.customerId === customerId && !code.used);
  }

  /** An order takes the code. */
  use(code: string): void {
    const standing = this.codes.get(code.toUpperCase());
    if (!standing) throw new Error(`no code ${code}`);
    standing.used = true;
  }

  port(): ShopifyRewards {
    return {
      createCode: (spec) => this.#answer('createCode', () => this.#create(spec)),
      findCode: (code) =>
        this.#answer('findCode', () => {
          const found = this.codes.get(code.toUpperCase());
          return found
            ? { gid: found.gid, title: found.title, used: found.used, endsAt: found.endsAt }
            : null;
        }),
      removeCode: (gid) => this.#answer('removeCode', () => this.#remove(gid)),
      credit: (customerId, amountMinor) =>
        this.#answer('credit', () => this.#credit(customerId, amountMinor)),
      creditsSince: (customerId, since) =>
        this.#answer('creditsSince', () =>
          this.credits.filter((one) => one.customerId === customerId && one.at >= since).toReversed(),
        ),
      ensureReferralDiscount: ({ firstCode, gid }) =>
        this.#answer('ensureReferralDiscount', () => gid ?? `referral-${firstCode}-${this.referralsDeleted}`),
      endReferralDiscount: ({ firstCode }) =>
        this.#answer('endReferralDiscount', () => {
          this.referralEnded.push(`referral-${firstCode}`);
        }),
      publishMembers: (members) =>
        this.#answer('publishMembers', () => {
          this.publishedAtOnce.push(members.length);
          if (members.length > 25) throw new Error('more than 25 customers in a call');
          return members.map(({ customerId, points }) => {
            if (this.gone.has(customerId)) return { customerId, outcome: 'gone' };
            this.members.set(customerId, points);
            return { customerId, outcome: 'done' };
          });
        }),
      unpublishMembers: (ids) =>
        this.#answer('unpublishMembers', () => {
          for (const id of ids) this.members.delete(id);
        }),
      publishProgram: (program) =>
        this.#answer('publishProgram', () => {
          this.programs.push(program);
        }),
      productsOfCollections: (ids) =>
        this.#answer('productsOfCollections', () => ids.flatMap((id) => this.collections.get(id) ?? [])),
      giftCards: () => this.#answer('giftCards', () => this.giftCardIds),
      traits: (ids) => this.#answer('traits', () => new Map(ids.map((id) => [id, this.#traits(id)]))),
      customersByEmail: (emails) =>
        this.#answer('customersByEmail', () => {
          if (emails.length > 50) throw new Error('more than 50 addresses in a call');
          return new Map(
            emails.flatMap((email) => {
              const id = this.emails.get(email.toLowerCase());
              return id === undefined ? [] : [[email, id] as const];
            }),
          );
        }),
      health: () => this.#answer('health', () => this.healthFacts),
      storeCreditOn: () => this.#answer('storeCreditOn', () => this.healthFacts.storeCreditOn ?? false),
    };
  }

  #answer<T>(name: string, work: () => T): Promise<T> {
    this.calls.set(name, (this.calls.get(name) ?? 0) + 1);
    if (this.away) return Promise.reject(new AppError('SHOPIFY_UNAVAILABLE', 'no answer'));
    try {
      return Promise.resolve(work());
    } catch (error) {
      return Promise.reject(error);
    }
  }

  #create(spec: RewardCodeSpec): RewardOutcome {
    const fault = this.faults.shift();
    if (fault === 'throttled') throw new AppError('SHOPIFY_UNAVAILABLE', 'throttled');
    if (fault === 'refused')
      return { outcome: 'refused', field: 'minimumRequirement', message: 'is not valid' };
    if (fault === 'lost_before') return { outcome: 'lost' };
    const key = spec.code.toUpperCase();
    if (this.codes.has(key)) return { outcome: 'code_taken' };
    this.#made += 1;
    const gid = `gid://shopify/DiscountCodeNode/${this.#made}`;
    this.codes.set(key, { ...spec, gid, used: false });
    if (fault === 'lost_after') return { outcome: 'lost' };
    return fault === 'twice' ? { outcome: 'code_taken' } : { outcome: 'made', gid };
  }

  #remove(gid: string): 'removed' | 'gone' | 'used' {
    const [key, code] = [...this.codes].find(([, one]) => one.gid === gid) ?? [];
    if (key === undefined || !code) return 'gone';
    if (code.used) return 'used';
    this.codes.delete(key);
    return 'removed';
  }

  #credit(customerId: CustomerId, amountMinor: number): CreditOutcome {
    const fault = this.faults.shift();
    if (fault === 'throttled') throw new AppError('SHOPIFY_UNAVAILABLE', 'throttled');
    if (fault === 'refused') return { outcome: 'refused', message: 'store credit is off' };
    if (fault === 'lost_before') return { outcome: 'lost' };
    const transactionGid = `gid://shopify/StoreCreditAccountTransaction/${this.credits.length + 1}`;
    this.credits.push({ transactionGid, customerId, amountMinor, at: this.#now() });
    return fault === 'lost_after' ? { outcome: 'lost' } : { outcome: 'credited', transactionGid };
  }

  #traits(customerId: CustomerId): PersonTraits | null {
    if (this.gone.has(customerId)) return null;
    const known = this.traitsOf.get(customerId);
    return { customerId, email: null, phone: null, address: null, ordersCount: 1, ...known };
  }
}
