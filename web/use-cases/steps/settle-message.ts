import type { Enrolment } from '../../domain/campaigns/enrolment.ts';
import type { CampaignCtx, Message } from '../ports.ts';
import { dropOfferTag } from './drop-offer-tag.ts';
import type { Recheck } from './recheck.ts';

/**
 * What became of a message, from what became of its ways: sent by one is sent; else an open question stays one; else it
 * failed and leaves the caps. While a way is still to be tried it stays ready.
 */
export async function settleMessage(ctx: CampaignCtx, messageId: string): Promise<void> {
  const { store, shop, clock } = ctx;
  const deliveries = await store.messages.deliveries(shop.shopId, [messageId]);
  const states = new Set(deliveries.map(({ state }) => state));
  const at = clock.now();
  const move = (to: 'sent' | 'unknown' | 'failed', counts: boolean) =>
    store.messages.move(
      shop.shopId,
      [messageId],
      {
        from: 'ready',
        to,
        reason:
          to === 'sent' ? null : (deliveries.find(({ reason }) => reason !== null)?.reason ?? 'no_channel'),
        counts,
      },
      at,
    );
  if (states.has('sent')) await move('sent', true);
  else if (states.has('unknown')) await move('unknown', true);
  else if (!states.has('waiting') && !states.has('sending')) await move('failed', false);
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
    if (moved.length > 0) {
      const offers = await tx.offers.ofMessages(shopId, ids);
      await tx.offers.setState(
        shopId,
        offers.map(({ offerId }) => offerId),
        { state: 'expired' },
        at,
      );
      await dropOfferTag(tx, shopId, [message.customerId], at);
      await tx.enqueue('tidy-offers', { shopId });
    }
    if (!stops || enrolment.state !== 'waiting') return;
    const { enrolmentId, step } = enrolment;
    const to = { state: 'stopped', step, dueAt: null, validUntil: null } as const;
    const move = { enrolmentId, from: enrolment.state, to: 'stopped', step, reason, params: {} } as const;
    await tx.enrolments.change(shopId, [{ enrolmentId, ...to }], [move], at);
  });
}
