import type { Enrolment } from '../../domain/campaigns/enrolment.ts';
import type { ShopId } from '../../domain/shared/ids.ts';
import type { CampaignCtx, Message, Tx } from '../ports.ts';
import { dropOfferTag } from './offer-tag.ts';
import type { Recheck } from './recheck.ts';

/**
 * What became of a message, from what became of its ways: sent by one is sent; else an open question stays one; else it
 * failed and leaves the caps. While a way is still to be tried it stays ready.
 */
export async function settleMessage(ctx: CampaignCtx, messageId: string): Promise<void> {
  const { store, shop, clock } = ctx;
  const { shopId } = shop;
  const ways = await store.messages.deliveries(shopId, [messageId]);
  const states = new Set(ways.map(({ state }) => state));
  const reason = ways.find((way) => way.reason !== null)?.reason ?? 'no_channel';
  const at = clock.now();
  const ids = [messageId];
  if (states.has('sent')) {
    const sent = { to: 'sent', reason: null, counts: true } as const;
    await store.messages.move(shopId, ids, { from: 'ready', ...sent }, at);
    // Known late: what was open by one way went by another.
    await store.messages.move(shopId, ids, { from: 'unknown', ...sent }, at);
  } else if (states.has('unknown'))
    await store.messages.move(shopId, ids, { from: 'ready', to: 'unknown', reason, counts: true }, at);
  else if (!states.has('waiting') && !states.has('sending'))
    await store.transaction(async (tx) => {
      const failed = { from: 'ready', to: 'failed', reason, counts: false } as const;
      if ((await tx.messages.move(shopId, ids, failed, at)).length > 0)
        await takeOffersBack(tx, shopId, ids, at);
    });
}

/** Codes nobody was told of go out of Shopify, and their owners' tag with them. */
export async function takeOffersBack(
  tx: Tx,
  shopId: ShopId,
  messageIds: readonly string[],
  at: Date,
): Promise<void> {
  const offers = await tx.offers.ofMessages(shopId, messageIds);
  if (offers.length === 0) return;
  const ids = offers.map(({ offerId }) => offerId);
  await tx.offers.setState(shopId, ids, { state: 'expired' }, at);
  await dropOfferTag(
    tx,
    shopId,
    offers.map(({ customerId }) => customerId),
    at,
  );
  await tx.enqueue('tidy-offers', { shopId });
}

/** A message that must not go out any more: out of the caps, its code on the way out, the enrolment ended where that is why. */
export async function skipMessage(
  ctx: CampaignCtx,
  { message, enrolment }: { message: Message; enrolment: Enrolment },
  verdict: Exclude<Recheck, { go: 'wait' }>,
): Promise<void> {
  const { store, shop, clock } = ctx;
  const { shopId } = shop;
  const reason = verdict.go === 'skip' ? verdict.reason : 'customer_gone';
  const stops = verdict.go !== 'skip' || verdict.stopsEnrolment;
  await store.transaction(async (tx) => {
    const at = clock.now();
    const ids = [message.messageId];
    const moved = await tx.messages.move(
      shopId,
      ids,
      { from: 'ready', to: 'skipped', reason, counts: false },
      at,
    );
    await tx.messages.dropWaiting(shopId, ids, reason, at);
    if (moved.length > 0) await takeOffersBack(tx, shopId, ids, at);
    if (!stops || enrolment.state !== 'waiting') return;
    const { enrolmentId, step } = enrolment;
    const to = { state: 'stopped', step, dueAt: null, validUntil: null } as const;
    const move = { enrolmentId, from: enrolment.state, to: 'stopped', step, reason, params: {} } as const;
    await tx.enrolments.change(shopId, [{ enrolmentId, ...to }], [move], at);
  });
}
