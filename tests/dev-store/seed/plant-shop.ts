import type { DevClock } from '../controls/clock.ts';
import { upsertCustomer } from '../state/customers.ts';
import type { DevStoreState } from '../state/dev-store-state.ts';
import type { CustomerRecord, PurchasingCompany } from '../state/records.ts';
import type { ShopState } from '../state/shop-state.ts';
import { fromDollars, plantCatalog, type SeedCatalog } from './catalog.ts';
import { type DrawnHistory, drawHistories } from './cdnow-model.ts';
import { instantOfLocal, localDay } from './local-time.ts';
import { type BuyerKind, planOrder } from './order-plan.ts';
import { drawPerson, type SeedPerson } from './people.ts';
import { type PlantedOrder, plantOrder } from './plant-order.ts';
import { createRandom, type Random } from './random.ts';

/**
 * What to plant: customers over `windowDays` ending today; `subscribedShare` of those with an e-mail take news by it. The same
 * plan and day give the same shop.
 */
export type SeedPlan = { customers: number; windowDays: number; seed: number; subscribedShare: number };
export type SeedCounts = { customers: number; orders: number };

export const defaultSeedPlan: SeedPlan = {
  customers: 2_000,
  windowDays: 548,
  seed: 20_261_121,
  subscribedShare: 0.6,
};

const buyerShares = { b2b: 0.01, subscriber: 0.02 } as const;
const cashCountries = new Set(['VN', 'TH', 'ID', 'SA']);
const openingMinute = 8 * 60;
const openMinutes = 14 * 60;
const minuteMs = 60_000;

type Buyer = { person: SeedPerson; kind: BuyerKind; history: DrawnHistory };
type Visit = { at: number; buyer: Buyer; dollars: number; first: boolean };

/** Fills a shop with invented customers whose purchases follow the CDNOW models. Raises no webhooks. */
export function plantShop(
  state: DevStoreState,
  clock: DevClock,
  shop: ShopState,
  plan: SeedPlan,
): SeedCounts {
  return state.silently(() => {
    const now = clock.now();
    const random = createRandom(plan.seed);
    const catalog = plantCatalog(state, shop);
    const buyers = drawBuyers(random, plan);
    const visits = buyers.flatMap((buyer) => visitsOf(random, buyer, { now, timeZone: shop.ianaTimezone }));
    visits.sort((left, right) => left.at - right.at);
    const plot = { state, clock, shop, now };
    const customers = new Map<Buyer, Pick<PlantedOrder, 'customer' | 'company'>>();
    for (const visit of visits) {
      const known =
        customers.get(visit.buyer) ??
        clock.asOf(visit.at, () => enrol(state, shop, random, { ...visit.buyer, ...plan }));
      customers.set(visit.buyer, known);
      plantOrder(plot, {
        ...known,
        at: visit.at,
        buyer: visit.buyer.kind,
        plan: planVisit(random, catalog, shop, visit),
      });
    }
    return { customers: shop.customers.size, orders: visits.length };
  });
}

function drawBuyers(random: Random, plan: SeedPlan): Buyer[] {
  return [...drawHistories(random, plan)].map((history, serial) => {
    const draw = random.uniform();
    const kind: BuyerKind =
      draw < buyerShares.b2b
        ? 'b2b'
        : draw < buyerShares.b2b + buyerShares.subscriber
          ? 'subscriber'
          : 'retail';
    return {
      person: drawPerson(random, serial + 1),
      kind,
      history: kind === 'subscriber' ? monthly(history) : history,
    };
  });
}

/** A subscriber's box comes every 30 days from the first purchase until the last drawn one, at least twice. */
function monthly(history: DrawnHistory): DrawnHistory {
  const start = history.daysAgo[0] ?? 0;
  const end = Math.min(history.daysAgo.at(-1) ?? 0, start / 2);
  const daysAgo = Array.from({ length: Math.floor((start - end) / 30) + 1 }, (_, box) => start - box * 30);
  return { daysAgo, dollars: daysAgo.map(() => 18) };
}

function visitsOf(random: Random, buyer: Buyer, shop: { now: number; timeZone: string }): Visit[] {
  const today = localDay(shop.now, shop.timeZone);
  return buyer.history.daysAgo.map((daysAgo, index) => {
    const minute = openingMinute + random.index(openMinutes);
    const at = instantOfLocal(today - Math.floor(daysAgo), minute, shop.timeZone);
    // Today's shop hours may lie ahead: such a visit was a little while ago instead.
    const past = at < shop.now ? at : shop.now - (1 + random.index(90)) * minuteMs;
    return { at: past, buyer, dollars: buyer.history.dollars[index] ?? 0, first: index === 0 };
  });
}

function enrol(
  state: DevStoreState,
  shop: ShopState,
  random: Random,
  { person, kind, subscribedShare }: Buyer & Pick<SeedPlan, 'subscribedShare'>,
): { customer: CustomerRecord; company: PurchasingCompany | null } {
  const subscribed = person.email !== null && random.chance(subscribedShare);
  const customer = upsertCustomer(state, shop, {
    ...person,
    state: random.chance(0.4) ? 'ENABLED' : 'DISABLED',
    emailConsent: {
      state: subscribed ? 'SUBSCRIBED' : 'NOT_SUBSCRIBED',
      optInLevel: subscribed ? 'SINGLE_OPT_IN' : null,
      updatedAt: subscribed ? state.clock.now() : null,
    },
    tags: random.chance(0.1) ? ['newsletter'] : [],
  });
  return { customer, company: kind === 'b2b' ? companyFor(shop, person) : null };
}

function companyFor(shop: ShopState, person: SeedPerson): PurchasingCompany {
  return {
    companyId: shop.newId(),
    companyName: `${person.lastName} Trading`,
    locationId: shop.newId(),
    contactId: shop.newId(),
  };
}

function planVisit(
  random: Random,
  catalog: SeedCatalog,
  shop: ShopState,
  visit: Visit,
): PlantedOrder['plan'] {
  const { kind, person } = visit.buyer;
  return planOrder(random, catalog, {
    amountMinor: fromDollars(visit.dollars * (kind === 'b2b' ? 6 : 1), shop.currency),
    first: visit.first,
    cashCountry: cashCountries.has(person.countryCode),
    buyer: kind,
  });
}
