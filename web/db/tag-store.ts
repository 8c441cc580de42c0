import type { CustomerId, ShopId } from '../domain/shared/ids.ts';
import type { TagStore, TagWork } from '../use-cases/store-port.ts';
import { type Column, givenRows, inParts, toJson } from './json-rows.ts';
import type { Sql, Statement } from './sql.ts';

const ROWS_PER_WRITE = 2_000;
/** A customer whose tags Shopify refused is tried again with every scoring that still wants them, so many times in all. */
const MAX_ATTEMPTS = 5;

const GIVEN: readonly Column[] = [
  ['customer_id', 'bigint'],
  ['tags', 'text[]'],
];

/** Two lists of tags as one, sorted as JavaScript sorts, so that equal sets are equal. */
const union = (first: string, second: string) =>
  `ARRAY(SELECT DISTINCT tag COLLATE "C" AS one FROM unnest(${first} || ${second}) AS tag ORDER BY one)`;
/** What stage and marks want, and the short-lived tags an open offer wants beside them. */
const WANTED = `CASE WHEN t.short_lived = '{}' THEN excluded.desired ELSE ${union('excluded.desired', 't.short_lived')} END`;
/** What stage and marks want is left as it is; the short-lived tags are exchanged. */
const EXCHANGED = union(
  'ARRAY(SELECT tag FROM unnest(t.desired) AS tag WHERE tag <> ALL (t.short_lived))',
  'excluded.short_lived',
);

const WANT: Statement = {
  name: 'tag_want',
  text: `INSERT INTO tag_sync AS t (shop_id, customer_id, standing, desired, state, changed_at)
    SELECT $1, customer_id, '{}', tags, 'dirty', $3
    FROM ${givenRows('$2', GIVEN)}
    WHERE tags <> '{}' OR EXISTS (SELECT FROM tag_sync s WHERE s.shop_id = $1 AND s.customer_id = given.customer_id)
    ORDER BY customer_id
    ON CONFLICT (shop_id, customer_id) DO UPDATE SET desired = ${WANTED},
      state = CASE WHEN t.standing = ${WANTED} THEN 'clean' ELSE 'dirty' END,
      attempts = CASE WHEN t.desired = ${WANTED} THEN t.attempts ELSE 0 END, note = NULL, changed_at = excluded.changed_at
    WHERE t.desired <> ${WANTED} OR (t.state = 'failed' AND t.attempts < ${MAX_ATTEMPTS})
    RETURNING state`,
};

const WANT_SHORT_LIVED: Statement = {
  name: 'tag_want_short_lived',
  text: `INSERT INTO tag_sync AS t (shop_id, customer_id, standing, desired, short_lived, state, changed_at)
    SELECT $1, customer_id, '{}', tags, tags, 'dirty', $3
    FROM ${givenRows('$2', GIVEN)}
    WHERE tags <> '{}' OR EXISTS (SELECT FROM tag_sync s WHERE s.shop_id = $1 AND s.customer_id = given.customer_id)
    ORDER BY customer_id
    ON CONFLICT (shop_id, customer_id) DO UPDATE SET short_lived = excluded.short_lived, desired = ${EXCHANGED},
      state = CASE WHEN t.standing = ${EXCHANGED} THEN 'clean' ELSE 'dirty' END,
      attempts = 0, note = NULL, changed_at = excluded.changed_at
    WHERE t.short_lived <> excluded.short_lived
    RETURNING state`,
};

const WEARING: Statement = {
  name: 'tag_wearing',
  text: `SELECT customer_id FROM tag_sync WHERE shop_id = $1 AND customer_id = ANY ($2::bigint[]) AND $3 = ANY (standing)`,
};

// Tags of ours on a customer nobody has decided about yet are left as they are until somebody does.
const SAW: Statement = {
  name: 'tag_saw',
  text: `INSERT INTO tag_sync AS t (shop_id, customer_id, standing, desired, state, changed_at)
    SELECT $1, customer_id, tags, tags, 'clean', $3
    FROM ${givenRows('$2', GIVEN)}
    WHERE tags <> '{}' OR EXISTS (SELECT FROM tag_sync s WHERE s.shop_id = $1 AND s.customer_id = given.customer_id)
    ORDER BY customer_id
    ON CONFLICT (shop_id, customer_id) DO UPDATE SET standing = excluded.standing,
      state = CASE WHEN t.desired = excluded.standing THEN 'clean' ELSE 'dirty' END,
      attempts = 0, note = NULL, changed_at = excluded.changed_at
    WHERE t.standing <> excluded.standing
    RETURNING state`,
};

