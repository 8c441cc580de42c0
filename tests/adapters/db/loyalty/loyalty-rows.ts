import type { NewEntry } from '../../../../web/domain/loyalty/ledger.ts';
import type { MemberState } from '../../../../web/domain/loyalty/member.ts';
import { defaultProgram, type ProgramTerms, type Reward } from '../../../../web/domain/loyalty/program.ts';
import type { CustomerId, ShopId } from '../../../../web/domain/shared/ids.ts';
import type {
  LoyaltyAccount,
  LoyaltyStore,
  MemberSettlement,
} from '../../../../web/use-cases/loyalty-port.ts';
import { AT } from '../stores/each-store.ts';

/** So many minutes after `AT`. */
export const later = (minutes: number) => new Date(AT.getTime() + minutes * 60_000);

export const sampleTerms = (change: Partial<ProgramTerms> = {}): ProgramTerms => ({
  ...defaultProgram('VND'),
  on: true,
  ...change,
});

export const sampleReward: Reward = {
  rewardId: 'r1',
  name: 'Giảm 50k',
  value: { kind: 'amount', amountMinor: 50_000 },
  costPoints: 100,
  minimumSpendMinor: 100_000,
  validDays: 30,
  combinesWith: { orderDiscounts: false, productDiscounts: false, shippingDiscounts: true },
  active: true,
};

export const sampleEntry = (change: Partial<NewEntry> = {}): NewEntry => ({
  position: 'order:1',
  seq: 1,
  from: 'issued',
  to: 'available',
  points: 100,
  cause: 'order',
  at: AT,
  programVersion: 1,
  orderId: null,
  ...change,
});

export const sampleMemberState = (change: Partial<MemberState> = {}): MemberState => ({
  available: 0,
  pending: 0,
  reserved: 0,
  debt: 0,
  expired: 0,
  expiredAt: null,
  lots: [],
  awards: new Map(),
  tier: null,
  tierMoves: [],
  nextExpiry: null,
  revisitAt: null,
  ...change,
});

export const sampleSettlement = (
  accountId: string,
  state: Partial<MemberState>,
  rest: Partial<Pick<MemberSettlement, 'entries' | 'tierMoves'>> = {},
): MemberSettlement => ({
  accountId,
  entries: rest.entries ?? [],
  state: sampleMemberState(state),
  tierMoves: rest.tierMoves ?? [],
});

export const sampleGrant = (
  accountId: string,
  change: Partial<Parameters<LoyaltyStore['grant']>[1]> = {},
): Parameters<LoyaltyStore['grant']>[1] => ({
  accountId,
  grantKey: 'sign_up:7',
  points: 50,
  reason: 'sign_up',
  at: AT,
  expiresAt: later(9),
  batchId: null,
  ...change,
});

export const sampleRedemption = (
  accountId: string,
  change: Partial<Parameters<LoyaltyStore['reserve']>[1]> = {},
): Parameters<LoyaltyStore['reserve']>[1] => ({
  accountId,
  requestKey: 'request-1',
  reward: sampleReward,
  points: 100,
  code: 'Same-Reward',
  endsAt: later(43_200),
  at: AT,
  checkAt: later(2),
  ...change,
});

/** Opens an account and gives it points by one order entry. */
export async function memberWith(
  loyalty: LoyaltyStore,
  shop: ShopId,
  customerId: CustomerId,
  points = 0,
): Promise<LoyaltyAccount> {
  const [account] = await loyalty.lockAccounts(shop, [customerId], { open: AT });
  if (!account) throw new Error('the account was opened');
  if (points === 0) return account;
  const entries = [sampleEntry({ position: 'order:99', points })];
  await loyalty.settle(shop, [sampleSettlement(account.accountId, { available: points }, { entries })], AT);
  return { ...account, available: points };
}
