import type { Order } from '../../domain/orders/order.ts';
import { judgeOrder } from '../../domain/orders/qualify.ts';
import type { ShopId } from '../../domain/shared/ids.ts';
import type { Ctx, EnqueueOptions, JobPayloads, StageMove } from '../ports.ts';
import { readScene } from './scene.ts';
import { settleMembers } from './settle-members.ts';
import { summarizeCustomers } from './summarize-customers.ts';

const ORDERS_AT_ONCE = 200;

/**
 * Judges orders again by today's rules and day, and brings their customers' numbers up to date. An order that changed
 * since it was read keeps the verdict that came with the change.
 */
export async function rejudgeOrders(
  ctx: Ctx,
  orders: readonly Order[],
  cause: StageMove['cause'],
): Promise<void> {
  const { store, shop } = ctx;
  await store.transaction(async (tx) => {
    const scene = await readScene(ctx, tx);
    const { rules, todayOn } = scene;
    const { timeZone, currency } = shop;
    const verdicts = orders.map((order) => ({
      orderId: order.orderId,
      updatedAt: order.updatedAt,
      verdict: judgeOrder(order, { rules, timeZone, currency, todayOn }),
    }));
    await tx.orders.saveVerdicts(shop.shopId, verdicts);
    const customers = [...new Set(orders.flatMap((order) => order.customerId ?? []))];
    await summarizeCustomers(tx, scene, customers, cause);
    await settleMembers(tx, scene, { customers });
  });
}

/**
 * The apply-rules job that judges every order again. Its key is its own: under the shop's key an apply-rules that waits
 * already would swallow it.
 */
export function rejudging(shopId: ShopId): [JobPayloads['apply-rules'], EnqueueOptions] {
  return [{ shopId, rejudge: true }, { singletonKey: `${shopId}:rejudge` }];
}

/** Orders whose verdict changes by time alone (unpaid for too long), up to today. */
export async function rejudgeDueOrders(ctx: Ctx, todayOn: number, cause: StageMove['cause']): Promise<void> {
  let before = '';
  for (;;) {
    const due = await ctx.store.orders.due(ctx.shop.shopId, todayOn, ORDERS_AT_ONCE);
    const key = due.map((order) => order.orderId).join();
    // The same orders twice: they are being changed by somebody else right now, and are judged there.
    if (due.length === 0 || key === before) return;
    await rejudgeOrders(ctx, due, cause);
    before = key;
  }
}
