import type { Ctx, SyncRun } from '../ports.ts';
import { progressFields } from './progress-fields.ts';

/** How many more orders and customers Shopify counts than we hold. */
export type CountGaps = { orders: number; customers: number };

/** A reconciliation at work: what it compares, how far it is, what it found. */
export type Reconciliation = {
  runId: string;
  step: 'window' | 'sweep' | 'end';
  fromAt: Date | null;
  toAt: Date | null;
  ordersBulk: string | null;
  customersBulk: string | null;
  polls: number;
  ordersRead: number;
  customersRead: number;
  drift: Record<string, number>;
  /** What the last sweep left, whether of this run or an earlier one. */
  gaps: CountGaps;
};

/** The reconciliation of a stored run; what is missing counts as not begun. */
export function readReconciliation(run: SyncRun): Reconciliation {
  const { text, count } = progressFields(run);
  const step = text('step');
  return {
    runId: run.runId,
    step: step === 'sweep' || step === 'end' ? step : 'window',
    fromAt: run.windowFromAt,
    toAt: run.windowToAt,
    ordersBulk: text('ordersBulk'),
    customersBulk: text('customersBulk'),
    polls: count('polls'),
    ordersRead: run.ordersRead,
    customersRead: run.customersRead,
    drift: run.drift,
    gaps: { orders: count('ordersGap'), customers: count('customersGap') },
  };
}

/** Stores where a reconciliation stands, with what a step found and read added to it. */
export async function saveReconciliation(
  ctx: Ctx,
  at: Reconciliation,
  found: Readonly<Record<string, number>> = {},
  read: { orders?: number; customers?: number } = {},
): Promise<Reconciliation> {
  const drift = { ...at.drift };
  for (const [kind, count] of Object.entries(found)) drift[kind] = (drift[kind] ?? 0) + count;
  const next = {
    ...at,
    drift,
    ordersRead: at.ordersRead + (read.orders ?? 0),
    customersRead: at.customersRead + (read.customers ?? 0),
  };
  const { step, ordersBulk, customersBulk, polls, gaps } = next;
  await ctx.store.syncRuns.update(ctx.shop.shopId, at.runId, {
    progress: {
      step,
      ordersBulk,
      customersBulk,
      polls,
      ordersGap: gaps.orders,
      customersGap: gaps.customers,
    },
    ordersRead: next.ordersRead,
    customersRead: next.customersRead,
    drift,
    windowFromAt: next.fromAt,
    windowToAt: next.toAt,
  });
  return next;
}

/** Orders are compared only where we may see all of them: else Shopify counts 60 days and we keep more. */
export async function countGaps({ store, shop, shopify }: Ctx): Promise<CountGaps> {
  const { shopId } = shop;
  return {
    orders: shop.seesAllOrders ? (await shopify.countOrders()) - (await store.orders.count(shopId)) : 0,
    customers: (await shopify.countCustomers()) - (await store.customers.count(shopId)),
  };
}
