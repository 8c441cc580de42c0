import type { Enrolment } from '../domain/campaigns/enrolment.ts';
import type { CustomerId, OrderId } from '../domain/shared/ids.ts';
import type { CampaignCtx, Message, MessageDelivery, Recipient } from './ports.ts';
import type { Composition } from './steps/compose-message.ts';
import { isHeld, recheck } from './steps/recheck.ts';
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
 * process that dies between the two leaves an `unknown` that is listed and never sent again. What was put off, the clock brings back.
 */
export async function deliver(ctx: CampaignCtx): Promise<void> {
  const { store, shop, clock } = ctx;
  const { shopId } = shop;
  const startedAt = clock.now();
  // One run at a time per shop: what was being sent before this one began, nobody will hear of any more.
  for (const messageId of await store.messages.loseSending(shopId, startedAt, startedAt))
    await settleMessage(ctx, messageId);
  const scene = await SendScene.read(ctx);
  if (!scene) return;
  let after: string | undefined;
  for (;;) {
    const page = await store.messages.inState(shopId, 'ready', MESSAGES_AT_ONCE, after);
    await sendAll(ctx, scene, page);
    if (page.length < MESSAGES_AT_ONCE) break;
    after = page.at(-1)?.messageId;
  }
  await sendPutOff(ctx, scene);
}

/** Messages that went one way already and wait on another. */
async function sendPutOff(ctx: CampaignCtx, scene: SendScene): Promise<void> {
  const { store, shop, clock } = ctx;
  for (;;) {
    const waiting = await store.messages.waitingDeliveries(shop.shopId, clock.now(), MESSAGES_AT_ONCE);
    const ids = [...new Set(waiting.map(({ messageId }) => messageId))];
    const messages = (await store.messages.find(shop.shopId, ids)).filter(({ state }) => state !== 'ready');
    if (messages.length === 0) return;
    await sendAll(ctx, scene, messages);
    const left = await store.messages.waitingDeliveries(shop.shopId, clock.now(), MESSAGES_AT_ONCE);
    if (left.length >= waiting.length) return;
  }
}

async function sendAll(ctx: CampaignCtx, scene: SendScene, messages: readonly Message[]): Promise<void> {
  const ids = [...new Set(messages.map(({ customerId }) => customerId))];
  const rows = await ctx.store.enrolments.candidatesOf(ctx.shop.shopId, ids);
  const free = messages.filter(
    (message) => !isHeld(ctx, scene, message, rows.get(message.customerId)?.country ?? null),
  );
  if (free.length === 0) return;
  const work = await gather(ctx, free, rows);
  const queue = free.values();
  const send = async () => {
    for (const message of queue) await sendOne(ctx, scene, message, work);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, send));
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

async function gather(ctx: CampaignCtx, messages: readonly Message[], rows: Work['rows']): Promise<Work> {
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
    rows,
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

/** Checks one message again and sends it by every channel that is open; what must wait keeps its place. */
async function sendOne(ctx: CampaignCtx, scene: SendScene, message: Message, work: Work): Promise<void> {
  const { store, shop } = ctx;
  const { shopId } = shop;
  const enrolment = work.enrolments.get(message.enrolmentId);
  if (!enrolment) return;
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
  if (verdict.go === 'wait') return;
  if (verdict.go === 'skip' || recipient === null) {
    await skipMessage(ctx, { message, enrolment }, verdict);
    return;
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
  await settleMessage(ctx, message.messageId);
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
