import type { Enrolment } from '../domain/campaigns/enrolment.ts';
import type { CustomerId, OrderId } from '../domain/shared/ids.ts';
import type { CampaignCtx, Message, MessageDelivery, Recipient } from './ports.ts';
import type { Composition } from './steps/compose-message.ts';
import { recheck } from './steps/recheck.ts';
import { messageIdOf, remoteIdOf, sendByChannel } from './steps/send-by-channel.ts';
import { SendScene } from './steps/send-scene.ts';
import { settleMessage, skipMessage } from './steps/settle-message.ts';

/** Messages looked at together: one call to Shopify. */
const MESSAGES_AT_ONCE = 50;
/** Sends on their way at once. */
const AT_ONCE = 4;
const PRODUCTS_NAMED = 3;

/**
 * Sends what is ready. Each way of each message is claimed and committed before it is sent and settled after, so that a
 * process that dies between the two leaves an `unknown` that is listed and never sent again. Comes back for what was put off.
 */
export async function deliver(ctx: CampaignCtx): Promise<void> {
  const { store, shop, clock, queue } = ctx;
  const { shopId } = shop;
  const startedAt = clock.now();
  // One run at a time per shop: what was being sent before this one began, nobody will hear of any more.
  const lost = await store.messages.loseSending(shopId, startedAt, startedAt);
  await settleAll(ctx, lost);
  const scene = await SendScene.read(ctx);
  if (!scene) return;
  let nextAt: Date | null = null;
  let after: string | undefined;
  for (;;) {
    const page = await store.messages.inState(shopId, 'ready', MESSAGES_AT_ONCE, after);
    after = page.at(-1)?.messageId;
    nextAt = earlier(nextAt, await sendAll(ctx, scene, page));
    if (page.length < MESSAGES_AT_ONCE) break;
  }
  nextAt = earlier(nextAt, await sendPutOff(ctx, scene));
  nextAt = earlier(nextAt, await store.messages.nextRetryAt(shopId, clock.now()));
  if (nextAt) await queue.enqueue('deliver', { shopId }, { startAfter: nextAt });
}

/** Messages that went one way already and wait on another. */
async function sendPutOff(ctx: CampaignCtx, scene: SendScene): Promise<Date | null> {
  const { store, shop, clock } = ctx;
  let nextAt: Date | null = null;
  for (;;) {
    const waiting = await store.messages.waitingDeliveries(shop.shopId, clock.now(), MESSAGES_AT_ONCE);
    const ids = [...new Set(waiting.map(({ messageId }) => messageId))];
    const messages = (await store.messages.find(shop.shopId, ids)).filter(({ state }) => state !== 'ready');
    if (messages.length === 0) return nextAt;
    const before = waiting.length;
    nextAt = earlier(nextAt, await sendAll(ctx, scene, messages));
    const left = await store.messages.waitingDeliveries(shop.shopId, clock.now(), MESSAGES_AT_ONCE);
    if (left.length >= before) return nextAt;
  }
}

async function sendAll(
  ctx: CampaignCtx,
  scene: SendScene,
  messages: readonly Message[],
): Promise<Date | null> {
  if (messages.length === 0) return null;
  const work = await gather(ctx, messages);
  let nextAt: Date | null = null;
  const queue = messages.values();
  const send = async () => {
    for (const message of queue) nextAt = earlier(nextAt, await sendOne(ctx, scene, message, work));
  };
  await Promise.all(Array.from({ length: AT_ONCE }, send));
  return nextAt;
}

type Work = {
  enrolments: ReadonlyMap<string, Enrolment>;
  recipients: ReadonlyMap<CustomerId, Recipient | null>;
  rows: Awaited<ReturnType<CampaignCtx['store']['enrolments']['candidatesOf']>>;
  knownOrders: ReadonlyMap<OrderId, Date>;
  offers: ReadonlyMap<string, NonNullable<Composition['offer']>>;
  products: ReadonlyMap<CustomerId, readonly string[]>;
  suppressed: ReadonlySet<CustomerId>;
  excludedTags: readonly string[];
};

async function gather(ctx: CampaignCtx, messages: readonly Message[]): Promise<Work> {
  const { store, shop } = ctx;
  const { shopId } = shop;
  const ids = [...new Set(messages.map(({ customerId }) => customerId))];
  const recipients = await ctx.offers.fetchRecipients(ids);
  const orderIds = [...recipients.values()].flatMap((one) => one?.lastOrder?.orderId ?? []);
  const enrolments = await store.enrolments.find(
    shopId,
    messages.map(({ enrolmentId }) => enrolmentId),
  );
  const { rules } = await store.rules.current(shopId);
  return {
    enrolments: new Map(enrolments.map((one) => [one.enrolmentId, one])),
    recipients,
    rows: await store.enrolments.candidatesOf(shopId, ids),
    knownOrders: await store.orders.updatedAt(shopId, orderIds),
    offers: await offersOf(ctx, messages),
    products: await productsOf(ctx, ids),
    suppressed: await store.suppressions.isSuppressed(shopId, ids),
    excludedTags: rules.excludedTags.map((tag) => tag.toLowerCase()),
  };
}

