import { rmSync } from 'node:fs';
import path from 'node:path';
import { instantOfLocalTime, localDayOf } from '../../../web/domain/shared/time.ts';
import { allDone } from '../../demo/all-done.ts';
import { DrivenClock } from '../../demo/driven-clock.ts';
import { connectEncore, type EncoreClient } from '../../demo/encore-client.ts';
import type { HostedEncore } from '../../demo/encore-host.ts';
import type { LocalShop } from '../../demo/local-shop.ts';
import { startBoth } from '../../demo/start-both.ts';

const NAME = 'tea-house';
const TIME_ZONE = 'Asia/Ho_Chi_Minh';
const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
/** Encore's days are lived through from so long ago, so that they end before the present. */
const DAYS_AGO = 50;
/** Simulated seconds a real one takes while work is waited for. */
const RATE = 60;
const LANGUAGES = ['en', 'vi', 'th'];

export type Shopper = { id: string; email: string };
export type Enrolled = Shopper & { heldOut: boolean };
type Kind = 'second_purchase' | 'win_back';

/** A tea shop at a local Shopify and Encore beside it on one driven clock; Encore is not installed. */
export type WalkShop = {
  storeUrl: string;
  shop: LocalShop;
  client: EncoreClient;
  encore: HostedEncore;
  /** The shop's own pages. */
  storefront: string;
  /** A page of the Shopify admin. */
  admin(at: string, locale?: string): string;
  /** So many subscribed customers who bought once, that long ago. */
  buyers(count: number, daysAgo: number): Promise<Shopper[]>;
  /** Lives on to half past ten in the morning of that day after the opening, with all that this brings. */
  liveUntil(day: number): Promise<void>;
  /** What is under way is done, on a clock that runs fast meanwhile. */
  workDone(): Promise<void>;
  /** Everybody in the campaigns of a kind. */
  enrolled(kind: Kind): Promise<Enrolled[]>;
  stop(): Promise<void>;
};

export async function openWalkShop(folder: string): Promise<WalkShop> {
  const clock = new DrivenClock();
  const opensOn = localDayOf(new Date(), TIME_ZONE) - DAYS_AGO;
  const morning = (day: number) => instantOfLocalTime(opensOn + day, 10.5 * HOUR_MS, TIME_ZONE);
  const { store, shop, encore } = await startBoth({
    domain: `${NAME}.myshopify.com`,
    shop: { name: 'Tea House', ianaTimezone: TIME_ZONE, install: false },
    opensAt: morning(0),
    ports: { encore: '0', shopify: '0' },
    dataDir: path.join(folder, 'db'),
    clock,
    logLevel: 'warn',
  });
  const people = new Map<string, Shopper>();
  const { port } = new URL(store.url);

  async function buyer(serial: number, daysAgo: number): Promise<Shopper> {
    const email = `guest-${serial}@customers.example`;
    const { id } = await shop.post<{ id: string }>('/customers', {
      firstName: `Guest ${serial}`,
      email,
      locale: LANGUAGES[serial % LANGUAGES.length],
      countryCode: 'VN',
      emailConsent: { state: 'SUBSCRIBED', optInLevel: 'SINGLE_OPT_IN' },
    });
    const at = clock.now().getTime() - daysAgo * DAY_MS;
    const lines = [{ title: 'Green tea', quantity: 1, unitPriceMinor: 180_000 }];
    await shop.post('/orders', { customerId: id, createdAt: at, processedAt: at, payment: 'paid', lines });
    const shopper = { id, email };
    people.set(id, shopper);
    return shopper;
  }

  async function workDone(): Promise<void> {
    await clock.moveTo(shop, clock.now(), RATE);
    await allDone(encore, shop);
    await clock.moveTo(shop, clock.now(), 1);
  }

  return {
    storeUrl: store.url,
    shop,
    encore,
    client: connectEncore(encore.url, shop),
    storefront: `http://${NAME}.localhost:${port}`,
    admin: (at, locale = 'en') => `${store.url}/store/${NAME}${at}?locale=${locale}`,
    async buyers(count, daysAgo) {
      const first = people.size + 1;
      const serials = Array.from({ length: count }, (_, at) => first + at);
      return Promise.all(serials.map((serial) => buyer(serial, daysAgo)));
    },
    workDone,
    async liveUntil(day) {
      await clock.moveTo(shop, morning(day), RATE);
      // The night comes first and decides who is who; the campaigns' minute after it.
      for (let minute = 0; minute < 2; minute++) {
        await encore.tick();
        await allDone(encore, shop);
      }
      await workDone();
    },
    async enrolled(kind) {
      const { rows } = await encore.pool.query<{ id: string; held_out: boolean }>(
        `SELECT e.customer_id::text AS id, e.held_out FROM enrolment e JOIN campaign c USING (shop_id, campaign_id)
         WHERE c.kind = $1 ORDER BY e.customer_id`,
        [kind],
      );
      return rows.map(({ id, held_out }) => ({ ...known(people, id), heldOut: held_out }));
    },
    async stop() {
      await encore.stop();
      await store.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function known(people: ReadonlyMap<string, Shopper>, id: string): Shopper {
  const shopper = people.get(id);
  if (!shopper) throw new Error(`nobody here is customer ${id}`);
  return shopper;
}
