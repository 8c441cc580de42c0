import { describe, expect, it } from 'vitest';
import { mergeCustomers } from '../../dev-store/state/customer-removal.ts';
import { upsertCustomer } from '../../dev-store/state/customers.ts';
import type { CustomerRecord } from '../../dev-store/state/records.ts';
import { AdminShop, ALL_SCOPES } from './support/admin-shop.ts';

const LINE = `id __typename event createdAt amount { amount currencyCode } balanceAfterTransaction { amount } account { id }`;
const CREDIT = `mutation($id: ID!, $in: StoreCreditAccountCreditInput!) { storeCreditAccountCredit(id: $id, creditInput: $in) {
  storeCreditAccountTransaction { ${LINE} expiresAt remainingAmount { amount } } userErrors { field message code } } }`;
const DEBIT = `mutation($id: ID!, $in: StoreCreditAccountDebitInput!) { storeCreditAccountDebit(id: $id, debitInput: $in) {
  storeCreditAccountTransaction { ${LINE} } userErrors { field message code } } }`;
const READ = `query($id: ID!, $query: String, $of: String) { customer(id: $id) { storeCreditAccounts(first: 5, query: $query) { nodes {
  id balance { amount currencyCode } owner { ... on Customer { id } }
  transactions(first: 10, reverse: true, query: $of) { nodes { __typename event amount { amount }
    ... on StoreCreditAccountCreditTransaction { remainingAmount { amount } }
    ... on StoreCreditAccountExpirationTransaction { creditTransaction { id } } } } } } } }`;

type Payload = {
  storeCreditAccountTransaction: Record<string, unknown> | null;
  userErrors: { field: string[]; code: string }[];
};
const DAY_MS = 86_400_000;
const gid = (customer: CustomerRecord): string => `gid://shopify/Customer/${customer.id}`;

function opened(currency = 'USD') {
  const store = new AdminShop({ currency, presentmentCurrencies: [currency, 'CAD'] });
  const customer = upsertCustomer(store.state, store.shop, { email: 'a@example.com' });
  const credit = (amount: string, rest: object = {}, id = gid(customer), currencyCode = currency): Payload =>
    store.data(CREDIT, { id, in: { creditAmount: { amount, currencyCode }, ...rest } })
      .storeCreditAccountCredit as Payload;
  const debit = (amount: string, id = gid(customer), currencyCode = currency): Payload =>
    store.data(DEBIT, { id, in: { debitAmount: { amount, currencyCode } } })
      .storeCreditAccountDebit as Payload;
  const accounts = (query: string | null = null, of: string | null = null) => {
    const found = store.data(READ, { id: gid(customer), query, of }) as {
      customer: { storeCreditAccounts: { nodes: Record<string, unknown>[] } };
    };
    return found.customer.storeCreditAccounts.nodes;
  };
  return { store, customer, credit, debit, accounts };
}
const refused = ({ userErrors }: Payload): string[] =>
  userErrors.map(({ field, code }) => `${field.join('.')} ${code}`);

