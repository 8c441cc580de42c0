import { currentQuantity, lineNetMinor } from '../state/order-figures.ts';
import type { OrderRecord } from '../state/records.ts';
import { orderView } from './order-routes.ts';

/** An order with everything a rule about purchases could ask for, for a check that computes on its own. */
export function orderFacts(order: OrderRecord) {
  return {
    ...orderView(order),
    sourceName: order.sourceName,
    b2b: order.company !== null,
    taxesIncluded: order.taxesIncluded,
    lines: order.lines.map((line) => ({
      id: line.id,
      quantity: line.quantity,
      currentQuantity: currentQuantity(order, line),
      discountedMinor: lineNetMinor(line),
      giftCard: line.giftCard,
      sellingPlan: line.sellingPlan !== null,
    })),
  };
}
export type OrderFacts = ReturnType<typeof orderFacts>;
