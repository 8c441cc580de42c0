import { createHmac } from 'node:crypto';
import { AppError } from '../domain/shared/errors.ts';
import type { CustomerId, ShopId } from '../domain/shared/ids.ts';
import type { CustomerProfile } from '../use-cases/ports.ts';
import type { CustomerRow, CustomerStore, StageMove } from '../use-cases/store-port.ts';
import { FORGET_PERSON } from './campaign-person.ts';
import { type MirrorRow, toMirror } from './customer-mirror.ts';
import { type CustomerFactRow, toCustomerRow, toGivenCustomer } from './customer-row.ts';
import * as statement from './customer-statements.ts';
import { FORGET_ASKER } from './data-request-store.ts';
import { inParts, toJson } from './json-rows.ts';
import { FORGET_MEMBER, FORGET_MEMBER_UNLESS_LEFT } from './loyalty-person.ts';
import { ANONYMISE } from './order-statements.ts';
import { pages } from './paging.ts';
import type { Sql, Statement } from './sql.ts';

const ROWS_PER_WRITE = 2_000;
const IDS_PER_PAGE = 10_000;
const TABLES = ['customer_fact'] as const;
const BEFORE_ALL = '-1' as CustomerId;

/** Customers of a shop: their history in numbers, scores, stage and moves. @param redactionKey keys the hashes of redacted customers */
export function createCustomerStore(sql: Sql, redactionKey: string): CustomerStore {
  const hashOf = (shop: ShopId, id: CustomerId) =>
    createHmac('sha256', redactionKey).update(`${shop}:${id}`).digest();
  return {
    lockMany: (shop, customerIds, missing) => lockMany(sql, shop, customerIds, missing),
    saveMany: async (shop, states, at) => {
      const lastOfEach = new Map(states.map((state) => [state.customerId, state]));
      for (const part of inParts([...lastOfEach.values()], ROWS_PER_WRITE)) {
        await sql.run(statement.SAVE, [shop, toJson(part.map(toGivenCustomer)), at]);
        await sql.wrote(TABLES, part.length);
      }
    },
    addMoves: async (shop, moves, at) => {
      for (const part of inParts(moves, ROWS_PER_WRITE))
        await sql.run(statement.ADD_MOVES, [shop, toJson(part.map(toGivenMove)), at]);
    },
    putProfiles: (shop, profiles, excludedTags) => putProfiles(sql, shop, { profiles, excludedTags }),
    unsubscribe: async (shop, customerId) => {
      await sql.run(statement.UNSUBSCRIBE, [shop, customerId]);
    },
    mirrors: async (shop, customerIds) => {
      const rows = await sql.rows<MirrorRow>(statement.MIRRORS, [shop, customerIds]);
      return new Map(rows.map((row) => [row.customer_id, toMirror(row)]));
    },
    profileUpdatedAt: async (shop, customerIds) => {
      type Row = { customer_id: CustomerId; profile_updated_at: Date | null };
      const rows = await sql.rows<Row>(statement.PROFILE_UPDATED_AT, [shop, customerIds]);
      return new Map(rows.map((row) => [row.customer_id, row.profile_updated_at]));
    },
    remove: (shop, customerId) =>
      sql.atomically((tx) => removeRows(tx, shop, customerId, FORGET_MEMBER_UNLESS_LEFT)),
    redact: (shop, customerId, at) =>
      sql.atomically(async (tx) => {
        await tx.run(statement.REMEMBER_REDACTION, [shop, hashOf(shop, customerId), at]);
        await tx.run(ANONYMISE, [shop, customerId]);
        await tx.run(statement.CLEAR_FAILED_BODIES, [shop, customerId]);
        await removeRows(tx, shop, customerId, FORGET_MEMBER);
      }),
    isRedacted: async (shop, customerIds) => {
      const byHash = new Map(customerIds.map((id) => [hashOf(shop, id).toString('hex'), id]));
      const hashes = [...byHash.keys()].map((hex) => Buffer.from(hex, 'hex'));
      const rows = await sql.rows<{ customer_hash: Buffer }>(statement.REDACTED_AMONG, [shop, hashes]);
      return new Set(rows.flatMap((row) => byHash.get(row.customer_hash.toString('hex')) ?? []));
    },
    stream: async function* (shop, batch) {
      const page = (after: string, size: number) =>
        sql.rows<CustomerFactRow>(statement.CUSTOMERS_AFTER, [shop, after, size]);
      for await (const rows of pages<CustomerFactRow, string>(
        batch,
        BEFORE_ALL,
        page,
        (row) => row.customer_id,
      ))
        yield rows.map(toCustomerRow);
    },
    count: async (shop) => (await sql.rows<{ count: number }>(statement.COUNT, [shop]))[0]?.count ?? 0,
    ids: async function* (shop) {
      const page = (after: CustomerId, size: number) =>
        sql.rows<{ customer_id: CustomerId }>(statement.IDS_AFTER, [shop, after, size]);
      for await (const rows of pages(IDS_PER_PAGE, BEFORE_ALL, page, (row) => row.customer_id))
        yield rows.map((row) => row.customer_id);
    },
  };
}

