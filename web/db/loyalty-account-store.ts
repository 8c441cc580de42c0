import { AppError } from '../domain/shared/errors.ts';
import type { CustomerId, ShopId } from '../domain/shared/ids.ts';
import type { LoyaltyAccount, LoyaltyStore } from '../use-cases/loyalty-port.ts';
import { toJson } from './json-rows.ts';
import { type AccountRow, toAccount } from './loyalty-account-row.ts';
import * as statement from './loyalty-account-statements.ts';
import { FORGET_MEMBER } from './loyalty-person.ts';
import { pages } from './paging.ts';
import type { Sql } from './sql.ts';

const BEFORE_ALL = '0';

type IdRow = { customer_id: CustomerId };
type CodeRow = { referral_code: string };
type DueRow = { account_id: string; revisit_at: Date };
type AccountStore = Pick<
  LoyaltyStore,
  | 'lockAccounts'
  | 'lockAccountsById'
  | 'find'
  | 'byReferralCode'
  | 'setReferralCode'
  | 'referralCodes'
  | 'dueAccounts'
  | 'revisit'
  | 'streamCustomers'
  | 'merge'
  | 'leave'
  | 'closeLeft'
  | 'close'
  | 'toPublish'
  | 'toPublishSince'
  | 'published'
  | 'republish'
  | 'work'
>;

