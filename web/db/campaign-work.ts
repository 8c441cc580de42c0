import type { ShopId } from '../domain/shared/ids.ts';
import type { CampaignWork } from '../use-cases/campaign-port.ts';
import type { Sql, Statement } from './sql.ts';

/** Each answer is a look at the first in an index, so that the clock may ask every minute. */
const WORK: Statement = {
  name: 'campaign_work',
  text: `SELECT
      coalesce((SELECT min(due_at) FROM enrolment WHERE shop_id = $1 AND state = 'waiting') <= $2, false)
      OR EXISTS (SELECT FROM campaign WHERE shop_id = $1 AND state = 'running' AND coalesce(enrolled_through_on, 0) <
        (SELECT max(as_of_on) FROM shop_model_day WHERE shop_id = $1)) AS run,
      EXISTS (SELECT FROM offer WHERE shop_id = $1 AND state IN ('reserved', 'adding'))
      OR EXISTS (SELECT FROM message WHERE shop_id = $1 AND state = 'issuing') AS issue,
      EXISTS (SELECT FROM message WHERE shop_id = $1 AND state = 'ready')
      OR EXISTS (SELECT FROM message_delivery WHERE shop_id = $1 AND state IN ('waiting', 'sending')
        AND (retry_at IS NULL OR retry_at <= $2)) AS deliver`,
};

/** What campaigns of a shop have to do now. */
export async function campaignWork(sql: Sql, shop: ShopId, now: Date): Promise<CampaignWork> {
  const [row] = await sql.rows<CampaignWork>(WORK, [shop, now]);
  return row ?? { run: false, issue: false, deliver: false };
}
