import { drawHistories } from '../dev-store/seed/cdnow-model.ts';
import { drawPerson } from '../dev-store/seed/people.ts';
import type { Random } from '../dev-store/seed/random.ts';
import { createFuture } from './future-purchases.ts';
import type { LocalShop } from './local-shop.ts';
import type { ReadMail } from './mailbox.ts';
import type { FillCart } from './shop-goods.ts';

export const DAY_MS = 86_400_000;
const WEEK_MS = 7 * DAY_MS;
/** People of the simulated days have numbers far from those of the history. */
const FIRST_SERIAL = 500_001;
/** Of those with an e-mail; the shop has asked its customers well. */
export const SUBSCRIBED_SHARE = 0.85;

/** One customer of the simulated days. */
export type Shopper = {
  /** Null until the first purchase. */
  customerId: string | null;
  email: string | null;
  /** Makes the customer at their first purchase; null = stands already. */
  introduce: object | null;
  fillCart: FillCart;
  /** The newest mail with an offer whose code was not used. */
  openMail: ReadMail | null;
  /** Instants of purchases that would have been made without any mail, and of those a mail brought. */
  own: number[];
  caused: number[];
};

/** Somebody will come to the shop. `mail`: what moved them; null = they would have come anyway. */
export type Visit = { at: number; shopper: Shopper; mail: ReadMail | null; usesCode: boolean };

export type Cast = { shoppers: Shopper[]; visits: Visit[] };

type Known = { first: number; last: number; purchases: number };
type Horizon = { fromMs: number; days: number };

/** Those who stand in the shop with what they will buy by themselves, and those who will come to know it in these days. */
export async function castShoppers(
  shop: LocalShop,
  random: Random,
  options: { horizon: Horizon; newPerDay: number; newCart: () => FillCart },
): Promise<Cast> {
  const { horizon, newPerDay, newCart } = options;
  const known = await standingCustomers(shop, random, horizon, newCart);
  const fresh = newCustomers(random, horizon, { count: Math.round(newPerDay * horizon.days), newCart });
  return {
    shoppers: [...known.shoppers, ...fresh.shoppers],
    visits: [...known.visits, ...fresh.visits],
  };
}

async function standingCustomers(
  shop: LocalShop,
  random: Random,
  { fromMs, days }: Horizon,
  newCart: () => FillCart,
): Promise<Cast> {
  const histories = await readHistories(shop);
  const drawFuture = createFuture(random);
  const cast: Cast = { shoppers: [], visits: [] };
  for await (const { id, email } of shop.customers()) {
    const shopper = newShopper({ customerId: id, email, introduce: null, fillCart: newCart() });
    cast.shoppers.push(shopper);
    const history = histories.get(id);
    if (!history) continue;
    const { first, last, purchases } = history;
    const seen = {
      repeats: purchases - 1,
      lastWeeks: (last - first) / WEEK_MS,
      ageWeeks: (fromMs - first) / WEEK_MS,
    };
    for (const day of drawFuture(seen, days))
      cast.visits.push({ at: fromMs + day * DAY_MS, shopper, mail: null, usesCode: false });
  }
  return cast;
}

/** Purchases of those who buy one by one: companies and subscribers go on as they do, without us. */
async function readHistories(shop: LocalShop): Promise<Map<string, Known>> {
  const histories = new Map<string, Known>();
  const others = new Set<string>();
  for await (const order of shop.orders()) {
    const { customerId, processedAt, b2b, lines, test, cancelledAt } = order;
    if (customerId === null || test || cancelledAt !== null) continue;
    if (b2b || lines.some(({ sellingPlan }) => sellingPlan)) others.add(customerId);
    const at = Date.parse(processedAt);
    const before = histories.get(customerId);
    histories.set(customerId, {
      first: Math.min(at, before?.first ?? at),
      last: Math.max(at, before?.last ?? at),
      purchases: (before?.purchases ?? 0) + 1,
    });
  }
  for (const customerId of others) histories.delete(customerId);
  return histories;
}

function newCustomers(
  random: Random,
  { fromMs, days }: Horizon,
  { count, newCart }: { count: number; newCart: () => FillCart },
): Cast {
  const cast: Cast = { shoppers: [], visits: [] };
  const endMs = fromMs + days * DAY_MS;
  for (const { daysAgo } of drawHistories(random, { customers: count, windowDays: days })) {
    const person = drawPerson(random, FIRST_SERIAL + cast.shoppers.length);
    const subscribed = person.email !== null && random.chance(SUBSCRIBED_SHARE);
    const emailConsent = { state: subscribed ? 'SUBSCRIBED' : 'NOT_SUBSCRIBED' };
    const introduce = { ...person, emailConsent };
    const shopper = newShopper({ customerId: null, email: person.email, introduce, fillCart: newCart() });
    cast.shoppers.push(shopper);
    for (const ago of daysAgo)
      cast.visits.push({ at: endMs - ago * DAY_MS, shopper, mail: null, usesCode: false });
  }
  return cast;
}

function newShopper(who: Pick<Shopper, 'customerId' | 'email' | 'introduce' | 'fillCart'>): Shopper {
  return { ...who, openMail: null, own: [], caused: [] };
}
