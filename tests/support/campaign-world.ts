import type { CampaignTerms } from '../../web/domain/campaigns/campaign.ts';
import { KIND_RULES } from '../../web/domain/campaigns/kinds.ts';
import type { CampaignSettings } from '../../web/domain/campaigns/settings.ts';
import { AppError } from '../../web/domain/shared/errors.ts';
import type { CustomerId } from '../../web/domain/shared/ids.ts';
import { createSchedule } from '../../web/jobs/schedule.ts';
import { createCampaign } from '../../web/use-cases/create-campaign.ts';
import { installShop } from '../../web/use-cases/install-shop.ts';
import { launchCampaign } from '../../web/use-cases/launch-campaign.ts';
import type { AppCtx, CampaignVersion, JobName, Shop } from '../../web/use-cases/ports.ts';
import { receiveWebhooks } from '../../web/use-cases/receive-webhooks.ts';
import { recordWebhooks } from '../../web/use-cases/record-webhooks.ts';
import { saveEmailChannel } from '../../web/use-cases/save-email-channel.ts';
import { connectShop, type LocalShop } from '../demo/local-shop.ts';
import type { LocalShopify } from '../dev-store/controls/local-shopify.ts';
import type { OrderFacts } from '../dev-store/controls/order-facts.ts';
import { openShop, shopShape } from '../dev-store/controls/shop-routes.ts';
import type { MailSummary } from '../dev-store/mail/inbox.ts';
import type { RunningServer } from '../dev-store/server.ts';
import { settleCodes } from '../dev-store/state/discount-codes.ts';
import type { DiscountSettings } from '../dev-store/state/discount-records.ts';
import { type CampaignPorts, openPorts } from './campaign-ports.ts';
import { localMail, startFrozen } from './frozen-shopify.ts';
import type { WaitingJob } from './table-queue.ts';
import type { TestDatabase } from './test-database.ts';

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
const RETRY_MS = 10_000;
const MAX_JOBS = 400;
/** Above 2^53, so that a reader that loses digits is found. */
const FIRST_ID = 9_007_199_254_740_993n;
let opened = 0n;

export type WorldOptions = Partial<Omit<Parameters<typeof shopShape.parse>[0] & object, 'domain'>> & {
  now?: string;
};

/**
 * A shop at a local Shopify with Encore's use cases beside it: real stores, the real Admin API client and mailer, one clock
 * that moves only when it is told. Jobs run one after another; what waits on Shopify lets its clock go on.
 */
export class CampaignWorld {
  readonly local: LocalShopify;
  readonly ports: CampaignPorts;
  readonly control: LocalShop;
  readonly failures: { job: string; error: unknown }[] = [];
  readonly #server: RunningServer;
  #heard = 0;

  private constructor(parts: Pick<CampaignWorld, 'local' | 'ports' | 'control'> & { server: RunningServer }) {
    this.local = parts.local;
    this.ports = parts.ports;
    this.control = parts.control;
    this.#server = parts.server;
  }

  static async open(database: TestDatabase, options: WorldOptions = {}): Promise<CampaignWorld> {
    const { now = '2026-03-10T05:00:00Z', ...shape } = options;
    const { local, server } = await startFrozen(now);
    opened += 1n;
    const firstId = String(FIRST_ID + 1_000_000n * opened);
    const asked = { domain: `campaigns-${opened}`, install: true, firstId, ...shape };
    const { domain } = await openShop(local, shopShape.parse(asked));
    const control = connectShop(server.url, domain);
    const made: { shop?: CampaignWorld } = {};
    const ports = await openPorts({
      database,
      local,
      url: server.url,
      domain,
      idToken: await control.idToken(),
      pause: async (ms) => made.shop?.pause(ms),
    });
    made.shop = new CampaignWorld({ local, ports, control, server });
    return made.shop;
  }

  async close(): Promise<void> {
    this.ports.close();
    await this.local.mail.down();
    await this.#server.close();
  }

  get now(): Date {
    return new Date(this.local.clock.now());
  }

  advance(ms: number): Promise<void> {
    return this.local.clock.advance(ms);
  }

  setTime(at: string): Promise<void> {
    return this.local.clock.set(Date.parse(at));
  }

