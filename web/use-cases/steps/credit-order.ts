import { codesToLookUp, creditOf, LINK_DAYS } from '../../domain/attribution/credit.ts';
import type { Order, OrderVerdict } from '../../domain/orders/order.ts';
import type { OrderCredit, Tx } from '../ports.ts';
import { dropOfferTag } from './offer-tag.ts';
import type { Scene } from './scene.ts';

const DAY_MS = 86_400_000;

type Source = Pick<OrderCredit, 'campaignId' | 'version' | 'enrolmentId'> & { offerId: string | null };

/**
 * Says which offer an order used, as its facts stand now: credited, credited anew after a refund, or no longer. A code that
 * was used is redeemed. Costs two reads by index whatever the size of the shop.
 */
export async function creditOrder(tx: Tx, scene: Scene, order: Order, verdict: OrderVerdict): Promise<void> {
  const { shopId } = scene.shop;
  const offers = await tx.offers.byCodes(shopId, codesToLookUp(order));
  const since = new Date(order.processedAt.getTime() - LINK_DAYS * DAY_MS);
  const { customerId } = order;
  const follows = customerId === null ? [] : await tx.credits.follows(shopId, [customerId], since);
  const credit = creditOf<Source>(order, verdict, {
    codes: offers.map((offer) => ({ code: offer.code, of: offer })),
    follows: follows.map((follow) => ({ at: follow.at, of: { ...follow, offerId: null } })),
  });
  if (!credit) return tx.credits.put(shopId, order.orderId, null);
  const { campaignId, version, enrolmentId, offerId } = credit.of;
  await tx.credits.put(shopId, order.orderId, {
    orderId: order.orderId,
    customerId,
    campaignId,
    version,
    enrolmentId,
    basis: credit.basis,
    revenueMinor: credit.revenueMinor,
    discountMinor: credit.discountMinor,
    orderedAt: order.processedAt,
  });
  if (offerId === null) return;
  await tx.offers.redeem(shopId, offerId, order.orderId, scene.now);
  const owners = offers.flatMap((offer) => (offer.offerId === offerId ? [offer.customerId] : []));
  await dropOfferTag(tx, shopId, owners, scene.now);
}

/** A purchase ends every campaign the customer waits in for an earlier one: nothing more is sent. */
export async function stopBought(tx: Tx, scene: Scene, order: Order, verdict: OrderVerdict): Promise<void> {
  if (order.customerId === null || !verdict.qualifies || !verdict.countsAsOccasion) return;
  const { shopId } = scene.shop;
  const waiting = await tx.enrolments.waitingOf(shopId, [order.customerId]);
  const ended = waiting.filter(({ triggerOn }) => verdict.localOn > triggerOn);
  if (ended.length === 0) return;
  await tx.enrolments.change(
    shopId,
    ended.map(({ enrolmentId, step }) => ({
      enrolmentId,
      step,
      state: 'stopped',
      dueAt: null,
      validUntil: null,
    })),
    ended.map(({ enrolmentId, state, step }) => ({
      enrolmentId,
      from: state,
      to: 'stopped',
      step,
      reason: 'bought',
      params: { orderId: order.orderId },
    })),
    scene.now,
  );
}
