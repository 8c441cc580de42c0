import type pg from 'pg';
import type { Mark, Stage, StageReason } from '../domain/lifecycle/stage.ts';
import type { ToldCause } from '../domain/loyalty/ledger.ts';
import type { GrantReason } from '../domain/loyalty/member.ts';
import type { FinancialStatus, NotQualifying } from '../domain/orders/order.ts';
import type { CustomerId, OrderId, ShopId } from '../domain/shared/ids.ts';
import type { OrderRow, TimelineKind, TimelineRow, TimePosition } from '../use-cases/read-port.ts';
import { type CampaignStub, campaignEvents, STEPS, STOPS } from './timeline-campaigns.ts';

type Page = { after: TimePosition | null; limit: number };

type OrderSql = {
  order_id: string;
  processed_at: Date;
  local_on: number;
  current_total_minor: string;
  net_revenue_minor: string;
  refunded_minor: string;
  currency: string;
  financial_status: FinancialStatus | null;
  fulfillment: OrderRow['fulfillment'];
  not_qualifying: NotQualifying | null;
  subscription_renewal: boolean;
};

/** A customer's orders, newest first, one page by keyset. */
export async function ordersOf(
  pool: pg.Pool,
  shop: ShopId,
  customerId: CustomerId,
  { after, limit }: Page,
): Promise<OrderRow[]> {
  const { rows } = await pool.query<OrderSql>(
    `SELECT order_id, processed_at, local_on, current_total_minor, net_revenue_minor, refunded_minor, currency, financial_status,
       fulfillment, not_qualifying, subscription_renewal
     FROM order_fact WHERE shop_id = $1 AND customer_id = $2
       AND ($3::timestamptz IS NULL OR (processed_at, order_id) < ($3, $4::bigint))
     ORDER BY processed_at DESC, order_id DESC LIMIT $5`,
    [shop, customerId, after?.at ?? null, after?.id ?? null, limit],
  );
  return rows.map((row) => ({
    orderId: row.order_id as OrderId,
    processedAt: row.processed_at,
    localOn: row.local_on,
    totalMinor: Number(row.current_total_minor),
    netMinor: Number(row.net_revenue_minor),
    refundedMinor: Number(row.refunded_minor),
    currency: row.currency,
    financialStatus: row.financial_status,
    fulfillment: row.fulfillment,
    notQualifying: row.not_qualifying,
    subscriptionRenewal: row.subscription_renewal,
  }));
}

type TimelineSql = {
  kind: TimelineKind;
  id: string;
  at: Date;
  from_stage: Stage | null;
  to_stage: Stage | null;
  from_marks: Mark[] | null;
  to_marks: Mark[] | null;
  reason_code: StageReason['code'] | null;
  reason_params: Record<string, number> | null;
  order_id: string | null;
  amount_minor: string | null;
  currency: string | null;
  not_qualifying: NotQualifying | null;
  subscription_renewal: boolean | null;
  points: string | null;
  cause: ToldCause | null;
  grant_reason: GrantReason | null;
  campaign: CampaignStub | null;
};

/**
 * Ids of one length sort as their numbers do. "C": the same order in every database, a refund between its order and the stage it
 * led to, then points (t), then campaigns: what they wrote (w) and how an enrolment ended (x).
 */
const entryId = (kind: string, id: string) => `('${kind}' || lpad(${id}::text, 19, '0')) COLLATE "C"`;

/** The columns of points, and of campaigns, in the other kinds. */
const NO_POINTS = 'NULL::bigint, NULL::text, NULL::text';
const NO_CAMPAIGN = 'NULL::jsonb';

const ofCampaigns = (letter: string, { from, id, at, campaign }: typeof STEPS) =>
  `SELECT 'campaign', ${entryId(letter, id)}, ${at}, NULL, NULL, NULL::text[], NULL::text[], NULL, NULL::jsonb,
      NULL::bigint, NULL::bigint, NULL::text, NULL, NULL::boolean, ${NO_POINTS}, ${campaign} FROM ${from}`;

/** The customer's account and those merged into it, each by its own index. */
const ACCOUNTS = `SELECT account_id FROM loyalty_account WHERE shop_id = $1 AND customer_id = $2
  UNION ALL SELECT gone.account_id FROM loyalty_account own JOIN loyalty_account gone
    ON gone.shop_id = $1 AND gone.merged_into = own.account_id WHERE own.shop_id = $1 AND own.customer_id = $2`;

