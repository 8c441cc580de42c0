import type pg from 'pg';
import { type CampaignKind, type CampaignState, isService } from '../domain/campaigns/campaign.ts';
import type { CampaignReason } from '../domain/campaigns/enrolment.ts';
import type { CustomerId, ShopId } from '../domain/shared/ids.ts';
import type { CurrentEnrolment, CustomerEnrolments } from '../use-cases/customer-campaigns-port.ts';

/** Nobody is in more campaigns at once than can be read. */
const MOST_SHOWN = 100;

type Row = {
  enrolment_id: string;
  campaign_id: number;
  name: string;
  kind: CampaignKind;
  campaign_state: CampaignState;
  all_paused: boolean;
  held_out: boolean;
  step: number;
  due_at: Date | null;
  waits_for: CampaignReason | null;
  on_its_way: boolean;
  orders_count_until: Date | null;
};

/** A customer counts once in a version, by the first enrolment, also where it was stopped: intention to treat. */
const COUNTS = `NOT EXISTS (SELECT FROM enrolment f WHERE f.shop_id = e.shop_id AND f.customer_id = e.customer_id
      AND f.campaign_id = e.campaign_id AND f.version = e.version AND f.enrolment_id < e.enrolment_id)`;

/**
 * The enrolments of one customer ($2) that wait, have a message on its way, or whose orders still count at $3; what comes next first. A
 * move that left the step where it was put it off. Read by (shop, customer), what hangs on each by the enrolment: a few rows, however
 * large the shop.
 */
const CURRENT = `SELECT * FROM (SELECT e.enrolment_id, e.campaign_id, c.name, c.kind, c.state AS campaign_state, e.state, e.held_out,
      e.step, e.due_at, CASE WHEN ${COUNTS} THEN e.enrolled_at + v.window_days * interval '24 hours' END AS orders_count_until,
      coalesce((SELECT (s.settings ->> 'pausedEverything')::boolean FROM campaign_settings s WHERE s.shop_id = $1), false)
        AS all_paused,
      EXISTS (SELECT FROM message m WHERE m.shop_id = $1 AND m.enrolment_id = e.enrolment_id AND m.state IN ('issuing', 'ready'))
        AS on_its_way,
      (SELECT CASE WHEN m.from_state = 'waiting' AND m.step = e.step THEN m.reason END FROM enrolment_move m
        WHERE m.shop_id = $1 AND m.enrolment_id = e.enrolment_id ORDER BY m.move_id DESC LIMIT 1) AS waits_for
    FROM enrolment e JOIN campaign c ON c.shop_id = e.shop_id AND c.campaign_id = e.campaign_id
      JOIN campaign_version v ON v.shop_id = e.shop_id AND v.campaign_id = e.campaign_id AND v.version = e.version
    WHERE e.shop_id = $1 AND e.customer_id = $2) AS one
  WHERE state = 'waiting' OR on_its_way OR orders_count_until > $3
  ORDER BY due_at NULLS LAST, enrolment_id DESC LIMIT ${MOST_SHOWN}`;

const EVER = 'SELECT FROM enrolment WHERE shop_id = $1 AND customer_id = $2 LIMIT 1';

/** What campaigns a customer is in at an instant; null for one who never was in any. */
export async function enrolmentsOf(
  pool: pg.Pool,
  { shop, customerId }: { shop: ShopId; customerId: CustomerId },
  now: Date,
): Promise<CustomerEnrolments> {
  const { rows } = await pool.query<Row>(CURRENT, [shop, customerId, now]);
  if (rows.length > 0) return { current: rows.map(toCurrent) };
  const ever = await pool.query(EVER, [shop, customerId]);
  return ever.rows.length > 0 ? { current: [] } : null;
}

function toCurrent(row: Row): CurrentEnrolment {
  return {
    enrolmentId: row.enrolment_id,
    campaignId: row.campaign_id,
    name: row.name,
    service: isService(row.kind),
    paused: row.campaign_state === 'paused' || row.all_paused,
    heldOut: row.held_out,
    ahead: row.due_at === null ? null : { step: row.step, dueAt: row.due_at, waitsFor: row.waits_for },
    onItsWay: row.on_its_way,
    ordersCountUntil: row.orders_count_until,
  };
}
