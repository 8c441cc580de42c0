import type { Milestones } from '../orders/milestones.ts';
import type { Order, OrderVerdict } from '../orders/order.ts';
import { localDayOf } from '../shared/time.ts';
import { startOfDayMs } from './calendar.ts';
import { type EarnedGoods, earnedGoods } from './earned-goods.ts';
import type { MemberOrder } from './member.ts';
import type { EarnMoment, ProgramHistory } from './program.ts';
import { earningVersion } from './program-at.ts';

/** One order as the store knows it. */
export type KnownOrder = { order: Order; verdict: OrderVerdict; milestones: Milestones };

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
export function memberOrder(known: KnownOrder, ctx: MemberOrderContext): MemberOrder {
  const { order, verdict } = known;
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
  const moment = momentOf(known, program.terms.earn.when, ctx.timeZone);
  const goods = earnedGoods(order, program.excluded);
  const counted = { ...nothing, ...goods, maturesAt: moment.maturesAt, version: program.version, backfilled };
  if (verdict.qualifies) return { ...counted, earns: hasEarned(moment, ctx.now) ? 'earned' : 'pending' };
  const { cancelledAt } = order;
  if (!hasEarned(moment, cancelledAt ?? ctx.now)) return { ...nothing, version: program.version, backfilled };
  if (cancelledAt === null) return { ...counted, earns: 'no', keptMinor: 0 };
  return { ...counted, ...cancelled(goods, cancelledAt, order.netPaymentMinor), earns: 'no' };
}

/** What was kept, or came back later still, went with the cancellation; what had never been paid was never bought. */
function cancelled(goods: EarnedGoods, at: Date, netPaymentMinor: number): EarnedGoods {
  const minor = Math.min(goods.keptMinor, Math.max(0, netPaymentMinor));
  const grossMinor = goods.grossMinor - goods.keptMinor + minor;
  const before = goods.takenBack.map((part) => (part.at > at ? { ...part, at } : part));
  const takenBack = minor > 0 ? [...before, { at, minor }] : before;
  return { grossMinor, keptMinor: 0, takenBack };
}

/** Whether it counts as a purchase, or did before it was cancelled or came back whole. */
function everCounted(order: Order, { qualifies, notQualifying }: OrderVerdict): boolean {
  return qualifies || notQualifying === 'nothing-kept' || (notQualifying === 'cancelled' && !order.b2b);
}

/** `earned` by the order's status; where a time must pass, `maturesAt` decides. */
type Moment = { earned: boolean; maturesAt: Date | null };

function momentOf({ order, milestones }: KnownOrder, when: EarnMoment, timeZone: string): Moment {
  const { paidAt, allFulfilledAt } = milestones;
  const since = (at: Date | null): Moment => ({
    earned: at !== null,
    maturesAt: at !== null && at > order.processedAt ? at : null,
  });
  switch (when.kind) {
    case 'paid':
      return since(paidAt);
    case 'fulfilled':
      return since(allFulfilledAt);
    case 'delivered':
      return since(deliveredFor(order, { allFulfilledAt, days: when.days, timeZone }));
  }
}

function hasEarned({ earned, maturesAt }: Moment, at: Date): boolean {
  return earned && (maturesAt === null || maturesAt <= at);
}

/** When the last parcel has been there for so many days; null while one has not left. What was added and shipped later is not waited for. */
function deliveredFor(
  { deliveredAt, fulfilledAt }: Order,
  { allFulfilledAt, days, timeZone }: { allFulfilledAt: Date | null; days: number; timeZone: string },
): Date | null {
  if (allFulfilledAt === null) return null;
  const isLast = fulfilledAt === null || fulfilledAt <= allFulfilledAt;
  const from = (isLast ? deliveredAt : null) ?? allFulfilledAt;
  const wait = from === deliveredAt ? days : days + ASSUMED_DELIVERY_DAYS;
  return wait === 0 ? from : new Date(startOfDayMs(localDayOf(from, timeZone) + wait, timeZone));
}
