import type { ResultSummary } from '../../web/contract/results.ts';
import type { HostedEncore } from './encore-host.ts';
import { DAY_MS, type Shopper } from './shoppers.ts';

type Enrolled = { customer_id: string; enrolled_at: Date; window_days: number };

/** What Encore measured of a campaign beside what the response model did. */
export type ToldAndTrue = {
  name: string;
  verdict: ResultSummary['verdict'];
  told: ResultSummary['extraOrders'];
  treated: ResultSummary['treated'];
  comparison: ResultSummary['comparison'];
  /** Of the treated whose window is over: who ordered in it only because of a mail. */
  trueExtra: number;
};

/** First enrolments of treated customers whose window is over. */
const TREATED = `SELECT DISTINCT ON (e.customer_id) e.customer_id::text, e.enrolled_at, v.window_days
  FROM enrolment e JOIN campaign_version v USING (shop_id, campaign_id, version)
  WHERE e.campaign_id = $1 AND NOT e.held_out ORDER BY e.customer_id, e.enrolled_at`;

/** Compares one campaign's result with the truth, which only the simulation knows. */
export async function compareWithTruth(
  encore: HostedEncore,
  result: ResultSummary,
  shoppers: readonly Shopper[],
  now: Date,
): Promise<ToldAndTrue> {
  const { rows } = await encore.pool.query<Enrolled>(TREATED, [result.campaignId]);
  const byId = new Map(shoppers.map((one) => [one.customerId, one]));
  let trueExtra = 0;
  for (const { customer_id: id, enrolled_at: enrolledAt, window_days: days } of rows) {
    const from = enrolledAt.getTime();
    const until = from + days * DAY_MS;
    const shopper = byId.get(id);
    if (!shopper || until > now.getTime()) continue;
    const within = (instants: readonly number[]) => instants.some((at) => at > from && at <= until);
    if (within(shopper.caused) && !within(shopper.own)) trueExtra++;
  }
  return {
    name: result.name ?? 'All campaigns together',
    verdict: result.verdict,
    told: result.extraOrders,
    treated: result.treated,
    comparison: result.comparison,
    trueExtra,
  };
}
