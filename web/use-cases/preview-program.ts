import { costOfPoints, giveBackBps } from '../domain/loyalty/liability.ts';
import { memberOrder } from '../domain/loyalty/member-order.ts';
import { pointsFor } from '../domain/loyalty/points-for.ts';
import type { ProgramHistory, ProgramTerms } from '../domain/loyalty/program.ts';
import { bonusBpsOn } from '../domain/loyalty/program-at.ts';
import { milestonesOf } from '../domain/orders/milestones.ts';
import type { Order } from '../domain/orders/order.ts';
import { AppError } from '../domain/shared/errors.ts';
import type { CustomerId, ProductId } from '../domain/shared/ids.ts';
import type { Money } from '../domain/shared/money.ts';
import { startOfLocalDay } from '../domain/shared/time.ts';
import type { LoyaltyCtx } from './ports.ts';
import { judged } from './steps/record-order.ts';
import { requireGoodProgram } from './steps/require-good-program.ts';
import { readScene, type Scene } from './steps/scene.ts';

const ORDERS_AT_ONCE = 500;
const ONCE_BPS = 10_000;
/** Somebody waits: up to so many orders reached back to each is looked at, of more a sample of customers with about half as many. */
const EXACT_UP_TO = 20_000;

export type ProgramPreview = {
  /** What orders of before the launch would bring, each by the lowest tier. `sampled`: about, reckoned from some of the customers. */
  history: Count & { cost: Money | null; sampled: boolean };
  typicalOrder: { amount: Money; points: number } | null;
  /** At the dearest active reward whose worth is known. */
  costPer100: Money | null;
  giveBackBps: number | null;
  /** Customers who are no members yet: each gets the points for signing up once they log in or order; null = there are none. */
  signUpAtMost: number | null;
};

type Count = { customers: number; orders: number; points: number };
type Options = { isLeft: () => boolean; exactUpTo: number };

/**
 * What saving these terms would do; changes nothing. Orders of before that they reach back to are put before the rule itself: all of
 * them, or those of some customers where there are more than `exactUpTo`. No other order is read: none bears on another, for each is
 * reckoned by the lowest tier. `isLeft`: nobody waits for the answer any more, so that a screen that asks at
 * each pause of the typing keeps one stream going, not all.
 * @throws AppError INVALID_INPUT with one issue per bad field; CONFLICT where it was left
 */
export async function previewProgram(
  ctx: LoyaltyCtx,
  { terms, isLeft = () => false, exactUpTo = EXACT_UP_TO }: { terms: ProgramTerms } & Partial<Options>,
): Promise<ProgramPreview> {
  requireGoodProgram(ctx, terms);
  const { currency } = ctx.shop;
  const typical = await ctx.store.campaigns.typicalOrder(ctx.shop.shopId);
  const money = (amountMinor: number | null) => (amountMinor === null ? null : { amountMinor, currency });
  const history = await countHistory(ctx, terms, { isLeft, exactUpTo });
  const { orderMinor } = typical;
  return {
    history: { ...history, cost: money(costOfPoints(history.points, terms, orderMinor)) },
    typicalOrder:
      orderMinor === null
        ? null
        : {
            amount: { amountMinor: orderMinor, currency },
            points: pointsFor(orderMinor, terms.earn, ONCE_BPS, ONCE_BPS),
          },
    costPer100: money(costOfPoints(100, terms, orderMinor)),
    giveBackBps: giveBackBps(terms, orderMinor),
    signUpAtMost: terms.actions.signUp > 0 ? await notYetMembers(ctx) : null,
  };
}

/** Two counts by their indexes; members of large shops are those of the last night. */
async function notYetMembers({ store, reader, shop }: LoyaltyCtx): Promise<number> {
  const [customers, { members }] = await Promise.all([
    store.customers.count(shop.shopId),
    reader.loyalty.totals(shop.shopId),
  ]);
  return Math.max(0, customers - members);
}

