import type { ProgramTerms } from '../../web/contract/loyalty.ts';
import { dayToIso, localDayOf } from '../../web/domain/shared/time.ts';
import type { OrderFacts } from '../dev-store/controls/order-facts.ts';
import { allDone } from './all-done.ts';
import type { EncoreClient } from './encore-client.ts';
import { listOf } from './local-shop.ts';
import { launchLoyalty } from './loyalty-setup.ts';
import { checkPoints, type PointsCheck } from './points-check.ts';
import type { Stage } from './simulate-days.ts';
import { type StorefrontVisit, visitStorefront } from './storefront.ts';
import { widgetEstimate } from './widget-estimate.ts';

/** What the check says of points. `pointMismatches`: members whose numbers are not those of the recount; must be 0. */
export type LoyaltyNumbers = {
  pointsEarned: number;
  pointsSpent: number;
  pointMismatches: number;
  ledgerBalanced: boolean;
  widgetEstimateEqualsAward: boolean;
};

const EMAIL = 'shopper@example.com';
const BONUS_DAYS_AGO = 30;
/** Units of the first order, and how many of them come back. */
const BOUGHT = 3;
const RETURNED = 1;
/** A price that leaves fractions of points, in multiples of what one point takes. */
const PRICE_IN_POINTS = 61.7;

/** Launches points for the check: all of history earns, and the last weeks earn more. */
export function launchForCheck(stage: Stage, client: EncoreClient): Promise<ProgramTerms> {
  const todayOn = localDayOf(new Date(), stage.timeZone);
  return launchLoyalty(stage, client, {
    historyFromOn: '1990-01-01',
    bonuses: [
      {
        name: 'The last weeks',
        fromOn: dayToIso(todayOn - BONUS_DAYS_AGO),
        toOn: dayToIso(todayOn + 2),
        multiplierBps: 15_000,
      },
    ],
  });
}

/** Everybody's points as they follow from the orders there are now. */
export function comparePoints(
  { shop, timeZone }: Stage,
  client: EncoreClient,
  terms: ProgramTerms,
  spent: ReadonlyMap<string, number> = new Map(),
): Promise<PointsCheck> {
  return checkPoints(shop, client, { terms, timeZone, spent });
}

/**
 * A shopper from the log-in to the refund, through storefront and app proxy: reads the estimate, buys, redeems, uses the code at the
 * checkout, sends one unit back; the order with the code is cancelled. Then the whole shop is counted once more.
 */
export async function checkLoyalty(
  stage: Stage,
  client: EncoreClient,
  terms: ProgramTerms,
): Promise<{ numbers: LoyaltyNumbers; faults: string[] }> {
  const { encore, shop } = stage;
  const walk = await walkShopper(stage, terms);
  const [first, second] = await ordersOf(stage, walk.customerId);
  if (first && second) {
    const lines = [{ lineId: first.lines[0]?.id, quantity: RETURNED }];
    await shop.post(`/orders/${first.id}/refund`, { lines });
    await shop.post(`/orders/${second.id}/cancel`);
  }
  await allDone(encore, shop);
  // A large shop's sums are those of the night, or of the program's last save.
  await client.saveProgram({});
  await allDone(encore, shop);
  const spentAfter = walk.spent - walk.givenBack;
  const check = await comparePoints(stage, client, terms, new Map([[walk.customerId, spentAfter]]));
  const liability = await client.liability();
  const faults = [...walk.faults, ...check.examples.map((one) => JSON.stringify(one))];
  if (!first || !second) faults.push('the shopper’s two orders are not there');
  const earned = liability.issued - liability.pendingPoints;
  if (earned !== check.expected.earned)
    faults.push(`${earned} points earned, the recount says ${check.expected.earned}`);
  if (liability.spent !== spentAfter)
    faults.push(`${liability.spent} points spent, the shopper spent ${spentAfter}`);
  const numbers = {
    pointsEarned: earned,
    pointsSpent: liability.spent,
    pointMismatches: check.mismatches,
    ledgerBalanced: liability.balanced && check.sumOfMembers === liability.points,
    widgetEstimateEqualsAward: walk.estimates.every(({ said, got }) => said > 0 && said === got),
  };
  if (!numbers.ledgerBalanced)
    faults.push(`the books say ${JSON.stringify(liability)}, the members ${check.sumOfMembers}`);
  if (!numbers.widgetEstimateEqualsAward)
    faults.push(`the widget said and Encore gave: ${JSON.stringify(walk.estimates)}`);
  return { numbers, faults };
}

type Walk = {
  customerId: string;
  /** Points that two codes cost, and those of the code whose order is cancelled afterwards. */
  spent: number;
  givenBack: number;
  estimates: { said: number; got: number }[];
  faults: string[];
};

async function walkShopper(stage: Stage, { earn, rewards }: ProgramTerms): Promise<Walk> {
  const { shop } = stage;
  const product = await shop.post<{ variants: { id: string }[] }>('/products', {
    title: 'Drip bags',
    variants: [{ priceMinor: Math.floor(earn.perMinor * PRICE_IN_POINTS) }],
  });
  const variantId = product.variants[0]?.id ?? '';
  const { id: customerId } = await shop.post<{ id: string }>('/customers', {
    email: EMAIL,
    firstName: 'Mai',
  });
  const [reward] = rewards;
  const cost = reward?.costPoints ?? 0;
  const rewardId = reward?.rewardId ?? '';
  const walk: Walk = { customerId, spent: 2 * cost, givenBack: cost, estimates: [], faults: [] };
  const visit = visitStorefront(shop);
  await visit.logIn(EMAIL);
  const first = await buy(stage, visit, variantId, BOUGHT);
  const redeemed = await visit.redeem(rewardId, 'check-redeem-1');
  const again = await visit.redeem(rewardId, 'check-redeem-1');
  const code = redeemed?.code?.code;
  if (code === undefined || again?.code?.code !== code)
    walk.faults.push(`redeemed twice by one tap: ${code} and ${again?.code?.code}`);
  await visit.redeem(rewardId, 'check-redeem-2');
  if (await visit.redeem(rewardId, 'check-redeem-3')) walk.faults.push('points were spent that nobody had');
  const left = await balance(visit);
  if (left !== first.got - 2 * cost) walk.faults.push(`${left} points left after two codes`);
  const second = await buy(stage, visit, variantId, 1, code);
  const { member } = await visit.shopper();
  if (member?.codes.some((one) => one.code === code)) walk.faults.push('a used code is still offered');
  walk.estimates.push(first, second);
  return walk;
}

/** Fills the cart, reads what the widget says of it, orders; `got`: what the balance rose by. */
async function buy(
  { encore, shop }: Stage,
  visit: StorefrontVisit,
  variantId: string,
  quantity: number,
  code?: string,
): Promise<{ said: number; got: number }> {
  const before = await visit.shopper();
  await visit.add(variantId, quantity);
  if (code !== undefined) await visit.putCodes([code]);
  const said = widgetEstimate(await visit.page('/cart'), before.member);
  await visit.placeOrder();
  await allDone(encore, shop);
  return { said, got: (await balance(visit)) - (before.member?.points ?? 0) };
}

async function balance(visit: StorefrontVisit): Promise<number> {
  return (await visit.shopper()).member?.points ?? 0;
}

/** A customer's orders, the oldest first. */
async function ordersOf({ shop }: Stage, customerId: string): Promise<OrderFacts[]> {
  const all = await listOf(shop.orders());
  return all
    .filter((order) => order.customerId === customerId)
    .sort((left, right) => left.processedAt.localeCompare(right.processedAt));
}