describe('store credit by GraphQL', () => {
  it('credited twice and debited → one account, its lines newest first, balance and rest by what was taken first', () => {
    const { store, customer, credit, debit, accounts } = opened();
    credit('10.0', { notify: true });
    store.now += 1_000;
    const second = credit('5.5', { expiresAt: new Date(store.now + DAY_MS).toISOString() });
    expect(second.storeCreditAccountTransaction).toMatchObject({
      amount: { amount: '5.5', currencyCode: 'USD' },
      balanceAfterTransaction: { amount: '15.5' },
      event: 'ADJUSTMENT',
      expiresAt: '2026-11-21T08:00:01Z',
    });
    store.now += 1_000;
    expect(debit('7.0').storeCreditAccountTransaction).toMatchObject({
      __typename: 'StoreCreditAccountDebitTransaction',
      amount: { amount: '-7.0' },
      balanceAfterTransaction: { amount: '8.5' },
    });
    const [account] = accounts();
    expect(account).toMatchObject({
      balance: { amount: '8.5', currencyCode: 'USD' },
      owner: { id: gid(customer) },
      transactions: {
        nodes: [
          { amount: { amount: '-7.0' } },
          { amount: { amount: '5.5' }, remainingAmount: { amount: '0.0' } },
          { amount: { amount: '10.0' }, remainingAmount: { amount: '8.5' } },
        ],
      },
    });
    expect(accounts(null, 'type:credit')[0]).toMatchObject({ transactions: { nodes: [{}, {}] } });
  });

  it('credit in another currency of the shop → an account of its own, found by currency_code', () => {
    const { customer, credit, accounts } = opened();
    credit('1.0');
    credit('2.0', {}, gid(customer), 'CAD');
    expect(accounts()).toHaveLength(2);
    expect(accounts('currency_code:CAD')).toMatchObject([
      { balance: { amount: '2.0', currencyCode: 'CAD' } },
    ]);
  });

  it('credit that ends half used → the rest goes by a line of its own, at its end', () => {
    const { store, credit, debit, accounts } = opened();
    credit('10.0', { expiresAt: new Date(store.now + DAY_MS).toISOString() });
    debit('4.0');
    store.now += 2 * DAY_MS;
    expect(accounts()[0]).toMatchObject({
      balance: { amount: '0.0' },
      transactions: {
        nodes: [
          { __typename: 'StoreCreditAccountExpirationTransaction', amount: { amount: '-6.0' } },
          { amount: { amount: '-4.0' } },
          { amount: { amount: '10.0' } },
        ],
      },
    });
    expect(refused(debit('1.0'))).toEqual(['debitInput.debitAmount.amount INSUFFICIENT_FUNDS']);
  });

  it('what is wrong → told by field and code, nothing moved', () => {
    const { store, customer, credit, debit, accounts } = opened();
    const past = new Date(store.now - 1).toISOString();
    expect(refused(credit('0.0'))).toEqual(['creditInput.creditAmount.amount NEGATIVE_OR_ZERO_AMOUNT']);
    expect(refused(credit('-1.0'))).toEqual(['creditInput.creditAmount.amount NEGATIVE_OR_ZERO_AMOUNT']);
    expect(refused(credit('1.0', { expiresAt: past }))).toEqual(['creditInput.expiresAt EXPIRES_AT_IN_PAST']);
    expect(refused(credit('1.0', {}, gid(customer), 'EUR'))).toEqual([
      'creditInput.creditAmount.currencyCode UNSUPPORTED_CURRENCY',
    ]);
    expect(refused(credit('1.0', {}, 'gid://shopify/Customer/999'))).toEqual(['id OWNER_NOT_FOUND']);
    expect(refused(credit('1.0', {}, 'gid://shopify/StoreCreditAccount/999'))).toEqual([
      'id ACCOUNT_NOT_FOUND',
    ]);
    expect(refused(debit('1.0'))).toEqual(['id ACCOUNT_NOT_FOUND']);
    expect(accounts()).toEqual([]);
    credit('9999.0');
    expect(refused(credit('1.01'))).toEqual(['creditInput.creditAmount.amount CREDIT_LIMIT_EXCEEDED']);
    const account = String(accounts()[0]?.id);
    expect(refused(credit('1.0', {}, account, 'CAD'))).toEqual([
      'creditInput.creditAmount.currencyCode MISMATCHING_CURRENCY',
    ]);
    expect(refused(debit('1.0', account, 'CAD'))).toEqual([
      'debitInput.debitAmount.currencyCode MISMATCHING_CURRENCY',
    ]);
    expect(refused(credit('1.0', {}, account))).toEqual([]);
  });

  it('a part of a đồng → refused, for nobody knows how Shopify rounds', () => {
    const { store, customer } = opened('VND');
    const creditAmount = { amount: '1000.5', currencyCode: 'VND' };
    const reply = store.run(CREDIT, { id: gid(customer), in: { creditAmount } });
    expect(reply.errors?.[0]).toMatchObject({ extensions: { code: 'BAD_REQUEST' } });
  });

  it.each([
    ['write_store_credit_account_transactions', 'storeCreditAccountCredit'],
    ['read_store_credit_accounts', 'storeCreditAccounts'],
  ])('without %s → %s is denied', (scope, field) => {
    const { store, customer } = opened();
    store.scopes = ALL_SCOPES.filter((one) => one !== scope);
    const reply =
      field === 'storeCreditAccounts'
        ? store.run(READ, { id: gid(customer), query: null, of: null })
        : store.run(CREDIT, {
            id: gid(customer),
            in: { creditAmount: { amount: '1.0', currencyCode: 'USD' } },
          });
    expect(reply.errors?.[0]?.extensions).toMatchObject({ code: 'ACCESS_DENIED' });
    expect(store.shop.storeCreditAccounts.size).toBe(0);
  });

  it('two customers merged → the credit of both in one account', () => {
    const { store, customer, credit, accounts } = opened();
    const other = upsertCustomer(store.state, store.shop, { phone: '+84900000001' });
    credit('3.0');
    credit('4.0', {}, gid(other));
    credit('5.0', {}, gid(other), 'CAD');
    mergeCustomers(store.state, store.shop, customer, other);
    expect(accounts()).toMatchObject([{ balance: { amount: '7.0' } }, { balance: { amount: '5.0' } }]);
  });
});
