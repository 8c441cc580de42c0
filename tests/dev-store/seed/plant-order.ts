import type { DevClock } from '../controls/clock.ts';
import type { DevStoreState } from '../state/dev-store-state.ts';
import { cancelOrder, fulfillOrder, refundOrder } from '../state/order-changes.ts';
import { financialStatus, orderFigures } from '../state/order-figures.ts';
import type { LineInput } from '../state/order-lines.ts';
import { placeOrder } from '../state/orders.ts';
import { payOrder } from '../state/payments.ts';
import type { CustomerRecord, OrderRecord, PurchasingCompany } from '../state/records.ts';
import type { ShopState } from '../state/shop-state.ts';
import type { BuyerKind, OrderPlan } from './order-plan.ts';

/** Where an order goes: the store, its clock, the shop, and the present moment no seeded event may pass. */
export type Plot = { state: DevStoreState; clock: DevClock; shop: ShopState; now: number };

export type PlantedOrder = {
  plan: OrderPlan;
  at: number;
  customer: CustomerRecord;
  buyer: BuyerKind;
  company: PurchasingCompany | null;
};

const dayMs = 86_400_000;
const coffeeBoxPlan = { id: '7000001', name: 'Every month' };

/** Writes one planned order with everything that happened to it since, each at its own time. */
export function plantOrder(plot: Plot, planted: PlantedOrder): OrderRecord {
  const { plan, at, customer, buyer } = planted;
  const order = plot.clock.asOf(at, () =>
    placeOrder(plot.state, plot.shop, {
      customerId: plan.guest ? null : customer.id,
      email: customer.email,
      lines: plan.lines.map((line) => lineInput(line, plan, buyer)),
      discounts: plan.discount
        ? [
            {
              type: 'code',
              title: plan.discount.code,
              valueKind: 'percentage',
              value: plan.discount.percent,
              target: 'LINE_ITEM',
            },
          ]
        : [],
      payment: plan.cashOnDelivery ? 'pending' : 'paid',
      test: plan.test,
      sourceName: buyer === 'subscriber' ? 'subscription_contract' : 'web',
      company: planted.company,
      countryCode: customer.countryCode,
      locale: customer.locale,
    }),
  );
  carryOn(plot, order, plan, at);
  return order;
}

function lineInput(line: OrderPlan['lines'][number], plan: OrderPlan, buyer: BuyerKind): LineInput {
  const { variantId, productId, priceMinor } = line.variant;
  const offMinor = plan.discount ? Math.round((priceMinor * line.quantity * plan.discount.percent) / 100) : 0;
  return {
    variantId,
    productId,
    quantity: line.quantity,
    unitPriceMinor: priceMinor,
    sellingPlan: buyer === 'subscriber' ? coffeeBoxPlan : null,
    allocations: offMinor > 0 ? [{ applicationIndex: 0, amountMinor: offMinor }] : [],
  };
}

/** Delivery, payment on delivery, then the aftermath; what would lie in the future has not happened yet. */
function carryOn(plot: Plot, order: OrderRecord, plan: OrderPlan, at: number): void {
  const { state, clock, shop, now } = plot;
  const then = (afterDays: number, what: () => void): void => {
    const moment = at + afterDays * dayMs;
    if (moment < now) clock.asOf(moment, what);
  };
  const { aftermath } = plan;
  if (aftermath.kind === 'cancelled') {
    then(aftermath.afterDays, () => cancelOrder(state, shop, order, { reason: 'CUSTOMER' }));
    return;
  }
  then(plan.deliveredAfterDays, () => {
    fulfillOrder(state, shop, order, { deliveredAt: clock.now() });
    if (plan.cashOnDelivery && orderFigures(order).outstandingMinor > 0) payOrder(state, shop, order);
  });
  if (aftermath.kind === 'none') return;
  then(plan.deliveredAfterDays + aftermath.afterDays, () => giveBack(plot, order, aftermath));
}

function giveBack(
  plot: Plot,
  order: OrderRecord,
  aftermath: Exclude<OrderPlan['aftermath'], { kind: 'none' | 'cancelled' }>,
): void {
  const { state, shop } = plot;
  if (financialStatus(order) !== 'PAID' || orderFigures(order).netPaymentMinor === 0) return;
  const [firstLine] = order.lines;
  if (firstLine === undefined) return;
  if (aftermath.kind === 'goodwill') {
    const amountMinor = Math.max(1, Math.round(orderFigures(order).netPaymentMinor * aftermath.share));
    refundOrder(state, shop, order, { amountMinor, note: 'Late delivery' });
  } else if (aftermath.kind === 'partial-refund') {
    refundOrder(state, shop, order, { lines: [{ lineId: firstLine.id, quantity: 1 }], note: 'Returned one' });
  } else {
    const lines = order.lines.map((line) => ({ lineId: line.id, quantity: line.quantity }));
    refundOrder(state, shop, order, { lines, note: 'Returned all' });
  }
}
