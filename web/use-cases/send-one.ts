import type { CustomerId } from '../domain/shared/ids.ts';
import type { CampaignCtx } from './ports.ts';
import { type SentOne, sendToOne } from './steps/send-to-one.ts';

/**
 * A running campaign's step to one customer now, as the merchant asks for it on the campaign's page.
 * @throws AppError NOT_FOUND; CONFLICT where the campaign does not run
 */
export function sendOne(
  ctx: CampaignCtx,
  asked: { campaignId: number; customerId: CustomerId },
): Promise<SentOne> {
  return sendToOne(ctx, asked);
}