async function offersOf({ store, shop }: CampaignCtx, messages: readonly Message[]): Promise<Work['offers']> {
  const ids = messages.map(({ messageId }) => messageId);
  const offers = await store.offers.ofMessages(shop.shopId, ids);
  const discountIds = [...new Set(offers.map(({ discountId }) => discountId))];
  const discounts = new Map(
    (await store.offers.discounts(shop.shopId, discountIds)).map((one) => [one.discountId, one]),
  );
  return new Map(
    offers.flatMap((offer) => {
      const discount = discounts.get(offer.discountId);
      return discount ? [[offer.messageId, { offer, discount }] as const] : [];
    }),
  );
}

async function productsOf(ctx: CampaignCtx, ids: readonly CustomerId[]): Promise<Work['products']> {
  const bought = await ctx.store.enrolments.lastProducts(ctx.shop.shopId, ids, PRODUCTS_NAMED);
  const titles = await ctx.offers.productTitles([...bought.values()].flat());
  return new Map(
    [...bought].map(([id, products]) => [id, products.flatMap((product) => titles.get(product) ?? [])]),
  );
}

/** Answers when to look again; null = the message is over. */
async function sendOne(
  ctx: CampaignCtx,
  scene: SendScene,
  message: Message,
  work: Work,
): Promise<Date | null> {
  const { store, shop } = ctx;
  const { shopId } = shop;
  const enrolment = work.enrolments.get(message.enrolmentId);
  if (!enrolment) return null;
  const version = await scene.versionOf(message);
  const recipient = work.recipients.get(message.customerId) ?? null;
  const lastOrderId = recipient?.lastOrder?.orderId;
  const verdict = recheck(ctx, scene, {
    message,
    enrolment,
    version,
    row: work.rows.get(message.customerId),
    recipient,
    orderIsNews: lastOrderId !== undefined && !work.knownOrders.has(lastOrderId),
    excludedTags: work.excludedTags,
  });
  if (verdict.go === 'wait') return verdict.until;
  if (verdict.go === 'skip' || recipient === null) {
    await skipMessage(ctx, { message, enrolment }, verdict);
    return null;
  }
  const made: Composition = {
    message,
    version,
    recipient,
    offer: work.offers.get(message.messageId) ?? null,
    products: work.products.get(message.customerId) ?? [],
  };
  const from = scene.email?.mail.from.address ?? shop.domain;
  await store.messages.addDeliveries(
    shopId,
    verdict.channels.map((channel) => ({
      messageId: message.messageId,
      channel,
      remoteId: channel === 'email' ? messageIdOf(ctx, made, from) : remoteIdOf(made, channel),
    })),
  );
  for (const delivery of await store.messages.deliveries(shopId, [message.messageId]))
    if (delivery.state === 'waiting')
      await sendDelivery(ctx, scene, { made, delivery, suppressed: work.suppressed });
  return settleMessage(ctx, message.messageId);
}

async function sendDelivery(
  ctx: CampaignCtx,
  scene: SendScene,
  {
    made,
    delivery,
    suppressed,
  }: { made: Composition; delivery: MessageDelivery; suppressed: ReadonlySet<CustomerId> },
): Promise<void> {
  const { store, shop, clock } = ctx;
  const { messageId, channel } = delivery;
  const { customerId } = made.message;
  const settle = (result: Parameters<typeof store.messages.settle>[3]) =>
    store.messages.settle(shop.shopId, messageId, channel, result, clock.now());
  if (!(await store.messages.claim(shop.shopId, messageId, channel, clock.now()))) return;
  if (channel === 'email' && suppressed.has(customerId))
    return settle({ state: 'skipped', reason: 'bounced', note: null, retryAt: null });
  const result = await sendByChannel(ctx, scene, made, delivery);
  if (channel === 'email' && result.reason === 'bounced') {
    const suppression = { customerId, reason: 'bounced' as const, note: result.note, since: clock.now() };
    await store.suppressions.suppress(shop.shopId, suppression);
  }
  await settle(result);
}

async function settleAll(ctx: CampaignCtx, messageIds: readonly string[]): Promise<void> {
  for (const messageId of messageIds) await settleMessage(ctx, messageId);
}

function earlier(a: Date | null, b: Date | null): Date | null {
  if (a === null || b === null) return a ?? b;
  return a < b ? a : b;
}
