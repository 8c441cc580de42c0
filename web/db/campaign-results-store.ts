import type { CampaignReason } from '../domain/campaigns/enrolment.ts';
import type { OrderLine } from '../domain/orders/order.ts';
import type { CampaignOutcome } from '../domain/results/outcome.ts';
import type { CustomerId, OrderId, ShopId } from '../domain/shared/ids.ts';
import type {
  CampaignFigures,
  CampaignMeasure,
  CampaignResultsStore,
  CampaignSummary,
  CreditedOrder,
  Funnel,
  Touched,
} from '../use-cases/campaign-results-port.ts';
import type { CreditBasis } from '../use-cases/credit-port.ts';
import { foldMeasure, type MeasureRow, weeklyRate } from './campaign-outcome.ts';
import * as statement from './campaign-results-statements.ts';
import type { Sql } from './sql.ts';

const DAY_MS = 86_400_000;
const AFTER_ALL = { orderedAt: new Date('9999-12-31T00:00:00Z'), orderId: '9223372036854775807' };

type Asked = Parameters<CampaignResultsStore['measure']>[1];
type FrameRow = { launched_at: Date; window_days: number; running: boolean; as_of_on: number };
type CostRow = { orders: number; discount: string; profit_before: string | null };
type TouchedRow = { basis: CreditBasis; orders: number; revenue: string; discount: string };
type DayRow<F> = { outcome: F; day_on: number; computed_at: Date };
type CreditRow = {
  order_id: OrderId;
  customer_id: CustomerId | null;
  ordered_at: Date;
  revenue_minor: string;
  discount_minor: string;
  basis: CreditBasis;
  lines: OrderLine[] | null;
};

/** What campaigns earned: measured from facts, kept by day. */
export function createCampaignResultsStore(sql: Sql): CampaignResultsStore {
  return {
    measure: (shop, asked) => measure(sql, shop, asked),
    touched: async (shop, { campaignId, version }) =>
      toTouched(await sql.rows<TouchedRow>(statement.TOUCHED, [shop, campaignId, version])),
    skipReasons: (shop, { campaignId, version }) => {
      const values = [shop, campaignId, version];
      return sql.rows<{ reason: CampaignReason; count: number }>(statement.SKIP_REASONS, values);
    },
    cameBack: async (shop, { campaignId, version }, { after, limit }) => {
      const { orderedAt, orderId } = after ?? AFTER_ALL;
      const values = [shop, campaignId, version, orderedAt, orderId, limit];
      return (await sql.rows<CreditRow>(statement.CAME_BACK, values)).map(toCredited);
    },
    codeUse: async (shop, since) => {
      type Row = { orders: number; with_code: number };
      const [row] = await sql.rows<Row>(statement.CODE_USE, [shop, since]);
      return { orders: row?.orders ?? 0, withCode: row?.with_code ?? 0 };
    },
    spendCap: async (shop, before, days) => {
      const from = new Date(before.getTime() - days * DAY_MS);
      const [row] = await sql.rows<{ cap: number | null }>(statement.SPEND_CAP, [shop, from, before]);
      return row?.cap == null ? null : Math.round(row.cap);
    },
    saveDay: async (shop, { campaignId, version }, dayOn, figures, at) => {
      await sql.run(statement.SAVE_DAY, [shop, campaignId, version, dayOn, figures, at]);
    },
    newest: async (shop, { campaignId, version }) => {
      const values = [shop, campaignId, version];
      const [row] = await sql.rows<DayRow<CampaignFigures>>(statement.NEWEST, values);
      return row ? dated(row) : null;
    },
    newestOfAll: async (shop) => {
      type Row = DayRow<CampaignSummary> & { campaign_id: number; version: number };
      const rows = await sql.rows<Row>(statement.NEWEST_OF_ALL, [shop]);
      return rows.map((row) => ({ campaignId: row.campaign_id, version: row.version, ...dated(row) }));
    },
    days: async (shop, { campaignId, version }) => {
      const values = [shop, campaignId, version];
      return (await sql.rows<DayRow<CampaignSummary>>(statement.DAYS, values)).map(dated);
    },
  };
}

async function measure(sql: Sql, shop: ShopId, asked: Asked): Promise<CampaignMeasure> {
  const { of, asOf, costBps } = asked;
  const versions = [shop, of.map((key) => key.campaignId), of.map((key) => key.version)];
  const [frame] = await sql.rows<FrameRow>(statement.FRAME, [...versions, asOf]);
  const rows = await sql.rows<MeasureRow>(statement.MEASURE, [...versions, asOf, costBps]);
  const [cost] = await sql.rows<CostRow>(statement.COST, [...versions, costBps]);
  const [sent] = await sql.rows<{ sent: number; unknown: number }>(statement.SENT, versions);
  const { groups, arms, series } = foldMeasure(rows);
  const ageDays = frame
    ? Math.max(0, Math.floor((asOf.getTime() - frame.launched_at.getTime()) / DAY_MS))
    : 0;
  const outcome: CampaignOutcome = {
    groups,
    cost: {
      ordersUsed: cost?.orders ?? 0,
      discountMinor: Number(cost?.discount ?? 0),
      profitBeforeMinor: cost?.profit_before == null ? null : Number(cost.profit_before),
    },
    ageDays,
    windowDays: frame?.window_days ?? 0,
    enrolledPerWeek: frame?.running ? weeklyRate(rows, frame.as_of_on, ageDays) : 0,
  };
  return { outcome, arms, series, funnel: funnelOf(rows, sent ?? { sent: 0, unknown: 0 }) };
}

function funnelOf(rows: readonly MeasureRow[], { sent, unknown }: Pick<Funnel, 'sent' | 'unknown'>): Funnel {
  const sumOf = (heldOut: boolean, column: 'customers' | 'ordered') =>
    rows.reduce((sum, row) => sum + (row.closed || row.held_out !== heldOut ? 0 : row[column]), 0);
  return {
    inCampaign: sumOf(false, 'customers'),
    sent,
    unknown,
    ordered: sumOf(false, 'ordered'),
    comparison: sumOf(true, 'customers'),
    comparisonOrdered: sumOf(true, 'ordered'),
  };
}

function toTouched(rows: readonly TouchedRow[]): Touched {
  const byBasis = rows.map(({ basis, orders, revenue, discount }) => ({
    basis,
    orders,
    revenueMinor: Number(revenue),
    discountMinor: Number(discount),
  }));
  const sumOf = (key: 'orders' | 'revenueMinor' | 'discountMinor') =>
    byBasis.reduce((sum, row) => sum + row[key], 0);
  return {
    orders: sumOf('orders'),
    revenueMinor: sumOf('revenueMinor'),
    discountMinor: sumOf('discountMinor'),
    byBasis,
  };
}

function toCredited(row: CreditRow): CreditedOrder {
  return {
    orderId: row.order_id,
    customerId: row.customer_id,
    orderedAt: row.ordered_at,
    revenueMinor: Number(row.revenue_minor),
    discountMinor: Number(row.discount_minor),
    basis: row.basis,
    items: (row.lines ?? []).map(({ productId, variantId, quantity }) => ({
      productId,
      variantId,
      quantity,
    })),
  };
}

function dated<F extends object>({ outcome, day_on, computed_at }: DayRow<F>) {
  return { ...outcome, dayOn: day_on, computedAt: computed_at };
}
