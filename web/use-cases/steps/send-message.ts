import { AppError } from '../../domain/shared/errors.ts';
import type { CampaignCtx, Message, MessageDelivery } from '../ports.ts';
import type { Composition } from './compose-message.ts';
import type { SendFacts } from './gather-sends.ts';
import { isShopifyAway } from './needs-reauth.ts';
import { toPersonFacts } from './person-facts.ts';
import { type Recheck, recheck } from './recheck.ts';
import { again, type ChannelResult, messageIdOf, remoteIdOf, sendByChannel } from './send-by-channel.ts';
import type { SendScene } from './send-scene.ts';
import { settleMessage, skipMessage } from './settle-message.ts';

/** Checks one message again and sends it by every way that is open; what must wait keeps its place. */
export async function sendMessage(
  ctx: CampaignCtx,
  scene: SendScene,
  message: Message,
  facts: SendFacts,
): Promise<void> {
  const { store, shop } = ctx;
  const enrolment = facts.enrolments.get(message.enrolmentId);
  if (!enrolment) return;
  const version = await scene.versionOf(message);
  const recipient = facts.recipients.get(message.customerId) ?? null;
  const offer = facts.offers.get(message.messageId) ?? null;
  const lastOrderId = recipient?.lastOrder?.orderId;
  const verdict = recheck(ctx, scene, {
    message,
    enrolment,
    version,
    row: facts.rows.get(message.customerId),
    recipient,
    offerEndsAt: offer?.discount.endsAt ?? null,
    orderIsNews: lastOrderId !== undefined && !facts.knownOrders.has(lastOrderId),
    excludedTags: facts.excludedTags,
  });
  if (verdict.go === 'wait') return;
  if (verdict.go === 'skip' || recipient === null) {
    await skipMessage(ctx, { message, enrolment }, verdict);
    return;
  }
  const products = facts.products.get(message.customerId) ?? [];
  const row = facts.rows.get(message.customerId);
  const points = row ? toPersonFacts(row, shop.timeZone).points : null;
  const { reward, pointsName } = facts;
  const made: Composition = { message, version, recipient, offer, products, points, reward, pointsName };
  await addWays(ctx, scene, made, verdict);
  for (const delivery of await store.messages.deliveries(shop.shopId, [message.messageId]))
    if (delivery.state === 'waiting') await sendWay(ctx, scene, { made, delivery, verdict, facts });
  await settleMessage(ctx, message.messageId);
}

type Go = Extract<Recheck, { go: 'send' }>;

async function addWays(ctx: CampaignCtx, scene: SendScene, made: Composition, { channels }: Go) {
  const { messageId } = made.message;
  const from = scene.email?.mail.from.address ?? ctx.shop.domain;
  const ways = channels.map((channel) => ({
    messageId,
    channel,
    remoteId: channel === 'email' ? messageIdOf(ctx, made, from) : remoteIdOf(made, channel),
  }));
  await ctx.store.messages.addDeliveries(ctx.shop.shopId, ways);
}

type Way = { made: Composition; delivery: MessageDelivery; verdict: Go; facts: SendFacts };

async function sendWay(ctx: CampaignCtx, scene: SendScene, way: Way): Promise<void> {
  const { store, shop, clock } = ctx;
  const { made, delivery, verdict, facts } = way;
  const { messageId, channel } = delivery;
  const { customerId } = made.message;
  const settle = (result: ChannelResult) =>
    store.messages.settle(shop.shopId, messageId, channel, result, clock.now());
  // Closed since an earlier try: they unsubscribed, or the way was closed.
  if (!verdict.channels.includes(channel))
    return settle(skipped(channel === 'email' ? 'unsubscribed' : 'no_channel'));
  if (scene.closed.has(channel)) return;
  if (!(await store.messages.claim(shop.shopId, messageId, channel, clock.now()))) return;
  if (channel === 'email' && facts.suppressed.has(customerId)) return settle(skipped('bounced'));
  const result = await trySend(ctx, scene, made, delivery);
  if (result.closes) scene.closed.add(channel);
  if (channel === 'email' && result.reason === 'bounced') {
    const suppression = { customerId, reason: 'bounced' as const, note: result.note, since: clock.now() };
    await store.suppressions.suppress(shop.shopId, suppression);
  }
  await settle(result);
}

function skipped(reason: 'unsubscribed' | 'no_channel' | 'bounced'): ChannelResult {
  return { state: 'skipped', reason, note: null, retryAt: null };
}

/** No way throws once something has left: what is thrown was answered with a refusal, or never taken. */
async function trySend(
  ctx: CampaignCtx,
  scene: SendScene,
  made: Composition,
  delivery: MessageDelivery,
): Promise<ChannelResult> {
  try {
    return await sendByChannel(ctx, scene, made, delivery);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    const { code } = error;
    if (isShopifyAway(error)) return { ...again(delivery, ctx.clock.now(), code), closes: true };
    return { state: 'failed', reason: 'delivery_failed', note: code, retryAt: null };
  }
}
