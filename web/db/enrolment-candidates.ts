import type { Mark, Stage } from '../domain/lifecycle/stage.ts';
import type { CustomerId, ProductId, ShopId } from '../domain/shared/ids.ts';
import type { CandidateQuery, CandidateRow, EnrolmentStore } from '../use-cases/enrolment-port.ts';
import { CANDIDATE_COLUMNS, CANDIDATES, MATCHING, withOrders, withPoints } from './candidate-sql.ts';
import { memberReading } from './member-candidates.ts';
import { pages } from './paging.ts';
import type { Sql, Statement } from './sql.ts';

const LEAST_INT = -2_147_483_648;
const LARGEST_INT = 2_147_483_647;
const LEAST_ID = '-9223372036854775808';
const LARGEST_ID = '9223372036854775807';

/** $13, $14 the place of the last row · $15 rows */
const page = (name: string, comparison: '<' | '>', direction: 'ASC' | 'DESC'): Statement => {
  const order = `ORDER BY last_on ${direction}, customer_id ${direction}`;
  return {
    name,
    text: `${withOrders(`SELECT one.* FROM unnest($2::text[]) AS s(stage) CROSS JOIN LATERAL (
        SELECT ${CANDIDATE_COLUMNS} FROM ${CANDIDATES}
        WHERE c.stage = s.stage AND (c.last_on, c.customer_id) ${comparison} ($13::int, $14::bigint) AND ${MATCHING}
        ${order} LIMIT $15) AS one ${order} LIMIT $15`)} ${order}`,
  };
};
const OLDEST_FIRST = page('candidate_oldest_first', '>', 'ASC');
const NEWEST_FIRST = page('candidate_newest_first', '<', 'DESC');

const COUNT: Statement = {
  name: 'candidate_count',
  text: `SELECT count(*)::int AS count FROM ${CANDIDATES} WHERE c.stage = ANY ($2::text[]) AND ${MATCHING}`,
};

const OF: Statement = {
  name: 'candidate_of',
  text: withPoints(`SELECT ${CANDIDATE_COLUMNS} FROM customer_fact c
    WHERE c.shop_id = $1 AND c.customer_id = ANY ($2::bigint[])`),
};

/** $3 products each, dearest line first */
const LAST_PRODUCTS: Statement = {
  name: 'candidate_last_products',
  text: `SELECT asked.customer_id, bought.products FROM unnest($2::bigint[]) AS asked(customer_id) CROSS JOIN LATERAL (
      SELECT o.order_id FROM order_fact o WHERE o.shop_id = $1 AND o.customer_id = asked.customer_id AND o.qualifies
      ORDER BY o.processed_at DESC, o.order_id DESC LIMIT 1
    ) AS last CROSS JOIN LATERAL (
      SELECT array_agg(product_id ORDER BY minor DESC, product_id::bigint) AS products FROM (
        SELECT line ->> 'productId' AS product_id, max((line ->> 'discountedMinor')::bigint) AS minor
        FROM order_detail d, jsonb_array_elements(d.lines) AS line
        WHERE d.shop_id = $1 AND d.order_id = last.order_id AND line ->> 'productId' IS NOT NULL
          AND NOT (line ->> 'giftCard')::boolean AND (line ->> 'currentQuantity')::bigint > 0
        GROUP BY 1 ORDER BY minor DESC, min((line ->> 'productId')::bigint) LIMIT $3
      ) AS lines
    ) AS bought WHERE bought.products IS NOT NULL`,
};

type Row = {
  customer_id: CustomerId;
  stage: Stage | null;
  marks: Mark[];
  frequency: number;
  monetary_minor: string;
  last_on: number | null;
  last_occasion_on: number | null;
  stage_since_at: Date | null;
  lapse_limit_days: number | null;
  subscribed_until_on: number | null;
  excluded: boolean;
  country: string | null;
  locale: string | null;
  email_consent: string | null;
  sms_consent: string | null;
  fulfilled_at: Date | null;
  delivered_at: Date | null;
  return_open: boolean | null;
  bps: number | null;
  /** Of customers by id, and of pages of members. */
  available?: string | null;
  next_expiry_at?: Date | null;
  next_expiry_points?: string | null;
  reward_since?: Date | null;
};
type BuyerRow = Row & { last_on: number };
/** `customer_id` null: an account of the range whose customer does not fit. */
type MemberRow = { place: Date | string; account_id: string } & (Row | { customer_id: null });