/** Members: who they are, whom they were merged into, and what Shopify shows of them. */
export function createLoyaltyAccountStore(
  sql: Sql,
  isRedacted: (shop: ShopId, ids: readonly CustomerId[]) => Promise<ReadonlySet<CustomerId>>,
): AccountStore {
  const read = async (...asked: Parameters<typeof sql.rows>) =>
    (await sql.rows<AccountRow>(...asked)).map(toAccount);
  return {
    lockAccounts: async (shop, customerIds, missing) => {
      const lock = () => read(statement.LOCK, [shop, customerIds]);
      const standing = await lock();
      if (missing === 'skip') return byCustomer(standing);
      const held = new Set(standing.map((account) => account.customerId));
      const unknown = [...new Set(customerIds)].filter((id) => !held.has(id));
      if (unknown.length === 0) return byCustomer(standing);
      const redacted = await isRedacted(shop, unknown);
      const opened = unknown.filter((id) => !redacted.has(id));
      if (opened.length === 0) return byCustomer(standing);
      await sql.run(statement.OPEN, [shop, opened, missing.open]);
      await sql.wrote(['loyalty_account'], opened.length);
      return byCustomer(await lock());
    },
    lockAccountsById: (shop, accountIds) => read(statement.LOCK_BY_ID, [shop, accountIds]),
    find: async (shop, customerId) => (await read(statement.FIND, [shop, customerId]))[0] ?? null,
    byReferralCode: async (shop, code) =>
      (await read(statement.BY_REFERRAL_CODE, [shop, code.toUpperCase()]))[0] ?? null,
    setReferralCode: async (shop, accountId, code) =>
      (await sql.run(statement.SET_REFERRAL_CODE, [shop, accountId, code.toUpperCase()])) > 0,
    referralCodes: async (shop, after, limit) => {
      const rows = await sql.rows<CodeRow>(statement.REFERRAL_CODES, [shop, after ?? '', limit]);
      return rows.map((row) => row.referral_code);
    },
    dueAccounts: async (shop, now, after, limit) => {
      const { revisitAt, accountId } = after ?? { revisitAt: '-infinity', accountId: BEFORE_ALL };
      const rows = await sql.rows<DueRow>(statement.DUE, [shop, now, revisitAt, accountId, limit]);
      return rows.map((row) => ({ accountId: row.account_id, revisitAt: row.revisit_at }));
    },
    revisit: async (shop, accountIds, at) => {
      await sql.run(statement.REVISIT, [shop, accountIds, at]);
    },
    streamCustomers: async function* (shop, batch) {
      const page = (after: CustomerId, size: number) =>
        sql.rows<IdRow>(statement.CUSTOMERS_AFTER, [shop, after, size]);
      for await (const rows of pages(batch, BEFORE_ALL as CustomerId, page, (row) => row.customer_id))
        yield rows.map((row) => row.customer_id);
    },
    merge: async (shop, from, to, at) => {
      if ((await sql.run(statement.MERGE, [shop, from, to, at])) > 0) {
        await sql.run(statement.PASS_FRIENDS, [shop, from, to]);
        await passCode(sql, shop, from, to);
        return;
      }
      const merged = await sql.rows(statement.IS_MERGED, [shop, from, to]);
      if (merged.length > 0) return;
      throw new AppError('CONFLICT', 'One of the two accounts does not stand any more. Look them up again.');
    },
    leave: async (shop, customerId, at) => {
      await sql.run(statement.LEAVE, [shop, customerId, at]);
    },
    closeLeft: async (before) => {
      await sql.run(statement.CAME_BACK, []);
      let closed = 0;
      for (let found = 1; found > 0; closed += found) found = await closeSome(sql, before);
      return closed;
    },
    close: async (shop, accountId, at) => {
      await sql.run(statement.CLOSE, [shop, accountId, at]);
    },
    toPublish: async (shop, limit) => {
      type Row = AccountRow & { published: unknown; changed_at: Date };
      const rows = await sql.rows<Row>(statement.TO_PUBLISH, [shop, limit]);
      return rows.map((row) => ({
        ...toAccount(row),
        published: row.published,
        changedAt: row.changed_at,
      }));
    },
    toPublishSince: async (shop) =>
      (await sql.rows<{ changed_at: Date }>(statement.TO_PUBLISH_SINCE, [shop]))[0]?.changed_at ?? null,
    published: async (shop, done, failed) => {
      const shown = done.map(({ accountId, published, changedAt }) => ({
        account_id: accountId,
        published,
        changed_at: changedAt,
      }));
      const refused = failed.map(({ accountId, note, changedAt }) => ({
        account_id: accountId,
        note,
        changed_at: changedAt,
      }));
      if (shown.length > 0) await sql.run(statement.PUBLISHED, [shop, toJson(shown)]);
      if (refused.length > 0) await sql.run(statement.PUBLISH_FAILED, [shop, toJson(refused)]);
    },
    republish: async (shop, accountIds, at) => {
      await sql.run(statement.REPUBLISH, [shop, accountIds, at]);
    },
    work: async (shop, now) => {
      type Row = Awaited<ReturnType<LoyaltyStore['work']>>;
      const [row] = await sql.rows<Row>(statement.WORK, [shop, now]);
      return row ?? { settle: false, redemptions: false, publish: false, flow: false };
    },
  };
}

/** Some hundred of those who left, in a transaction of their own; how many. */
function closeSome(sql: Sql, before: Date): Promise<number> {
  return sql.atomically(async (tx) => {
    const left = await tx.rows<IdRow & { shop_id: ShopId }>(statement.LEFT_BEFORE, [before]);
    for (const { shop_id, customer_id } of left)
      for (const one of FORGET_MEMBER) await tx.run(one, [shop_id, customer_id]);
    return left.length;
  });
}

async function passCode(sql: Sql, shop: ShopId, from: string, to: string): Promise<void> {
  const [taken] = await sql.rows<CodeRow>(statement.TAKE_REFERRAL_CODE, [shop, from, to]);
  if (taken) await sql.run(statement.SET_REFERRAL_CODE, [shop, to, taken.referral_code]);
}

function byCustomer(accounts: readonly LoyaltyAccount[]): LoyaltyAccount[] {
  return accounts.toSorted((one, other) => compareIds(one.customerId, other.customerId));
}

function compareIds(one: CustomerId | null, other: CustomerId | null): number {
  const difference = BigInt(one ?? 0) - BigInt(other ?? 0);
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}