/** One query a kind, each already limited to the page, merged by moment: a long history costs no more than a short one. */
const SOURCES: Record<TimelineKind, string> = {
  stage: `SELECT 'stage', ${entryId('s', 'change_id')}, changed_at, from_stage, to_stage, from_marks, to_marks, reason_code,
      reason_params, NULL::bigint, NULL::bigint, NULL::text, NULL::text, NULL::boolean, ${NO_POINTS}, ${NO_CAMPAIGN}
    FROM stage_change WHERE shop_id = $1 AND customer_id = $2`,
  order: `SELECT 'order', ${entryId('o', 'order_id')}, processed_at, NULL, NULL, NULL::text[], NULL::text[], NULL, NULL::jsonb,
      order_id, net_revenue_minor, currency::text, not_qualifying, subscription_renewal, ${NO_POINTS}, ${NO_CAMPAIGN}
    FROM order_fact WHERE shop_id = $1 AND customer_id = $2`,
  refund: `SELECT 'refund', ${entryId('r', "(r.refund->>'refundId')")}, (r.refund->>'refundedAt')::timestamptz,
      NULL, NULL, NULL::text[], NULL::text[], NULL, NULL::jsonb, o.order_id, sum((r.refund->>'subtotalMinor')::bigint)::bigint,
      max(o.currency)::text, NULL, NULL::boolean, ${NO_POINTS}, ${NO_CAMPAIGN}
    FROM order_fact o JOIN order_detail d ON d.shop_id = o.shop_id AND d.order_id = o.order_id
      CROSS JOIN LATERAL jsonb_array_elements(d.refunds) AS r(refund)
    WHERE o.shop_id = $1 AND o.customer_id = $2
    GROUP BY o.order_id, r.refund->>'refundId', r.refund->>'refundedAt'`,
  points: `SELECT 'points', ${entryId('t', 'e.entry_id')}, e.at, NULL, NULL, NULL::text[], NULL::text[], NULL, NULL::jsonb,
      e.order_id, NULL::bigint, NULL::text, NULL, NULL::boolean, CASE e.to_book WHEN 'available' THEN e.points ELSE -e.points END,
      e.cause, (SELECT g.reason FROM loyalty_grant g WHERE g.shop_id = $1
        AND g.grant_id = CASE WHEN e.position ~ '^grant:\\d+$' THEN substr(e.position, 7)::bigint END), ${NO_CAMPAIGN}
    FROM ledger_entry e WHERE e.shop_id = $1 AND e.account_id IN (${ACCOUNTS})
      AND 'available' IN (e.from_book, e.to_book) AND e.cause <> 'merge'`,
  campaign: `${ofCampaigns('w', STEPS)} UNION ALL ${ofCampaigns('x', STOPS)}`,
};

/** Any kind may be the only one asked for, so that none can leave the names to another. */
const COLUMNS = `kind, id, at, from_stage, to_stage, from_marks, to_marks, reason_code, reason_params, order_id, amount_minor,
  currency, not_qualifying, subscription_renewal, points, cause, grant_reason, campaign`;

/** What happened to one customer, newest first, over the kinds asked for; ties are broken by id. */
export async function timelineOf(
  pool: pg.Pool,
  { shop, customerId, kinds }: { shop: ShopId; customerId: CustomerId; kinds: readonly TimelineKind[] },
  { after, limit }: Page,
): Promise<TimelineRow[]> {
  if (kinds.length === 0) return [];
  const parts = [...new Set(kinds)].map(
    (kind) => `(SELECT * FROM (${SOURCES[kind]}) AS rows_of_kind (${COLUMNS})
      WHERE $3::timestamptz IS NULL OR (at, id) < ($3, $4) ORDER BY at DESC, id DESC LIMIT $5)`,
  );
  const { rows } = await pool.query<TimelineSql>(
    `SELECT * FROM (${parts.join(' UNION ALL ')}) AS merged ORDER BY at DESC, id DESC LIMIT $5`,
    [shop, customerId, after?.at ?? null, after?.id ?? null, limit],
  );
  const events = await campaignEvents(pool, shop, rows);
  return rows.map((row) => {
    const event = events.get(row.id);
    return event ? { id: row.id, at: row.at, kind: 'campaign', ...event } : toTimelineRow(row);
  });
}

function toTimelineRow(row: TimelineSql): TimelineRow {
  const entry = { id: row.id, at: row.at };
  if (row.kind === 'stage') {
    return {
      ...entry,
      kind: 'stage',
      from: row.from_stage,
      to: row.to_stage,
      fromMarks: row.from_marks ?? [],
      toMarks: row.to_marks ?? [],
      reason: row.reason_code ? { code: row.reason_code, params: row.reason_params ?? {} } : null,
    };
  }
  if (row.kind === 'points') {
    return {
      ...entry,
      kind: 'points',
      points: Number(row.points),
      cause: row.cause ?? 'rules',
      grantReason: row.grant_reason,
      orderId: row.order_id as OrderId | null,
    };
  }
  const amount = { orderId: (row.order_id ?? '') as OrderId, currency: row.currency ?? '' };
  if (row.kind === 'refund')
    return { ...entry, ...amount, kind: 'refund', amountMinor: Number(row.amount_minor) };
  return {
    ...entry,
    ...amount,
    kind: 'order',
    netMinor: Number(row.amount_minor),
    notQualifying: row.not_qualifying,
    subscriptionRenewal: row.subscription_renewal ?? false,
  };
}
