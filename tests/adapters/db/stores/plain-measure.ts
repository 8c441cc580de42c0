import { merchandiseMinor } from '../../../../web/domain/orders/merchandise.ts';
import type { ArmOutcome, OutcomeGroup } from '../../../../web/domain/results/outcome.ts';
import { held } from '../../../../web/domain/shared/stats/capped-moments.ts';
import { localDayOf } from '../../../../web/domain/shared/time.ts';
import type { CampaignVersion } from '../../../../web/use-cases/campaign-port.ts';
import type { OrderCredit } from '../../../../web/use-cases/credit-port.ts';
import type { NewEnrolment } from '../../../../web/use-cases/enrolment-port.ts';
import type { StoredOrder } from '../../../../web/use-cases/store-port.ts';

/** A shop in memory, to measure campaigns in the plainest way there is. */
export type PlainShop = {
  timeZone: string;
  currency: string;
  versions: readonly CampaignVersion[];
  enrolments: readonly (NewEnrolment & { enrolmentId: string })[];
  orders: readonly StoredOrder[];
  /** Unit cost by variant, in the shop's currency. */
  costs: ReadonlyMap<string, number>;
  sent: readonly { customerId: string; at: Date }[];
  credits: readonly OrderCredit[];
};
type Asked = { campaignIds: readonly number[]; asOf: Date; costBps: number | null };
type Person = PlainShop['enrolments'][number] & {
  closesAt: Date;
  cap: number;
  orders: readonly StoredOrder[];
  reached: boolean;
};

const DAY_MS = 86_400_000;

/** Profit of an order as product.md section 7 defines it; null where a unit's cost is not known. */
export function plainProfit(
  { order }: StoredOrder,
  costs: PlainShop['costs'],
  costBps: number | null,
): number | null {
  let cost = 0;
  for (const line of order.lines) {
    if (line.giftCard || line.quantity <= 0) continue;
    const unit = line.variantId === null ? undefined : costs.get(line.variantId);
    const worth = line.discountedMinor - (order.taxesIncluded ? line.taxMinor : 0);
    const kept = Math.round((worth * line.currentQuantity) / line.quantity);
    if (unit !== undefined) cost += unit * line.currentQuantity;
    else if (costBps !== null) cost += Math.round((kept * costBps) / 10_000);
    else return null;
  }
  return merchandiseMinor(order) - cost;
}

/** Everybody once, by the first enrolment in any of the campaigns, with the orders of the window so far. */
export function plainPeople(shop: PlainShop, { campaignIds, asOf }: Asked): Person[] {
  const first = new Map<string, PlainShop['enrolments'][number]>();
  const inTime = shop.enrolments.filter(
    (one) => campaignIds.includes(one.campaignId) && one.enrolledAt <= asOf,
  );
  for (const one of inTime.toSorted(
    (a, b) =>
      a.enrolledAt.getTime() - b.enrolledAt.getTime() || Number(a.enrolmentId) - Number(b.enrolmentId),
  ))
    if (!first.has(one.customerId)) first.set(one.customerId, one);
  return [...first.values()].map((one) => {
    const version = shop.versions.find((each) => each.campaignId === one.campaignId);
    if (!version) throw new Error('every enrolment has its version');
    const closesAt = new Date(one.enrolledAt.getTime() + version.windowDays * DAY_MS);
    const until = closesAt < asOf ? closesAt : asOf;
    const during = (at: Date) => at >= one.enrolledAt && at <= until;
    return {
      ...one,
      closesAt,
      cap: version.capMinor ?? Number.POSITIVE_INFINITY,
      orders: shop.orders.filter(
        ({ order, verdict }) =>
          order.customerId === one.customerId &&
          verdict.qualifies &&
          order.processedAt > one.enrolledAt &&
          order.processedAt <= until,
      ),
      reached:
        one.heldOut &&
        (shop.sent.some(({ customerId, at }) => customerId === one.customerId && during(at)) ||
          shop.credits.some(
            (credit) =>
              credit.customerId === one.customerId && credit.basis === 'code' && during(credit.orderedAt),
          )),
    };
  });
}

/** The groups as they stood at the end of a local day (all windows that ended by then). */
export function plainGroups(shop: PlainShop, asked: Asked, endOfOn: number): OutcomeGroup[] {
  const onOf = (at: Date) => localDayOf(at, shop.timeZone);
  const people = plainPeople(shop, asked);
  const closed = people.filter((one) => one.closesAt <= asked.asOf);
  const known = closed.every((one) =>
    one.orders.every(
      (stored) =>
        stored.order.currency !== shop.currency || plainProfit(stored, shop.costs, asked.costBps) !== null,
    ),
  );
  const seen = people.filter((one) => onOf(one.enrolledAt) <= endOfOn);
  return [...new Set(seen.map((one) => one.shareBps))]
    .sort((a, b) => a - b)
    .map((shareBps) => {
      const enrolled = seen.filter((one) => one.shareBps === shareBps);
      const over = closed.filter((one) => one.shareBps === shareBps && onOf(one.closesAt) <= endOfOn);
      const [treated, heldOut] = [false, true].map((out) => over.filter((one) => one.heldOut === out));
      return {
        heldOutShare: shareBps / 10_000,
        enrolled: {
          treated: enrolled.filter((one) => !one.heldOut).length,
          heldOut: enrolled.filter((one) => one.heldOut).length,
        },
        treated: plainArm(shop, treated ?? [], known ? asked : null),
        heldOut: plainArm(shop, heldOut ?? [], known ? asked : null),
        heldOutReached: (heldOut ?? []).filter((one) => one.reached).length,
      };
    });
}

export function plainArm(shop: PlainShop, people: readonly Person[], withProfit: Asked | null): ArmOutcome {
  const inCurrency = (one: Person) => one.orders.filter(({ order }) => order.currency === shop.currency);
  const sums = (amountOf: (one: Person) => number) => {
    const values = people.map((one) => held(amountOf(one), one.cap));
    return {
      sumMinor: values.reduce((sum, value) => sum + value, 0),
      sumSquaresMinor: values.reduce((sum, value) => sum + value * value, 0),
    };
  };
  return {
    customers: people.length,
    ordered: people.filter((one) => one.orders.length > 0).length,
    orders: people.reduce((sum, one) => sum + one.orders.length, 0),
    cappedRevenue: sums((one) =>
      inCurrency(one).reduce((sum, { verdict }) => sum + verdict.netRevenueMinor, 0),
    ),
    cappedProfit:
      withProfit &&
      sums((one) =>
        inCurrency(one).reduce(
          (sum, stored) => sum + (plainProfit(stored, shop.costs, withProfit.costBps) ?? 0),
          0,
        ),
      ),
  };
}
