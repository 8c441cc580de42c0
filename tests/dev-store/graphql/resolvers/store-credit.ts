import { parseDecimal } from '../../state/money.ts';
import {
  balanceAfter,
  balanceOf,
  creditAccount,
  creditAccountsOf,
  debitAccount,
} from '../../state/store-credit.ts';
import type { StoreCreditAccount, StoreCreditTransaction } from '../../state/store-credit-records.ts';
import type { PageArgs } from '../connection.ts';
import { connection } from '../connection.ts';
import type { AdminContext, Resolve, ResolverMap } from '../context.ts';
import { gid, parseGid } from '../gid.ts';
import { isoOrNull, isoSeconds } from '../instant.ts';
import { money } from '../money-view.ts';
import { badRequest, invalidId } from '../refusal.ts';
import { compileSearch, parseSearch } from '../search-query.ts';
import { choiceTest, idTest, textTest } from '../search-terms.ts';
import { asType } from '../type-of.ts';

interface MoneyInput {
  readonly amount: string;
  readonly currencyCode: string;
}
interface CreditArgs {
  readonly id: string;
  readonly creditInput: {
    readonly creditAmount: MoneyInput;
    readonly expiresAt?: string | null;
    readonly notify?: boolean | null;
  };
}
interface DebitArgs {
  readonly id: string;
  readonly debitInput: { readonly debitAmount: MoneyInput };
}
interface ListArgs extends PageArgs {
  readonly query?: string | null;
  readonly sortKey?: string;
}

const TYPES = {
  credit: 'StoreCreditAccountCreditTransaction',
  debit: 'StoreCreditAccountDebitTransaction',
  expiration: 'StoreCreditAccountExpirationTransaction',
} as const;

const WORDS: Readonly<Record<string, string>> = {
  ACCOUNT_NOT_FOUND: 'The store credit account could not be found',
  OWNER_NOT_FOUND: 'The owner does not exist',
  NEGATIVE_OR_ZERO_AMOUNT: 'A positive amount must be used',
  // Recorded.
  CREDIT_LIMIT_EXCEEDED: "The operation would cause the account's credit limit to be exceeded",
  EXPIRES_AT_IN_PAST: 'The expiry date must be in the future',
  INSUFFICIENT_FUNDS: 'The store credit account does not have sufficient funds to satisfy the request',
  MISMATCHING_CURRENCY: 'The currency provided does not match the currency of the store credit account',
  UNSUPPORTED_CURRENCY: 'The currency provided is not currently supported',
};

/** A line with the account it stands in. */
type Line = { readonly account: StoreCreditAccount; readonly line: StoreCreditTransaction };

const lineView = (account: StoreCreditAccount, line: StoreCreditTransaction): object =>
  asType(TYPES[line.kind], { account, line });

/** Customers' accounts by id or owner; of companies there are none here. */
function findAccount(context: AdminContext, text: string, currency: string) {
  const parsed = parseGid(text);
  const { state, shop } = context;
  if (parsed?.type === 'StoreCreditAccount') {
    const account = shop.storeCreditAccounts.get(parsed.id);
    return account ? { account, customerId: account.customerId } : 'ACCOUNT_NOT_FOUND';
  }
  if (parsed?.type !== 'Customer') throw invalidId(text);
  if (!shop.customers.has(parsed.id)) return 'OWNER_NOT_FOUND';
  const account = creditAccountsOf(state, shop, parsed.id).find((one) => one.currency === currency);
  return { account, customerId: parsed.id };
}

function payload(root: string, outcome: StoreCreditTransaction | string, account?: StoreCreditAccount) {
  if (typeof outcome !== 'string' && account !== undefined)
    return { storeCreditAccountTransaction: lineView(account, outcome), userErrors: [] };
  const code = String(outcome);
  const amount = root === 'creditInput' ? 'creditAmount' : 'debitAmount';
  const field = code.endsWith('NOT_FOUND')
    ? ['id']
    : code === 'EXPIRES_AT_IN_PAST'
      ? [root, 'expiresAt']
      : [root, amount, code.endsWith('CURRENCY') ? 'currencyCode' : 'amount'];
  return { storeCreditAccountTransaction: null, userErrors: [{ field, message: WORDS[code] ?? code, code }] };
}

/** More places than the currency has are refused: Shopify's rounding is not known. */
function minorOf({ amount, currencyCode }: MoneyInput): number {
  const minor = parseDecimal(String(amount), currencyCode);
  const scale = minor / Number(amount);
  if (minor !== 0 && Math.abs(scale - 10 ** Math.round(Math.log10(scale))) > 1e-6)
    throw badRequest(`The local Shopify takes no part of the smallest unit of ${currencyCode}: ${amount}`);
  return minor;
}

function credit(context: AdminContext, { id, creditInput }: CreditArgs) {
  const { state, shop } = context;
  const { creditAmount, expiresAt, notify } = creditInput;
  const { currencyCode: currency } = creditAmount;
  const found = findAccount(context, id, currency);
  if (typeof found === 'string') return payload('creditInput', found);
  if (found.account !== undefined && found.account.currency !== currency)
    return payload('creditInput', 'MISMATCHING_CURRENCY');
  if (currency !== shop.currency && !shop.presentmentCurrencies.includes(currency))
    return payload('creditInput', 'UNSUPPORTED_CURRENCY');
  const { customerId } = found;
  const outcome = creditAccount(state, shop, {
    customerId,
    currency,
    amountMinor: minorOf(creditAmount),
    expiresAt: expiresAt == null ? null : Date.parse(expiresAt),
    notify: notify ?? false,
  });
  const account = creditAccountsOf(state, shop, customerId).find((one) => one.currency === currency);
  return payload('creditInput', outcome, account);
}

