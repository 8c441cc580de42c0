import { instantOfLocalTime, localDayOf } from '../../web/domain/shared/time.ts';
import { createRandom } from '../dev-store/seed/random.ts';
import { allDone } from './all-done.ts';
import type { DrivenClock } from './driven-clock.ts';
import type { HostedEncore } from './encore-host.ts';
import type { LocalShop } from './local-shop.ts';
import { openMailbox } from './mailbox.ts';
import type { PointsCounts } from './points-habit.ts';
import { openGoods } from './shop-goods.ts';
import { type LifeCounts, startLife } from './shop-life.ts';
import { castShoppers, DAY_MS, type Shopper } from './shoppers.ts';

/** Simulated seconds a real one takes while a moment's work is waited for. */
export const RATE = 60;
const MINUTE_MS = 60_000;
/** Local times: the night's work (afternoon in America), and an hour at which neither Asia nor Europe has quiet hours. */
const NIGHT = 3 * 60 + 10;
const AFTERNOON = 16 * 60 + 10;
/** The afternoon's moment wanders, so that orders do not all stand at one minute. */
const WANDERS = 90;
/** No moment so near to the present that the clock could run past it. */
const MARGIN_MS = 60 * MINUTE_MS;

export type Stage = {
  encore: HostedEncore;
  shop: LocalShop;
  clock: DrivenClock;
  timeZone: string;
};

export type SimulatedDays = { shoppers: readonly Shopper[]; counts: LifeCounts; points: PointsCounts };

/**
 * Lives through the days from now on the driven clock until the real present: each day its night's work, mails read and
 * answered, purchases, parcels, all through HTTP. `onDay` hears of each day that is over.
 */
export async function simulateDays(
  stage: Stage,
  options: {
    days: number;
    newPerDay: number;
    seed: number;
    /** Ends it after the moment under way. */
    signal: AbortSignal;
    onDay: (day: number, counts: LifeCounts) => void;
  },
): Promise<SimulatedDays> {
  const { encore, shop, clock, timeZone } = stage;
  const random = createRandom(options.seed);
  const fromMs = clock.now().getTime();
  const endMs = Date.now();
  const cast = await castShoppers(shop, random, {
    horizon: { fromMs, days: (endMs - fromMs) / DAY_MS },
    newPerDay: options.newPerDay,
    newCart: await openGoods(shop, random),
  });
  const life = startLife(shop, openMailbox(shop), random, cast);
  const lived = { shoppers: cast.shoppers, counts: life.counts, points: life.points };
  const firstOn = localDayOf(new Date(fromMs), timeZone);
  for (let day = 0; day <= options.days; day++) {
    for (const minute of [NIGHT, AFTERNOON + ((day * 37) % WANDERS)]) {
      if (options.signal.aborted) return lived;
      const at = instantOfLocalTime(firstOn + day, minute * MINUTE_MS, timeZone);
      if (at <= clock.now() || at.getTime() > endMs - MARGIN_MS) continue;
      await clock.moveTo(shop, at, RATE);
      // At night nobody buys: what is on its way then would look like drift to the reconciliation.
      if (minute !== NIGHT) await life.live(at.getTime());
      await encore.tick();
      await allDone(encore, shop);
      await life.readMails(clock.now().getTime());
    }
    options.onDay(day, life.counts);
  }
  return lived;
}