async function lockMany(
  sql: Sql,
  shop: ShopId,
  customerIds: readonly CustomerId[],
  missing: 'create' | 'skip',
): Promise<CustomerRow[]> {
  const find = () => sql.rows<CustomerFactRow>(statement.LOCK, [shop, customerIds]);
  const wanted = new Set(customerIds).size;
  let rows = await find();
  if (missing === 'create' && rows.length < wanted) {
    await sql.run(statement.CREATE_EMPTY, [shop, customerIds]);
    rows = await find();
    if (rows.length < wanted)
      throw new AppError('CONFLICT', 'A customer was removed while it was being locked. Try again.');
  }
  return rows.map(toCustomerRow);
}

async function removeRows(
  sql: Sql,
  shop: ShopId,
  customerId: CustomerId,
  ofMember: readonly Statement[],
): Promise<void> {
  const removals = [...statement.REMOVALS, FORGET_ASKER, ...FORGET_PERSON, ...ofMember];
  for (const removal of removals) await sql.run(removal, [shop, customerId]);
}

async function putProfiles(
  sql: Sql,
  shop: ShopId,
  { profiles, excludedTags }: { profiles: readonly CustomerProfile[]; excludedTags: readonly string[] },
): Promise<CustomerId[]> {
  const excluding = new Set(excludedTags.map(fold));
  const changed: CustomerId[] = [];
  for (const part of inParts(newestOfEach(profiles), ROWS_PER_WRITE)) {
    const given = part.map((profile) => toGivenProfile(profile, excluding));
    const rows = await sql.rows<{ customer_id: CustomerId }>(statement.PUT_PROFILES, [shop, toJson(given)]);
    await sql.wrote(TABLES, part.length);
    changed.push(...rows.map((row) => row.customer_id));
  }
  return changed;
}

/** One statement may write a row only once. */
function newestOfEach(profiles: readonly CustomerProfile[]): CustomerProfile[] {
  const newest = new Map<CustomerId, CustomerProfile>();
  for (const profile of profiles) {
    const standing = newest.get(profile.customerId);
    if (!standing || standing.updatedAt <= profile.updatedAt) newest.set(profile.customerId, profile);
  }
  return [...newest.values()];
}

function toGivenProfile(profile: CustomerProfile, excluding: ReadonlySet<string>): object {
  return {
    customer_id: profile.customerId,
    profile_updated_at: profile.updatedAt,
    locale: profile.locale,
    country: profile.country,
    email_consent: profile.emailConsent,
    sms_consent: profile.smsConsent,
    shopify_orders: profile.shopifyOrders,
    shopify_spent_minor: profile.shopifySpentMinor,
    excluded: profile.tags.some((tag) => excluding.has(fold(tag))),
  };
}

/** Shopify takes tags that differ only in case for the same. */
function fold(tag: string): string {
  return tag.toLowerCase();
}

function toGivenMove(move: StageMove): object {
  return {
    customer_id: move.customerId,
    from_stage: move.from,
    to_stage: move.to,
    from_marks: move.fromMarks,
    to_marks: move.toMarks,
    reason_code: move.reason?.code ?? null,
    reason_params: move.reason?.params ?? {},
    cause: move.cause,
  };
}
