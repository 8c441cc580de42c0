import type { ShopId } from '../domain/shared/ids.ts';
import { dayToIso, isoToDay, type LocalDay } from '../domain/shared/time.ts';
import type { RetentionMetrics } from '../use-cases/read-port.ts';
import type { Sql, Statement } from './sql.ts';

const COHORTS = 12;

/** The local day of each occasion of customers `c`: the first, and after it the gaps summed up. */
const OCCASIONS = `CROSS JOIN LATERAL (
      SELECT c.first_on + sum(gap) OVER (ORDER BY nth)::int AS on_day
      FROM unnest(0 || c.gaps_days) WITH ORDINALITY AS gaps(gap, nth)
    ) AS o`;

/** `repeatRate` and `revenueMetrics` (domain/forecast/retention.ts) over all history. */
const WORTH: Statement = {
  name: 'retention_worth',
  text: `SELECT count(*)::int AS buyers, count(*) FILTER (WHERE frequency > 1)::int AS repeated, coalesce(sum(frequency), 0)::text AS occasions,
      coalesce(sum(monetary_minor), 0)::text AS minor
    FROM customer_fact WHERE shop_id = $1 AND frequency >= 1 AND NOT excluded`,
};

/** `retention` (domain/forecast/retention.ts). $2, $3 the first period · $4, $5 the later one, which comes after */
const KEPT: Statement = {
  name: 'retention_kept',
  text: `SELECT count(*)::int AS before, count(*) FILTER (WHERE later)::int AS kept FROM (
      SELECT bool_or(o.on_day BETWEEN $4::int AND $5::int) AS later
      FROM customer_fact c ${OCCASIONS}
      WHERE c.shop_id = $1 AND c.frequency >= 1 AND NOT c.excluded AND c.last_occasion_on >= $2::int AND c.first_on <= $3::int
      GROUP BY c.customer_id HAVING bool_or(o.on_day BETWEEN $2::int AND $3::int)
    ) AS bought`,
};

const month = (day: string) => `date_trunc('month', date '1970-01-01' + ${day})`;
const monthsBetween = (first: string, later: string) =>
  `(extract(year FROM ${later}) * 12 + extract(month FROM ${later}) - extract(year FROM ${first}) * 12 - extract(month FROM ${first}))::int`;

/** `cohorts` (domain/forecast/retention.ts) of the last 12 months. $2 today */
const BOUGHT: Statement = {
  name: 'retention_cohorts',
  text: `SELECT to_char(cohort, 'YYYY-MM') AS month, k, count(*)::int AS customers FROM (
      SELECT DISTINCT c.customer_id, ${month('c.first_on')} AS cohort, ${monthsBetween(month('c.first_on'), month('o.on_day'))} AS k
      FROM customer_fact c ${OCCASIONS}
      WHERE c.shop_id = $1 AND c.frequency >= 1 AND NOT c.excluded AND o.on_day <= $2::int AND c.first_on <= $2::int
        AND c.first_on >= (${month('$2::int')} - interval '${COHORTS - 1} months')::date - date '1970-01-01'
    ) AS bought GROUP BY cohort, k ORDER BY cohort, k`,
};

type WorthRow = { buyers: number; repeated: number; occasions: string; minor: string };
type BoughtRow = { month: string; k: number; customers: number };

/** How many come back, what a customer has been worth, and the cohorts of a year; set-based, once a night. */
export async function retentionMetrics(sql: Sql, shop: ShopId, todayOn: LocalDay): Promise<RetentionMetrics> {
  const [worth] = await sql.rows<WorthRow>(WORTH, [shop]);
  const first = wholeQuarter(todayOn, 2);
  const later = wholeQuarter(todayOn, 1);
  const days = [first.fromOn, first.throughOn, later.fromOn, later.throughOn];
  const [kept] = await sql.rows<{ before: number; kept: number }>(KEPT, [shop, ...days]);
  const bought = await sql.rows<BoughtRow>(BOUGHT, [shop, todayOn]);
  return {
    buyers: worth?.buyers ?? 0,
    repeatBuyers: worth?.repeated ?? 0,
    occasions: Number(worth?.occasions ?? 0),
    revenueMinor: Number(worth?.minor ?? 0),
    first,
    later,
    boughtFirst: kept?.before ?? 0,
    kept: kept?.kept ?? 0,
    cohorts: toCohorts(bought, todayOn),
  };
}

/** The calendar quarter that lies so many before the day's own. */
function wholeQuarter(todayOn: LocalDay, back: number): RetentionMetrics['first'] {
  const index = monthIndex(dayToIso(todayOn));
  const start = index - (index % 3) - 3 * back;
  return { fromOn: firstOfMonth(start), throughOn: firstOfMonth(start + 3) - 1 };
}

function firstOfMonth(index: number): LocalDay {
  return isoToDay(
    `${String(Math.floor(index / 12)).padStart(4, '0')}-${String((index % 12) + 1).padStart(2, '0')}-01`,
  );
}

/** A month that is not over is null, never 0. */
function toCohorts(rows: readonly BoughtRow[], todayOn: LocalDay): RetentionMetrics['cohorts'] {
  const finished = monthIndex(dayToIso(todayOn + 1)) - 1;
  const present = monthIndex(dayToIso(todayOn));
  return [...Map.groupBy(rows, (row) => row.month)].map(([name, own]) => {
    const start = monthIndex(name);
    const byK = new Map(own.map(({ k, customers }) => [k, customers]));
    return {
      month: name,
      size: byK.get(0) ?? 0,
      bought: Array.from({ length: present - start + 1 }, (_, k) =>
        k === 0 || start + k <= finished ? (byK.get(k) ?? 0) : null,
      ),
    };
  });
}

/** Months since year 0 of what begins `YYYY-MM`. */
function monthIndex(text: string): number {
  const [year = 0, of = 1] = text.split('-').map(Number);
  return year * 12 + of - 1;
}
