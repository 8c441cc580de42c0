import type { ShopId } from '../domain/shared/ids.ts';
import type { Log } from '../use-cases/ports.ts';

/** Drains the inbox: the inbox table itself is the queue, this loop only decides when to look. */
export type InboxDrainer = {
  /** Look now: the door calls it after it stored something. Cheap, never throws, never waits. */
  wake(): void;
  start(): void;
  /** Lets the shops being drained finish their batch. */
  stop(): Promise<void>;
};

type DrainerOptions = {
  shopsWithPending(): Promise<readonly ShopId[]>;
  /** Works off one batch of one shop; true when there may be more. Throws when the whole batch must wait. */
  drain(shop: ShopId): Promise<boolean>;
  log: Log;
  /** How often to look without being woken (deliveries stored by another process, leases that ran out). */
  everyMs?: number;
  /** Shops drained at once. */
  parallel?: number;
};

/** Batches in a row before a shop lets another one that waits have its place. */
const BATCHES_A_TURN = 3;

/**
 * States: idle → (wake or tick) → looking → one loop per shop with pending rows, at most `parallel`, the others wait in line;
 * a shop that has more after its turn goes to the end of the line → idle. A shop is never drained twice at once by this
 * process; two processes are kept apart by the lease on each row.
 */
export function createInboxDrainer({
  shopsWithPending,
  drain,
  log,
  everyMs = 1000,
  parallel = 4,
}: DrainerOptions): InboxDrainer {
  const busy = new Map<ShopId, Promise<void>>();
  /** In the order of their turns. */
  const line = new Set<ShopId>();
  let timer: NodeJS.Timeout | undefined;
  let looking: Promise<void> | undefined;
  let lookAgain = false;
  let stopped = true;

  async function look(): Promise<void> {
    do {
      lookAgain = false;
      for (const shop of await shopsWithPending()) if (!busy.has(shop)) line.add(shop);
      fillPlaces();
    } while (lookAgain && !stopped);
  }

  function fillPlaces(): void {
    for (const shop of line) {
      if (stopped || busy.size >= parallel) return;
      line.delete(shop);
      const turn = takeTurn(shop).then((more) => {
        busy.delete(shop);
        if (more) line.add(shop);
        fillPlaces();
      });
      busy.set(shop, turn);
    }
  }

  /** True when the shop gave up its place with more to do. */
  async function takeTurn(shop: ShopId): Promise<boolean> {
    try {
      for (let batches = 0; !stopped; batches++) {
        if (batches >= BATCHES_A_TURN && line.size > 0) return true;
        if (!(await drain(shop))) return false;
      }
    } catch (error) {
      log.error({ err: error, shopId: shop }, 'inbox batch failed, its deliveries wait for their retry');
    }
    return false;
  }

  function wake(): void {
    if (stopped) return;
    if (looking) {
      lookAgain = true;
      return;
    }
    looking = look()
      .catch((error) => log.error({ err: error }, 'inbox could not be read'))
      .finally(() => {
        looking = undefined;
      });
  }

  return {
    wake,
    start() {
      stopped = false;
      timer = setInterval(wake, everyMs);
      wake();
    },
    async stop() {
      stopped = true;
      clearInterval(timer);
      await looking;
      await Promise.all(busy.values());
      line.clear();
    },
  };
}
