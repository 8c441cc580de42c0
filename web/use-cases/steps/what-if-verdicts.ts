import { summarizeHistory } from '../../domain/orders/history.ts';
import type { CustomerSummary, OrderVerdict } from '../../domain/orders/order.ts';
import type { Rules } from '../../domain/rules.ts';
import type { CustomerId, OrderId } from '../../domain/shared/ids.ts';
import type { Ctx } from '../ports.ts';
import { judged } from './record-order.ts';
import type { Scene } from './scene.ts';

const ORDERS_AT_ONCE = 1_000;

/** The verdicts that other rules would change, by customer and order. */
export type Verdicts = Map<CustomerId, Map<OrderId, OrderVerdict>>;

/** Judges the orders whose verdict depends on rules by those of the scene; keeps what differs under the present ones. */
export async function changedVerdicts(ctx: Ctx, present: Rules, scene: Scene): Promise<Verdicts> {
  const changed: Verdicts = new Map();
  const { rules } = scene;
  if (present.provisionalDays === rules.provisionalDays && present.includeB2b === rules.includeB2b)
    return changed;
  for await (const orders of ctx.store.orders.streamRuleDependent(ctx.shop.shopId, ORDERS_AT_ONCE)) {
    for (const order of orders) {
      const { verdict } = judged(order, scene);
      const { verdict: standing } = judged(order, { ...scene, rules: present });
      if (order.customerId === null || verdict.qualifies === standing.qualifies) continue;
      const ofCustomer = changed.get(order.customerId) ?? new Map<OrderId, OrderVerdict>();
      changed.set(order.customerId, ofCustomer.set(order.orderId, verdict));
    }
  }
  return changed;
}

/** The histories in numbers that these verdicts give, for those of the customers whom one concerns; null = no occasion. */
export async function changedSummaries(
  ctx: Ctx,
  verdicts: Verdicts,
  customerIds: readonly CustomerId[],
): Promise<Map<CustomerId, CustomerSummary | null>> {
  const concerned = customerIds.filter((id) => verdicts.has(id));
  if (concerned.length === 0) return new Map();
  const histories = await ctx.store.orders.historiesOf(ctx.shop.shopId, concerned);
  return new Map(
    concerned.map((id) => {
      const orders = (histories.get(id) ?? []).map((order) => ({
        ...order,
        ...verdicts.get(id)?.get(order.orderId),
      }));
      return [id, summarizeHistory(orders)];
    }),
  );
}
