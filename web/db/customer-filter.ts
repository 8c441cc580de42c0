import type pg from 'pg';
import type { ShopId } from '../domain/shared/ids.ts';
import type { CustomerFilter, CustomerOrder, CustomerPosition } from '../use-cases/read-port.ts';

/** A WHERE clause under construction: conditions and the values of their placeholders. */
export type Where = { text: string; values: unknown[] };

/**
 * The indexed column behind each sort. Scores are monotone in recency, frequency and money, so sorting by the value sorts by
 * the score as well and needs no index of its own.
 */
export function sortColumn(sort: CustomerOrder['sort']): 'last_on' | 'frequency' | 'monetary_minor' {
  if (sort === 'last_order' || sort === 'r') return 'last_on';
  return sort === 'occasions' || sort === 'f' ? 'frequency' : 'monetary_minor';
}

/**
 * Up to this many people of campaigns are looked up one by one, whatever the order of the list; more are met on a walk through the
 * list itself. A win-back's people stand at the far end of its own order, newest first: 20,000 of 200,000 took 5.1 s on that walk (the
 * planner left alone walks) and 0.3 s looked up, on a busy machine; 213,798 of 1,000,000 take 1.8 s on it, on a quiet one
 * (`npm run bench -- campaigns`).
 */
export const FEW_PEOPLE = 200_000;

const IN_CAMPAIGN = 'e.shop_id = c.shop_id AND e.customer_id = c.customer_id';

/** Whoever was enrolled twice is listed once. Both ways read the index (shop, campaign, customer, day) and nothing else of the table. */
function enrolledIn(few: boolean) {
  return (campaigns: string) =>
    few
      ? `c.customer_id = ANY(ARRAY(SELECT e.customer_id FROM enrolment e WHERE e.shop_id = $1 AND e.campaign_id = ANY(${campaigns}::int[])))`
      : `EXISTS (SELECT FROM enrolment e WHERE ${IN_CAMPAIGN} AND e.campaign_id = ANY(${campaigns}::int[]))`;
}

/** A filter as SQL. How many people a campaign ever had is counted in its row, so that choosing the way costs one row each. */
export async function readCustomerWhere(
  pool: Pick<pg.Pool, 'query'>,
  shop: ShopId,
  filter: CustomerFilter,
): Promise<Where> {
  if (filter.campaigns === undefined) return customerWhere(shop, filter, true);
  const { rows } = await pool.query<{ people: number }>(
    'SELECT coalesce(sum(people), 0)::int AS people FROM campaign WHERE shop_id = $1 AND campaign_id = ANY($2::int[])',
    [shop, filter.campaigns],
  );
  return customerWhere(shop, filter, (rows[0]?.people ?? 0) <= FEW_PEOPLE);
}

/** Only customers with a stage are listed, except where ids were asked for (a live search shows whom it found). Those have a last order. `few`: see `enrolledIn`. */
export function customerWhere(shop: ShopId, filter: CustomerFilter, few: boolean): Where {
  const values: unknown[] = [shop];
  const conditions = ['c.shop_id = $1'];
  const add = (condition: (placeholder: string) => string, value: unknown) => {
    if (value === undefined) return;
    values.push(value);
    conditions.push(condition(`$${values.length}`));
  };
  if (filter.ids === undefined && filter.stage === undefined) conditions.push('c.stage IS NOT NULL');
  add((p) => `c.stage = ${p}`, filter.stage);
  add((p) => `c.marks && ${p}::text[]`, filter.marks);
  add((p) => `c.r_score = ANY(${p}::int[])`, filter.r);
  add((p) => `c.f_score = ANY(${p}::int[])`, filter.f);
  add((p) => `c.m_score = ANY(${p}::int[])`, filter.m);
  // Numbers go in as bigint: a limit beyond a column's type is a filter like any other.
  add((p) => `c.last_on >= ${p}::bigint`, filter.lastFromOn);
  add((p) => `c.last_on <= ${p}::bigint`, filter.lastToOn);
  add((p) => `c.frequency >= ${p}::bigint`, filter.occasionsMin);
  add((p) => `c.frequency <= ${p}::bigint`, filter.occasionsMax);
  add((p) => `c.monetary_minor >= ${p}::bigint`, filter.spentMinMinor);
  add((p) => `c.monetary_minor <= ${p}::bigint`, filter.spentMaxMinor);
  add((p) => `c.email_consent = ANY(${p}::text[])`, filter.consent);
  add((p) => `c.country = ANY(${p}::text[])`, filter.country);
  add(enrolledIn(few), filter.campaigns);
  add((p) => `c.customer_id = ANY(${p}::bigint[])`, filter.ids);
  return { text: conditions.join(' AND '), values };
}

/** Adds "after this row in this order" (keyset paging: the cost of a page does not grow with its number). */
export function afterPosition(where: Where, order: CustomerOrder, after: CustomerPosition | null): Where {
  if (!after) return where;
  const values = [...where.values, after.value, after.customerId];
  const comparison = order.direction === 'desc' ? '<' : '>';
  const row = `(c.${sortColumn(order.sort)}, c.customer_id)`;
  return {
    text: `${where.text} AND ${row} ${comparison} ($${values.length - 1}::bigint, $${values.length}::bigint)`,
    values,
  };
}