async function countHistory(
  ctx: LoyaltyCtx,
  terms: ProgramTerms,
  { isLeft, exactUpTo }: Options,
): Promise<Count & { sampled: boolean }> {
  if (terms.historyFromOn === null) return { customers: 0, orders: 0, points: 0, sampled: false };
  const { shopId, timeZone } = ctx.shop;
  const { orders: placedOrders } = ctx.store;
  const scene = await readScene(ctx, ctx.store);
  const program = await asSaved(ctx, terms, scene.now);
  const count = { pointsOf: historyPoints(terms, scene, program), isLeft };
  const placed = {
    fromAt: startOfLocalDay(terms.historyFromOn, timeZone),
    beforeAt: program.launchedAt ?? scene.now,
  };
  const all = await placedOrders.countPlaced(shopId, placed);
  if (all <= exactUpTo) {
    const each = placedOrders.streamPlaced(shopId, placed, ORDERS_AT_ONCE);
    return { ...(await counted(each, count)), sampled: false };
  }
  const oneIn = Math.ceil((2 * all) / exactUpTo);
  const some = await placedOrders.samplePlaced(shopId, placed, oneIn, exactUpTo);
  const { customers, orders, points } = await counted([some], count);
  const whole = (part: number) => (some.length === 0 ? 0 : roughly((part * all) / some.length));
  return { customers: whole(customers), orders: whole(orders), points: whole(points), sampled: true };
}

async function counted(
  batches: AsyncIterable<readonly Order[]> | Iterable<readonly Order[]>,
  { pointsOf, isLeft }: { pointsOf: (order: Order) => number; isLeft: () => boolean },
): Promise<Count> {
  const customers = new Set<CustomerId>();
  const sum = { orders: 0, points: 0 };
  for await (const orders of batches) {
    if (isLeft()) throw new AppError('CONFLICT', 'nobody waits for this preview any more');
    for (const order of orders) {
      const points = order.customerId === null ? 0 : pointsOf(order);
      if (order.customerId === null || points === 0) continue;
      customers.add(order.customerId);
      sum.orders += 1;
      sum.points += points;
    }
  }
  return { customers: customers.size, ...sum };
}

/** Two digits: a sample knows no more. */
function roughly(value: number): number {
  return value < 100 ? Math.round(value) : Number(value.toPrecision(2));
}

/** Points of an order if these terms were launched now, or had been the newest since the launch. */
function historyPoints(terms: ProgramTerms, scene: Scene, program: ProgramHistory): (order: Order) => number {
  const { timeZone } = scene.shop;
  const tierBps = terms.tiers?.levels[0]?.multiplierBps ?? ONCE_BPS;
  return (order) => {
    const { verdict } = judged(order, scene);
    const context = { program, timeZone, now: scene.now };
    const { earns, keptMinor, backfilled, localOn } = memberOrder(
      { order, verdict, milestones: milestonesOf(order) },
      context,
    );
    if (earns === 'no' || !backfilled) return 0;
    return pointsFor(keptMinor, terms.earn, tierBps, bonusBpsOn(terms.bonuses, localOn));
  };
}

async function asSaved(ctx: LoyaltyCtx, terms: ProgramTerms, now: Date): Promise<ProgramHistory> {
  const { versions, launchedAt } = await ctx.store.loyalty.program(ctx.shop.shopId);
  const { excludedProducts, excludedCollections } = terms.earn;
  const held: readonly ProductId[] =
    excludedCollections.length === 0 ? [] : await ctx.rewards.productsOfCollections(excludedCollections);
  const version = (versions.at(-1)?.version ?? 0) + 1;
  const saved = {
    version,
    savedAt: now,
    terms: { ...terms, on: true },
    currency: ctx.shop.currency,
    excluded: new Set([...excludedProducts, ...held]),
  };
  return { versions: [...versions, saved], launchedAt: launchedAt ?? now };
}
