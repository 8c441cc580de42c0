import type { Order, OrderVerdict } from '../orders/order.ts';
import { localDayOf } from '../shared/time.ts';
import { startOfDayMs } from './calendar.ts';
import { type EarnedGoods, earnedGoods } from './earned-goods.ts';
import type { MemberOrder } from './member.ts';
import type { EarnMoment, ProgramHistory } from './program.ts';
import { earningVersion } from './program-at.ts';

export type MemberOrderContext = {
  program: ProgramHistory;
  timeZone: string;
  now: Date;
};

/** Taken for the way to the customer where Shopify does not know when a parcel arrived. */
export const ASSUMED_DELIVERY_DAYS = 14;

/**
 * One order as points see it, from its facts as they are now and the verdict of product.md section 1. One that no longer counts
 * (cancelled, wholly returned) keeps its gross where it had earned, so that the tier it once raised is known.
 */
export function memberOrder(order: Order, verdict: OrderVerdict, ctx: MemberOrderContext): MemberOrder {
  const { localOn } = verdict;
  const version = earningVersion(ctx.program, order.processedAt, localOn);
  const nothing: MemberOrder = {
    orderId: order.orderId,
    at: order.processedAt,
    localOn,
    grossMinor: 0,
    keptMinor: 0,
    takenBack: [],
    earns: 'no',
    maturesAt: null,
    version: null,
    backfilled: false,
  };
  if (version === 'none' || !everCounted(order, verdict)) return nothing;
  if (version === 'off') return { ...nothing, earns: verdict.qualifies ? 'earned' : 'no' };
  const { program, backfilled } = version;
  if (order.currency !== program.currency) return nothing;
  const moment = momentOf(order, program.terms.earn.when, ctx.timeZone);
  const goods = earnedGoods(order, program.excluded);
  const known = { ...nothing, ...goods, maturesAt: moment.maturesAt, version: program.version, backfilled };
  if (verdict.qualifies) return { ...known, earns: hasEarned(moment, ctx.now) ? 'earned' : 'pending' };
  const { cancelledAt } = order;
  if (!hasEarned(moment, cancelledAt ?? ctx.now)) return { ...nothing, version: program.version, backfilled };
  if (cancelledAt === null || goods.keptMinor === 0) return { ...known, earns: 'no', keptMinor: 0 };
  return { ...known, ...cancelled(goods, cancelledAt, order.netPaymentMinor), earns: 'no' };
}

/** What was kept went with the cancellation; what had never been paid was never bought. */
function cancelled(goods: EarnedGoods, at: Date, netPaymentMinor: number): EarnedGoods {
  const minor = Math.min(goods.keptMinor, Math.max(0, netPaymentMinor));
  const grossMinor = goods.grossMinor - goods.keptMinor + minor;
  const takenBack = minor > 0 ? [...goods.takenBack, { at, minor }] : goods.takenBack;
  return { grossMinor, keptMinor: 0, takenBack };
}

/** Whether it counts as a purchase, or did before it was cancelled or came back whole. */
function everCounted(order: Order, { qualifies, notQualifying }: OrderVerdict): boolean {
  return qualifies || notQualifying === 'nothing-kept' || (notQualifying === 'cancelled' && !order.b2b);
}

/** `earned` by the order's status; where a time must pass, `maturesAt` decides. */
type Moment = { earned: boolean; maturesAt: Date | null };

function momentOf(order: Order, when: EarnMoment, timeZone: string): Moment {
  switch (when.kind) {
    case 'paid':
      return { earned: isPaid(order), maturesAt: null };
    case 'fulfilled':
      return { earned: order.fulfillment === 'full', maturesAt: null };
    case 'delivered': {
      const maturesAt = deliveredFor(order, when.days, timeZone);
      return { earned: maturesAt !== null, maturesAt };
    }
  }
}

function hasEarned({ earned, maturesAt }: Moment, at: Date): boolean {
  return earned && (maturesAt === null || maturesAt <= at);
}

/** What was refunded had been paid; what it takes away is another matter (`earned-goods.ts`). */
function isPaid({ financialStatus }: Order): boolean {
  return (
    financialStatus === 'PAID' || financialStatus === 'PARTIALLY_REFUNDED' || financialStatus === 'REFUNDED'
  );
}

/** When the last parcel has been there for so many days; null while one has not left. */
function deliveredFor(order: Order, days: number, timeZone: string): Date | null {
  if (order.fulfillment !== 'full') return null;
  const { deliveredAt, fulfilledAt } = order;
  const from = deliveredAt ?? fulfilledAt;
  if (from === null) return null;
  const wait = deliveredAt === null ? days + ASSUMED_DELIVERY_DAYS : days;
  return wait === 0 ? from : new Date(startOfDayMs(localDayOf(from, timeZone) + wait, timeZone));
}
