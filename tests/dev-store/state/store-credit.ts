import type { DevStoreState } from './dev-store-state.ts';
import { currencyExponent } from './money.ts';
import type { ShopState } from './shop-state.ts';
import type { StoreCreditAccount, StoreCreditEvent, StoreCreditTransaction } from './store-credit-records.ts';

export type CreditFault = 'NEGATIVE_OR_ZERO_AMOUNT' | 'CREDIT_LIMIT_EXCEEDED' | 'EXPIRES_AT_IN_PAST';

const MAJOR_LIMIT = 10_000;
const MAJOR_LIMIT_WITHOUT_PLACES = 100_000_000;

/** The most an account may hold. Shopify has such a limit and does not say which: ours is low. */
export function creditLimitMinor(currency: string): number {
  const places = currencyExponent(currency);
  return places === 0 ? MAJOR_LIMIT_WITHOUT_PLACES : MAJOR_LIMIT * 10 ** places;
}

export function balanceOf(account: StoreCreditAccount): number {
  return account.transactions.reduce((sum, { amountMinor }) => sum + amountMinor, 0);
}

/** The balance right after a transaction. */
export function balanceAfter(account: StoreCreditAccount, transaction: StoreCreditTransaction): number {
  const until = account.transactions.slice(0, account.transactions.indexOf(transaction) + 1);
  return until.reduce((sum, { amountMinor }) => sum + amountMinor, 0);
}

/** A customer's accounts as they stand now, oldest first; what ended meanwhile is written down first. */
export function creditAccountsOf(
  state: DevStoreState,
  shop: ShopState,
  customerId: string,
): readonly StoreCreditAccount[] {
  const own = [...shop.storeCreditAccounts.values()].filter((account) => account.customerId === customerId);
  for (const account of own) expireCredits(state, shop, account);
  return own;
}

/** Credits an account that is opened if there is none, or says why not. */
export function creditAccount(
  state: DevStoreState,
  shop: ShopState,
  given: {
    readonly customerId: string;
    readonly currency: string;
    readonly amountMinor: number;
    readonly expiresAt: number | null;
    readonly notify: boolean;
    readonly event?: StoreCreditEvent;
  },
): StoreCreditTransaction | CreditFault {
  const { customerId, currency, amountMinor, expiresAt } = given;
  const known = creditAccountsOf(state, shop, customerId).find((one) => one.currency === currency);
  if (amountMinor <= 0) return 'NEGATIVE_OR_ZERO_AMOUNT';
  if (expiresAt !== null && expiresAt <= state.clock.now()) return 'EXPIRES_AT_IN_PAST';
  const held = known === undefined ? 0 : balanceOf(known);
  if (held + amountMinor > creditLimitMinor(currency)) return 'CREDIT_LIMIT_EXCEEDED';
  const account = known ?? { id: shop.newId(), customerId, currency, transactions: [] };
  shop.storeCreditAccounts.set(account.id, account);
  return append(state, shop, account, {
    kind: 'credit',
    amountMinor,
    event: given.event ?? 'ADJUSTMENT',
    expiresAt,
    remainingMinor: amountMinor,
    notified: given.notify,
  });
}

/** Takes credit away, that which ends soonest first; all of it or nothing. */
export function debitAccount(
  state: DevStoreState,
  shop: ShopState,
  account: StoreCreditAccount,
  taken: { readonly amountMinor: number; readonly event?: StoreCreditEvent },
): StoreCreditTransaction | 'NEGATIVE_OR_ZERO_AMOUNT' | 'INSUFFICIENT_FUNDS' {
  expireCredits(state, shop, account);
  if (taken.amountMinor <= 0) return 'NEGATIVE_OR_ZERO_AMOUNT';
  if (taken.amountMinor > balanceOf(account)) return 'INSUFFICIENT_FUNDS';
  const end = ({ expiresAt }: StoreCreditTransaction): number => expiresAt ?? Number.POSITIVE_INFINITY;
  const open = account.transactions.filter((one) => one.remainingMinor > 0);
  let left = taken.amountMinor;
  for (const credit of open.sort((a, b) =>
    end(a) === end(b) ? a.createdAt - b.createdAt : end(a) - end(b),
  )) {
    const part = Math.min(left, credit.remainingMinor);
    credit.remainingMinor -= part;
    left -= part;
  }
  const event = taken.event ?? 'ADJUSTMENT';
  return append(state, shop, account, { kind: 'debit', amountMinor: -taken.amountMinor, event });
}

/** Passes the accounts of a merged customer on; two of one currency become one. */
export function moveCredit(shop: ShopState, keptId: string, deletedId: string): void {
  const all = [...shop.storeCreditAccounts.values()];
  for (const account of all.filter((one) => one.customerId === deletedId)) {
    const kept = all.find((one) => one.customerId === keptId && one.currency === account.currency);
    if (kept === undefined) {
      account.customerId = keptId;
      continue;
    }
    kept.transactions.push(...account.transactions);
    kept.transactions.sort((a, b) => a.createdAt - b.createdAt);
    shop.storeCreditAccounts.delete(account.id);
  }
}

function expireCredits(state: DevStoreState, shop: ShopState, account: StoreCreditAccount): void {
  const now = state.clock.now();
  const ended = account.transactions.filter(
    ({ expiresAt, remainingMinor }) => remainingMinor > 0 && expiresAt !== null && expiresAt <= now,
  );
  for (const credit of ended) {
    const amountMinor = -credit.remainingMinor;
    credit.remainingMinor = 0;
    const createdAt = credit.expiresAt ?? now;
    append(state, shop, account, { kind: 'expiration', amountMinor, createdAt, creditId: credit.id });
  }
}

function append(
  state: DevStoreState,
  shop: ShopState,
  account: StoreCreditAccount,
  line: Partial<StoreCreditTransaction> & Pick<StoreCreditTransaction, 'kind' | 'amountMinor'>,
): StoreCreditTransaction {
  const added: StoreCreditTransaction = {
    id: shop.newId(),
    createdAt: state.clock.now(),
    event: 'ADJUSTMENT',
    expiresAt: null,
    remainingMinor: 0,
    notified: false,
    creditId: null,
    ...line,
  };
  account.transactions.push(added);
  account.transactions.sort((a, b) => a.createdAt - b.createdAt);
  return added;
}