/** The customers that campaigns may want, with what their rules ask for. */
export function candidateReading(
  sql: Sql,
): Pick<EnrolmentStore, 'candidates' | 'countCandidates' | 'candidatesOf' | 'lastProducts'> {
  return {
    candidates: (shop, query, batch) => (query.member ? members : candidates)(sql, shop, query, batch),
    countCandidates: async (shop, query) => {
      const members = query.member ? memberReading(query.member, query.newestFirst) : null;
      const values = [...valuesOf(shop, query), ...(members?.range ?? [])];
      return (await sql.rows<{ count: number }>(members?.count ?? COUNT, values))[0]?.count ?? 0;
    },
    candidatesOf: async (shop, customerIds) => {
      const rows = await sql.rows<Row>(OF, [shop, customerIds]);
      return new Map(rows.map((row) => [row.customer_id, toCandidate(row)]));
    },
    lastProducts: async (shop, customerIds, limit) => {
      type Bought = { customer_id: CustomerId; products: ProductId[] };
      const rows = await sql.rows<Bought>(LAST_PRODUCTS, [shop, customerIds, limit]);
      return new Map(rows.map((row) => [row.customer_id, row.products]));
    },
  };
}

async function* candidates(
  sql: Sql,
  shop: ShopId,
  query: CandidateQuery,
  batch: number,
): AsyncGenerator<readonly CandidateRow[]> {
  const values = valuesOf(shop, query);
  const statement = query.newestFirst ? NEWEST_FIRST : OLDEST_FIRST;
  const start = query.newestFirst ? [LARGEST_INT, LARGEST_ID] : [LEAST_INT, LEAST_ID];
  const read = (after: readonly (number | string)[], size: number) =>
    sql.rows<BuyerRow>(statement, [...values, ...after, size]);
  const placeOf = (row: BuyerRow): readonly (number | string)[] => [row.last_on, row.customer_id];
  for await (const rows of pages(batch, start, read, placeOf)) yield rows.map(toCandidate);
}

async function* members(
  sql: Sql,
  shop: ShopId,
  query: CandidateQuery,
  batch: number,
): AsyncGenerator<readonly CandidateRow[]> {
  if (!query.member) return;
  const { page, range, start } = memberReading(query.member, query.newestFirst);
  const values = [...valuesOf(shop, query), ...range];
  const read = (after: readonly string[], size: number) =>
    sql.rows<MemberRow>(page, [...values, ...after, size]);
  const placeOf = ({ place, account_id: id }: MemberRow): readonly string[] => [
    place instanceof Date ? place.toISOString() : String(place),
    id,
  ];
  for await (const rows of pages<MemberRow, readonly string[]>(batch, start, read, placeOf)) {
    const fitting = rows.flatMap((row) => (row.customer_id === null ? [] : [toCandidate(row)]));
    if (fitting.length > 0) yield fitting;
  }
}

function valuesOf(shop: ShopId, query: CandidateQuery): unknown[] {
  const occasionFrom = query.lastOccasionFromOn ?? LEAST_INT;
  const lastFrom = Math.max(query.lastFromOn ?? LEAST_INT, occasionFrom);
  return [
    shop,
    query.stages,
    query.campaignId,
    query.notEnrolled,
    ...[lastFrom, query.lastToOn ?? LARGEST_INT, occasionFrom, query.lastOccasionToOn ?? LARGEST_INT].map(
      asInt,
    ),
    query.marks,
    query.countries,
    query.minSpentMinor ?? '-9223372036854775808',
    query.frequency ?? null,
  ];
}

/** Bounds may be open ends beyond what the column holds. */
function asInt(day: number): number {
  return Math.max(LEAST_INT, Math.min(LARGEST_INT, day));
}

function toCandidate(row: Row): CandidateRow {
  return {
    customerId: row.customer_id,
    stage: row.stage,
    marks: row.marks,
    frequency: row.frequency,
    monetaryMinor: Number(row.monetary_minor),
    lastOn: row.last_on,
    lastOccasionOn: row.last_occasion_on,
    stageSinceAt: row.stage_since_at,
    lapseLimitDays: row.lapse_limit_days,
    subscribedUntilOn: row.subscribed_until_on,
    excluded: row.excluded,
    country: row.country,
    locale: row.locale,
    emailConsent: row.email_consent,
    smsConsent: row.sms_consent,
    lastOrder:
      row.return_open === null
        ? null
        : { fulfilledAt: row.fulfilled_at, deliveredAt: row.delivered_at, returnOpen: row.return_open },
    lastRedeemedBps: row.bps,
    points: pointsOf(row),
  };
}

function pointsOf({ available, next_expiry_at: at, ...row }: Row): CandidateRow['points'] {
  if (available == null) return null;
  return {
    available: Number(available),
    nextExpiry: at ? { at, points: Number(row.next_expiry_points) } : null,
    rewardSince: row.reward_since ?? null,
  };
}
