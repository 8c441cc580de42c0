import type { CampaignState } from '../../domain/campaigns/campaign.ts';
import type { CampaignReason } from '../../domain/campaigns/enrolment.ts';
import type { CampaignCtx, Message, Offer } from '../ports.ts';
import { takeOffersBack } from './settle-message.ts';

/**
 * Messages whose code is being made, without those that must not go any more: their campaign is over, or Shopify took longer
 * than they or their code are good for. These leave the caps, and their codes go.
 */
export async function giveUpIssuing(
  ctx: CampaignCtx,
  messages: readonly Message[],
): Promise<readonly Message[]> {
  if (messages.length === 0) return messages;
  const { store, shop, clock } = ctx;
  const { shopId } = shop;
  const at = clock.now();
  const offers = await store.offers.ofMessages(
    shopId,
    messages.map(({ messageId }) => messageId),
  );
  const offerOf = new Map(offers.map((offer) => [offer.messageId, offer]));
  const states = new Map(
    (await store.campaigns.list(shopId)).map(({ campaignId, state }) => [campaignId, state]),
  );
  const reasons = new Map<string, CampaignReason>();
  for (const message of messages) {
    const reason = whyOver(message, offerOf.get(message.messageId), states.get(message.campaignId), at);
    if (reason) reasons.set(message.messageId, reason);
  }
  if (reasons.size === 0) return messages;
  await store.transaction(async (tx) => {
    for (const [reason, entries] of Map.groupBy(reasons, ([, why]) => why)) {
      const ids = entries.map(([messageId]) => messageId);
      await tx.messages.move(shopId, ids, { from: 'issuing', to: 'skipped', reason, counts: false }, at);
    }
    await takeOffersBack(tx, shopId, [...reasons.keys()], at);
  });
  return messages.filter(({ messageId }) => !reasons.has(messageId));
}

function whyOver(
  { validUntil }: Message,
  offer: Offer | undefined,
  state: CampaignState | undefined,
  now: Date,
): CampaignReason | null {
  if (state === 'stopped') return 'campaign_stopped';
  if (state !== 'running' && state !== 'paused') return 'campaign_ended';
  const isLate = (validUntil !== null && validUntil <= now) || (offer !== undefined && offer.endsAt <= now);
  if (!isLate) return null;
  return offer?.state === 'issued' ? 'not_in_segment' : 'waited_too_long';
}
