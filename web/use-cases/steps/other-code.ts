import { codeOf } from '../../domain/offers/code.ts';
import { AppError } from '../../domain/shared/errors.ts';
import type { ShopId } from '../../domain/shared/ids.ts';
import type { CampaignCtx, Draws, Offer } from '../ports.ts';

const CODE_PREFIX = 'BACK';
/** Other codes tried for somebody whose code is in use. */
export const MOST_CODES_TRIED = 5;

/** The code of one step of one enrolment: a retry makes no second one. */
export function codeFor(
  draws: Draws,
  shopId: ShopId,
  step: { enrolmentId: string; step: number },
  attempt: number,
): string {
  return codeOf(CODE_PREFIX, draws.codeBytes(shopId, step, attempt));
}

/** Another code for an offer whose code the shop uses for something else; numbers from `attempt` on are tried. */
export async function anotherCode(ctx: CampaignCtx, offer: Offer, attempt: number): Promise<string> {
  const { store, shop, draws } = ctx;
  const [message] = await store.messages.find(shop.shopId, [offer.messageId]);
  if (!message) throw new AppError('NOT_FOUND', `offer ${offer.offerId} belongs to no message`);
  for (let tried = attempt; ; tried++) {
    const code = codeFor(draws, shop.shopId, message, tried);
    try {
      await store.offers.recode(shop.shopId, offer.offerId, code);
      return code;
    } catch (error) {
      const isOurs = error instanceof AppError && error.code === 'CONFLICT';
      if (!isOurs || tried - attempt >= MOST_CODES_TRIED) throw error;
    }
  }
}
