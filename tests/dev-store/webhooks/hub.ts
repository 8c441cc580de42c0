import { randomUUID } from 'node:crypto';
import type { AppManifest, Subscription } from '../auth/app-toml.ts';
import type { Installation } from '../auth/installations.ts';
import type { DevClock } from '../controls/clock.ts';
import type { StateEvent } from '../state/events.ts';
import { Courier, type Delivery } from './delivery.ts';
import { drawFates, liveMess, type Mess, noMess, seededRandom } from './mess.ts';
import { eventPayload, writePayload } from './payloads.ts';
import type { RestObject } from './rest-forms.ts';
import { scopeForTopic } from './topic-scopes.ts';

export type HubContext = {
  clock: DevClock;
  manifest: () => AppManifest;
  /** Where relative addresses of the TOML lead; the app's own address. */
  appUrl: () => string;
  clientSecret: () => string;
  installationOf: (shopDomain: string) => Installation | undefined;
};

/** Something the app may have subscribed to. `always`: sent whatever is granted (compliance, uninstall). */
export type Notice = {
  topic: string;
  shopDomain: string;
  payload: RestObject;
  eventId?: string;
  at?: number;
  always?: boolean;
};

const bodiesKept = 20_000;

/** Turns events into deliveries: one per matching subscription of the TOML, held, messed up or sent as the controls say. */
export class WebhookHub {
  readonly #context: HubContext;
  readonly courier: Courier;
  readonly log: Delivery[] = [];
  #held: Delivery[] = [];
  #holding = false;
  #mess: Mess = noMess;
  #random = seededRandom(noMess.seed);

  constructor(context: HubContext) {
    this.#context = context;
    this.courier = new Courier(context.clock, context.clientSecret);
  }

  get holding(): boolean {
    return this.#holding;
  }

  get heldCount(): number {
    return this.#held.length;
  }

  get mess(): Mess {
    return this.#mess;
  }

  /** From now on everything sent meets this mess; its random stream starts at its seed. */
  setMess(mess: Mess): void {
    this.#mess = mess;
    this.#random = seededRandom(mess.seed);
  }

  /** Hears a change in a store. The body is built at once, so that later changes do not leak into it. */
  onEvent(event: StateEvent): void {
    const subscriptions = this.#matching(event.topic, event.shop.domain, false);
    if (subscriptions.length === 0) return;
    const payload = eventPayload(event);
    const { topic, eventId, triggeredAt } = event;
    this.#send(subscriptions, { topic, shopDomain: event.shop.domain, payload, eventId, at: triggeredAt });
  }

  /** Sends a notice that no change of a store raises: app/*, bulk_operations/finish, compliance. */
  notify(notice: Notice): void {
    this.#send(this.#matching(notice.topic, notice.shopDomain, notice.always ?? false), notice);
  }

  /** Keeps deliveries back until `release`. */
  hold(): void {
    this.#holding = true;
  }

  /** Sends what was held (through `mess`, if given) and, unless `keepHolding`, lets new ones pass again. */
  release(options: { mess?: Mess; keepHolding?: boolean } = {}): number {
    const released = this.#held.splice(0);
    this.#holding = options.keepHolding ?? false;
    const mess = options.mess ?? this.#mess;
    this.#dispatch(released, mess, options.mess ? seededRandom(mess.seed) : this.#random);
    return released.length;
  }

  /** Sends deliveries again as they were: same ids, same body. Those whose body is no longer kept are skipped. */
  replay(deliveries: readonly Delivery[]): number {
    const again = deliveries.filter((delivery) => delivery.body !== '');
    for (const delivery of again) this.courier.take(this.#record({ ...delivery, attempts: [] }));
    return again.length;
  }

  /** Sends a body under any headers to any address of the app: what a stranger or a mixed-up sender would do. */
  sendRaw(input: {
    topic: string;
    shopDomain: string;
    body: string;
    uri: string;
    webhookId?: string;
  }): Delivery {
    const { topic, shopDomain, body, uri, webhookId } = input;
    const made = this.#make(
      { topic, uri, name: undefined, includeFields: undefined },
      { topic, shopDomain, payload: {} },
    );
    made.body = body;
    if (webhookId !== undefined) made.head.webhookId = webhookId;
    this.courier.take(this.#record(made));
    return made;
  }

  #matching(topic: string, shopDomain: string, always: boolean): Subscription[] {
    const installation = this.#context.installationOf(shopDomain);
    if (installation === undefined || (!installation.installed && !always)) return [];
    const needed = scopeForTopic(topic);
    if (!always && needed !== undefined && !installation.scopes.includes(needed)) return [];
    return this.#context.manifest().subscriptions.filter((subscription) => subscription.topic === topic);
  }

  #send(subscriptions: readonly Subscription[], notice: Notice): void {
    const made = subscriptions.map((subscription) => this.#record(this.#make(subscription, notice)));
    if (this.#holding) this.#held.push(...made);
    else this.#dispatch(made, liveMess(this.#mess), this.#random);
  }

  #dispatch(deliveries: readonly Delivery[], mess: Mess, random: () => number): void {
    for (const fate of drawFates(deliveries, mess, random)) {
      if (fate.lost) {
        fate.item.state = 'lost';
        continue;
      }
      fate.delaysMs.forEach((delayMs, copy) => {
        this.courier.take(copy === 0 ? fate.item : this.#record({ ...fate.item, attempts: [] }), delayMs);
      });
    }
  }

  #make(subscription: Subscription, notice: Notice): Delivery {
    const { clock, manifest, appUrl } = this.#context;
    const payload = subscription.includeFields
      ? pick(notice.payload, subscription.includeFields)
      : notice.payload;
    return {
      sequence: 0,
      head: {
        topic: notice.topic,
        shopDomain: notice.shopDomain,
        apiVersion: manifest().webhookApiVersion,
        webhookId: randomUUID(),
        eventId: notice.eventId ?? randomUUID(),
        triggeredAt: new Date(notice.at ?? clock.now()).toISOString(),
        name: subscription.name,
      },
      address: subscription.uri.startsWith('/') ? `${appUrl()}${subscription.uri}` : subscription.uri,
      body: writePayload(payload),
      state: 'queued',
      attempts: [],
    };
  }

  #record(delivery: Delivery): Delivery {
    delivery.sequence = this.log.length + 1;
    this.log.push(delivery);
    const old = this.log[this.log.length - 1 - bodiesKept];
    if (old !== undefined && (old.state === 'delivered' || old.state === 'lost' || old.state === 'given-up'))
      old.body = '';
    return delivery;
  }
}

/** The parts of a payload named by dotted paths (`include_fields`). */
function pick(payload: RestObject, paths: readonly string[]): RestObject {
  const picked: RestObject = {};
  for (const path of paths) {
    const [head = '', ...rest] = path.split('.');
    const value = payload[head];
    if (value === undefined) continue;
    const isNested = rest.length > 0 && typeof value === 'object' && value !== null && !Array.isArray(value);
    const held = picked[head];
    const base = typeof held === 'object' && held !== null && !Array.isArray(held) ? held : {};
    picked[head] = isNested ? { ...base, ...pick(value, [rest.join('.')]) } : value;
  }
  return picked;
}
