import type pg from 'pg';
import type { CampaignState } from '../domain/campaigns/campaign.ts';
import type { Mark, Stage, StageReason } from '../domain/lifecycle/stage.ts';
import type { CustomerId, ShopId } from '../domain/shared/ids.ts';
import type {
  CustomerDetail,
  CustomerListRow,
  CustomerPosition,
  CustomerReader,
} from '../use-cases/read-port.ts';
import { enrolmentsOf } from './customer-campaigns.ts';
import { afterPosition, readCustomerWhere, sortColumn } from './customer-filter.ts';
import { pages } from './paging.ts';
import { ordersOf, timelineOf } from './timeline-reader.ts';

const EXPORT_BATCH = 1000;

const COLUMNS = `c.customer_id, c.stage, c.marks, c.r_score, c.f_score, c.m_score, c.last_on, c.frequency,
  c.monetary_minor, c.email_consent, c.country`;

type ListRow = {
  customer_id: string;
  stage: Stage | null;
  marks: Mark[];
  r_score: number | null;
  f_score: number | null;
  m_score: number | null;
  last_on: number | null;
  frequency: number;
  monetary_minor: string;
  email_consent: string | null;
  country: string | null;
  position: string | number | null;
};

/** The customers list, its export and one customer's page, from indexed rows of one shop. */
export function createCustomerReader(pool: pg.Pool): CustomerReader {
  const page: CustomerReader['page'] = async (shop, filter, order, { after, limit }) => {
    const where = afterPosition(await readCustomerWhere(pool, shop, filter), order, after);
    const column = `c.${sortColumn(order.sort)}`;
    const { rows } = await pool.query<ListRow>(
      `SELECT ${COLUMNS}, ${column} AS position FROM customer_fact c WHERE ${where.text}
       ORDER BY ${column} ${order.direction}, c.customer_id ${order.direction} LIMIT ${limit}`,
      where.values,
    );
    return rows.map(toListRow);
  };
  return {
    page,
    async counts(shop, { stage: _, ...filter }) {
      const where = await readCustomerWhere(pool, shop, filter);
      const { rows } = await pool.query<{ stage: Stage; n: number }>(
        `SELECT c.stage, count(*)::int AS n FROM customer_fact c WHERE ${where.text} GROUP BY c.stage`,
        where.values,
      );
      return toStageCounts(rows);
    },
    stream: (shop, filter, order) =>
      pages<CustomerListRow, CustomerPosition | null>(
        EXPORT_BATCH,
        null,
        (after, limit) => page(shop, filter, order, { after, limit }),
        ({ position, customerId }) => ({ value: position, customerId }),
      ),
    async countries(shop) {
      const { rows } = await pool.query<{ code: string; customers: number }>(
        `SELECT country AS code, count(*)::int AS customers FROM customer_fact
         WHERE shop_id = $1 AND country IS NOT NULL AND stage IS NOT NULL GROUP BY country ORDER BY 2 DESC, 1`,
        [shop],
      );
      return rows;
    },
    async campaigns(shop) {
      const { rows } = await pool.query<{ campaignId: number; name: string; state: CampaignState }>(
        `SELECT campaign_id AS "campaignId", name, state FROM campaign WHERE shop_id = $1 AND launched_at IS NOT NULL
         ORDER BY launched_at DESC, campaign_id DESC`,
        [shop],
      );
      return rows;
    },
    find: (shop, customerId) => find(pool, shop, customerId),
    orders: (shop, customerId, at) => ordersOf(pool, shop, customerId, at),
    timeline: (shop, customerId, kinds, at) => timelineOf(pool, { shop, customerId, kinds }, at),
    enrolments: (shop, customerId, now) => enrolmentsOf(pool, { shop, customerId }, now),
  };
}

/** Every stage with its count, 0 where no row says otherwise. */
export function toStageCounts(rows: readonly { stage: Stage; n: number }[]): Record<Stage, number> {
  const counts = { first_time: 0, repeat: 0, vip: 0, lapsed: 0 };
  for (const row of rows) counts[row.stage] = row.n;
  return counts;
}

type DetailRow = ListRow & {
  reason_code: StageReason['code'] | null;
  reason_params: Record<string, number>;
  lapse_limit_days: number | null;
  stage_since_at: Date | null;
  orders_count: number;
  shopify_orders: number | null;
  shopify_spent_minor: string | null;
  first_on: number | null;
  last_occasion_on: number | null;
  gaps_count: number;
  gaps_sum_days: number;
  subscribed_until_on: number | null;
  vip_below_since_on: number | null;
  excluded: boolean;
  standing: string[] | null;
  desired: string[] | null;
  tag_state: 'clean' | 'dirty' | 'failed' | null;
  tags_changed_at: Date | null;
};

async function find(pool: pg.Pool, shop: ShopId, customerId: CustomerId): Promise<CustomerDetail | null> {
  const { rows } = await pool.query<DetailRow>(
    `SELECT ${COLUMNS}, c.last_on AS position, c.reason_code, c.reason_params, c.lapse_limit_days, c.stage_since_at, c.orders_count,
       c.shopify_orders, c.shopify_spent_minor, c.first_on, c.last_occasion_on, cardinality(c.gaps_days) AS gaps_count,
       c.gaps_sum_days, c.subscribed_until_on, c.vip_below_since_on, c.excluded,
       t.standing, t.desired, t.state AS tag_state, t.changed_at AS tags_changed_at
     FROM customer_fact c LEFT JOIN tag_sync t ON t.shop_id = c.shop_id AND t.customer_id = c.customer_id
     WHERE c.shop_id = $1 AND c.customer_id = $2`,
    [shop, customerId],
  );
  const row = rows[0];
  if (!row) return null;
  return {
    ...toListRow(row),
    reason: row.reason_code ? { code: row.reason_code, params: row.reason_params } : null,
    lapseLimitDays: row.lapse_limit_days,
    stageSinceAt: row.stage_since_at,
    ordersCount: row.orders_count,
    shopifyTotals:
      row.shopify_orders === null
        ? null
        : { numberOfOrders: row.shopify_orders, amountSpentMinor: Number(row.shopify_spent_minor ?? 0) },
    firstOn: row.first_on,
    lastOccasionOn: row.last_occasion_on,
    gapsCount: row.gaps_count,
    gapsSumDays: row.gaps_sum_days,
    subscribedUntilOn: row.subscribed_until_on,
    vipBelowSinceOn: row.vip_below_since_on,
    excluded: row.excluded,
    tags: {
      standing: row.standing ?? [],
      desired: row.desired ?? [],
      state: row.tag_state ?? 'clean',
      changedAt: row.tags_changed_at,
    },
  };
}

function toListRow(row: ListRow): CustomerListRow {
  const scored = row.r_score !== null && row.f_score !== null && row.m_score !== null;
  return {
    customerId: row.customer_id as CustomerId,
    stage: row.stage,
    marks: row.marks,
    scores: scored ? { r: Number(row.r_score), f: Number(row.f_score), m: Number(row.m_score) } : null,
    lastOn: row.last_on,
    occasions: row.frequency,
    spentMinor: Number(row.monetary_minor),
    emailConsent: row.email_consent,
    country: row.country,
    position: Number(row.position ?? 0),
  };
}