const WANT_NOTHING: Statement = {
  name: 'tag_want_nothing',
  text: `UPDATE tag_sync SET desired = '{}', short_lived = '{}', state = CASE WHEN standing = '{}' THEN 'clean' ELSE 'dirty' END,
      attempts = 0, note = NULL, changed_at = $2
    WHERE shop_id = $1 AND (desired <> '{}' OR state = 'failed')`,
};
const CARRYING: Statement = {
  name: 'tag_carrying',
  text: `SELECT count(*)::int AS carrying FROM tag_sync WHERE shop_id = $1 AND standing <> '{}'`,
};

const DIRTY: Statement = {
  name: 'tag_dirty',
  text: `SELECT customer_id, standing, desired FROM tag_sync WHERE shop_id = $1 AND state = 'dirty'
    ORDER BY changed_at, customer_id LIMIT $2`,
};

const SENT: Statement = {
  name: 'tag_sent',
  text: `UPDATE tag_sync t SET standing = tags, state = CASE WHEN desired = tags THEN 'clean' ELSE 'dirty' END,
      attempts = 0, note = NULL, changed_at = $3
    FROM ${givenRows('$2', GIVEN)} WHERE t.shop_id = $1 AND t.customer_id = given.customer_id`,
};

const FAILED: Statement = {
  name: 'tag_failed',
  text: `UPDATE tag_sync SET state = 'failed', attempts = attempts + 1, note = $3, changed_at = $4
    WHERE shop_id = $1 AND customer_id = $2`,
};

const COUNTS: Statement = {
  name: 'tag_counts',
  text: `SELECT count(*) FILTER (WHERE state = 'dirty')::int AS waiting, count(*) FILTER (WHERE state = 'failed')::int AS failed
    FROM tag_sync WHERE shop_id = $1 AND state IN ('dirty', 'failed')`,
};

type TagList = { customerId: CustomerId; tags: readonly string[] };
type WorkRow = { customer_id: CustomerId; standing: string[]; desired: string[] };

/** Which tags of ours stand on a customer and which should. Lists are kept sorted, so that equal sets are equal. */
export function createTagStore(sql: Sql): TagStore {
  const countDirty = async (statement: Statement, shop: ShopId, lists: readonly TagList[], at: Date) => {
    let dirty = 0;
    for (const part of inParts(lastOfEach(lists), ROWS_PER_WRITE)) {
      const rows = await sql.rows<{ state: string }>(statement, [shop, toGiven(part), at]);
      await sql.wrote(['tag_sync'], rows.length);
      dirty += rows.filter((row) => row.state === 'dirty').length;
    }
    return dirty;
  };
  return {
    want: (shop, wants, at) =>
      countDirty(
        WANT,
        shop,
        wants.map(({ customerId, desired }) => ({ customerId, tags: desired })),
        at,
      ),
    wantShortLived: (shop, wants, at) => countDirty(WANT_SHORT_LIVED, shop, wants, at),
    wearing: async (shop, tag, customerIds) => {
      const rows = await sql.rows<{ customer_id: CustomerId }>(WEARING, [shop, customerIds, tag]);
      return new Set(rows.map((row) => row.customer_id));
    },
    saw: (shop, seen, at) => countDirty(SAW, shop, seen.map(standingOf), at),
    dirty: async (shop, limit) => (await sql.rows<WorkRow>(DIRTY, [shop, limit])).map(toWork),
    sent: async (shop, done, at) => {
      for (const part of inParts(lastOfEach(done.map(standingOf)), ROWS_PER_WRITE))
        await sql.run(SENT, [shop, toGiven(part), at]);
    },
    failed: async (shop, customerId, note, at) => {
      await sql.run(FAILED, [shop, customerId, note, at]);
    },
    wantNothing: async (shop, at) => {
      await sql.run(WANT_NOTHING, [shop, at]);
      return (await sql.rows<{ carrying: number }>(CARRYING, [shop]))[0]?.carrying ?? 0;
    },
    counts: async (shop) => {
      const [row] = await sql.rows<{ waiting: number; failed: number }>(COUNTS, [shop]);
      return row ?? { waiting: 0, failed: 0 };
    },
  };
}

function standingOf({
  customerId,
  standing,
}: {
  customerId: CustomerId;
  standing: readonly string[];
}): TagList {
  return { customerId, tags: standing };
}

/** One statement may write a row only once. */
function lastOfEach(lists: readonly TagList[]): TagList[] {
  return [...new Map(lists.map((list) => [list.customerId, list])).values()];
}

function toGiven(lists: readonly TagList[]): string {
  return toJson(
    lists.map(({ customerId, tags }) => ({ customer_id: customerId, tags: [...new Set(tags)].sort() })),
  );
}

function toWork(row: WorkRow): TagWork {
  return { customerId: row.customer_id, standing: row.standing, desired: row.desired };
}
