import { CHANNELS, type Channel } from '../domain/campaigns/campaign.ts';
import type { CampaignCtx, Message, MessageDelivery } from './ports.ts';
import { gatherSends } from './steps/gather-sends.ts';
import { isHeld } from './steps/recheck.ts';
import { sendMessage } from './steps/send-message.ts';
import { SendScene } from './steps/send-scene.ts';
import { settleMessage } from './steps/settle-message.ts';

/** Messages looked at together: one call to Shopify. */
const MESSAGES_AT_ONCE = 50;
/** Sends on their way at once. */
const AT_ONCE = 4;
/** Ways looked at that were put off and are due again. */
const WAYS_AT_ONCE = 5_000;

/**
 * Sends what is ready. Each way of each message is claimed and committed before it is sent and settled after, so that a
 * process that dies between the two leaves an `unknown` that is listed and never sent again. What was put off, the clock brings back.
 */
export async function deliver(ctx: CampaignCtx): Promise<void> {
  const { store, shop, clock } = ctx;
  const { shopId } = shop;
  if (shop.state !== 'active') return;
  const startedAt = clock.now();
  // One run at a time per shop: what was being sent before this one began, nobody will hear of any more.
  for (const messageId of await store.messages.loseSending(shopId, startedAt, startedAt))
    await settleMessage(ctx, messageId);
  const closed = new Set<Channel>();
  let after: string | undefined;
  for (;;) {
    const page = await store.messages.inState(shopId, 'ready', MESSAGES_AT_ONCE, after);
    if (!(await sendPage(ctx, page, closed))) return;
    if (page.length < MESSAGES_AT_ONCE) break;
    after = page.at(-1)?.messageId;
  }
  await sendPutOff(ctx, closed);
}

/** Messages that went one way already and wait on another. */
async function sendPutOff(ctx: CampaignCtx, closed: Set<Channel>): Promise<void> {
  const { store, shop, clock } = ctx;
  const tried = new Set<string>();
  for (;;) {
    const waiting = await store.messages.waitingDeliveries(shop.shopId, clock.now(), WAYS_AT_ONCE);
    const ids = [...new Set(waiting.map(({ messageId }) => messageId))].filter((id) => !tried.has(id));
    if (ids.length === 0) return;
    for (const id of ids) tried.add(id);
    const messages = (await store.messages.find(shop.shopId, ids)).filter(({ state }) => state !== 'ready');
    for (let from = 0; from < messages.length; from += MESSAGES_AT_ONCE)
      if (!(await sendPage(ctx, messages.slice(from, from + MESSAGES_AT_ONCE), closed))) return;
  }
}

/** What the merchant decided is read anew for each page, so that a pause holds at once. False = nothing may be sent now. */
async function sendPage(ctx: CampaignCtx, page: readonly Message[], closed: Set<Channel>): Promise<boolean> {
  if (page.length === 0) return true;
  const scene = await SendScene.read(ctx, closed);
  if (!scene || scene.settings.pausedEverything) return false;
  const { store, shop } = ctx;
  const customerIds = [...new Set(page.map(({ customerId }) => customerId))];
  const rows = await store.enrolments.candidatesOf(shop.shopId, customerIds);
  const free: Message[] = [];
  for (const message of await withoutGone(ctx, page)) {
    const country = rows.get(message.customerId)?.country ?? null;
    if (isHeld(ctx, scene, message, country)) continue;
    const { terms } = await scene.versionOf(message);
    if (CHANNELS.some((channel) => terms.channels[channel] && !closed.has(channel))) free.push(message);
  }
  if (free.length === 0) return true;
  const facts = await gatherSends(ctx, free, rows);
  const queue = free.values();
  const send = async () => {
    for (const message of queue) await sendMessage(ctx, scene, message, facts);
  };
  const workers = await Promise.allSettled(Array.from({ length: AT_ONCE }, send));
  // All have come to rest before the job fails, so that the next run finds nothing of this one on its way.
  for (const worker of workers) if (worker.status === 'rejected') throw worker.reason;
  return true;
}

/**
 * The process died after a message went and before that was noted: it is what it became. Of the ready ones those that are
 * still to go, of the others those with a way that is due.
 */
async function withoutGone(ctx: CampaignCtx, page: readonly Message[]): Promise<readonly Message[]> {
  const { store, shop } = ctx;
  const ids = page.map(({ messageId }) => messageId);
  const ways = Map.groupBy(await store.messages.deliveries(shop.shopId, ids), ({ messageId }) => messageId);
  const open: Message[] = [];
  for (const message of page) {
    const mine = ways.get(message.messageId) ?? [];
    const isOver = mine.length > 0 && (mine.some(hasGone) || !mine.some(isOpen));
    if (message.state === 'ready' && isOver) await settleMessage(ctx, message.messageId);
    else if (mine.length === 0 || mine.some((way) => isDue(way, ctx.clock.now()))) open.push(message);
  }
  return open;
}

function hasGone({ state }: MessageDelivery): boolean {
  return state === 'sent' || state === 'unknown';
}

function isOpen({ state }: MessageDelivery): boolean {
  return state === 'waiting' || state === 'sending';
}

function isDue({ state, retryAt }: MessageDelivery, now: Date): boolean {
  return state === 'waiting' && (retryAt === null || retryAt <= now);
}
