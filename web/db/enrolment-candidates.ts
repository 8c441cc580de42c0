import type { Mark, Stage } from '../domain/lifecycle/stage.ts';
import type { CustomerId, ProductId, ShopId } from '../domain/shared/ids.ts';
import type { CandidateQuery, CandidateRow, EnrolmentStore } from '../use-cases/enrolment-port.ts';
import { pages } from './paging.ts';
import type { Sql, Statement } from './sql.ts';

const LEAST_INT = -2_147_483_648;
const LARGEST_INT = 2_147_483_647;
const LEAST_ID = '-9223372036854775808';
const LARGEST_ID = '9223372036854775807';

/**
 * Who matches, per stage, by the index (shop, stage, last_on, customer). A day of the last occasion bounds the day of the
 * last order from below: no occasion comes after it.
 * $2 stages · $3 campaign · $4 whether the enrolled are left out · $5 to $8 days of last order and last occasion, ends included · $9 marks ·
 * $10 countries · $11 least spent · $12 occasions
 */
const MATCHING = `c.shop_id = $1 AND c.last_on BETWEEN $5 AND $6 AND c.last_occasion_on BETWEEN $7 AND $8
      AND c.marks @> $9::text[] AND (cardinality($10::text[]) = 0 OR c.country = ANY ($10::text[]))
      AND c.monetary_minor >= $11 AND ($12::int IS NULL OR c.frequency = $12::int) AND enrolled.found IS NULL`;

/** Asked row by row: a page must not read the whole campaign, as an anti-join over a hash of it would. */
const CUSTOMERS = `customer_fact c LEFT JOIN LATERAL (
      SELECT true AS found FROM enrolment e WHERE $4::boolean AND e.shop_id = $1 AND e.campaign_id = $3
        AND e.customer_id = c.customer_id AND e.trigger_on = c.last_occasion_on LIMIT 1
    ) AS enrolled ON true`;

const COLUMNS = `c.customer_id, c.stage, c.marks, c.frequency, c.monetary_minor, c.last_on, c.last_occasion_on, c.stage_since_at,
      c.lapse_limit_days, c.subscribed_until_on, c.excluded, c.country, c.locale, c.email_consent, c.sms_consent`;

/**
 * What the rules need of each customer's orders: how the last one travels, and how deep the last code was that took something
 * off its lines (`redeemedDepthBps`, domain/offers/depth.ts; `discountedMinor` is what is left after all discounts).
 */
const withOrders = (
  customers: string,
) => `SELECT c.*, travel.fulfilled_at, travel.delivered_at, travel.return_open, code.bps
    FROM (${customers}) AS c
    LEFT JOIN LATERAL (
      SELECT o.fulfilled_at, o.delivered_at, o.return_open FROM order_fact o
      WHERE o.shop_id = $1 AND o.customer_id = c.customer_id AND o.qualifies
      ORDER BY o.processed_at DESC, o.order_id DESC LIMIT 1
    ) AS travel ON true
    LEFT JOIN LATERAL (
      SELECT round(10000.0 * used.minor / (used.minor + lines.minor))::int AS bps
      FROM order_fact o JOIN order_detail d ON d.shop_id = o.shop_id AND d.order_id = o.order_id
        CROSS JOIN LATERAL (SELECT sum((x ->> 'allocatedMinor')::bigint) AS minor
          FROM jsonb_array_elements(d.discounts) AS x
          WHERE x ->> 'type' = 'code' AND x ->> 'target' = 'line_item') AS used
        CROSS JOIN LATERAL (SELECT coalesce(sum((x ->> 'discountedMinor')::bigint), 0) AS minor
          FROM jsonb_array_elements(d.lines) AS x) AS lines
      WHERE o.shop_id = $1 AND o.customer_id = c.customer_id AND o.qualifies AND used.minor > 0
      ORDER BY o.processed_at DESC, o.order_id DESC LIMIT 1
    ) AS code ON true`;

/** $13, $14 the place of the last row · $15 rows */
const page = (name: string, comparison: '<' | '>', direction: 'ASC' | 'DESC'): Statement => {
  const order = `ORDER BY last_on ${direction}, customer_id ${direction}`;
  return {
    name,
    text: `${withOrders(`SELECT one.* FROM unnest($2::text[]) AS s(stage) CROSS JOIN LATERAL (
        SELECT ${COLUMNS} FROM ${CUSTOMERS}
        WHERE c.stage = s.stage AND (c.last_on, c.customer_id) ${comparison} ($13::int, $14::bigint) AND ${MATCHING}
        ${order} LIMIT $15) AS one ${order} LIMIT $15`)} ${order}`,
  };
};
const OLDEST_FIRST = page('candidate_oldest_first', '>', 'ASC');
const NEWEST_FIRST = page('candidate_newest_first', '<', 'DESC');

const COUNT: Statement = {
  name: 'candidate_count',
  text: `SELECT count(*)::int AS count FROM ${CUSTOMERS} WHERE c.stage = ANY ($2::text[]) AND ${MATCHING}`,
};

const OF: Statement = {
  name: 'candidate_of',
  text: withOrders(`SELECT ${COLUMNS} FROM customer_fact c
    WHERE c.shop_id = $1 AND c.customer_id = ANY ($2::bigint[]) AND c.stage IS NOT NULL`),
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
  stage: Stage;
  marks: Mark[];
  frequency: number;
  monetary_minor: string;
  last_on: number;
  last_occasion_on: number;
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
};

/** The customers that campaigns may want, with what their rules ask for. */
export function candidateReading(
  sql: Sql,
): Pick<EnrolmentStore, 'candidates' | 'countCandidates' | 'candidatesOf' | 'lastProducts'> {
  return {
    candidates: (shop, query, batch) => candidates(sql, shop, query, batch),
    countCandidates: async (shop, query) =>
      (await sql.rows<{ count: number }>(COUNT, valuesOf(shop, query)))[0]?.count ?? 0,
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
    sql.rows<Row>(statement, [...values, ...after, size]);
  const placeOf = (row: Row): readonly (number | string)[] => [row.last_on, row.customer_id];
  for await (const rows of pages(batch, start, read, placeOf)) yield rows.map(toCandidate);
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
  };
}
