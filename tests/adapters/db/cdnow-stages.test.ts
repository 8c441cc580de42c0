import type pg from 'pg';
import { beforeAll, describe, expect, test } from 'vitest';
import { cdnowAbsent, cdnowSuite, readCdnow } from '../../support/cdnow.ts';
import { eachDatabase } from '../../support/test-database.ts';

/**
 * The definitions of product.md section 3 written down a second time, as plain SQL over raw purchases, with nothing of
 * web/ in it: days of purchase, Kaplan–Meier curves, both lapse limits, own limits, VIP lines, one stage each.
 */
const STAGES = `
WITH occasion AS (
  SELECT customer, day, sum(minor) AS minor FROM purchase GROUP BY customer, day
), placed AS (
  SELECT customer, day, row_number() OVER own AS nth, lead(day) OVER own AS next_day
  FROM occasion WINDOW own AS (PARTITION BY customer ORDER BY day)
), spell AS (
  SELECT nth = 1 AS is_first, coalesce(next_day, $1::date) - day AS days, next_day IS NOT NULL AS returned FROM placed
), leaving AS (
  SELECT is_first, days, count(*) FILTER (WHERE returned) AS returns, count(*) AS gone FROM spell GROUP BY is_first, days
), at_risk AS (
  SELECT is_first, days, returns, sum(gone) OVER (PARTITION BY is_first ORDER BY days DESC) AS customers FROM leaving
), curve AS (
  SELECT is_first, days, 1 - exp(sum(ln(1 - returns / customers)) OVER (PARTITION BY is_first ORDER BY days)) AS share
  FROM at_risk WHERE returns < customers
), lapse AS (
  SELECT min(days) FILTER (WHERE is_first) AS one, min(days) FILTER (WHERE NOT is_first) AS later
  FROM curve WHERE share >= 0.8 * (SELECT max(year.share) FROM curve AS year WHERE year.is_first = curve.is_first AND year.days <= 365)
), shop AS (
  SELECT one, later, (SELECT avg(days) FROM spell WHERE returned) AS mean_gap FROM lapse
), customer AS (
  SELECT customer, count(*) AS purchases, sum(minor) AS spent, max(day) - min(day) AS gaps_sum, $1::date - max(day) AS silent
  FROM occasion GROUP BY customer
), judged AS (
  SELECT customer.*, one, later, silent > CASE
    WHEN purchases = 1 THEN one
    WHEN purchases <= 3 THEN later
    ELSE greatest(later, least(3 * later, 2 * (2 * mean_gap + gaps_sum) / (2 + purchases - 1))) END AS lapsed
  FROM customer CROSS JOIN shop
), line AS (
  SELECT percentile_cont(0.75) WITHIN GROUP (ORDER BY purchases) AS purchases,
    percentile_cont(0.75) WITHIN GROUP (ORDER BY spent) AS spent
  FROM judged WHERE NOT lapsed
)
SELECT max(one) AS one, max(later) AS later,
  count(*) FILTER (WHERE lapsed)::int AS lapsed,
  count(*) FILTER (WHERE NOT lapsed AND vip)::int AS vip,
  count(*) FILTER (WHERE NOT lapsed AND NOT vip AND purchases >= 2)::int AS repeat,
  count(*) FILTER (WHERE NOT lapsed AND NOT vip AND purchases = 1)::int AS first_time
FROM (
  SELECT judged.*, judged.purchases >= 2 AND judged.purchases >= line.purchases AND judged.spent >= line.spent AS vip
  FROM judged CROSS JOIN line
) AS decided`;

describe.skipIf(cdnowAbsent)(cdnowSuite('the stages of CDNOW, in SQL of their own'), () => {
  eachDatabase((_, open) => {
    let pool: pg.Pool;
    beforeAll(async () => {
      pool = (await open()).pool;
      const rows = cdnowAbsent ? [] : readCdnow('master');
      await pool.query(
        `CREATE TABLE purchase AS SELECT customer, day, round(dollars * 100)::bigint AS minor
         FROM unnest($1::int[], $2::date[], $3::numeric[]) AS given(customer, day, dollars)`,
        [rows.map((row) => row.customer), rows.map((row) => row.day), rows.map((row) => row.dollars)],
      );
    });

    test('master at 1998-06-30 → the limits and counts the domain gives as well (tests/domain/cdnow.test.ts)', async () => {
      const { rows } = await pool.query(STAGES, ['1998-06-30']);
      expect(rows).toEqual([
        { one: 171, later: 114, first_time: 0, repeat: 3_661, vip: 882, lapsed: 19_027 },
      ]);
    });
  });
});
