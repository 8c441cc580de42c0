import type pg from 'pg';
import { createReader } from '../../web/db/reader.ts';
import { createStore } from '../../web/db/store.ts';
import { applyRules } from '../../web/use-cases/apply-rules.ts';
import { backfillShop } from '../../web/use-cases/backfill-shop.ts';
import { installShop } from '../../web/use-cases/install-shop.ts';
import type { Ctx, Delivery, Queue, ReadCtx, Shop, Shopify, Store } from '../../web/use-cases/ports.ts';
import { receiveWebhooks } from '../../web/use-cases/receive-webhooks.ts';
import { reconcileShop } from '../../web/use-cases/reconcile-shop.ts';
import { recordWebhooks } from '../../web/use-cases/record-webhooks.ts';
import { refreshCosts } from '../../web/use-cases/refresh-costs.ts';
import { refreshShop } from '../../web/use-cases/refresh-shop.ts';
import { scoreShop } from '../../web/use-cases/score-shop.ts';
import { syncTags } from '../../web/use-cases/sync-tags.ts';
import type { FakeShopify, FixedClock } from './fake-shopify.ts';
import { fakeShopifyPort } from './fake-shopify-port.ts';
import { type RecordingLog, recordingLog } from './silent-log.ts';
import { TableQueue, type WaitingJob } from './table-queue.ts';

/** The ports as a test may replace them, e.g. by ones that crash. */
export type Wrap = {
  store(store: Store): Store;
  shopify(shopify: Shopify): Shopify;
  queue(queue: Queue): Queue;
};
const AS_THEY_ARE: Wrap = { store: (store) => store, shopify: (shopify) => shopify, queue: (queue) => queue };
const MAX_JOBS = 500;
const HOUR_MS = 3_600_000;

/** The pipeline of one shop on a real store and a fake Shopify: what app.ts wires, driven step by step. */
export class Pipeline {
  readonly fake: FakeShopify;
  readonly clock: FixedClock;
  readonly pool: pg.Pool;
  readonly queue: TableQueue;
  readonly log: RecordingLog = recordingLog();
  wrap: Wrap = AS_THEY_ARE;

  constructor(pool: pg.Pool, fake: FakeShopify) {
    this.pool = pool;
    this.fake = fake;
    this.clock = fake.clock;
    this.queue = new TableQueue(pool, () => this.clock.now());
  }

  get store(): Store {
    const { enqueueIn } = this.queue;
    return this.wrap.store(createStore({ pool: this.pool, redactionKey: 'test key', enqueueIn }));
  }

  async shop(): Promise<Shop> {
    const shop = await this.store.shops.findByDomain(this.fake.domain);
    if (!shop) throw new Error(`${this.fake.domain} is not installed`);
    return shop;
  }

  /** What a use case behind a screen gets. */
  async readCtx(): Promise<ReadCtx> {
    return { ...(await this.ctx()), reader: createReader(this.pool) };
  }

  async ctx(): Promise<Ctx> {
    return {
      shop: await this.shop(),
      store: this.store,
      shopify: this.wrap.shopify(fakeShopifyPort(this.fake)),
      queue: this.wrap.queue(this.queue.port()),
      clock: this.clock,
      log: this.log,
    };
  }

  /** The first authenticated request, without the work it asks for. */
  async install(): Promise<Shop> {
    await this.queue.create();
    const { store, clock } = this;
    return installShop({ store, clock }, { domain: this.fake.domain, scopes: this.fake.profile.scopes });
  }

  /** Installed, read, scored and tagged; what was sent meanwhile is forgotten. */
  async start(): Promise<this> {
    await this.install();
    await this.runJobs();
    this.fake.takeOutbox();
    return this;
  }

  async receive(deliveries: readonly Delivery[]): Promise<void> {
    await receiveWebhooks({ store: this.store, clock: this.clock }, deliveries);
  }

  /** Works the inbox off, 200 rows a batch. */
  async drain(): Promise<void> {
    while (await recordWebhooks(await this.ctx(), { limit: 200 }));
  }

  /** Everything the fake sent until nothing more comes (tags sent by us come back as echoes). */
  async settle(): Promise<void> {
    for (let sent = this.fake.takeOutbox(); sent.length > 0; sent = this.fake.takeOutbox()) {
      await this.receive(sent);
      await this.drain();
      await this.runJobs();
    }
  }

  async night(): Promise<void> {
    const { shopId } = await this.shop();
    await this.queue.port().enqueue('reconcile', { shopId });
    await this.runJobs();
  }

  /** Runs jobs until none is due; waits up to an hour of the fixed clock for those that start later. */
  async runJobs(): Promise<void> {
    for (let count = 0; count < MAX_JOBS; count += 1) {
      const { shopId } = await this.shop();
      const [job] = await this.queue.waiting(shopId);
      if (!job || job.startAfter.getTime() - this.clock.now().getTime() > HOUR_MS) return;
      if (job.startAfter > this.clock.now()) this.clock.set(job.startAfter);
      await this.queue.take(job.id);
      await this.run(job);
      await this.queue.finish(job.id);
    }
    throw new Error('jobs do not come to an end');
  }

  async run(job: WaitingJob): Promise<void> {
    const ctx = await this.ctx();
    switch (job.name) {
      case 'backfill':
        return backfillShop(ctx);
      case 'score-shop':
        return scoreShop(ctx, job.payload);
      case 'apply-rules':
        return applyRules(ctx, job.payload);
      case 'sync-tags':
        return syncTags(ctx);
      case 'reconcile':
        return reconcileShop(ctx);
      case 'refresh-costs':
        return refreshCosts(ctx);
      case 'refresh-shop':
        return refreshShop(ctx);
      // What follows a day's scores is campaigns' and points' own: none run in this shop.
      case 'refresh-program':
      case 'run-campaigns':
      case 'tidy-offers':
      case 'report-sends':
      case 'measure-campaigns':
        return undefined;
      default:
        throw new Error(`no shop's job: ${job.name}`);
    }
  }
}