  shop = (): Promise<Shop> => this.ports.shop();
  ctx = (): Promise<AppCtx> => this.ports.ctx();

  /** A customer who takes mail, and may not be anybody else's. */
  async customer(input: Record<string, unknown> = {}): Promise<CustomerId> {
    const { id } = await this.control.post<{ id: string }>('/customers', {
      firstName: 'An',
      email: `person-${crypto.randomUUID()}@customers.example`,
      locale: 'en',
      countryCode: 'VN',
      emailConsent: { state: 'SUBSCRIBED', optInLevel: 'SINGLE_OPT_IN' },
      ...input,
    });
    return id as CustomerId;
  }

  bought(customerId: CustomerId, daysAgo: number, input: Record<string, unknown> = {}): Promise<OrderFacts> {
    const at = this.local.clock.now() - daysAgo * DAY_MS;
    return this.control.post<OrderFacts>('/orders', {
      customerId,
      createdAt: at,
      processedAt: at,
      payment: 'paid',
      lines: [{ title: 'Beans', quantity: 1, unitPriceMinor: 500_000 }],
      ...input,
    });
  }

  /** So many customers who bought once, that long ago. */
  async buyers(count: number, daysAgo: number): Promise<CustomerId[]> {
    const ids: CustomerId[] = [];
    for (let i = 0; i < count; i++) {
      const id = await this.customer();
      await this.bought(id, daysAgo);
      ids.push(id);
    }
    return ids;
  }

  /** Encore installed, the history read and scored, mail set up. What Shopify sent until then is not heard. */
  async install(settings: Partial<CampaignSettings> = {}): Promise<this> {
    const { store, clock, queue } = this.ports;
    await queue.create();
    const { domain } = this.control;
    await installShop({ store, clock }, { domain, scopes: this.local.shop(domain).installation.scopes });
    await this.runJobs();
    this.#heard = this.local.hub.log.length;
    await saveEmailChannel(await this.ctx(), localMail(this.local, domain));
    await this.settings(settings);
    return this;
  }

  async settings(changes: Partial<CampaignSettings>): Promise<void> {
    const { store, shop } = await this.ctx();
    const { settings, version } = await store.campaigns.settings(shop.shopId);
    await store.campaigns.saveSettings(shop.shopId, { ...settings, ...changes }, version, this.now);
  }

  /** A preset, by default with everybody who matches now, launched; its jobs wait. */
  async launch(kind: CampaignTerms['kind'], changes: Partial<CampaignTerms> = {}): Promise<CampaignVersion> {
    const terms = { ...KIND_RULES[kind].preset, backlogPerDay: 1_000, ...changes };
    const ctx = await this.ctx();
    const { campaignId, updatedAt } = await createCampaign(ctx, terms);
    return launchCampaign(ctx, { campaignId, basedOn: updatedAt });
  }

  /** What the clock starts, now, and all that follows. */
  async tick(): Promise<void> {
    const { store, clock, log, queue } = this.ports;
    const { work } = store.campaigns;
    const listRunning = async () => (await store.shops.listRunning()).filter(({ shopId }) => shopId === mine);
    const mine = (await this.shop()).shopId;
    await createSchedule({
      queue: queue.port(),
      listRunning,
      campaignWork: work,
      loyaltyWork: store.loyalty.work,
      clock,
      log,
    }).tick();
    await this.runJobs();
  }

  /** Runs the waiting jobs of these names, and nothing that follows. */
  async runOnly(...names: readonly JobName[]): Promise<void> {
    const { shopId } = await this.shop();
    for (const job of await this.ports.queue.waiting(shopId))
      if (names.includes(job.name)) await this.#run(job);
  }

  /** Runs jobs until none is due within the hour; one that fails waits and comes again. */
  async runJobs(): Promise<void> {
    const { shopId } = await this.shop();
    for (let count = 0; count < MAX_JOBS; count += 1) {
      const [job] = await this.ports.queue.waiting(shopId);
      if (!job || job.startAfter.getTime() - this.now.getTime() > HOUR_MS) return;
      if (job.startAfter > this.now) await this.local.clock.set(job.startAfter.getTime());
      await this.#run(job);
    }
    throw new Error(`jobs do not come to an end: ${JSON.stringify(this.failures.slice(-3))}`);
  }