function debit(context: AdminContext, { id, debitInput: { debitAmount } }: DebitArgs) {
  const found = findAccount(context, id, debitAmount.currencyCode);
  if (typeof found === 'string') return payload('debitInput', found);
  const { account } = found;
  if (account === undefined) return payload('debitInput', 'ACCOUNT_NOT_FOUND');
  if (account.currency !== debitAmount.currencyCode) return payload('debitInput', 'MISMATCHING_CURRENCY');
  const outcome = debitAccount(context.state, context.shop, account, { amountMinor: minorOf(debitAmount) });
  return payload('debitInput', outcome, account);
}

function transactions(
  account: StoreCreditAccount,
  args: ListArgs,
  context: AdminContext,
  info: Parameters<Resolve>[3],
) {
  const matches = compileSearch(parseSearch(args.query), {
    id: idTest<StoreCreditTransaction>((line) => line.id),
    type: choiceTest<StoreCreditTransaction>(['credit', 'debit', 'expiration'], (line) => [line.kind]),
  });
  if ((args.sortKey ?? 'CREATED_AT') !== 'CREATED_AT')
    throw badRequest(`The local Shopify does not sort transactions by ${args.sortKey}`);
  const lines = account.transactions.filter((line) => matches?.(line) ?? true);
  const view = connection({ items: lines, idOf: (line) => line.id, listOrder: true }, args, context, info);
  return {
    ...view,
    nodes: view.nodes.map((line) => lineView(account, line)),
    edges: view.edges.map((edge) => ({ ...edge, node: lineView(account, edge.node) })),
  };
}

/** What every kind of line has. */
const LINE: Readonly<Record<string, Resolve>> = {
  account: ({ account }: Line) => account,
  amount: ({ account, line }: Line) => money(line.amountMinor, account.currency),
  balanceAfterTransaction: ({ account, line }: Line) => money(balanceAfter(account, line), account.currency),
  createdAt: ({ line }: Line) => isoSeconds(line.createdAt),
  event: ({ line }: Line) => line.event,
  origin: ({ line }: Line) => {
    if (line.event !== 'ADJUSTMENT') throw badRequest('The local Shopify links store credit to no payment');
    return null;
  },
};

export const storeCreditResolvers: ResolverMap = {
  Mutation: {
    storeCreditAccountCredit: (_root: unknown, args: CreditArgs, context) => credit(context, args),
    storeCreditAccountDebit: (_root: unknown, args: DebitArgs, context) => debit(context, args),
  },
  QueryRoot: {
    storeCreditAccount: (_root: unknown, args: { readonly id: string }, { shop }) => {
      const parsed = parseGid(args.id);
      if (parsed?.type !== 'StoreCreditAccount') throw invalidId(args.id);
      return shop.storeCreditAccounts.get(parsed.id) ?? null;
    },
  },
  Customer: {
    storeCreditAccounts: (customer: { readonly id: string }, args: ListArgs, context, info) => {
      const matches = compileSearch(parseSearch(args.query), {
        id: idTest<StoreCreditAccount>((account) => account.id),
        currency_code: textTest<StoreCreditAccount>((account) => [account.currency]),
      });
      const own = creditAccountsOf(context.state, context.shop, customer.id);
      const items = own.filter((account) => matches?.(account) ?? true);
      return connection({ items, idOf: (account) => account.id, listOrder: true }, args, context, info);
    },
  },
  StoreCreditAccount: {
    id: (account: StoreCreditAccount) => gid('StoreCreditAccount', account.id),
    balance: (account: StoreCreditAccount, _args: unknown, { state, shop }) => {
      creditAccountsOf(state, shop, account.customerId);
      return money(balanceOf(account), account.currency);
    },
    owner: (account: StoreCreditAccount, _args: unknown, { shop }) => {
      const owner = shop.customers.get(account.customerId);
      return owner === undefined ? null : asType('Customer', owner);
    },
    transactions: (account: StoreCreditAccount, args: ListArgs, context, info) =>
      transactions(account, args, context, info),
  },
  StoreCreditAccountCreditTransaction: {
    ...LINE,
    id: ({ line }: Line) => gid('StoreCreditAccountCreditTransaction', line.id),
    expiresAt: ({ line }: Line) => isoOrNull(line.expiresAt),
    remainingAmount: ({ account, line }: Line) => money(line.remainingMinor, account.currency),
  },
  StoreCreditAccountDebitTransaction: {
    ...LINE,
    id: ({ line }: Line) => gid('StoreCreditAccountDebitTransaction', line.id),
  },
  StoreCreditAccountExpirationTransaction: {
    ...LINE,
    creditTransaction: ({ account, line }: Line) => {
      const ended = account.transactions.find((one) => one.id === line.creditId);
      return ended === undefined ? null : { account, line: ended };
    },
  },
};