  async #run(job: WaitingJob): Promise<void> {
    const { queue } = this.ports;
    await queue.take(job.id);
    try {
      await this.ports.run(job);
      await queue.finish(job.id);
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      this.failures.push({ job: job.name, error });
      await queue.finish(job.id);
      await queue.port().enqueue(job.name, job.payload, {
        startAfter: new Date(this.now.getTime() + RETRY_MS),
      });
    }
  }

  /** Shopify works while Encore waits for it, and so do Encore's other workers. */
  async pause(ms: number): Promise<void> {
    await this.advance(ms);
    const { shopId } = await this.shop();
    const tagging = (await this.ports.queue.waiting(shopId)).find(({ name }) => name === 'sync-tags');
    if (tagging) await this.#run(tagging);
  }

  /** What Shopify sent since the last time arrives and is worked off, with all that follows. */
  hearShopify(): Promise<void> {
    return this.hearWithout('none');
  }

  /** The same, but all deliveries of a topic are lost. */
  async hearWithout(lost: string): Promise<void> {
    const { store, clock } = this.ports;
    for (;;) {
      const sent = this.local.hub.log.slice(this.#heard);
      if (sent.length === 0) return;
      this.#heard += sent.length;
      const news = sent.filter(({ head }) => head.topic !== lost);
      await receiveWebhooks(
        { store, clock },
        news.map(({ head, body }) => ({
          domain: head.shopDomain,
          topic: head.topic,
          webhookId: head.webhookId,
          eventId: head.eventId,
          triggeredAt: new Date(head.triggeredAt),
          body,
        })),
      );
      while (await recordWebhooks(await this.ctx(), { limit: 200 }));
      await this.runJobs();
    }
  }

  /** The discounts that stand in Shopify with their codes. */
  discounts(): { id: string; settings: DiscountSettings; codes: { code: string; uses: number }[] }[] {
    const { shop } = this.local.shop(this.control.domain);
    settleCodes(this.local.state, shop);
    const { discountBook: book } = shop;
    return [...book.discounts.values()].map(({ id, settings }) => ({
      id,
      settings,
      codes: book.codesOf(id).map((one) => ({ code: one.code, uses: book.redemptionsOf(one.id).length })),
    }));
  }

  tagsOf(customerId: CustomerId): readonly string[] {
    return this.local.shop(this.control.domain).shop.customers.get(customerId)?.tags ?? [];
  }

  emailOf(customerId: CustomerId): string {
    return this.local.shop(this.control.domain).shop.customers.get(customerId)?.email ?? 'nobody';
  }

  mailsTo(customerId: CustomerId): readonly MailSummary[] {
    const email = this.emailOf(customerId);
    return this.mails().filter(({ to }) => to.includes(email));
  }

  /** How each message of a customer stands, oldest first. */
  messagesOf(customerId: CustomerId): Promise<{ state: string; reason: string | null; counted: boolean }[]> {
    return this.rows(
      `SELECT state, reason, counted_at IS NOT NULL AS counted FROM message
       WHERE shop_id = $1 AND customer_id = $2 ORDER BY message_id`,
      [customerId],
    );
  }

  /** How each way of the messages of a customer stands. */
  waysOf(customerId: CustomerId): Promise<{ channel: string; state: string; reason: string | null }[]> {
    return this.rows(
      `SELECT d.channel, d.state, d.reason FROM message_delivery d JOIN message m USING (shop_id, message_id)
       WHERE shop_id = $1 AND m.customer_id = $2 ORDER BY d.message_id, d.channel`,
      [customerId],
    );
  }

  async rows<R extends object>(text: string, values: readonly unknown[] = []): Promise<R[]> {
    const { shopId } = await this.shop();
    return (await this.ports.pool.query<R>(text, [shopId, ...values])).rows;
  }

  /** Every mail that was taken, oldest first. */
  mails(): readonly MailSummary[] {
    return [...this.local.mail.inbox.list({ offset: 0, limit: 100_000 }).mails].reverse();
  }
}
